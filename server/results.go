package server

import (
	"slices"
	"strings"

	"kyokun/index"
)

// searchPage is the page of results.
type searchPage struct {
	page
	searchView
}

// searchView is what the page says.
type searchView struct {
	Query string
	Box   searchBox
	Total int
	// Count is Total with separators.
	Count string
	// From and To number the hits shown, from 1.
	From, To   int
	Hits       []hitView
	Near       []hitView
	Facets     []facetView
	Selected   []facetValueView
	ClearURL   string
	Sorts      []link
	Pages      []link
	Prev, Next string
	// Suggested is another spelling, with its results.
	Suggested *link
	// LiteralURL keeps to the query as typed, where the results are those of
	// Suggested; else empty.
	LiteralURL string
	// Narrower are queries with a word less, where nothing was found.
	Narrower []link
	Browse   []link
	// Export leads to all results in the forms in which they leave the site.
	Export []link
}

func (c composer) results(p searchParams, res *index.Result) searchView {
	v := searchView{
		Query: p.q, Total: res.Total, Count: commas(res.Total),
		Box:    c.searchBox(p),
		Hits:   c.hits(res.Hits),
		Near:   c.hits(res.Near),
		Facets: c.facetViews(p, res.Facets),
		Sorts:  c.sortLinks(p),
		Export: searchExport(c.loc, p, res),
	}
	if len(v.Hits) > 0 {
		v.From = (p.page-1)*pageSize + 1
		v.To = v.From + len(v.Hits) - 1
	}
	v.Selected = c.selected(p)
	if len(v.Selected) > 0 {
		cleared := p.onPage(1)
		cleared.filters = nil
		v.ClearURL = c.loc.URL(cleared.path())
	}
	c.paging(&v, p)
	if res.DidYouMean != "" {
		v.Suggested = &link{URL: c.loc.URL(p.with(res.DidYouMean).path()), Text: res.DidYouMean}
	}
	if res.Corrected {
		asTyped := p.onPage(1)
		asTyped.literal = true
		v.LiteralURL = c.loc.URL(asTyped.path())
	}
	if res.Total == 0 {
		v.Narrower = c.narrower(p)
		v.Browse = c.browseLinks()
	}
	return v
}

// searchBox is the form above the results; a new query keeps the filters.
func (c composer) searchBox(p searchParams) searchBox {
	box := searchBox{Action: "/search", Query: p.q}
	for _, name := range searchFacets {
		for _, value := range p.filters[name] {
			box.Hidden = append(box.Hidden, field{name, value})
		}
	}
	if p.sort != sorts[0] {
		box.Hidden = append(box.Hidden, field{"sort", string(p.sort)})
	}
	box.Hidden = append(box.Hidden, langFields(c.loc)...)
	return box
}

func (c composer) sortLinks(p searchParams) []link {
	var out []link
	for _, s := range sorts {
		out = append(out, link{
			URL: c.loc.URL(p.sorted(s).path()), Text: c.loc.T("sort." + string(s)), Current: s == p.sort,
		})
	}
	return out
}

// paging links to the pages around the current one, with the first and last.
func (c composer) paging(v *searchView, p searchParams) {
	last := min((v.Total+pageSize-1)/pageSize, maxPage)
	if last < 2 {
		return
	}
	at := func(n int) string { return c.loc.URL(p.onPage(n).path()) }
	previous := 0
	for n := 1; n <= last; n++ {
		if n != 1 && n != last && (n < p.page-2 || n > p.page+2) {
			continue
		}
		if n > previous+1 {
			v.Pages = append(v.Pages, link{Text: "…"})
		}
		v.Pages = append(v.Pages, link{URL: at(n), Text: commas(n), Current: n == p.page})
		previous = n
	}
	if p.page > 1 {
		v.Prev = at(p.page - 1)
	}
	if p.page < last {
		v.Next = at(p.page + 1)
	}
}

// narrower links to the query with one of its words left out, for each word.
func (c composer) narrower(p searchParams) []link {
	words := strings.Fields(p.q)
	if len(words) < 2 || len(words) > 8 {
		return nil
	}
	var out []link
	for i := range words {
		q := strings.Join(slices.Delete(slices.Clone(words), i, i+1), " ")
		out = append(out, link{URL: c.loc.URL(p.with(q).path()), Text: q})
	}
	return out
}

func (c composer) browseLinks() []link {
	return []link{
		{URL: c.loc.URL(casesPath), Text: c.loc.T("nav.cases")},
		{URL: c.loc.URL(lessonsPath), Text: c.loc.T("nav.lessons")},
		{URL: c.loc.URL("/framework"), Text: c.loc.T("nav.framework")},
		{URL: c.loc.URL("/glossary"), Text: c.loc.T("nav.glossary")},
	}
}
