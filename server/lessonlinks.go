package server

import (
	"slices"
	"strings"

	"kyokun/kb"
)

// lessonGroup is a lesson that links to a document, with those of its
// statements that do so themselves.
type lessonGroup struct {
	Lesson docRef
	Phase  string
	// Whole says who links the lesson as a whole; nil where only statements do.
	Whole      *assertion
	Statements []linkedStatement
}

type linkedStatement struct {
	Ref  docRef
	Text string
	assertion
}

// lessonsBy are the lessons that link to a document in one way, by id.
func (c composer) lessonsBy(id string, relation kb.Relation) []lessonGroup {
	byID := map[string]*lessonGroup{}
	var order []string
	for _, e := range c.lib.Backlinks(id) {
		lesson, ok := c.lesson(e.From)
		if e.Relation != relation || !ok {
			continue
		}
		d := byID[e.From]
		if d == nil {
			d = &lessonGroup{Lesson: c.ref(e.From), Phase: c.tag("phase", string(lesson.Phase))}
			byID[e.From] = d
			order = append(order, e.From)
		}
		d.add(c, lesson, e)
	}
	slices.Sort(order)
	var out []lessonGroup
	for _, id := range order {
		out = append(out, *byID[id])
	}
	return out
}

func (d *lessonGroup) add(c composer, lesson *kb.Lesson, e kb.Edge) {
	a := c.link(e.Link).assertion
	if e.FromStatement == "" {
		d.Whole = &a
		return
	}
	d.Statements = append(d.Statements, linkedStatement{
		Ref:       c.ref(e.From + "#" + e.FromStatement),
		Text:      statementText(lesson, e.FromStatement),
		assertion: a,
	})
}

func (c composer) lesson(id string) (*kb.Lesson, bool) {
	d, ok := c.lib.Document(id)
	if !ok {
		return nil, false
	}
	l, ok := d.(*kb.Lesson)
	return l, ok
}

func statementText(l *kb.Lesson, id string) string {
	for _, s := range l.Statements {
		if s.ID == id {
			return s.Text
		}
	}
	return ""
}

// reachedLayer are the provisions of one layer that a case reaches through its lessons.
type reachedLayer struct {
	Label      string
	Provisions []reachedProvision
}

type reachedProvision struct {
	Ref docRef
	// Through are the lessons between; Labels say who asserts each last step.
	Through []reachedThrough
}

type reachedThrough struct {
	Lesson docRef
	// Part is the statement that leans on it, or empty for the lesson.
	Part string
	assertion
}

// provisionsReached follows case → lesson → provision. Both steps are shown, since
// either may be our inference.
func (c composer) provisionsReached(caseID string) []reachedLayer {
	through := map[string][]reachedThrough{}
	for _, drawn := range c.lessonsBy(caseID, kb.DrawnFrom) {
		for _, e := range c.lib.Links(drawn.Lesson.ID) {
			if e.Relation != kb.LeansOn {
				continue
			}
			part := ""
			if e.FromStatement != "" {
				part = "#" + e.FromStatement
			}
			through[e.To] = append(through[e.To], reachedThrough{
				Lesson: c.ref(drawn.Lesson.ID + part), Part: strings.TrimPrefix(part, "#"), assertion: c.link(e.Link).assertion,
			})
		}
	}
	var out []reachedLayer
	for _, layer := range kb.Layers() {
		g := reachedLayer{Label: c.layer(layer)}
		for _, p := range c.lib.Provisions() {
			if p.Layer == layer && len(through[p.ID]) > 0 {
				g.Provisions = append(g.Provisions, reachedProvision{Ref: c.ref(p.ID), Through: through[p.ID]})
			}
		}
		if len(g.Provisions) > 0 {
			out = append(out, g)
		}
	}
	return out
}
