package server

import (
	"maps"
	"slices"

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

// lessonsBy are the lessons that link to a document in one way, by id: the
// first of them, and how many more there are.
func (c composer) lessonsBy(id string, relation kb.Relation) (groups []lessonGroup, rest string) {
	byLesson := map[string][]kb.Edge{}
	links, more := c.lib.Backlinks(id)
	for _, e := range links {
		if e.Relation == relation && kb.KindOf(e.From) == kb.KindLesson {
			byLesson[e.From] = append(byLesson[e.From], e)
		}
	}
	order, left := cut(slices.Sorted(maps.Keys(byLesson)), lessonsShown)
	for _, from := range order {
		if lesson, ok := c.lesson(from); ok {
			groups = append(groups, c.lessonGroup(lesson, byLesson[from]))
		}
	}
	return groups, c.rest(left, more)
}

func (c composer) lessonGroup(lesson *kb.Lesson, links []kb.Edge) lessonGroup {
	d := lessonGroup{Lesson: c.ref(lesson.ID), Phase: c.tag("phase", string(lesson.Phase))}
	for _, e := range links {
		d.add(c, lesson, e)
	}
	return d
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
	// Through are the lessons between.
	Through []reachedThrough
}

// reachedThrough is a lesson between a case and a provision, with its links to
// the provision.
type reachedThrough struct {
	Lesson docRef
	Steps  []reachedStep
}

type reachedStep struct {
	// Part and URL are of the statement that leans on it; empty for the lesson
	// as a whole.
	Part, URL string
	assertion
}

// provisionsReached follows case → lesson → provision and says who asserts the
// last step; who asserts the first one stands with the lessons.
func (c composer) provisionsReached(lessons []lessonGroup) []reachedLayer {
	through := map[string][]reachedThrough{}
	for _, drawn := range lessons {
		for to, steps := range c.leaningSteps(drawn.Lesson.ID) {
			through[to] = append(through[to], reachedThrough{Lesson: drawn.Lesson, Steps: steps})
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

// leaningSteps are the links of a lesson and its statements to provisions, by provision.
func (c composer) leaningSteps(lessonID string) map[string][]reachedStep {
	steps := map[string][]reachedStep{}
	for _, e := range c.lib.Links(lessonID) {
		if e.Relation != kb.LeansOn {
			continue
		}
		step := reachedStep{Part: e.FromStatement, assertion: c.link(e.Link).assertion}
		if step.Part != "" {
			step.URL = c.loc.URL(documentPath(lessonID, step.Part))
		}
		steps[e.To] = append(steps[e.To], step)
	}
	return steps
}
