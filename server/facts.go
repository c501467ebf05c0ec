package server

import (
	"strings"

	"kyokun/kb"
)

// factRow is one row of a table of key facts.
type factRow struct {
	// Field is the front-matter field, by which errata are set beside it.
	Field  string
	Label  string
	Values []factView
}

// factView is one fact: a time, words of the interface, words of the document
// or several of them, with its place in a source.
type factView struct {
	Time *timeView
	// UI is in the language of the interface.
	UI string
	// Text and Note are in Japanese.
	Text, Note string
	// Linked is shown in the place of Text, with its addresses as links.
	Linked linkedText
	// Prose is shown in the place of Text, with its terms as links.
	Prose *prose
	// Marks qualify it: 頃, 計算値.
	Marks []markView
	Cite  *citeView
}

// markView is a mark in words of the interface, with Japanese ones after them
// where Text has any.
type markView struct{ UI, Text string }

func (c composer) fact(f kb.Fact) factView {
	return factView{Text: f.Text, Note: f.Note, Cite: c.cite(f.Cite)}
}

// told is a fact that is told rather than named.
func (c composer) told(f kb.Fact) factView {
	v, text := c.fact(f), c.prose(f.Text)
	v.Text, v.Prose = "", &text
	return v
}

func (c composer) facts(list []kb.Fact) []factView {
	var out []factView
	for _, f := range list {
		out = append(out, c.fact(f))
	}
	return out
}

// caseFacts are the key facts of an accident, in the order of the official
// form, without those that the source does not give.
func (c composer) caseFacts(k *kb.Case) []factRow {
	rows := c.extent(k.Start, k.End, k.Duration, k.Affected, k.Region)
	if k.Inquiries != nil {
		rows = append(rows, c.row("inquiries", c.inquiries(k.Inquiries)))
	}
	if k.Serious.Stated || k.Serious.Text != "" {
		rows = append(rows, c.row("serious", c.serious(k.Serious)))
	}
	if k.FiscalYear != 0 {
		rows = append(rows, c.row("fiscal_year", factView{UI: c.fiscalYear(k.FiscalYear)}))
	}
	return rows
}

// extent says when, how long and how far.
func (c composer) extent(start, end kb.Point, d kb.Duration, affected []kb.Affected, r kb.Region) []factRow {
	var rows []factRow
	if !start.At.IsZero() {
		rows = append(rows, c.row("start", c.point(start)))
	}
	if !end.At.IsZero() {
		rows = append(rows, c.row("end", c.point(end)))
	}
	if d.Minutes > 0 {
		rows = append(rows, c.row("duration", c.duration(d)))
	}
	if len(affected) > 0 {
		rows = append(rows, c.row("affected", c.affected(affected)...))
	}
	if r.Text != "" {
		rows = append(rows, c.row("region", c.region(r)))
	}
	return rows
}

func (c composer) row(field string, values ...factView) factRow {
	return factRow{Field: field, Label: c.loc.T("field." + field), Values: values}
}

func (c composer) point(p kb.Point) factView {
	t := c.fullMoment(p.At.Time)
	v := factView{Time: &t, Note: p.Note, Cite: c.cite(p.Cite)}
	if p.Approximate {
		v.Marks = append(v.Marks, markView{UI: c.loc.T("mark.approximate")})
	}
	v.Marks = append(v.Marks, c.basis(p.Basis)...)
	return v
}

// basis marks a figure that the source does not give itself.
func (c composer) basis(b kb.Basis) []markView {
	if b == kb.Computed {
		return []markView{{UI: c.loc.T("mark.computed")}}
	}
	return nil
}

func (c composer) duration(d kb.Duration) factView {
	v := factView{UI: c.span(d.Minutes), Cite: c.cite(d.Cite)}
	if d.Minutes > 60 {
		v.UI += c.loc.T("span.total", commas(d.Minutes))
	}
	if d.Text != "" && d.Text != c.span(d.Minutes) {
		v.Text = d.Text
	}
	return v
}

func (c composer) affected(list []kb.Affected) []factView {
	var out []factView
	for _, a := range list {
		out = append(out, factView{Text: a.Text, Note: a.Note, Cite: c.cite(a.Cite)})
	}
	return out
}

func (c composer) region(r kb.Region) factView {
	v := factView{Text: r.Text, Note: r.Note, Cite: c.cite(r.Cite)}
	if len(r.Except) > 0 {
		v.Marks = []markView{{UI: c.loc.T("region.except"), Text: strings.Join(r.Except, "、")}}
	}
	return v
}

func (c composer) inquiries(q *kb.Inquiries) factView {
	v := factView{Note: q.Note, Cite: c.cite(q.Cite), Marks: c.basis(q.Basis)}
	if q.Total != nil {
		v.UI = c.loc.T("inquiries.total", commas(*q.Total))
	}
	var parts []string
	for _, p := range q.Parts {
		unit := p.Unit
		if unit == "" {
			unit = "件"
		}
		parts = append(parts, p.Who+" "+commas(p.Count)+unit)
	}
	v.Text = strings.Join(parts, "、")
	return v
}

func (c composer) serious(s kb.Serious) factView {
	v := factView{UI: c.loc.T("serious.no"), Text: s.Text, Cite: c.cite(s.Cite)}
	if s.Stated {
		v.UI = c.loc.T("serious.yes")
	}
	if len(s.Rows) > 0 {
		v.Marks = []markView{{UI: c.loc.T("serious.rows"), Text: strings.Join(s.Rows, "、")}}
	}
	return v
}

// windowView is a longer window that the source counts apart.
type windowView struct {
	Text string
	Rows []factRow
	Cite *citeView
}

func (c composer) windows(list []kb.Window) []windowView {
	var out []windowView
	for _, w := range list {
		out = append(out, windowView{
			Text: w.Text,
			Cite: c.cite(w.Cite),
			Rows: c.extent(w.Start, w.End, w.Duration, w.Affected, w.Region),
		})
	}
	return out
}
