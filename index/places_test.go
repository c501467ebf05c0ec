package index

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestPack holds that places come back as they were packed, whatever their
// number and size.
func TestPack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	packed := 0
	for range 20_000 {
		a := []attribute{attrWord, attrReading, attrGram}[r.IntN(3)]
		length := 1 + r.IntN(8)
		var in []place
		for at, n := r.IntN(3000), 1+r.IntN(8); n > 0; n-- {
			p := place{zone(r.IntN(int(zoneCount))), at, at + length}
			if a != attrGram {
				p.end = at + 1 + r.IntN(1<<r.IntN(11))
			}
			in = append(in, p)
			at += 1 + r.IntN(1<<r.IntN(24))
		}
		number, rest := pack(a, in)
		if number == 0 || number > 1<<62-1 {
			t.Fatalf("%v becomes %d", in, number)
		}
		if rest == nil {
			packed++
		}
		if got := frequency(number); got != uint64(len(in)) {
			t.Fatalf("%v: %d times", in, got)
		}
		if got := unpack(nil, a, length, number, rest); !slices.Equal(got, in) {
			t.Fatalf("%c %v comes back as %v", a, in, got)
		}
	}
	if packed < 4000 {
		t.Errorf("only %d of 20,000 need no location", packed)
	}
}
