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
		a := []attribute{attrWord, attrGram}[r.IntN(2)]
		length := 1 + r.IntN(8)
		var in []place
		for at, n := r.IntN(3000), 1+r.IntN(8); n > 0; n-- {
			p := place{zone(r.IntN(int(zoneCount))), at, at + length}
			if a == attrWord && r.IntN(3) == 0 {
				p.end = at + 1 + r.IntN(1<<r.IntN(11))
			}
			in = append(in, p)
			at += 1 + r.IntN(1<<r.IntN(24))
		}
		number, rest := pack(a, length, in)
		if number == 0 || number > 1<<62-1 {
			t.Fatalf("%v becomes %d", in, number)
		}
		if rest == nil {
			packed++
		}
		if z, alone := zoneAlone(a, number); alone != (len(in) == 1 && rest == nil) || alone && z != in[0].zone {
			t.Fatalf("%v: alone %v in %d", in, alone, z)
		}
		if got := unpack(nil, a, length, number, rest); !slices.Equal(got, in) {
			t.Fatalf("%c %v comes back as %v", a, in, got)
		}
	}
	if packed < 4000 {
		t.Errorf("only %d of 20,000 need no location", packed)
	}
}

// TestPackCounts holds the same of counts.
func TestPackCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		var n zoneCounts
		for range 1 + r.IntN(4)*r.IntN(200) {
			n = n.plus(zone(r.IntN(int(zoneCount))) * zone(r.IntN(2)))
		}
		number := packCounts(n)
		if number == 0 || number > 1<<30 {
			t.Fatalf("%x becomes %d", n, number)
		}
		if got := unpackCounts(number); got != n {
			t.Fatalf("%x comes back as %x", n, got)
		}
	}
}
