package index

import (
	"cmp"
	"slices"
	"strings"
)

// selection is one facet's part of a query's filters.
type selection struct {
	facet *facetColumn
	takes []bool // by code
}

// selections resolves filters; ok is false where one can't be met at all.
func (c *columns) selections(filters map[string][]string) (out []selection, ok bool) {
	ok = true
	for name, values := range filters {
		if len(values) == 0 {
			continue
		}
		at := slices.IndexFunc(c.facets, func(f facetColumn) bool { return f.name == name })
		if at < 0 {
			return nil, false
		}
		sel := selection{facet: &c.facets[at], takes: make([]bool, len(c.facets[at].values)+1)}
		for _, v := range values {
			if code, found := slices.BinarySearch(sel.facet.values, v); found {
				sel.takes[code] = true
			}
		}
		out = append(out, sel)
	}
	return out, ok
}

func (s *selection) accepts(d docnum) bool {
	if s.facet.one != nil {
		return s.takes[s.facet.one[d]]
	}
	return slices.ContainsFunc(s.facet.of(d), func(code uint16) bool { return s.takes[code] })
}

// accepts reports whether a document passes filters.
func (c *columns) accepts(d docnum, filters map[string][]string) bool {
	sels, ok := c.selections(filters)
	return ok && !slices.ContainsFunc(sels, func(s selection) bool { return !s.accepts(d) })
}

// narrow applies the filters and counts facets in one pass. A document that
// fails one facet alone still counts for that facet: choosing a value must not
// make its neighbours vanish.
func (c *columns) narrow(list []docnum, filters map[string][]string) ([]docnum, []FacetCounts) {
	counts := make([][]int, len(c.facets))
	for i := range c.facets {
		counts[i] = make([]int, len(c.facets[i].values)+1)
	}
	sels, ok := c.selections(filters)
	switch {
	case !ok:
		return nil, c.facetCounts(counts)
	case len(sels) == 0:
		for i := range c.facets {
			c.facets[i].count(list, counts[i])
		}
		return list, c.facetCounts(counts)
	}
	var kept []docnum
	failed := make([][]docnum, len(sels)) // those that fail one facet alone
	for _, d := range list {
		at, failures := 0, 0
		for i := range sels {
			if !sels[i].accepts(d) {
				at, failures = i, failures+1
			}
		}
		switch failures {
		case 0:
			kept = append(kept, d)
		case 1:
			failed[at] = append(failed[at], d)
		}
	}
	for i := range c.facets {
		c.facets[i].count(kept, counts[i])
		for j := range sels {
			if sels[j].facet == &c.facets[i] {
				c.facets[i].count(failed[j], counts[i])
			}
		}
	}
	return kept, c.facetCounts(counts)
}

func (c *columns) facetCounts(counts [][]int) []FacetCounts {
	out := make([]FacetCounts, len(c.facets))
	for i, f := range c.facets {
		out[i].Name = f.name
		for code, n := range counts[i] {
			if n > 0 {
				out[i].Values = append(out[i].Values, FacetValue{f.values[code], n})
			}
		}
		slices.SortFunc(out[i].Values, func(a, b FacetValue) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
		})
	}
	return out
}
