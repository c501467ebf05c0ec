package server

import (
	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

// statisticsAPI is the address of the statistics as JSON.
const statisticsAPI = "/api/v1/statistics"

// apiStatisticsResponse is all statistics, texts in both languages.
type apiStatisticsResponse struct {
	// Tables and Series have the fields of the content format.
	Tables []*kb.StatTable  `json:"tables"`
	Series []*kb.StatSeries `json:"series"`
	// Discrepancies are the figures of the tables that do not add up.
	Discrepancies []apiDiscrepancy `json:"discrepancies"`
	Derived       apiDerived       `json:"derived"`
}

// apiDiscrepancy says besides whether the value that we adopt mends it.
type apiDiscrepancy struct {
	kb.Discrepancy
	Settled bool `json:"settled"`
}

// apiDerived are the tables worked out of the documents of one domain.
type apiDerived struct {
	Domain string `json:"domain"`
	// Surveyed says of what only a part was counted: of cases the latest, of
	// lessons the first.
	Surveyed     []survey        `json:"surveyed,omitempty"`
	NoticeTarget apiNoticeTarget `json:"notice_target"`
	NoticeDelays []kb.NoticeRow  `json:"notice_delays"`
	TagCounts    []kb.FacetCount `json:"tag_counts"`
	Measures     []kb.MeasureRow `json:"measures"`
	Lineage      kb.Lineage      `json:"lineage"`
}

// apiNoticeTarget is the mark for first notices and where it comes from.
type apiNoticeTarget struct {
	Minutes   int    `json:"minutes"`
	Provision string `json:"provision"`
}

func (s *Server) apiStatistics(c echo.Context) error {
	lib := s.current.Load().lib
	stats := lib.Statistics()
	res := apiStatisticsResponse{
		Tables: append([]*kb.StatTable{}, stats.Tables...), Series: append([]*kb.StatSeries{}, stats.Series...),
		Discrepancies: []apiDiscrepancy{},
		Derived: apiDerived{
			Domain:       kb.Telecom,
			Surveyed:     surveysOf(lib, accidentCases, allLessons),
			NoticeTarget: apiNoticeTarget{kb.NoticeTargetMinutes, kb.NoticeTargetProvision},
			NoticeDelays: append([]kb.NoticeRow{}, lib.NoticeDelays()...),
			TagCounts:    append([]kb.FacetCount{}, lib.TagCounts()...),
			Measures:     append([]kb.MeasureRow{}, lib.Measures()...),
			Lineage:      lib.Lineage(),
		},
	}
	for _, d := range stats.Discrepancies() {
		res.Discrepancies = append(res.Discrepancies, apiDiscrepancy{d, stats.Settled(d)})
	}
	return sendJSON(c, res)
}
