package server

import (
	"slices"
	"strconv"
	"strings"

	"kyokun/index"
	"kyokun/kb"
)

// maxFragments is how many extracts a hit shows.
const maxFragments = 2

// hitView is one result.
type hitView struct {
	Ref docRef
	// TitleParts is the title with the matches marked; empty where none is in it.
	TitleParts []index.Part
	Original   string
	Time       *timeView
	// Meta are short facts: operators, impact, duration, article.
	Meta      []metaView
	Fragments []fragmentView
	// Lead is the beginning of the summary, where nothing matched to extract.
	Lead string
	Why  []reasonView
}

// metaView is a short fact in the language of the interface or, with Japanese
// set, of the document.
type metaView struct {
	Text     string
	Japanese bool
}

// fragmentView is an extract with the matches marked.
type fragmentView struct {
	Field string
	Parts []index.Part
}

// reasonView says which word of the query was found in which form.
type reasonView struct {
	Term, Matched, Via string
	// Fields are named for readers.
	Fields string
}

func (c composer) hits(list []index.Hit) []hitView {
	var out []hitView
	for _, h := range list {
		// The index may be ahead of the snapshot or behind it for a moment
		// after a write; the hit says what it found.
		if h.Document != nil {
			out = append(out, c.hit(h, h.Document))
		}
	}
	return out
}

func (c composer) hit(h index.Hit, d kb.Document) hitView {
	v := hitView{Ref: c.refTo(d)}
	if v.Ref.Lang != "ja" {
		v.Original = d.Common().Title
	}
	c.describe(&v, d)
	for _, f := range h.Fragments {
		switch {
		case joined(f.Parts) == v.Ref.Title:
			v.TitleParts = f.Parts
		case f.Field == "title_en" && len(h.Fragments) > 1:
			// The Japanese extracts say more.
		case len(v.Fragments) < maxFragments:
			v.Fragments = append(v.Fragments, fragmentView{Field: c.indexField(f.Field), Parts: f.Parts})
		}
	}
	if len(v.Fragments) == 0 {
		v.Lead = d.Common().Summary
	}
	for _, r := range h.Why {
		v.Why = append(v.Why, reasonView{
			Term: r.Term, Matched: r.Matched, Via: c.loc.T("via." + r.Via), Fields: c.indexFields(r.Fields),
		})
	}
	return v
}

func joined(parts []index.Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

// describe sets the short facts by which a reader knows the document.
func (c composer) describe(v *hitView, d kb.Document) {
	switch d := d.(type) {
	case *kb.Case:
		if !d.Start.At.IsZero() {
			t := day(d.Start.At.Time)
			v.Time = &t
		}
		v.meta(c.operatorNames(d.Operators), false)
		if len(d.Affected) > 0 {
			v.meta(d.Affected[0].Text, true)
		}
		if d.Duration.Minutes > 0 {
			v.meta(c.span(d.Duration.Minutes), false)
		}
		if d.Serious.Stated {
			v.meta(c.loc.T("serious.yes"), false)
		}
	case *kb.Lesson:
		v.meta(c.tag("phase", string(d.Phase)), false)
		if d.FiscalYear != 0 {
			v.meta(c.fiscalYear(d.FiscalYear), false)
		}
		v.meta(c.loc.T("lesson.statements.count", len(d.Statements)), false)
	case *kb.Provision:
		v.meta(c.layer(d.Layer), false)
		if len(d.Articles) > 0 {
			v.meta(d.Articles[len(d.Articles)-1].Number, true)
		}
	case *kb.Source:
		v.meta(c.loc.T("source."+string(d.Type)), false)
		v.meta(d.Publisher, true)
		v.meta(d.Published, true)
	}
}

func (v *hitView) meta(text string, japanese bool) {
	if text != "" {
		v.Meta = append(v.Meta, metaView{text, japanese})
	}
}

// operatorNames names at most two operators and counts the others.
func (c composer) operatorNames(list []kb.Operator) string {
	const most = 2
	var names []string
	for i, o := range list {
		if i == most {
			names = append(names, c.loc.T("operators.more", strconv.Itoa(len(list)-most)))
			break
		}
		names = append(names, c.tag("operator", o.ID))
	}
	return strings.Join(names, c.loc.T("list.comma"))
}

// indexFields names fields, each once, in their order.
func (c composer) indexFields(fields []string) string {
	var names []string
	for _, f := range fields {
		if name := c.indexField(f); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, c.loc.T("list.comma"))
}

// indexField names a field of the index for readers.
func (c composer) indexField(name string) string {
	key := "field." + fieldRoot(name)
	if _, ok := catalogue[key]; !ok {
		return name
	}
	return c.loc.T(key)
}
