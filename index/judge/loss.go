package judge

import "slices"

// Loss is what a ranking loses by its bounds: how it differs from one of the same
// search that has none and looks at all hits.
type Loss struct {
	// Exhaustive are the figures of the ranking without bounds.
	Exhaustive Figures `json:"exhaustive"`
	// Difference is the figure of the bounded ranking less that of the exhaustive
	// one, by the name that the figure has in JSON; one that no query has is left out.
	Difference map[string]float64 `json:"difference"`
	// Differ are the queries whose first ten hits are not the same, or in another
	// order, in the order of the set.
	Differ []Parting `json:"differ"`
}

// Parting is a query whose first ten hits differ between the rankings.
type Parting struct {
	ID    string `json:"id"`
	Query string `json:"query"`
	Kind  string `json:"kind"`
	// From is the first rank, from 1, at which they do.
	From int `json:"from"`
	// NDCG10 is that of the bounded ranking, Exhaustive that without bounds, and
	// ExhaustiveHits are the ids of its first ten hits.
	NDCG10         Mean     `json:"ndcg@10"`
	Exhaustive     Mean     `json:"exhaustive_ndcg@10"`
	ExhaustiveHits []string `json:"exhaustive_hits"`
}

// LossOf holds a run against one of the same set without bounds.
func LossOf(bounded, exhaustive *Report) *Loss {
	l := &Loss{Exhaustive: exhaustive.Figures, Difference: map[string]float64{}, Differ: []Parting{}}
	for _, m := range measures {
		b, ok := m.of(bounded.Scores).Value()
		if e, both := m.of(exhaustive.Scores).Value(); ok && both {
			l.Difference[m.name] = b - e
		}
	}
	for i, o := range bounded.PerQuery {
		e := exhaustive.PerQuery[i]
		if slices.Equal(o.Hits, e.Hits) {
			continue
		}
		l.Differ = append(l.Differ, Parting{o.ID, o.Query, o.Kind, parted(o.Hits, e.Hits), o.NDCG10, e.NDCG10, e.Hits})
	}
	return l
}

// parted is the first rank, from 1, at which two lists differ.
func parted(a, b []string) int {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	return at + 1
}
