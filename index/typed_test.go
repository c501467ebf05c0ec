package index

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"kyokun/kb"
)

// TestSuggestByRomaji completes what is typed in Latin letters, by Hepburn and
// Kunrei, and half-typed in an input method.
func TestSuggestByRomaji(t *testing.T) {
	x, _ := openReal(t)
	for typed, want := range map[string]string{
		"teiden": "停電", "teid": "停電", "ていd": "停電", "ていで": "停電", "tei": "停電", "ていden": "停電",
		"fukusou": "輻輳", "hukusou": "輻輳", "fukuso": "輻輳", "shuuchi": "周知", "syuuti": "周知", "しゅうt": "周知", "しゅうc": "周知",
	} {
		found, err := x.Suggest(t.Context(), typed, 20)
		if err != nil || !slices.ContainsFunc(found, func(s Suggestion) bool { return s.Text == want }) {
			t.Errorf("%s suggests %v, %v", typed, found, err)
		}
	}
	for _, c := range []struct{ typed, never string }{{"ていs", "停電"}, {"teik", "停電"}, {"xyz", "停電"}} {
		found, err := x.Suggest(t.Context(), c.typed, 20)
		if err != nil || slices.ContainsFunc(found, func(s Suggestion) bool { return s.Text == c.never }) {
			t.Errorf("%s suggests %v, %v", c.typed, found, err)
		}
	}
}

// TestKeepBest holds the bounded list to sorting everything.
func TestKeepBest(t *testing.T) {
	s := manyCompletions(6000) // enough for starts that are found ahead
	if len(s.common) == 0 {
		t.Error("no start is common")
	}
	for _, typed := range []string{"て", "teiden", "k", "障害", "だい1"} {
		all, few := s.find(readTyped(typed), len(s.table)), s.find(readTyped(typed), 8)
		if len(all) < 8 || !slices.Equal(all[:8], few) {
			t.Errorf("%s: %d in all, the best are %v, not %v", typed, len(all), few, all[:min(8, len(all))])
		}
	}
}

// manyCompletions has n titles of several scripts.
func manyCompletions(n int) *completions {
	subjects := []string{"ていでん", "停電", "テイデンと輻輳", "障害", "だい", "karte", "Kernel"}
	titles := make([]title, n)
	for i := range titles {
		titles[i] = title{fmt.Sprintf("case-x-%06d", i), fmt.Sprintf("%s%dによる障害とDNS %d", subjects[i%len(subjects)], i%97, i), kb.KindCase}
	}
	return newCompletions(vocabulary{}, titles)
}

// BenchmarkSuggest reports the slowest hundredth of completions among 100,000
// titles, in microseconds; the worst are of one character.
func BenchmarkSuggest(b *testing.B) {
	s := manyCompletions(100_000)
	typed := []string{"て", "てい", "ていd", "teid", "k", "障害", "停", "case-x-09", "だい12", "xqz"}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		s.find(readTyped(typed[i%len(typed)]), 8)
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}
