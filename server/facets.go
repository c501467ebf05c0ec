package server

import (
	"cmp"
	"slices"
	"strconv"

	"kyokun/index"
	"kyokun/kb"
)

// facetView is one way of narrowing the results.
type facetView struct {
	Name   string
	Label  string
	Values []facetValueView
	// Open is true where a value of it is selected, or it is one of the first.
	Open bool
}

// facetValueView is one value; its link adds it, or takes it away again.
type facetValueView struct {
	URL      string
	Facet    string
	Label    string
	Count    int
	Selected bool
}

// openFacets is how many facets are open from the start.
const openFacets = 6

// facetViews lists the facets of the results. Those that no longer divide them
// are left out, unless in use.
func (c composer) facetViews(p searchParams, counts []index.FacetCounts) []facetView {
	var out []facetView
	for _, name := range searchFacets {
		i := slices.IndexFunc(counts, func(f index.FacetCounts) bool { return f.Name == name })
		if i < 0 {
			continue
		}
		f := facetView{Name: name, Label: c.facetLabel(name)}
		for _, v := range counts[i].Values {
			selected := slices.Contains(p.filters[name], v.Value)
			f.Open = f.Open || selected
			f.Values = append(f.Values, facetValueView{
				URL: c.loc.URL(p.toggle(name, v.Value).path()), Facet: f.Label,
				Label: c.facetValue(name, v.Value), Count: v.Count, Selected: selected,
			})
		}
		if len(f.Values) < 2 && !f.Open {
			continue
		}
		f.Open = f.Open || len(out) < openFacets
		out = append(out, f)
	}
	return out
}

// facetView is one facet with its values; it is open where one of them is in use.
func (c composer) facetView(p searchParams, counts index.FacetCounts) facetView {
	name := counts.Name
	f := facetView{Name: name, Label: c.facetLabel(name)}
	values := slices.Clone(counts.Values)
	sortValues(name, values)
	for _, v := range values {
		selected := slices.Contains(p.filters[name], v.Value)
		f.Open = f.Open || selected
		f.Values = append(f.Values, facetValueView{
			URL: c.loc.URL(p.toggle(name, v.Value).path()), Facet: f.Label,
			Label: c.facetValue(name, v.Value), Count: v.Count, Selected: selected,
		})
	}
	return f
}

// sortValues puts the values of facets with an order of their own into it;
// elsewhere the most frequent come first already.
func sortValues(facet string, values []index.FacetValue) {
	var order []string
	switch facet {
	case "fy":
		slices.SortFunc(values, func(a, b index.FacetValue) int { return cmp.Compare(b.Value, a.Value) })
		return
	case "layer":
		for _, l := range kb.Layers() {
			order = append(order, string(l))
		}
	case "phase":
		order = []string{string(kb.Prevention), string(kb.Response), string(kb.FollowUp)}
	case "kind":
		for _, k := range kb.Kinds() {
			order = append(order, string(k))
		}
	default:
		return
	}
	slices.SortFunc(values, func(a, b index.FacetValue) int {
		return cmp.Compare(slices.Index(order, a.Value), slices.Index(order, b.Value))
	})
}

// selected lists the values in use, each with a link that takes it away.
func (c composer) selected(p searchParams) []facetValueView {
	var out []facetValueView
	for _, name := range searchFacets {
		for _, value := range p.filters[name] {
			out = append(out, facetValueView{
				URL: c.loc.URL(p.toggle(name, value).path()), Facet: c.facetLabel(name),
				Label: c.facetValue(name, value), Selected: true,
			})
		}
	}
	return out
}

// facetLabel names a facet: those of the controlled list by it, the others by
// the catalogue.
func (c composer) facetLabel(name string) string {
	if f, ok := c.lib.Tags().Facet(name); ok {
		return c.loc.In(f.Label())
	}
	return c.loc.T("facet." + name)
}

func (c composer) facetValue(facet, value string) string {
	switch facet {
	case "kind":
		return c.loc.In(kb.Kind(value).Label())
	case "layer":
		return c.layer(kb.Layer(value))
	case "fy":
		if year, err := strconv.Atoi(value); err == nil {
			return c.fiscalYear(year)
		}
	}
	return c.tag(facet, value)
}
