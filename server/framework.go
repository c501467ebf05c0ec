package server

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

// frameworkPage explains the layers, lists the provisions in each, and sets
// the lessons of the accident reports against them.
type frameworkPage struct {
	page
	// Filters narrow the page.
	Filters []frameworkFilter
	Layers  []layerView
	// Lessons are the first of many; LessonsRest says how many more there are.
	Lessons     []matrixRow
	LessonsRest string
	Cited       technicalView
	// Surveys say of what only a part is looked at.
	Surveys []surveyView
}

// layerView is one layer with its provisions.
type layerView struct {
	Layer  kb.Layer
	Label  string
	Nature string
	// Explain is our explanation, in the language of the interface.
	Explain string
	// Provisions are the first of Count; Rest says how many more there are.
	Provisions []provisionRow
	Count      int
	Rest       string
	// Gaps counts the provisions that no lesson leans on.
	Gaps int
	tally
}

// provisionRow is one provision in the overview.
type provisionRow struct {
	Ref     docRef
	Summary string
	// Article is the place in the newest version held; Verified says that it
	// was read there.
	Article  string
	Verified bool
	// Earlier is the version before in which the place was another one; nil
	// where it has not moved.
	Earlier *earlierPlace
	// Depth is how many parents it has within its layer.
	Depth       int
	AfterReport bool
	// Lessons and Statements count what leans on it; no lesson is a gap.
	Lessons, Statements int
}

func (s *Server) getFramework(c echo.Context) error {
	loc := localeOf(c.Request())
	cp := composer{loc: loc, lib: s.current.Load().lib}
	view, err := readFrameworkView(c.QueryParams(), cp.lib.Tags())
	if err != nil {
		return err
	}
	p := cp.framework(view)
	p.page = s.page(c, loc, loc.T("framework.title"), loc.T("framework.lead"))
	return s.sendPage(c, http.StatusOK, "framework", p)
}

// framework composes the page for a view.
func (c composer) framework(view frameworkView) frameworkPage {
	scope := c.scope(view[paramApplies])
	p := frameworkPage{Filters: c.frameworkFilters(view), Cited: c.technicalCited(), Surveys: c.surveys(allLessons, allProvisions)}
	leanings := c.leanings(scope, view)
	for _, layer := range kb.Layers() {
		if view.has(paramLayer, string(layer)) {
			p.Layers = append(p.Layers, c.layerView(layer, scope, leanings))
		}
	}
	p.Lessons, p.LessonsRest = c.matrix(leanings, p.Layers, view)
	return p
}

func (c composer) layerView(layer kb.Layer, scope provisionScope, leanings leanings) layerView {
	key := "layer." + string(layer)
	rows := c.provisionRows(layer, scope)
	v := layerView{
		Layer: layer, Label: c.layer(layer), Nature: c.loc.T(key + ".nature"), Explain: c.loc.T(key + ".explain"),
		Count: len(rows), tally: leanings.ofLayer(layer),
	}
	for i := range rows {
		rows[i].Lessons, rows[i].Statements = leanings.ofProvision(rows[i].Ref.ID)
		if rows[i].Lessons == 0 {
			v.Gaps++
		}
	}
	var left int
	v.Provisions, left = cut(rows, provisionsShown)
	v.Rest = c.restOfRows(left)
	return v
}

// provisionRows lists the provisions of a layer within the scope, each after
// its parent.
func (c composer) provisionRows(layer kb.Layer, scope provisionScope) []provisionRow {
	children := map[string][]*kb.Provision{}
	for _, p := range c.lib.Provisions() {
		if p.Layer != layer || !scope[p.ID] {
			continue
		}
		parent := ""
		if d, _ := c.lib.Document(p.Parent); d != nil {
			if above, ok := d.(*kb.Provision); ok && above.Layer == layer && scope[above.ID] {
				parent = above.ID
			}
		}
		children[parent] = append(children[parent], p)
	}
	var out []provisionRow
	var add func(parent string, depth int)
	add = func(parent string, depth int) {
		for _, p := range children[parent] {
			out = append(out, c.provisionRow(p, depth))
			add(p.ID, depth+1)
		}
	}
	add("", 0)
	return out
}

// earlierPlace is where an earlier version has a provision.
type earlierPlace struct{ AsOf, Number string }

func earlier(p *kb.Provision) *earlierPlace {
	if p.AfterReport {
		return nil // there was none
	}
	last := p.Articles[len(p.Articles)-1]
	for _, a := range slices.Backward(p.Articles) {
		if a.AsOf != nil && a.Number != last.Number {
			return &earlierPlace{AsOf: a.AsOf.String(), Number: a.Number}
		}
	}
	return nil
}

func (c composer) provisionRow(p *kb.Provision, depth int) provisionRow {
	row := provisionRow{Ref: c.ref(p.ID), Summary: p.Summary, Depth: depth, AfterReport: p.AfterReport}
	if n := len(p.Articles); n > 0 {
		row.Article, row.Verified = p.Articles[n-1].Number, p.Articles[n-1].Verified
		row.Earlier = earlier(p)
	}
	return row
}
