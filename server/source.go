package server

import (
	"cmp"
	"maps"
	"slices"

	"kyokun/kb"
)

// sourcePage is the page of one source.
type sourcePage struct {
	page
	sourceView
}

// sourceView is what the page says.
type sourceView struct {
	Doc      documentHead
	Facts    []factRow
	URL      string
	Sections []sectionView
	// CitedNote says that not all documents that cite it were looked at.
	CitedNote string
	// Provisions are those of an instrument; ProvisionsRest says how many more.
	Provisions     []docRef
	ProvisionsRest string
	Errata         []erratumView
	// Evidence leads to the citations held against the source's own text;
	// empty where that is not at hand.
	Evidence string
}

// sectionView is a section with what cites it, documents first.
type sectionView struct {
	Anchor, Number, Title string
	Page                  int
	CitedBy               []docRef
	// Rest says how many more cite it; empty for none.
	Rest string
}

const (
	// sectionShown is how many of the documents that cite a section are named
	// at most, sourceShown how many of those that cite the source.
	sectionShown = 100
	sourceShown  = 160
)

func (c composer) sourceView(s *kb.Source) sourceView {
	// Seen from the source itself its places need no name.
	c.main, c.self = []kb.Citation{{Source: s.ID}}, s.ID
	v := sourceView{
		Doc: c.head(&s.Head, nil), Facts: c.sourceFacts(s), URL: s.URL,
	}
	citing := c.citing(s.ID)
	v.Sections = c.sections(s, citing)
	if citing.more {
		v.CitedNote = c.loc.T("rest.cited", commas(kb.Surveyed))
	}
	v.Provisions, v.ProvisionsRest = c.held(s.ID)
	if c.old == nil && c.lib.Passages().Holds(s.ID) {
		v.Evidence = c.loc.URL(evidencePath + "#" + s.ID)
	}
	for _, e := range s.Errata {
		view := c.erratum(s.ID, e)
		view.About = append(view.About, c.tablesNaming(s.ID+"#"+e.ID)...)
		v.Errata = append(v.Errata, view)
	}
	return v
}

func (c composer) sourceFacts(s *kb.Source) []factRow {
	rows := []factRow{
		c.row("type", factView{UI: c.loc.T("source." + string(s.Type))}),
		c.row("publisher", factView{Text: s.Publisher}),
		c.row("published", factView{Text: s.Published}),
	}
	if s.Official != "" {
		rows = append(rows, c.row("official", factView{Text: s.Official}))
	}
	return append(rows,
		c.row("licence", factView{Linked: linked(s.Licence)}),
		c.row("seen", factView{Text: s.Seen}),
	)
}

// sections are those of the table of contents, in its order, then those that
// only citations name.
func (c composer) sections(s *kb.Source, citing citingDocuments) []sectionView {
	also := c.alsoCiting(s.ID)
	var out []sectionView
	for _, sec := range s.Sections {
		out = append(out, sectionView{Anchor: sectionAnchor(sec.Number), Number: sec.Number, Title: sec.Title, Page: sec.Page})
	}
	for _, number := range slices.Sorted(maps.Keys(citing.bySection)) {
		out = appendSection(out, number)
	}
	for _, number := range slices.Sorted(maps.Keys(also)) {
		out = appendSection(out, number)
	}
	rest := out[len(s.Sections):]
	slices.SortFunc(rest, func(a, b sectionView) int { return cmp.Compare(a.Number, b.Number) })
	most := citing.shown()
	for i := range out {
		ids := citing.bySection[out[i].Number]
		ids, left := cut(ids, most)
		out[i].CitedBy = append(c.refs(ids), also[out[i].Number]...)
		out[i].Rest = c.rest(left, citing.more && left > 0)
	}
	return out
}

// appendSection adds a section that only citations name, once.
func appendSection(list []sectionView, number string) []sectionView {
	if number == "" || slices.ContainsFunc(list, func(v sectionView) bool { return v.Number == number }) {
		return list
	}
	return append(list, sectionView{Anchor: sectionAnchor(number), Number: number})
}

// citingDocuments are the documents that cite a source.
type citingDocuments struct {
	// bySection are their ids by section, each once and in the order of kinds.
	bySection map[string][]string
	// more is true where there may be more than were looked at.
	more bool
}

// citing looks at the documents that refer to a source, at most [kb.Surveyed].
func (c composer) citing(source string) citingDocuments {
	referrers := c.lib.Referrers(source, kb.Surveyed)
	out := citingDocuments{bySection: map[string][]string{}, more: len(referrers) == kb.Surveyed}
	for _, d := range referrers {
		for _, cite := range citations(d) {
			if cite.Source == source {
				out.bySection[cite.Section] = append(out.bySection[cite.Section], d.Common().ID)
			}
		}
	}
	for section, ids := range out.bySection {
		sortByKind(ids)
		out.bySection[section] = slices.Compact(ids)
	}
	return out
}

// shown is how many documents each section can name without too many on the page.
func (k citingDocuments) shown() int {
	for most := sectionShown; ; most-- {
		total := 0
		for _, ids := range k.bySection {
			total += min(len(ids), most)
		}
		if total <= sourceShown || most == 1 {
			return most
		}
	}
}

// refs names documents.
func (c composer) refs(ids []string) []docRef {
	var out []docRef
	for _, id := range ids {
		out = append(out, c.ref(id))
	}
	return out
}

// sortByKind puts ids in the order of their kinds.
func sortByKind(ids []string) {
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(
			cmp.Compare(slices.Index(kb.Kinds(), kb.KindOf(a)), slices.Index(kb.Kinds(), kb.KindOf(b))),
			cmp.Compare(a, b))
	})
}
