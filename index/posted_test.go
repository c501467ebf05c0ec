package index

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// TestFrequencyRoom holds that a field has its own terms and no others, whatever
// documents went before it.
func TestFrequencyRoom(t *testing.T) {
	var g gatherer
	var fields []*postedField
	for i, terms := range []int{3, mostRoom + 1, 2, 40, 1} {
		var tokens []placed
		for n := range terms {
			for at := range 1 + (i+n)%3 {
				start := 100*n + 10*at
				tokens = append(tokens, placed{fmt.Sprintf("%d-%d", i, n), place{zone(at), start, start + 5 + n%2}})
			}
		}
		fields = append(fields, g.field(attrWord, tokens))
	}
	for range 2 { // as scorch does
		for i, f := range fields {
			got := f.AnalyzedTokenFrequencies()
			want := slices.Sorted(func(yield func(string) bool) {
				for _, term := range f.terms {
					if !yield(term.term) {
						return
					}
				}
			})
			if len(want) == 0 || !slices.Equal(slices.Sorted(maps.Keys(got)), want) {
				t.Fatalf("field %d has %d terms, not its own %d", i, len(got), len(want))
			}
			rests := map[int][]uint64{}
			for _, r := range f.rests {
				rests[r.at] = r.rest
			}
			for at, term := range f.terms {
				tf := got[term.term]
				if tf.Frequency() != term.number {
					t.Errorf("field %d: %s has the number %d, not %d", i, term.term, tf.Frequency(), term.number)
				}
				switch rest := rests[at]; {
				case rest == nil && len(tf.Locations) > 0:
					t.Errorf("field %d: %s has the location of another", i, term.term)
				case rest != nil && (len(tf.Locations) != 1 || !slices.Equal(tf.Locations[0].ArrayPositions, rest)):
					t.Errorf("field %d: %s has not its location", i, term.term)
				}
			}
		}
	}
	if !slices.ContainsFunc(fields, func(f *postedField) bool { return len(f.rests) > 0 }) {
		t.Error("no term needs a location")
	}
}
