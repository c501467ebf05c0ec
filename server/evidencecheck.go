package server

import (
	"kyokun/kb"
	"kyokun/kb/report"
)

// checkedCitations are all citations held against the text of their sources.
type checkedCitations struct {
	Sources []checkedSource
	// Elsewhere counts the citations of sources whose text is not stored.
	Elsewhere int
}

// checkedSource are those of one source.
type checkedSource struct {
	ID string
	// Passages counts the passages of the source.
	Passages int
	report.Checked
}

// checkCitations holds every citation of the library against what it has of
// the sources' text.
func checkCitations(lib *kb.Library) checkedCitations {
	var out checkedCitations
	text, facts := lib.Passages(), map[string][]kb.CitedFact{}
	for _, d := range lib.Documents() {
		for _, f := range lib.CitedFacts(d.Common().ID) {
			if text.Holds(f.Cite.Source) {
				facts[f.Cite.Source] = append(facts[f.Cite.Source], f)
			} else {
				out.Elsewhere++
			}
		}
	}
	for _, id := range text.Sources() {
		out.Sources = append(out.Sources, checkedSource{ID: id, Passages: text.Count(id), Checked: report.CheckCitations(facts[id], text)})
	}
	return out
}

// checkedResponse is the check of all citations in the API; the command cite
// prints it.
type checkedResponse struct {
	Citations   int                     `json:"citations"`
	Elsewhere   int                     `json:"elsewhere"`
	Unresolved  int                     `json:"unresolved"`
	Unsupported int                     `json:"unsupported"`
	Sources     []checkedSourceResponse `json:"sources"`
	Problems    []kb.Problem            `json:"problems"`
}

// checkedSourceResponse says what came of the citations of one source.
type checkedSourceResponse struct {
	Source      string `json:"source"`
	Passages    int    `json:"passages"`
	Citations   int    `json:"citations"`
	Unresolved  int    `json:"unresolved"`
	Unsupported int    `json:"unsupported"`
}

func (k checkedCitations) response() checkedResponse {
	out := checkedResponse{Elsewhere: k.Elsewhere, Sources: []checkedSourceResponse{}, Problems: []kb.Problem{}}
	for _, s := range k.Sources {
		out.Citations += s.Citations
		out.Unresolved += s.Unresolved
		out.Unsupported += s.Unsupported
		out.Sources = append(out.Sources, checkedSourceResponse{s.ID, s.Passages, s.Citations, s.Unresolved, s.Unsupported})
		out.Problems = append(out.Problems, s.Problems()...)
	}
	return out
}
