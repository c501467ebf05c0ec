package index

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kyokun/index/corpus"
	"kyokun/kb"
)

// TestExhaustiveLooksEverywhere holds that a document is raised for words side by
// side wherever it comes by its words alone, where a search with a bound looks at the
// best only.
func TestExhaustiveLooksEverywhere(t *testing.T) {
	log := smallLog(t)
	put := func(id, summary string) {
		log.put(&kb.Case{Head: kb.Head{ID: id, Title: "報告", Summary: summary}})
	}
	apart := strings.Repeat("その後の経過は次のとおりである。", 20)
	const bound = 20
	for i := range bound + 10 {
		put(fmt.Sprintf("case-apart-%02d", i), "冷凍庫の点検。"+apart+"扇風機の点検。")
	}
	const together = "case-together"
	put(together, "冷凍庫の扇風機。"+apart+"以上で報告を終わる。")
	x := open(t, log, "")
	q := Query{Text: "冷凍庫 扇風機", Limit: 100}
	for _, q.Exhaustive = range []bool{false, true} {
		if hits := ids(search(t, x, q).Hits); hits[0] != together {
			t.Errorf("exhaustive %t: of %d, the first is %s", q.Exhaustive, len(hits), hits[0])
		}
	}
	f, s := matched(t, x, q.Text)
	for _, f.exhaustive = range []bool{false, true} {
		f.lookable = bound
		list, err := f.ranked(t.Context(), f.hits, ByRelevance, len(f.hits))
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(list, func(c candidate) bool { return s.columns.records[c.doc].ID == together })
		if f.exhaustive && at != 0 || !f.exhaustive && at < bound {
			t.Errorf("exhaustive %t: the best %d are looked at, and the other is number %d of %d", f.exhaustive, bound, at, len(list))
		}
	}
}

// matched returns what a query finds, until the test is done.
func matched(t *testing.T, x *Index, text string) (*found, *snapshot) {
	t.Helper()
	s, err := x.acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.release)
	f, err := s.match(t.Context(), s.analyzer.newPlan(text))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.done)
	return f, s
}

// TestExhaustivePages holds that an exhaustive page is the beginning of the whole
// order, and that where there are no more hits than are looked at the bounds change
// nothing, not even a score.
func TestExhaustivePages(t *testing.T) {
	x, made := openMany(t)
	for _, kind := range corpus.Kinds() {
		for i, text := range made.Queries(kind, 8) {
			q := Query{Text: text, Bare: true, Limit: 1500, Exhaustive: true, Sort: []Sort{ByRelevance, ByRelevance, ByDate}[i%3]}
			if i%2 == 1 {
				q.Filters = map[string][]string{"kind": {"lesson"}}
			}
			whole := search(t, x, q)
			for _, q.Exhaustive = range []bool{false, true} {
				for _, q.Limit = range []int{10, 100, 1500} {
					page := search(t, x, q)
					if want := whole.Hits[:min(q.Limit, len(whole.Hits))]; !slices.EqualFunc(page.Hits, want, sameHit) {
						t.Errorf("%+v: the page is %v, not the first of %v", q, ids(page.Hits), ids(want))
					}
				}
			}
		}
	}
}

func sameHit(a, b Hit) bool { return a.ID == b.ID && a.Score == b.Score }

// TestExhaustiveInParts holds that nothing depends on how many documents have their
// places in memory at a time.
func TestExhaustiveInParts(t *testing.T) {
	x, _ := openReal(t)
	f, _ := matched(t, x, "輻輳 音声 端末")
	ctx := t.Context()
	whole, parts := make([]float64, len(f.hits)), make([]float64, len(f.hits))
	if err := f.closeness(ctx, f.hits, whole); err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(parts); at += 3 {
		end := min(at+3, len(parts))
		if err := f.closeness(ctx, f.hits[at:end], parts[at:end]); err != nil {
			t.Fatal(err)
		}
	}
	near := 0
	for i, v := range whole {
		if v > 0 {
			near++
		}
		if parts[i] != v {
			t.Errorf("document %d: %v, in parts %v", f.hits[i], v, parts[i])
		}
	}
	if near < 4 {
		t.Errorf("%d near are too few to tell", near)
	}
}
