package server

import (
	"strconv"

	"kyokun/index"
)

// apiReason names a word of the query and one form in which it was found.
type apiReason struct {
	Term    string `json:"term"`
	Matched string `json:"matched"`
	// Field is the first of Fields.
	Field  string   `json:"field"`
	Fields []string `json:"fields"`
	Via    string   `json:"via"`
	// Label says all of it in the language of the answer.
	Label string `json:"label"`
}

// apiExplanation says what points of a score are for; those of the parts add
// up to those of the whole.
type apiExplanation struct {
	// Kind is one of score, word, form, zone, whole, near, link, all-words, article, id
	// and resembling.
	Kind string `json:"kind"`
	// Label says what the points are for in the language of the answer.
	Label  string           `json:"label"`
	Name   string           `json:"name,omitempty"`
	Via    string           `json:"via,omitempty"`
	Weight float64          `json:"weight,omitempty"`
	Count  int              `json:"count,omitempty"`
	Fields []string         `json:"fields,omitempty"`
	Share  float64          `json:"share,omitempty"`
	Points float64          `json:"points"`
	Parts  []apiExplanation `json:"parts,omitempty"`
}

func (c composer) apiReason(r index.Reason) apiReason {
	return apiReason{
		Term: r.Term, Matched: r.Matched, Field: r.Fields[0], Fields: r.Fields, Via: r.Via,
		Label: c.loc.T("explain.reason", r.Term, r.Matched, c.loc.T("via."+r.Via), c.indexFields(r.Fields)),
	}
}

func (c composer) apiExplanation(e index.Explanation) apiExplanation {
	out := apiExplanation{
		Kind: e.Kind, Label: c.explanationLabel(e), Name: e.Name, Via: e.Via, Weight: e.Weight, Count: e.Count,
		Fields: e.Fields, Share: e.Share, Points: e.Points,
	}
	for _, p := range e.Parts {
		out.Parts = append(out.Parts, c.apiExplanation(p))
	}
	return out
}

func (c composer) explanationLabel(e index.Explanation) string {
	weight := strconv.FormatFloat(e.Weight, 'g', 3, 64)
	switch key := "explain." + e.Kind; e.Kind {
	case index.ForScore:
		return c.loc.T(key, strconv.FormatFloat(e.Share*100, 'f', 0, 64))
	case index.ForForm:
		return c.loc.T(key, e.Name, c.loc.T("via."+e.Via), weight)
	case index.ForZone:
		return c.loc.T(key, c.loc.T("explain.zone."+e.Name), e.Count, weight, c.indexFields(e.Fields))
	case index.ForWord, index.ForWhole, index.ForLink:
		return c.loc.T(key, e.Name)
	default:
		return c.loc.T(key)
	}
}
