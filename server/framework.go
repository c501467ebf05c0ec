package server

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

// frameworkPage explains the layers and lists the provisions in each.
type frameworkPage struct {
	page
	Layers []layerView
	Total  int
}

// layerView is one layer with its provisions.
type layerView struct {
	Layer  kb.Layer
	Label  string
	Nature string
	// Explain is our explanation, in the language of the interface.
	Explain    string
	Provisions []provisionRow
	// Gaps counts the provisions that no lesson leans on.
	Gaps int
}

// provisionRow is one provision in the overview.
type provisionRow struct {
	Ref     docRef
	Summary string
	Article string
	// Depth is how many parents it has within its layer.
	Depth       int
	AfterReport bool
	// Lessons and Statements count what leans on it; no lesson is a gap.
	Lessons, Statements int
}

func (s *Server) getFramework(c echo.Context) error {
	loc := localeOf(c.Request())
	cp := composer{loc: loc, lib: s.current.Load().lib}
	p := cp.framework()
	p.page = s.page(c, loc, loc.T("framework.title"), loc.T("framework.lead"))
	return s.sendPage(c, http.StatusOK, "framework", p)
}

func (c composer) framework() frameworkPage {
	var p frameworkPage
	for _, layer := range kb.Layers() {
		key := "layer." + string(layer)
		v := layerView{
			Layer: layer, Label: c.layer(layer), Nature: c.loc.T(key + ".nature"), Explain: c.loc.T(key + ".explain"),
			Provisions: c.provisionRows(layer),
		}
		for _, row := range v.Provisions {
			if row.Lessons == 0 {
				v.Gaps++
			}
		}
		p.Total += len(v.Provisions)
		p.Layers = append(p.Layers, v)
	}
	return p
}

// provisionRows lists the provisions of a layer, each after its parent.
func (c composer) provisionRows(layer kb.Layer) []provisionRow {
	children := map[string][]*kb.Provision{}
	for _, p := range c.lib.Provisions() {
		if p.Layer != layer {
			continue
		}
		parent := ""
		if d, _ := c.lib.Document(p.Parent); d != nil {
			if above, ok := d.(*kb.Provision); ok && above.Layer == layer {
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

func (c composer) provisionRow(p *kb.Provision, depth int) provisionRow {
	row := provisionRow{Ref: c.ref(p.ID), Summary: p.Summary, Depth: depth, AfterReport: p.AfterReport}
	if len(p.Articles) > 0 {
		row.Article = p.Articles[len(p.Articles)-1].Number
	}
	for _, l := range c.lessonsBy(p.ID, kb.LeansOn) {
		row.Lessons++
		row.Statements += len(l.Statements)
	}
	return row
}
