package kb

import "strings"

// edgesOf returns the links that leave a document and its statements, none for
// nil: first of the whole, then of each statement.
func edgesOf(d Document) []Edge {
	if d == nil {
		return nil
	}
	h := d.Common()
	o := &outgoing{from: h.ID}
	for i := range h.Cite {
		o.cite("", &h.Cite[i])
	}
	o.link("", RelatesTo, h.Related)
	switch d := d.(type) {
	case *Lesson:
		o.lesson(d)
	case *Provision:
		o.provision(d)
	}
	return o.edges
}

// outgoing gathers the links that leave a document.
type outgoing struct {
	from  string
	edges []Edge
}

func (o *outgoing) lesson(d *Lesson) {
	o.link("", DrawnFrom, d.Cases)
	o.link("", LeansOn, d.Provisions)
	for _, s := range d.Statements {
		o.cite(s.ID, s.Cite)
		o.link(s.ID, DrawnFrom, s.Cases)
		o.link(s.ID, LeansOn, s.Provisions)
	}
}

func (o *outgoing) provision(d *Provision) {
	// Where a provision stands, and what it details, is a matter of law, not
	// of anybody's inference: the instrument itself asserts it.
	cite := &Citation{Source: d.Instrument}
	if len(d.Articles) > 0 { // lint asks for one
		cite.Section = d.Articles[0].Number
	}
	law := func(to string) []Link { return []Link{{To: to, By: BySource, Cite: cite}} }
	o.link("", StandsIn, law(d.Instrument))
	if d.Parent != "" {
		o.link("", Details, law(d.Parent))
	}
}

func (o *outgoing) cite(statement string, c *Citation) {
	if c != nil {
		o.link(statement, Cites, []Link{{To: c.Source, By: BySource, Cite: c}})
	}
}

func (o *outgoing) link(statement string, r Relation, links []Link) {
	for _, l := range links {
		to, toStatement, _ := strings.Cut(l.To, "#")
		o.edges = append(o.edges, Edge{From: o.from, FromStatement: statement, To: to, ToStatement: toStatement, Relation: r, Link: l})
	}
}
