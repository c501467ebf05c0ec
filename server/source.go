package server

import (
	"cmp"
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
	// Provisions are those of an instrument.
	Provisions []docRef
	Errata     []erratumView
	// Evidence leads to the citations held against the source's own text;
	// empty where that is not at hand.
	Evidence string
}

// sectionView is a section with what cites it, documents first.
type sectionView struct {
	Anchor, Number, Title string
	Page                  int
	CitedBy               []docRef
}

func (c composer) sourceView(s *kb.Source) sourceView {
	// Seen from the source itself its places need no name.
	c.main, c.self = []kb.Citation{{Source: s.ID}}, s.ID
	v := sourceView{
		Doc: c.head(&s.Head, nil), Facts: c.sourceFacts(s), URL: s.URL, Sections: c.sections(s),
		Provisions: c.held(s.ID),
	}
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
func (c composer) sections(s *kb.Source) []sectionView {
	citing := map[string][]docRef{}
	for number, ids := range c.citing(s.ID) {
		citing[number] = c.refs(ids)
	}
	for number, refs := range c.alsoCiting(s.ID) {
		citing[number] = append(citing[number], refs...)
	}
	var out []sectionView
	for _, sec := range s.Sections {
		out = append(out, sectionView{
			Anchor: sectionAnchor(sec.Number), Number: sec.Number, Title: sec.Title,
			Page: sec.Page, CitedBy: citing[sec.Number],
		})
		delete(citing, sec.Number)
	}
	for number, refs := range citing {
		if number != "" {
			out = append(out, sectionView{Anchor: sectionAnchor(number), Number: number, CitedBy: refs})
		}
	}
	rest := out[len(s.Sections):]
	slices.SortFunc(rest, func(a, b sectionView) int { return cmp.Compare(a.Number, b.Number) })
	return out
}

// citing lists, for each section of a source, the other documents that cite it.
func (c composer) citing(source string) map[string][]string {
	out := map[string][]string{}
	for _, d := range c.lib.Documents() {
		if d.Common().ID == source {
			continue
		}
		for _, cite := range citations(d) {
			if cite.Source == source {
				out[cite.Section] = append(out[cite.Section], d.Common().ID)
			}
		}
	}
	return out
}

// refs names documents once each, in the order of their kinds.
func (c composer) refs(ids []string) []docRef {
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(
			cmp.Compare(slices.Index(kb.Kinds(), kb.KindOf(a)), slices.Index(kb.Kinds(), kb.KindOf(b))),
			cmp.Compare(a, b))
	})
	var out []docRef
	for _, id := range slices.Compact(ids) {
		out = append(out, c.ref(id))
	}
	return out
}
