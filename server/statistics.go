package server

import (
	"net/http"
	"reflect"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

// statisticsPath is the overview of the statistics; their parts lie below it.
const statisticsPath = "/statistics"

// lineagePath is the part with the statements against the years.
const lineagePath = "/lineage"

// statPart is one page of the statistics.
type statPart string

const (
	statOverview statPart = ""
	statTables   statPart = "tables"  // what a report states
	statYears    statPart = "years"   // series over the fiscal years
	statCases    statPart = "cases"   // counted from the cases
	statLessons  statPart = "lessons" // statements against the years
)

var statParts = []statPart{statOverview, statTables, statYears, statCases, statLessons}

func (p statPart) path() string {
	switch p {
	case statOverview:
		return statisticsPath
	case statLessons:
		return lineagePath
	}
	return statisticsPath + "/" + string(p)
}

// key names the part in the keys of messages.
func (p statPart) key() string {
	if p == statOverview {
		return "overview"
	}
	return string(p)
}

// at is the address of a part with an anchor on it.
func (p statPart) at(anchor string) string { return p.path() + "#" + anchor }

// statBase is what the pages of the statistics share.
type statBase struct {
	page
	Heading, Lead string
	// Parts lead from one page of the statistics to the others.
	Parts []link
	// Licences are the terms of cited sources that must be named with them.
	Licences []licenceView
	// Surveys say of what only a part was counted, where no download on the page does.
	Surveys []surveyView
}

// statisticsPage is the overview.
type statisticsPage struct {
	statBase
	Groups []statGroup
	Checks []checkRow
	JSON   string
}

// statTablesPage shows the tables that reports state.
type statTablesPage struct {
	statBase
	Tables []statTableView
}

// statYearsPage shows the series over the years.
type statYearsPage struct {
	statBase
	Series []statSeriesView
}

// statCasesPage shows what is counted from the cases.
type statCasesPage struct {
	statBase
	Notices  noticesView
	Facets   []facetCountView
	Measures measuresView
}

// statLessonsPage shows in which years' reports the statements stand.
type statLessonsPage struct {
	statBase
	Lineage lineageView
}

func (s *Server) getStatistics(c echo.Context) error { return s.sendStatistics(c, statOverview) }

func (s *Server) getLineage(c echo.Context) error { return s.sendStatistics(c, statLessons) }

func (s *Server) getStatisticsPart(c echo.Context) error {
	if statPart(c.Param("part")) == statLessons { // where the lineage was before
		return c.Redirect(http.StatusMovedPermanently, localeOf(c.Request()).URL(lineagePath))
	}
	return s.sendStatistics(c, statPart(c.Param("part")))
}

func (s *Server) sendStatistics(c echo.Context, part statPart) error {
	loc := localeOf(c.Request())
	cp := composer{loc: loc, lib: s.current.Load().lib}
	stats := cp.lib.Statistics()
	base := cp.statBase(part)
	base.page = s.page(c, loc, base.Heading, base.Lead)
	switch part {
	case statOverview:
		base.Surveys = cp.surveys(accidentCases, allLessons)
		return s.sendPage(c, http.StatusOK, "statistics", statisticsPage{
			statBase: base, Groups: cp.statGroups(), Checks: cp.checkRows(), JSON: statisticsAPI,
		})
	case statTables:
		base.Licences = cp.licencesOf(stats.Tables)
		return s.sendPage(c, http.StatusOK, "statistics-tables", statTablesPage{statBase: base, Tables: cp.statTables()})
	case statYears:
		base.Licences = cp.licencesOf(stats.Series)
		return s.sendPage(c, http.StatusOK, "statistics-years", statYearsPage{statBase: base, Series: cp.statSeries()})
	case statCases:
		base.Surveys = cp.surveys(accidentCases)
		return s.sendPage(c, http.StatusOK, "statistics-cases", statCasesPage{
			statBase: base, Notices: cp.noticeDelays(), Facets: cp.facetCounts(), Measures: cp.measureCounts(),
		})
	case statLessons:
		return s.sendPage(c, http.StatusOK, "statistics-lessons", statLessonsPage{statBase: base, Lineage: cp.lineage()})
	}
	return notFound()
}

func (c composer) statBase(part statPart) statBase {
	b := statBase{Heading: c.loc.T("stat.title." + part.key()), Lead: c.loc.T("stat.lead." + part.key())}
	for _, p := range statParts {
		b.Parts = append(b.Parts, link{URL: c.loc.URL(p.path()), Text: c.loc.T("stat.part." + p.key()), Current: p == part})
	}
	return b
}

// licencesOf are the licences of whatever tables or series cite.
func (c composer) licencesOf(cited any) []licenceView {
	var cites []kb.Citation
	collectCitations(reflect.ValueOf(cited), &cites)
	return c.licences(cites)
}

// textOrEmpty writes a text that may be missing.
func (l locale) textOrEmpty(t *kb.Text) string {
	if t == nil {
		return ""
	}
	return l.In(*t)
}
