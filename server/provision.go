package server

import "kyokun/kb"

// provisionPage is the page of one item of the framework.
type provisionPage struct {
	page
	provisionView
}

// provisionView is what the page says.
type provisionView struct {
	Doc        documentHead
	Layer      kb.Layer
	LayerLabel string
	// Nature says how binding the layer is.
	Nature      string
	Instrument  docRef
	Articles    []articleView
	Applies     string
	AppliesTo   []chip
	AfterReport bool
	Note        string
	Parent      *docRef
	// Children detail it; ChildrenRest says how many more do.
	Children     []docRef
	ChildrenRest string
	// Lessons lean on it, as a whole or with statements; LessonsRest says how
	// many more do.
	Lessons     []lessonGroup
	LessonsRest string
}

var provisionPlaces = []string{"articles", "applies", "instrument", "note"}

// articleView is where the provision stands in one version.
type articleView struct {
	// AsOf is nil where the version is not known.
	AsOf     *timeView
	Number   string
	Verified bool
	Note     string
}

func (c composer) provisionView(p *kb.Provision) provisionView {
	v := provisionView{
		Doc: c.head(&p.Head, provisionPlaces), Layer: p.Layer, LayerLabel: c.layer(p.Layer),
		Nature:     c.loc.T("layer." + string(p.Layer) + ".nature"),
		Instrument: c.ref(p.Instrument), Applies: p.Applies,
		AfterReport: p.AfterReport, Note: p.Note,
	}
	v.Lessons, v.LessonsRest = c.lessonsBy(p.ID, kb.LeansOn)
	for _, a := range p.Articles {
		av := articleView{Number: a.Number, Verified: a.Verified, Note: a.Note}
		if a.AsOf != nil {
			d := day(a.AsOf.Time)
			av.AsOf = &d
		}
		v.Articles = append(v.Articles, av)
	}
	if p.Parent != "" {
		parent := c.ref(p.Parent)
		v.Parent = &parent
	}
	v.Children, v.ChildrenRest = c.childrenOf(p)
	return v
}

// childrenOf are the provisions whose parent one is.
func (c composer) childrenOf(parent *kb.Provision) (shown []docRef, rest string) {
	var ids []string
	for _, p := range c.lib.Provisions() {
		if p.Parent == parent.ID {
			ids = append(ids, p.ID)
		}
	}
	ids, left := cut(ids, provisionsShown)
	return c.refs(ids), c.rest(left, false)
}
