package server

import (
	"net/url"
	"slices"

	"kyokun/kb"
)

// The parameters that narrow the framework.
const (
	paramApplies = "applies"
	paramLayer   = "layer"
	paramPhase   = "phase"
	paramBy      = "by"
)

// frameworkParams are in the order in which the page offers them.
var frameworkParams = []string{paramLayer, paramPhase, paramApplies, paramBy}

// frameworkView holds the values of each parameter; none means all.
type frameworkView map[string][]string

func readFrameworkView(v url.Values, tags *kb.TagList) (frameworkView, error) {
	view := frameworkView{}
	for _, name := range []string{paramApplies, paramLayer, paramPhase} {
		values, err := readFacet(name, v[name], tags)
		if err != nil {
			return nil, err
		}
		view[name] = values
	}
	switch by := kb.Asserter(v.Get(paramBy)); {
	case by == "":
	case len(v[paramBy]) > 1 || by != kb.BySource && by != kb.ByEditor:
		return nil, badParam(paramBy, "param.value", paramBy)
	default:
		view[paramBy] = []string{string(by)}
	}
	return view, nil
}

// has is whether the view takes a value.
func (v frameworkView) has(name, value string) bool {
	return len(v[name]) == 0 || slices.Contains(v[name], value)
}

// by is who must assert a link; empty means anybody.
func (v frameworkView) by() kb.Asserter {
	if len(v[paramBy]) == 0 {
		return ""
	}
	return kb.Asserter(v[paramBy][0])
}

// with is the address of the view with one value of a parameter, or with none.
func (v frameworkView) with(name, value string) string {
	q := url.Values{}
	for _, other := range frameworkParams {
		if other != name && len(v[other]) > 0 {
			q[other] = v[other]
		}
	}
	if value != "" {
		q.Set(name, value)
	}
	if len(q) == 0 {
		return "/framework"
	}
	return "/framework?" + q.Encode()
}

// frameworkFilter offers the values of one parameter, the first being all.
type frameworkFilter struct {
	Label string
	Links []link
}

func (c composer) frameworkFilters(view frameworkView) []frameworkFilter {
	var out []frameworkFilter
	for _, name := range frameworkParams {
		f := frameworkFilter{Label: c.loc.T("framework." + name)}
		add := func(value, text string) {
			current := len(view[name]) == 0
			if value != "" {
				current = len(view[name]) == 1 && view[name][0] == value
			}
			f.Links = append(f.Links, link{URL: c.loc.URL(view.with(name, value)), Text: text, Current: current})
		}
		add("", c.loc.T("framework.everyone"))
		switch name {
		case paramLayer:
			for _, l := range kb.Layers() {
				add(string(l), c.layer(l))
			}
		case paramBy:
			add(string(kb.BySource), c.loc.T("framework.only.source"))
			add(string(kb.ByEditor), c.loc.T("framework.only.editor"))
		default:
			facet, _ := c.lib.Tags().Facet(name)
			for _, tag := range facet.Tags {
				add(tag.ID, c.loc.In(tag.Label()))
			}
		}
		out = append(out, f)
	}
	return out
}
