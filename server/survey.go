package server

import "kyokun/kb"

// surveyed names what a list or a table is made of, of which the library takes
// at most [kb.Surveyed]: documents of a kind, of cases those of a domain; "" is
// all domains.
type surveyed struct {
	kind   kb.Kind
	domain string
}

var (
	allCases      = surveyed{kb.KindCase, ""}
	accidentCases = surveyed{kb.KindCase, kb.Telecom}
	allLessons    = surveyed{kb.KindLesson, ""}
	allProvisions = surveyed{kb.KindProvision, ""}
	allSources    = surveyed{kb.KindSource, ""}
)

// survey is how many documents were taken of how many there are.
type survey struct {
	Kind  kb.Kind `json:"kind"`
	Taken int     `json:"taken"`
	Total int     `json:"total"`
}

// survey returns what the library takes.
func (s surveyed) survey(lib *kb.Library) survey {
	out := survey{Kind: s.kind, Total: lib.Count(s.kind, s.domain)}
	out.Taken = min(out.Total, kb.Surveyed)
	if s != allCases {
		return out
	}
	out.Taken = 0 // the latest of each domain
	domains, _ := lib.Tags().Facet("domain")
	for _, d := range domains.Tags {
		out.Taken += min(lib.Count(kb.KindCase, d.ID), kb.Surveyed)
	}
	return out
}

// surveyView says that not all documents were taken, and leads to the search,
// which counts them all.
type surveyView struct{ Text, URL string }

// surveys say of what only a part was taken; none where all was.
func (c composer) surveys(of ...surveyed) []surveyView {
	var out []surveyView
	for _, s := range of {
		n := s.survey(c.lib)
		if n.Taken == n.Total {
			continue
		}
		key, path := "survey.first", "/search?kind="+string(s.kind)
		switch {
		case s == allCases:
			key = "survey.domains"
		case s.kind == kb.KindCase:
			key, path = "survey.latest", domainPath(s.domain, s.kind)
		}
		out = append(out, surveyView{URL: c.loc.URL(path), Text: c.loc.T(key, c.loc.In(s.kind.Label()), commas(n.Taken), commas(n.Total))})
	}
	return out
}

// surveysOf are what an answer of the API says of the same; none where all was
// taken.
func surveysOf(lib *kb.Library, of ...surveyed) []survey {
	var out []survey
	for _, s := range of {
		if n := s.survey(lib); n.Taken < n.Total {
			out = append(out, n)
		}
	}
	return out
}
