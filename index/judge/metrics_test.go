package judge

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// TestMeasures holds the measures to values worked out by hand. 1/log₂(rank+1)
// is 1, 0.6309297536, 0.5, 0.4306765581, 0.3868528072 at ranks 1 to 5.
func TestMeasures(t *testing.T) {
	for _, tt := range []struct {
		name                    string
		relevant                map[string]int
		hits                    []string
		ndcg, recall5, recall20 float64
		rr                      float64
		noHelpful               bool
	}{
		{
			// DCG 3·1 + 7·0.5 = 6.5; ideal 7 + 3·0.6309297536 + 1·0.5 = 9.3927892607
			name:     "three grades, one missing",
			relevant: map[string]int{"a": 3, "b": 2, "c": 1},
			hits:     []string{"b", "x", "a"},
			ndcg:     6.5 / 9.3927892607, recall5: 2.0 / 3, recall20: 2.0 / 3, rr: 1,
		},
		{
			// DCG 7·0.4306765581; ideal 7
			name:     "one document at rank four",
			relevant: map[string]int{"a": 3},
			hits:     []string{"x", "y", "z", "a"},
			ndcg:     0.4306765581, recall5: 1, recall20: 1, rr: 0.25,
		},
		{
			name:     "rank six: beyond recall@5",
			relevant: map[string]int{"a": 2},
			hits:     []string{"1", "2", "3", "4", "5", "a"},
			ndcg:     1 / math.Log2(7), recall5: 0, recall20: 1, rr: 1.0 / 6,
		},
		{
			name:     "rank eleven: beyond nDCG@10 and MRR@10",
			relevant: map[string]int{"a": 3},
			hits:     []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "a"},
			ndcg:     0, recall5: 0, recall20: 1, rr: 0,
		},
		{
			// MRR looks past the grade of 1 at rank 1.
			// DCG 1 + 3·0.6309297536 = 2.8927892607; ideal 3 + 0.6309297536
			name:     "the first hit does not help",
			relevant: map[string]int{"a": 1, "b": 2},
			hits:     []string{"a", "b"},
			ndcg:     2.8927892607 / 3.6309297536, recall5: 1, recall20: 1, rr: 0.5,
		},
		{
			name:     "nothing of grade two or three is expected",
			relevant: map[string]int{"a": 1},
			hits:     []string{"a"},
			ndcg:     1, recall5: 1, recall20: 1, noHelpful: true,
		},
		{
			// Six relevant documents: recall@5 cannot be 1.
			name:     "more documents than places",
			relevant: map[string]int{"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1},
			hits:     []string{"a", "b", "c", "d", "e", "f"},
			ndcg:     1, recall5: 5.0 / 6, recall20: 1, noHelpful: true,
		},
		{name: "no hits", relevant: map[string]int{"a": 2}},
		{
			name:     "a document listed twice counts once",
			relevant: map[string]int{"a": 3},
			hits:     []string{"a", "a"},
			ndcg:     1, recall5: 1, recall20: 1, rr: 1,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := place(tt.relevant, tt.hits)
			for _, v := range []struct {
				name      string
				got, want float64
			}{{"nDCG@10", NDCG(e, 10), tt.ndcg}, {"Recall@5", Recall(e, 5), tt.recall5}, {"Recall@20", Recall(e, 20), tt.recall20}} {
				if !near(v.got, v.want) {
					t.Errorf("%s is %.10f, want %.10f", v.name, v.got, v.want)
				}
			}
			rr, ok := ReciprocalRank(e, 10, 2)
			if ok == tt.noHelpful || !near(rr, tt.rr) {
				t.Errorf("reciprocal rank is %v, %v; want %v", rr, ok, tt.rr)
			}
		})
	}
}

// TestNothingExpected checks that measures of nothing are no NaN.
func TestNothingExpected(t *testing.T) {
	rr, ok := ReciprocalRank(nil, 10, 2)
	if NDCG(nil, 10) != 0 || Recall(nil, 5) != 0 || rr != 0 || ok {
		t.Error("expecting nothing gives a figure")
	}
}

// drawTask draws grades and hits from a few ids, so that they meet often.
func drawTask(t *rapid.T) (map[string]int, []string) {
	id := rapid.StringMatching(`[a-h][0-3]`)
	relevant := rapid.MapOfN(id, rapid.IntRange(1, MaxGrade), 1, 15).Draw(t, "relevant")
	return relevant, rapid.SliceOfNDistinct(id, 0, 30, rapid.ID[string]).Draw(t, "hits")
}

func drawnValues(s Scores) map[string]float64 {
	out := map[string]float64{}
	for _, m := range measures {
		if v, ok := m.of(s).Value(); ok {
			out[m.name] = v
		}
	}
	return out
}

func TestMeasuresAreShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		relevant, hits := drawTask(t)
		for name, v := range drawnValues(score(place(relevant, hits), len(hits))) {
			if math.IsNaN(v) || v < 0 || v > 1 {
				t.Errorf("%s is %v", name, v)
			}
		}
	})
}

func TestIdealRanking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		relevant, _ := drawTask(t)
		var hits []string
		for _, e := range place(relevant, nil) { // the best grade first
			hits = append(hits, e.ID)
		}
		e := place(relevant, hits)
		if v := NDCG(e, 10); !near(v, 1) {
			t.Errorf("nDCG@10 of the ideal is %v", v)
		}
		if v := Recall(e, 20); v != 1 {
			t.Errorf("Recall@20 of the ideal is %v", v)
		}
		if rr, ok := ReciprocalRank(e, 10, helpful); ok && rr != 1 {
			t.Errorf("reciprocal rank of the ideal is %v", rr)
		}
	})
}

// TestIrrelevantTail checks that the order of what follows the last relevant
// document does not matter.
func TestIrrelevantTail(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		relevant, hits := drawTask(t)
		last := 0
		for i, id := range hits {
			if relevant[id] > 0 {
				last = i + 1
			}
		}
		moved := append(append([]string{}, hits[:last]...), rapid.Permutation(hits[last:]).Draw(t, "tail")...)
		if a, b := score(place(relevant, hits), len(hits)), score(place(relevant, moved), len(hits)); a != b {
			t.Errorf("%+v, with the tail moved %+v", a, b)
		}
	})
}

// TestSwapUp checks that moving a better document up never lowers nDCG.
func TestSwapUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		relevant, hits := drawTask(t)
		if len(hits) < 2 {
			t.Skip("nothing to swap")
		}
		i := rapid.IntRange(1, len(hits)-1).Draw(t, "place")
		before := NDCG(place(relevant, hits), 10)
		better := relevant[hits[i]] > relevant[hits[i-1]]
		hits[i-1], hits[i] = hits[i], hits[i-1]
		if after := NDCG(place(relevant, hits), 10); better && after < before-1e-12 {
			t.Errorf("nDCG@10 went from %v to %v", before, after)
		}
	})
}
