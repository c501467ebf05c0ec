package server

import "kyokun/kb"

// assertion says who stands behind a link or a reading, in words.
type assertion struct {
	// Editor is true for an inference of ours.
	Editor bool
	// Label is 出典, or 編集部の推定 with the confidence.
	Label string
	// Why and Note are the editors' words, in Japanese.
	Why, Note string
	Cite      *citeView
}

func (c composer) assertion(by kb.Asserter, confidence kb.Confidence, why, note string, cite *kb.Citation) assertion {
	a := assertion{Why: why, Note: note}
	if cite != nil {
		a.Cite = c.cite(cite)
	}
	a.Editor = by == kb.ByEditor
	if a.Editor && confidence == "" {
		a.Label = c.loc.T("by.editor")
		return a
	}
	a.Label = c.loc.In(kb.Link{By: by, Confidence: confidence}.Asserted())
	return a
}

// linkView is a link to another document with who asserts it.
type linkView struct {
	Ref docRef
	assertion
}

func (c composer) link(l kb.Link) linkView {
	return linkView{Ref: c.ref(l.To), assertion: c.assertion(l.By, l.Confidence, l.Why, l.Note, l.Cite)}
}

func (c composer) links(list []kb.Link) []linkView {
	var out []linkView
	for _, l := range list {
		out = append(out, c.link(l))
	}
	return out
}

// layerGroup are links to provisions of one layer.
type layerGroup struct {
	Layer kb.Layer
	Label string
	Links []linkView
}

// byLayer sorts links to provisions by layer, the most binding first; what the
// library does not hold comes last, without a layer.
func (c composer) byLayer(links []kb.Link) []layerGroup {
	groups := map[kb.Layer][]linkView{}
	for _, l := range links {
		var layer kb.Layer
		if d, ok := c.lib.Document(l.To); ok {
			if p, ok := d.(*kb.Provision); ok {
				layer = p.Layer
			}
		}
		groups[layer] = append(groups[layer], c.link(l))
	}
	var out []layerGroup
	for _, layer := range append(kb.Layers(), "") {
		if len(groups[layer]) == 0 {
			continue
		}
		g := layerGroup{Layer: layer, Links: groups[layer]}
		if layer != "" {
			g.Label = c.layer(layer)
		}
		out = append(out, g)
	}
	return out
}
