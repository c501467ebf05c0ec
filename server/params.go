package server

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kyokun/index"
	"kyokun/kb"
)

// Limits on the parameters of a search.
const (
	// maxQueryRunes is the longest query, in characters: a pasted alarm with
	// its surroundings fits.
	maxQueryRunes = 500
	// maxValues is how many values one facet takes.
	maxValues = 20
	// maxPage keeps paging within what a person would read.
	maxPage = 500
)

// searchFacets are the facets of the index in the order in which pages show
// them; each is a parameter of the search under the same name.
var searchFacets = []string{
	"kind", "domain", "phase", "layer", "cause", "service", "equipment", "operator", "fy", "applies",
}

func isFacet(name string) bool { return slices.Contains(searchFacets, name) }

// sorts are the orders of results, the default first.
var sorts = []index.Sort{"relevance", "date", "users", "duration"}

// searchParams are the parameters of a search, checked.
type searchParams struct {
	q       string
	filters map[string][]string
	sort    index.Sort
	// page counts from 1.
	page int
	// literal keeps to the query as typed, even where it finds nothing.
	literal bool
}

// readSearch checks the parameters; the error names the one at fault. Unknown
// parameters are left alone: links get decorated on their way.
func readSearch(v url.Values, tags *kb.TagList) (searchParams, error) {
	p := searchParams{filters: map[string][]string{}, sort: sorts[0], page: 1}
	var err error
	if p.q, err = readQuery(v); err != nil {
		return p, err
	}
	for _, name := range searchFacets {
		values, err := readFacet(name, v[name], tags)
		if err != nil {
			return p, err
		}
		if len(values) > 0 {
			p.filters[name] = values
		}
	}
	if s := v.Get("sort"); s != "" {
		p.sort = index.Sort(s)
		if !slices.Contains(sorts, p.sort) {
			return p, badParam("sort", "param.sort")
		}
	}
	if p.page, err = readInt(v, "page", 1, maxPage, 1); err != nil {
		return p, err
	}
	literal, err := readInt(v, "literal", 0, 1, 0)
	p.literal = literal == 1
	return p, err
}

// readQuery returns the query without what no one types: broken UTF-8 and
// control characters.
func readQuery(v url.Values) (string, error) {
	q := v.Get("q")
	if len(q) > maxQueryRunes*utf8.UTFMax || utf8.RuneCountInString(q) > maxQueryRunes {
		return "", badParam("q", "param.q", maxQueryRunes)
	}
	q = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(q, ""))
	return strings.TrimSpace(q), nil
}

func readFacet(name string, values []string, tags *kb.TagList) ([]string, error) {
	var out []string
	for _, value := range values {
		if value == "" || slices.Contains(out, value) {
			continue
		}
		if !knownValue(name, value, tags) {
			return nil, badParam(name, "param.value", name)
		}
		out = append(out, value)
	}
	if len(out) > maxValues {
		return nil, badParam(name, "param.many", name, maxValues)
	}
	return out, nil
}

func knownValue(facet, value string, tags *kb.TagList) bool {
	switch facet {
	case "kind":
		return slices.Contains(kb.Kinds(), kb.Kind(value))
	case "layer":
		return slices.Contains(kb.Layers(), kb.Layer(value))
	case "fy":
		year, err := strconv.Atoi(value)
		return err == nil && len(value) == 4 && year >= 1985
	}
	_, ok := tags.Tag(facet, value)
	return ok
}

// readInt reads a whole number between low and high.
func readInt(v url.Values, name string, low, high, unset int) (int, error) {
	s := v.Get(name)
	if s == "" {
		return unset, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < low || n > high {
		return 0, badParam(name, "param.range", name, low, high)
	}
	return n, nil
}
