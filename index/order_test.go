package index

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestFirst holds that the first of a list are those of the sorted list, and
// that nothing is lost behind them.
func TestFirst(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		list := make([]int, r.IntN(400))
		for i := range list {
			list[i] = r.IntN(1 + r.IntN(1000)) // many alike, at times
		}
		want := slices.Sorted(slices.Values(list))
		n := r.IntN(450) - 20
		first(list, n, cmp.Compare)
		n = min(max(n, 0), len(list))
		if !slices.Equal(list[:n], want[:n]) {
			t.Fatalf("the first %d of %d are %v, not %v", n, len(list), list[:n], want[:n])
		}
		if slices.Sort(list); !slices.Equal(list, want) {
			t.Fatal("elements are lost")
		}
	}
}
