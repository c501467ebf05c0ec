package kb

import (
	"cmp"
	"slices"
)

// FacetCount counts the cases that carry each tag of a facet.
type FacetCount struct {
	// Facet is the id of the facet.
	Facet string `json:"facet"`
	Label Text   `json:"label"`
	// Of is the number of cases counted: the denominator. A case may carry
	// several tags of a facet or none, so that the counts need not add up to it.
	Of int `json:"of"`
	// Untagged are ids of cases without a tag of the facet.
	Untagged []string `json:"untagged,omitempty"`
	// Tags are those that at least one case carries, the most frequent first.
	Tags []TagCount `json:"tags"`
}

// TagCount is how many cases carry a tag.
type TagCount struct {
	Tag   string `json:"tag"`
	Label Text   `json:"label"`
	Count int    `json:"count"`
	// Cases are the ids of the cases.
	Cases []string `json:"cases"`
}

// CaseFacets are the facets by which cases are counted, in the order in which
// pages show them.
func CaseFacets() []string {
	return []string{"cause", "equipment", "service", "trigger", "propagation", "detection"}
}

// TagCounts counts the tags of the telecom cases, facet by facet.
func (l *Library) TagCounts() []FacetCount {
	cases := l.telecomCases()
	var out []FacetCount
	for _, id := range CaseFacets() {
		if f, ok := l.Tags().Facet(id); ok {
			out = append(out, countTags(f, cases))
		}
	}
	return out
}

func countTags(f Facet, cases []*Case) FacetCount {
	out := FacetCount{Facet: f.ID, Label: f.Label(), Of: len(cases)}
	for _, tag := range f.Tags {
		n := TagCount{Tag: tag.ID, Label: tag.Label()}
		for _, c := range cases {
			if slices.Contains(c.Tags[f.ID], tag.ID) {
				n.Cases = append(n.Cases, c.ID)
			}
		}
		if n.Count = len(n.Cases); n.Count > 0 {
			out.Tags = append(out.Tags, n)
		}
	}
	// Tags of the same count keep the order of the list.
	slices.SortStableFunc(out.Tags, func(a, b TagCount) int { return cmp.Compare(b.Count, a.Count) })
	for _, c := range cases {
		if len(c.Tags[f.ID]) == 0 {
			out.Untagged = append(out.Untagged, c.ID)
		}
	}
	return out
}
