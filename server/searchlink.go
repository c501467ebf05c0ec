package server

import (
	"net/url"
	"slices"
	"strconv"

	"kyokun/index"
)

// path is the address of the results page for the parameters.
func (p searchParams) path() string {
	v := url.Values{}
	if p.q != "" {
		v.Set("q", p.q)
	}
	for name, values := range p.filters {
		v[name] = values
	}
	if p.sort != sorts[0] {
		v.Set("sort", string(p.sort))
	}
	if p.literal {
		v.Set("literal", "1")
	}
	if p.page > 1 {
		v.Set("page", strconv.Itoa(p.page))
	}
	if len(v) == 0 {
		return "/search"
	}
	return "/search?" + v.Encode()
}

// with returns the parameters with another query, on the first page.
func (p searchParams) with(q string) searchParams {
	p.q, p.page, p.literal = q, 1, false
	return p
}

// toggle adds a value of a facet, or takes it away, on the first page.
func (p searchParams) toggle(facet, value string) searchParams {
	filters := map[string][]string{}
	for name, values := range p.filters {
		filters[name] = values
	}
	if slices.Contains(filters[facet], value) {
		filters[facet] = slices.DeleteFunc(slices.Clone(filters[facet]), func(v string) bool { return v == value })
		if len(filters[facet]) == 0 {
			delete(filters, facet)
		}
	} else {
		filters[facet] = append(slices.Clone(filters[facet]), value)
	}
	p.filters, p.page = filters, 1
	return p
}

// sorted returns the parameters in another order, on the first page.
func (p searchParams) sorted(s index.Sort) searchParams {
	p.sort, p.page = s, 1
	return p
}

// onPage returns the parameters on another page.
func (p searchParams) onPage(n int) searchParams {
	p.page = n
	return p
}

// query is what to ask the index, for pages of a size.
func (p searchParams) query(size int) index.Query {
	return index.Query{Text: p.q, Filters: p.filters, Sort: p.sort, Offset: (p.page - 1) * size, Limit: size, Literal: p.literal}
}
