package index

import (
	"cmp"
	"slices"
	"strings"
)

// selection is one facet's part of a query's filters.
type selection struct {
	facet *facetColumn
	takes []bool // by set
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
		out = append(out, c.facets[at].selection(values))
	}
	return out, ok
}

// selection takes the documents that have any of the values.
func (f *facetColumn) selection(values []string) selection {
	s := selection{f, make([]bool, len(f.sets))}
	for _, v := range values {
		code, found := slices.BinarySearch(f.values, v)
		for i, set := range f.sets {
			s.takes[i] = s.takes[i] || found && slices.Contains(set, uint32(code))
		}
	}
	return s
}

func (s *selection) accepts(d docnum) bool { return s.takes[s.facet.set[d]] }

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
		counts[i] = make([]int, len(c.facets[i].sets))
	}
	sels, ok := c.selections(filters)
	switch {
	case !ok:
		return nil, c.facetCounts(counts)
	case len(sels) == 0:
		c.count(list, counts)
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
	c.count(kept, counts)
	for i, sel := range sels {
		at := slices.IndexFunc(c.facets, func(f facetColumn) bool { return f.name == sel.facet.name })
		for _, d := range failed[i] {
			counts[at][sel.facet.set[d]]++
		}
	}
	return kept, c.facetCounts(counts)
}

// facetCounts makes of the documents by facet and set those by value.
func (c *columns) facetCounts(sets [][]int) []FacetCounts {
	out := make([]FacetCounts, len(c.facets))
	for i, f := range c.facets {
		out[i].Name = f.name
		counts := make([]int, len(f.values))
		for set, n := range sets[i] {
			for _, code := range f.sets[set] {
				counts[code] += n
			}
		}
		for code, n := range counts {
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
