package server

import (
	"kyokun/kb"
	"kyokun/kb/report"
)

// checkedMost is how many documents a check of all citations reads at most; of
// the documents that refer to one source it reads [kb.Surveyed].
const checkedMost = 5 * kb.Surveyed

// checkedCitations are the citations held against the text of their sources.
type checkedCitations struct {
	Sources []checkedSource
	// Read is how many documents were looked at: all of a small library, else
	// those that refer to the sources with text.
	Read, Documents int
	// Elsewhere counts the citations in them of sources whose text is not stored.
	Elsewhere int
}

// checkedSource are those of one source.
type checkedSource struct {
	ID string
	// Passages counts the passages of the source.
	Passages int
	// More is true where more documents refer to the source than were read.
	More bool
	report.Checked
}

// checkCitations holds the citations of the library against what it has of the
// sources' text.
func checkCitations(lib *kb.Library) checkedCitations {
	k := citationCheck{lib: lib, read: map[string]bool{}, facts: map[string][]kb.CitedFact{}, cut: map[string]bool{}}
	k.readDocuments()
	out := checkedCitations{Read: len(k.read), Documents: lib.Count("", ""), Elsewhere: k.elsewhere}
	text := lib.Passages()
	for _, id := range text.Sources() {
		out.Sources = append(out.Sources, checkedSource{
			ID: id, Passages: text.Count(id), More: k.cut[id], Checked: report.CheckCitations(k.facts[id], text),
		})
	}
	return out
}

// citationCheck gathers what is cited of the sources with text.
type citationCheck struct {
	lib       *kb.Library
	read      map[string]bool
	facts     map[string][]kb.CitedFact // by source
	cut       map[string]bool           // the sources of which more is cited
	elsewhere int
}

func (k *citationCheck) readDocuments() {
	if k.lib.Count("", "") <= kb.Surveyed {
		for d := range k.lib.All() {
			k.document(d.Common().ID)
		}
		return
	}
	for _, id := range k.lib.Passages().Sources() {
		k.document(id) // errata cite their own source
		left := min(kb.Surveyed, checkedMost-len(k.read))
		if left <= 0 {
			k.cut[id] = true
			continue
		}
		referrers := k.lib.Referrers(id, left)
		k.cut[id] = len(referrers) == left
		for _, d := range referrers {
			k.document(d.Common().ID)
		}
	}
}

// document takes what a document cites, once.
func (k *citationCheck) document(id string) {
	if k.read[id] {
		return
	}
	k.read[id] = true
	for _, f := range k.lib.CitedFacts(id) {
		if k.lib.Passages().Holds(f.Cite.Source) {
			k.facts[f.Cite.Source] = append(k.facts[f.Cite.Source], f)
		} else {
			k.elsewhere++
		}
	}
}

// checkedResponse is the check of all citations in the API; the command cite
// prints it.
type checkedResponse struct {
	// Read is how many of the Documents were looked at; all counts are of these.
	Read      int `json:"read"`
	Documents int `json:"documents"`
	Citations int `json:"citations"`
	// Elsewhere counts citations of sources whose text is not stored.
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
	// More is true where more documents refer to the source than were read.
	More bool `json:"more,omitempty"`
}

func (k checkedCitations) response() checkedResponse {
	out := checkedResponse{Read: k.Read, Documents: k.Documents, Elsewhere: k.Elsewhere, Sources: []checkedSourceResponse{}, Problems: []kb.Problem{}}
	for _, s := range k.Sources {
		out.Citations += s.Citations
		out.Unresolved += s.Unresolved
		out.Unsupported += s.Unsupported
		out.Sources = append(out.Sources, checkedSourceResponse{s.ID, s.Passages, s.Citations, s.Unresolved, s.Unsupported, s.More})
		out.Problems = append(out.Problems, s.Problems()...)
	}
	return out
}
