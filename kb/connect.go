package kb

import "strings"

// connect fills the graph and the errata of each document.
func (l *Library) connect() {
	l.out, l.in, l.errata = map[string][]Edge{}, map[string][]Edge{}, map[string][]ErratumAbout{}
	for _, d := range l.sorted {
		h := d.Common()
		l.connectHead(h)
		switch d := d.(type) {
		case *Lesson:
			l.connectLesson(d)
		case *Provision:
			l.connectProvision(d)
		case *Source:
			l.connectErrata(d)
		}
	}
}

func (l *Library) connectHead(h *Head) {
	for i := range h.Cite {
		l.cite(h.ID, "", &h.Cite[i])
	}
	l.connectAll(h.ID, "", RelatesTo, h.Related)
}

func (l *Library) connectLesson(d *Lesson) {
	l.connectAll(d.ID, "", DrawnFrom, d.Cases)
	l.connectAll(d.ID, "", LeansOn, d.Provisions)
	for _, s := range d.Statements {
		l.cite(d.ID, s.ID, s.Cite)
		l.connectAll(d.ID, s.ID, DrawnFrom, s.Cases)
		l.connectAll(d.ID, s.ID, LeansOn, s.Provisions)
	}
}

func (l *Library) connectProvision(d *Provision) {
	// Where a provision stands, and what it details, is a matter of law, not
	// of anybody's inference: the instrument itself asserts it.
	law := func(to string) Link {
		return Link{To: to, By: BySource, Cite: &Citation{Source: d.Instrument, Section: d.Articles[0].Number}}
	}
	l.connectAll(d.ID, "", StandsIn, []Link{law(d.Instrument)})
	if d.Parent != "" {
		l.connectAll(d.ID, "", Details, []Link{law(d.Parent)})
	}
}

func (l *Library) connectErrata(d *Source) {
	for _, e := range d.Errata {
		for _, a := range e.About {
			l.errata[a.ID] = append(l.errata[a.ID], ErratumAbout{Source: d, Field: a.Field, Erratum: e})
		}
	}
}

func (l *Library) cite(from, statement string, c *Citation) {
	if c == nil {
		return
	}
	l.connectAll(from, statement, Cites, []Link{{To: c.Source, By: BySource, Cite: c}})
}

func (l *Library) connectAll(from, statement string, r Relation, links []Link) {
	for _, link := range links {
		to, toStatement, _ := strings.Cut(link.To, "#")
		if _, ok := l.docs[to]; !ok {
			continue // lint reports it
		}
		e := Edge{From: from, FromStatement: statement, To: to, ToStatement: toStatement, Relation: r, Link: link}
		l.out[from] = append(l.out[from], e)
		l.in[to] = append(l.in[to], e)
	}
}

// Statement returns the statement that a reference such as
// lesson-r03-1-01#s1 names, with its lesson.
func (l *Library) Statement(ref string) (*Lesson, *Statement, bool) {
	id, part, _ := strings.Cut(ref, "#")
	lesson, ok := l.docs[id].(*Lesson)
	if !ok {
		return nil, nil, false
	}
	for i := range lesson.Statements {
		if lesson.Statements[i].ID == part {
			return lesson, &lesson.Statements[i], true
		}
	}
	return nil, nil, false
}
