package server

import (
	"math"
	"net/http"
	"net/url"
	"testing"
)

func TestAPIExplains(t *testing.T) {
	var plain, res apiSearchResponse
	q := "/api/v1/search?limit=5&q=" + url.QueryEscape("ふくそう 再試行")
	getJSON(t, q, &plain)
	getJSON(t, q+"&explain=1", &res)
	if len(res.Hits) == 0 || len(res.Hits) != len(plain.Hits) {
		t.Fatalf("%d hits, %d without the explanation", len(res.Hits), len(plain.Hits))
	}
	for i, h := range res.Hits {
		if plain.Hits[i].Explanation != nil {
			t.Errorf("%s is explained unasked", h.ID)
		}
		for _, r := range h.Why {
			if r.Label == "" || len(r.Fields) == 0 || r.Field != r.Fields[0] {
				t.Errorf("%s: reason %+v", h.ID, r)
			}
		}
		if h.Explanation == nil || h.Explanation.Points != h.Score || len(h.Explanation.Parts) == 0 {
			t.Fatalf("%s: score %v, explained by %+v", h.ID, h.Score, h.Explanation)
		}
		checkExplanation(t, h.ID, *h.Explanation)
	}
	if got := ask(t, http.MethodGet, q+"&explain=2").status; got != http.StatusBadRequest {
		t.Errorf("explain=2: status %d", got)
	}
}

// checkExplanation holds labels and sums, all the way down.
func checkExplanation(t *testing.T, id string, e apiExplanation) {
	t.Helper()
	if e.Label == "" || e.Label == "explain."+e.Kind {
		t.Errorf("%s: no label for %+v", id, e)
	}
	sum := 0.0
	for _, p := range e.Parts {
		sum += p.Points
		checkExplanation(t, id, p)
	}
	if len(e.Parts) > 0 && math.Abs(sum-e.Points) > 1e-6 {
		t.Errorf("%s: the parts of %q come to %v, not %v", id, e.Label, sum, e.Points)
	}
}
