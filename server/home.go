package server

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"kyokun/index"
	"kyokun/kb"
)

// homeCases is how many cases the first page lists.
const homeCases = 10

// homePage is the first page.
type homePage struct {
	page
	Box    searchBox
	Counts []link
	Browse []facetView
	Cases  []caseRow
	// More leads to all cases, where there are more than listed.
	More string
	// Statistics leads to the figures of the reports and those counted here.
	Statistics string
	// Checklist leads to the check questions by phase of work.
	Checklist string
	// Incident leads to the page for the middle of an outage.
	Incident string
	// Others are the domains besides telecom accidents, which the rest of the
	// page is about.
	Others []domainCounts
}

// caseRow is one accident in a table of them.
type caseRow struct {
	Ref       docRef
	Time      timeView
	Operators string
	Duration  string
	// Affected is in Japanese.
	Affected string
	Serious  bool
}

// browseFacets are the ways of browsing without a query.
var browseFacets = []string{"phase", "layer", "cause", "service", "operator", "fy"}

func (s *Server) getHome(c echo.Context) error {
	loc := localeOf(c.Request())
	cp := composer{loc: loc, lib: s.current.Load().lib}
	p := homePage{Counts: cp.kindCounts(kb.Telecom), Others: cp.otherDomains(), Statistics: loc.URL(statisticsPath), Checklist: loc.URL(checklistPath), Incident: loc.URL(incidentPath)}
	p.Box = searchBox{Action: "/search", Hidden: langFields(loc)}
	p.Browse = cp.browse(s.browseCounts(c))
	accidents := cp.lib.Latest(kb.Telecom, homeCases+1)
	p.Cases = cp.caseRows(accidents[:min(homeCases, len(accidents))])
	if len(accidents) > homeCases {
		p.More = loc.URL(domainPath(kb.Telecom, kb.KindCase) + "&sort=date")
	}
	p.page = s.page(c, loc, "", loc.T("home.lead"))
	p.HideSearch = true
	return s.sendPage(c, http.StatusOK, "home", p)
}

// browseCounts asks the index how many documents carry each tag, so that
// counts are those of the results behind the links. While it is loading the
// page goes without.
func (s *Server) browseCounts(c echo.Context) []index.FacetCounts {
	if !s.index.State().Ready {
		return nil
	}
	res, err := s.search(c.Request().Context(), index.Query{Filters: telecomOnly(), Sort: sorts[0], Limit: 1})
	if err != nil {
		s.log.WarnContext(c.Request().Context(), "counts for the first page", "error", err)
		return nil
	}
	return res.Facets
}

// browse lists the ways of browsing, with a link and a count for each value.
func (c composer) browse(counts []index.FacetCounts) []facetView {
	var out []facetView
	for _, name := range browseFacets {
		i := slices.IndexFunc(counts, func(f index.FacetCounts) bool { return f.Name == name })
		if i >= 0 && len(counts[i].Values) > 0 {
			out = append(out, c.facetView(searchParams{filters: telecomOnly(), sort: sorts[0], page: 1}, counts[i]))
		}
	}
	return out
}

// telecomOnly is the filter of the telecom accidents.
func telecomOnly() map[string][]string {
	return map[string][]string{"domain": {kb.Telecom}}
}

func (c composer) caseRows(cases []*kb.Case) []caseRow {
	var out []caseRow
	for _, k := range cases {
		row := caseRow{
			Ref: c.ref(k.ID), Time: day(k.Start.At.Time), Operators: c.operatorNames(k.Operators),
			Duration: c.span(k.Duration.Minutes), Serious: k.Serious.Stated,
		}
		if len(k.Affected) > 0 {
			row.Affected = k.Affected[0].Text
		}
		out = append(out, row)
	}
	return out
}
