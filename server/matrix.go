package server

import (
	"slices"

	"kyokun/kb"
)

// provisionScope are the provisions that a view of the framework looks at, by id.
type provisionScope map[string]bool

// scope holds the provisions that apply to any of the types of operator; all
// where none is named.
func (c composer) scope(applies []string) provisionScope {
	out := provisionScope{}
	for _, p := range c.lib.Provisions() {
		if len(applies) == 0 || slices.ContainsFunc(applies, func(a string) bool { return slices.Contains(p.Tags["applies"], a) }) {
			out[p.ID] = true
		}
	}
	return out
}

// tally counts provisions by who says that a lesson leans on them. One that the
// source names counts there alone, whatever the editors add.
type tally struct{ BySource, ByEditor int }

// leaning is one provision that lessons lean on.
type leaning struct {
	lesson, provision string
	// statement is the first that leans on it, by the source where that says so;
	// empty for the lesson as a whole.
	statement string
	// statements counts those that lean on it.
	statements int
	layer      kb.Layer
	bySource   bool
}

type leanings []leaning

// leanings are the provisions that each lesson of an accident report leans on,
// as a whole or with a statement, each once for a lesson; only those of the view.
func (c composer) leanings(scope provisionScope, view frameworkView) leanings {
	by := view.by()
	var out leanings
	for _, l := range c.lib.Lessons() {
		if l.Domain != kb.Telecom || !view.has(paramPhase, string(l.Phase)) {
			continue
		}
		at := map[string]int{}
		for _, e := range c.lib.Links(l.ID) {
			if e.Relation != kb.LeansOn || !scope[e.To] || by != "" && e.Link.By != by {
				continue
			}
			d, _ := c.lib.Document(e.To)
			p, ok := d.(*kb.Provision)
			if !ok {
				continue
			}
			i, known := at[p.ID]
			if !known {
				i, at[p.ID] = len(out), len(out)
				out = append(out, leaning{lesson: l.ID, provision: p.ID, statement: e.FromStatement, layer: p.Layer})
			}
			if e.FromStatement != "" {
				out[i].statements++
			}
			if e.Link.By == kb.BySource && !out[i].bySource {
				out[i].bySource, out[i].statement = true, e.FromStatement
			}
		}
	}
	return out
}

// ofLayer counts the provisions of a layer on which any lesson leans.
func (ls leanings) ofLayer(layer kb.Layer) tally {
	bySource := map[string]bool{}
	for _, l := range ls {
		if l.layer == layer {
			bySource[l.provision] = bySource[l.provision] || l.bySource
		}
	}
	var t tally
	for _, yes := range bySource {
		t.count(yes)
	}
	return t
}

// ofProvision counts the lessons that lean on a provision, and their statements.
func (ls leanings) ofProvision(id string) (lessons, statements int) {
	for _, l := range ls {
		if l.provision == id {
			lessons, statements = lessons+1, statements+l.statements
		}
	}
	return lessons, statements
}

func (ls leanings) ofLesson(lesson string, layer kb.Layer) tally {
	var t tally
	for _, l := range ls {
		if l.lesson == lesson && l.layer == layer {
			t.count(l.bySource)
		}
	}
	return t
}

func (t *tally) count(bySource bool) {
	if bySource {
		t.BySource++
	} else {
		t.ByEditor++
	}
}

// matrixRow is one lesson against the layers.
type matrixRow struct {
	Lesson docRef
	Phase  string
	Cells  []matrixCell
}

// matrixCell is one lesson against one layer; neither count is a gap.
type matrixCell struct {
	tally
	Label string
	// Outside is true where no provision of the layer is looked at.
	Outside bool
	Links   []matrixLink
}

// matrixLink is one provision in a cell; Ground leads to where the page of the
// lesson says who asserts the link, and why.
type matrixLink struct {
	Ref      docRef
	Ground   string
	BySource bool
}

func (c composer) matrixLinks(ls leanings, lesson string, layer kb.Layer) []matrixLink {
	var out []matrixLink
	for _, l := range ls {
		if l.lesson == lesson && l.layer == layer {
			anchor := l.statement
			if anchor == "" {
				anchor = "provisions"
			}
			out = append(out, matrixLink{Ref: c.ref(l.provision), Ground: c.loc.URL(documentPath(lesson, anchor)), BySource: l.bySource})
		}
	}
	return out
}

// Gap says that the lesson leans on no provision of the layer.
func (m matrixCell) Gap() bool { return !m.Outside && m.tally == tally{} }

// matrix sets the lessons of the accident reports against the layers.
func (c composer) matrix(ls leanings, layers []layerView, view frameworkView) (rows []matrixRow, rest string) {
	var lessons []*kb.Lesson
	for _, l := range c.lib.Lessons() {
		if l.Domain == kb.Telecom && view.has(paramPhase, string(l.Phase)) {
			lessons = append(lessons, l)
		}
	}
	lessons, left := cut(lessons, matrixShown)
	for _, l := range lessons {
		row := matrixRow{Lesson: c.ref(l.ID), Phase: c.tag("phase", string(l.Phase))}
		for _, layer := range layers {
			row.Cells = append(row.Cells, matrixCell{
				tally: ls.ofLesson(l.ID, layer.Layer), Label: layer.Label, Outside: len(layer.Provisions) == 0,
				Links: c.matrixLinks(ls, l.ID, layer.Layer),
			})
		}
		rows = append(rows, row)
	}
	return rows, c.restOfRows(left)
}

// technicalView says how often the reports' lessons name the technical standards.
type technicalView struct {
	// BySource and ByEditor count pairs of a lesson and a provision, whatever
	// the types of operator.
	tally
	// Doubt is the one place that does name them, which is suspected to be an
	// error itself; nil where the library lacks the erratum.
	Doubt *erratumView
}

// technicalDoubt is the erratum on the one place where the report of fiscal
// 2021 calls a framework of management rules 技術基準.
const (
	technicalDoubtSource = "source-r03-report"
	technicalDoubt       = "e04"
)

func (c composer) technicalCited() technicalView {
	var v technicalView
	for _, l := range c.leanings(c.scope(nil), nil) {
		if l.layer == kb.Technical {
			v.count(l.bySource)
		}
	}
	d, _ := c.lib.Document(technicalDoubtSource)
	if s, ok := d.(*kb.Source); ok {
		for _, e := range s.Errata {
			if e.ID == technicalDoubt {
				doubt := c.erratum(s.ID, e)
				v.Doubt = &doubt
			}
		}
	}
	return v
}
