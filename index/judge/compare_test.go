package judge

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestSignFlip holds the exact test to shares counted by hand.
func TestSignFlip(t *testing.T) {
	for _, tt := range []struct {
		name  string
		diffs []float64
		want  float64
	}{
		{"no difference", nil, 1},
		{"one", []float64{0.3}, 1},
		{"two alike", []float64{0.3, 0.3}, 2.0 / 4},
		{"five wins", []float64{.1, .2, .3, .4, .5}, 2.0 / 32},
		{"five losses", []float64{-.1, -.2, -.3, -.4, -.5}, 2.0 / 32},
		// |±3 ±2 ±1| ≥ 4 for (3,2,1), (3,2,−1) and their opposites
		{"a win lost again", []float64{3, 2, -1}, 4.0 / 8},
		// 0.1+0.2−0.3 is not 0 in floating point, and must count as 0
		{"balanced", []float64{.1, .2, -.3}, 1},
	} {
		if p, exact := signFlip(tt.diffs); !exact || !near(p, tt.want) {
			t.Errorf("%s: p = %v (exact %v), want %v", tt.name, p, exact, tt.want)
		}
	}
}

// TestSample checks the sample against the exact test, and that it is the same
// each time.
func TestSample(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		diffs := rapid.SliceOfN(rapid.Float64Range(-1, 1), 1, 10).Draw(t, "diffs")
		var sum float64
		for _, d := range diffs {
			sum += d
		}
		threshold := math.Abs(sum) - slack
		exact, drawn := enumerate(diffs, threshold), sample(diffs, threshold)
		// Six standard errors of the worst share, one half.
		if math.Abs(exact-drawn) > 6*0.5/math.Sqrt(sampledFlips) {
			t.Errorf("p = %v, of the sample %v", exact, drawn)
		}
		if again := sample(diffs, threshold); again != drawn {
			t.Errorf("p = %v, then %v", drawn, again)
		}
	})
}

func TestSampleOfMany(t *testing.T) {
	diffs := make([]float64, 200)
	for i := range diffs {
		diffs[i] = 0.01
	}
	if p, exact := signFlip(diffs); exact || p != 1.0/(sampledFlips+1) {
		t.Errorf("200 wins: p = %v, exact %v", p, exact)
	}
	for i := range diffs {
		diffs[i] = 0.01 - 0.02*float64(i%2)
	}
	if p, _ := signFlip(diffs); p != 1 {
		t.Errorf("as many wins as losses: p = %v", p)
	}
}

func report(outcomes ...Outcome) *Report {
	r := &Report{ByKind: map[string]Figures{}}
	for _, o := range outcomes {
		r.add(o)
	}
	return r
}

func outcome(id string, relevant map[string]int, hits ...string) Outcome {
	return Judgement{ID: id, Query: "query " + id, Kind: "k", Relevant: relevant}.outcome(hits)
}

func TestCompare(t *testing.T) {
	one := map[string]int{"a": 3}
	old := report(outcome("up", one, "x", "a"), outcome("down", one, "a"), outcome("same", one, "a"), outcome("lost", one, "a"),
		outcome("neg", nil, "x"), outcome("judged", one, "a"), outcome("gone", one, "a"))
	now := report(outcome("new", one, "a"), outcome("up", one, "a"), outcome("down", one, "x", "a"), outcome("same", one, "a"), outcome("lost", one),
		outcome("neg", nil), outcome("judged", map[string]int{"a": 2}, "a"))
	c := Compare(old, now)
	if c.Paired != 5 || !slices.Equal(c.Added, []string{"new"}) || !slices.Equal(c.Removed, []string{"gone"}) || !slices.Equal(c.Changed, []string{"judged"}) {
		t.Errorf("paired %d, added %v, removed %v, changed %v", c.Paired, c.Added, c.Removed, c.Changed)
	}
	two := 1 / math.Log2(3)
	want := map[string]Contrast{
		// Differences 1−two, two−1, −1: the sum is −1, and 6 of 8 signs give 1 at least.
		"ndcg@10":      {Pairs: 4, Old: (3 + two) / 4, New: (2 + two) / 4, Wins: 1, Losses: 2, Ties: 1, P: 6.0 / 8},
		"recall@5":     {Pairs: 4, Old: 1, New: 0.75, Losses: 1, Ties: 3, P: 1},
		"recall@20":    {Pairs: 4, Old: 1, New: 0.75, Losses: 1, Ties: 3, P: 1},
		"mrr@10":       {Pairs: 4, Old: 3.5 / 4, New: 2.5 / 4, Wins: 1, Losses: 2, Ties: 1, P: 6.0 / 8},
		"zero_result":  {Pairs: 4, Old: 0, New: 0.25, Losses: 1, Ties: 3, P: 1}, // more without result is worse
		"negatives_ok": {Pairs: 1, Old: 0, New: 1, Wins: 1, P: 1},
	}
	if len(c.Measures) != len(want) {
		t.Errorf("measures %+v", c.Measures)
	}
	for _, got := range c.Measures {
		w := want[got.Measure]
		if got.Pairs != w.Pairs || !near(got.Old, w.Old) || !near(got.New, w.New) || got.Wins != w.Wins || got.Losses != w.Losses || got.Ties != w.Ties || !near(got.P, w.P) || !got.Exact {
			t.Errorf("got %+v, want %+v", got, w)
		}
	}
	var order []string
	for _, d := range c.PerQuery {
		order = append(order, d.ID)
	}
	if !slices.Equal(order, []string{"lost", "down", "up", "neg"}) {
		t.Errorf("differences in the order %v", order)
	}
}

func TestCompareWithItself(t *testing.T) {
	r := sampleRun(t)
	c := Compare(r, r)
	if c.Paired != len(r.PerQuery) || len(c.PerQuery)+len(c.Added)+len(c.Removed)+len(c.Changed) > 0 {
		t.Errorf("got %+v", c)
	}
	for _, m := range c.Measures {
		if m.Old != m.New || m.P != 1 || m.Ties != m.Pairs {
			t.Errorf("got %+v", m)
		}
	}
}
