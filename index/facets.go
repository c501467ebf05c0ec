package index

import (
	"cmp"
	"slices"
	"strings"
)

// selection is one facet's part of a query's filters.
type selection struct {
	facet *facetColumn
	codes []uint16 // sorted
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
		sel := selection{facet: &c.facets[at]}
		for _, v := range values {
			if code, found := slices.BinarySearch(sel.facet.values, v); found {
				sel.codes = append(sel.codes, uint16(code))
			}
		}
		slices.Sort(sel.codes)
		out = append(out, sel)
	}
	return out, ok
}

func (s selection) accepts(d docnum) bool {
	for _, code := range s.facet.of(d) {
		if _, found := slices.BinarySearch(s.codes, code); found {
			return true
		}
	}
	return false
}

// narrow applies the filters and counts facets in one pass. A document that
// fails one facet alone still counts for that facet: choosing a value must not
// make its neighbours vanish.
func (c *columns) narrow(list []candidate, filters map[string][]string) ([]candidate, []FacetCounts) {
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
	kept := make([]candidate, 0, len(list))
	for _, cand := range list {
		failed, failures := "", 0
		for _, s := range sels {
			if !s.accepts(cand.doc) {
				failed = s.facet.name
				failures++
			}
		}
		if failures == 0 {
			kept = append(kept, cand)
		}
		if failures > 1 {
			continue
		}
		for i := range c.facets {
			if failures == 1 && c.facets[i].name != failed {
				continue
			}
			for _, code := range c.facets[i].of(cand.doc) {
				counts[i][code]++
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
