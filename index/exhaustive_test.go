package index

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kyokun/index/corpus"
	"kyokun/kb"
)

// TestExhaustiveLooksEverywhere holds that a document is raised for words side by
// side wherever it comes by its words alone, where a search looks at the best only.
func TestExhaustiveLooksEverywhere(t *testing.T) {
	log := smallLog(t)
	put := func(id, summary string) {
		log.put(&kb.Case{Head: kb.Head{ID: id, Title: "報告", Summary: summary}})
	}
	apart := strings.Repeat("その後の経過は次のとおりである。", 20)
	for i := range rescored + 10 {
		put(fmt.Sprintf("case-apart-%02d", i), "冷凍庫の点検。"+apart+"扇風機の点検。")
	}
	const together = "case-together"
	put(together, "冷凍庫の扇風機。"+apart+"以上で報告を終わる。")
	x := open(t, log, "")
	q := Query{Text: "冷凍庫 扇風機", Limit: 100}
	bounded := ids(search(t, x, q).Hits)
	q.Exhaustive = true
	whole := ids(search(t, x, q).Hits)
	if at := slices.Index(bounded, together); at < rescored {
		t.Errorf("the best %d are looked at, and the other is number %d of %d: no case for this test", rescored, at, len(bounded))
	}
	if len(whole) != len(bounded) || whole[0] != together {
		t.Errorf("of %d, the first is %s; with all looked at, of %d, %s", len(bounded), bounded[0], len(whole), whole[0])
	}
}

// TestExhaustivePages holds that an exhaustive page is the beginning of the whole
// order, that where all hits are looked at anyway the bounds change nothing, not
// even a score, and that nobody has more points by the bounds.
func TestExhaustivePages(t *testing.T) {
	made, err := corpus.New(library(t), 1500, 1)
	if err != nil {
		t.Fatal(err)
	}
	x := open(t, corpus.NewLog(made), "")
	same, raised := 0, 0
	for _, kind := range corpus.Kinds() {
		for i, text := range made.Queries(kind, 8) {
			q := Query{Text: text, Bare: true, Limit: 1500, Sort: []Sort{ByRelevance, ByRelevance, ByDate}[i%3]}
			if i%2 == 1 {
				q.Filters = map[string][]string{"kind": {"lesson"}}
			}
			bounded := search(t, x, q)
			q.Exhaustive = true
			whole := search(t, x, q)
			q.Limit = 10
			if page := search(t, x, q); !slices.EqualFunc(page.Hits, whole.Hits[:min(10, len(whole.Hits))], sameHit) {
				t.Errorf("%+v: the page is %v, not the first of %v", q, ids(page.Hits), ids(whole.Hits))
			}
			q.Exhaustive = false
			if page := search(t, x, q); page.Total <= rescored || q.Sort == ByDate {
				same++
				if !slices.EqualFunc(page.Hits, whole.Hits[:len(page.Hits)], sameHit) {
					t.Errorf("%+v: of %d hits the first are %v, exhaustively %v", q, page.Total, ids(page.Hits), ids(whole.Hits[:len(page.Hits)]))
				}
			}
			raised += held(t, text, bounded, whole)
		}
	}
	if same < 20 || raised < 100 {
		t.Errorf("%d queries without bounds and %d documents raised are too few to tell", same, raised)
	}
}

func sameHit(a, b Hit) bool { return a.ID == b.ID && a.Score == b.Score }

// held checks that the same documents are found, none with less, and counts those
// that have more.
func held(t *testing.T, text string, bounded, whole *Result) (raised int) {
	t.Helper()
	scores := map[string]float64{}
	for _, h := range whole.Hits {
		scores[h.ID] = h.Score
	}
	if len(scores) != len(bounded.Hits) {
		t.Errorf("%q: %d documents, exhaustively %d", text, len(bounded.Hits), len(scores))
	}
	for _, h := range bounded.Hits {
		switch score := scores[h.ID]; {
		case score < h.Score:
			t.Errorf("%q: %s has %v, exhaustively %v", text, h.ID, h.Score, score)
		case score > h.Score:
			raised++
		}
	}
	return raised
}

// TestExhaustiveInParts holds that nothing depends on how many documents have their
// places in memory at a time.
func TestExhaustiveInParts(t *testing.T) {
	x, _ := openReal(t)
	ctx := context.Background()
	s, err := x.acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer s.release()
	f, err := s.match(ctx, s.analyzer.newPlan("輻輳 音声 端末"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.done()
	whole, parts := map[docnum]float64{}, map[docnum]float64{}
	if err := f.addNearness(ctx, whole, f.hits); err != nil {
		t.Fatal(err)
	}
	for docs := range slices.Chunk(f.hits, 3) {
		if err := f.addNearness(ctx, parts, docs); err != nil {
			t.Fatal(err)
		}
	}
	if len(whole) < 4 || len(parts) != len(whole) {
		t.Fatalf("%d near, in parts %d", len(whole), len(parts))
	}
	for d, v := range whole {
		if parts[d] != v {
			t.Errorf("document %d: %v, in parts %v", d, v, parts[d])
		}
	}
}
