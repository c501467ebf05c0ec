package index

import (
	"cmp"
	"slices"
	"testing"

	"kyokun/index/corpus"
)

// TestShortlistMissesNone holds that the first of a search are those of the order in
// which exactly the best by their words alone are looked at for close words, and all
// of these are: what the shortlist leaves out could not have been among the first.
func TestShortlistMissesNone(t *testing.T) {
	x, made := openMany(t)
	bounded, late := 0, 0
	for _, kind := range []corpus.Kind{corpus.And, corpus.Phrase, corpus.Sentence} {
		for _, text := range made.Queries(kind, 20) {
			f, _ := matched(t, x, text)
			for _, f.lookable = range []int{7, 60, 300, 4096} {
				want, byWords := f.orderOfBest(t)
				for _, n := range []int{1, 10, 40} {
					n = min(n, len(f.hits))
					got, err := f.ranked(t.Context(), f.hits, ByRelevance, n)
					if err != nil {
						t.Fatal(err)
					}
					if !slices.Equal(got, want[:n]) {
						t.Errorf("%q: where %d are looked at the first are %v, not %v", text, f.lookable, got, want[:n])
					}
					for _, c := range got {
						if slices.Index(byWords, c.doc) >= 64 {
							late++
						}
					}
				}
				if len(f.hits) > f.lookable {
					bounded++
				}
			}
		}
	}
	if bounded < 100 || late < 20 {
		t.Errorf("%d searches with more hits than are looked at, and %d documents that came up from behind, are too few to tell", bounded, late)
	}
}

// orderOfBest puts all hits in order, having looked at the best by their words alone,
// and returns the order by these, too.
func (f *found) orderOfBest(t *testing.T) (list []candidate, byWords []docnum) {
	t.Helper()
	f.exhaustive = true
	list, err := f.shortlist(t.Context(), f.hits, ByRelevance, len(f.hits))
	f.exhaustive = false
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(boolCompare(b.full, a.full), f.columns.compare(a, b))
	})
	for i := range list {
		byWords = append(byWords, list[i].doc)
		if i >= f.lookable {
			list[i].near = 0
		}
	}
	f.addLinks(list)
	f.addNear(list)
	f.addTiers(list)
	f.columns.orderBy(list, ByRelevance, len(list))
	return list, byWords
}
