package index

import (
	"context"
	"slices"
	"testing"

	"kyokun/index/corpus"
)

// TestPagesAgree holds that the first hits are the same whether only these are asked
// for, and nearly all others ruled out unscored, or all are put in order.
func TestPagesAgree(t *testing.T) {
	x, made := openMany(t)
	ctx := context.Background()
	s, err := x.acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer s.release()
	asked, ruledOut, moved := 0, 0, 0
	for _, kind := range corpus.Kinds() {
		for i, text := range made.Queries(kind, 12) {
			f, err := s.match(ctx, s.analyzer.newPlan(text))
			if err != nil {
				t.Fatal(err)
			}
			points := make([]float64, len(f.hits))
			f.score(f.hits, points)
			for i, d := range f.hits {
				if v := f.verdict(d); points[i]*v.cover*v.cover > v.most*(1+1e-9) {
					t.Errorf("%q: document %d has %v points, more than %v", text, d, points[i]*v.cover*v.cover, v.most)
				}
			}
			hits := f.hits
			if i%3 == 2 {
				hits, _ = s.columns.narrow(hits, map[string][]string{"kind": {"lesson"}})
			}
			if i%2 == 1 {
				f.lookable = 25
			}
			for _, by := range []Sort{ByRelevance, ByDate, ByUsers} {
				all, err := f.ranked(ctx, hits, by, len(hits))
				if err != nil {
					t.Fatal(err)
				}
				for _, n := range []int{1, 10, 70} {
					page, err := f.ranked(ctx, hits, by, n)
					if err != nil {
						t.Fatal(err)
					}
					if want := all[:min(n, len(all))]; !slices.Equal(page, want) {
						at := 0
						for at < min(len(page), len(want)) && page[at] == want[at] {
							at++
						}
						t.Fatalf("%q by %s: of the first %d of %d, the one at %d is %v, not %v", text, by, n, len(hits), at, page[at:min(at+1, len(page))], want[at:min(at+1, len(want))])
					}
					asked++
					if len(hits) == 0 {
						continue
					}
					list, err := f.shortlist(ctx, hits, by, n)
					if err != nil {
						t.Fatal(err)
					}
					if len(list) < len(hits)/2 {
						ruledOut++
					}
				}
				for _, c := range all {
					if len(s.columns.links.of(c.doc)) > 0 {
						moved++
					}
				}
			}
			f.done()
		}
	}
	if asked < 500 || ruledOut < asked/4 || moved < 1000 {
		t.Errorf("%d pages, %d of them with most hits ruled out, and %d linked hits are too few to tell", asked, ruledOut, moved)
	}
}
