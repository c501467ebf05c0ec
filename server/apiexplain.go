package server

import "kyokun/index"

// apiExplanation says what points of a score are for; those of the parts add
// up to those of the whole.
type apiExplanation struct {
	// Kind is one of score, word, form, zone, whole, near, link, all-words, id
	// and resembling.
	Kind   string           `json:"kind"`
	Name   string           `json:"name,omitempty"`
	Via    string           `json:"via,omitempty"`
	Weight float64          `json:"weight,omitempty"`
	Count  int              `json:"count,omitempty"`
	Fields []string         `json:"fields,omitempty"`
	Share  float64          `json:"share,omitempty"`
	Points float64          `json:"points"`
	Parts  []apiExplanation `json:"parts,omitempty"`
}

func newExplanation(e index.Explanation) apiExplanation {
	out := apiExplanation{
		Kind: e.Kind, Name: e.Name, Via: e.Via, Weight: e.Weight, Count: e.Count, Fields: e.Fields,
		Share: e.Share, Points: e.Points,
	}
	for _, p := range e.Parts {
		out.Parts = append(out.Parts, newExplanation(p))
	}
	return out
}
