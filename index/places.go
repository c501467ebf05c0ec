package index

import (
	"math/bits"
	"slices"
	"strconv"
)

// Scorch keeps a number for the frequency of a term in a document and, apart,
// a list of locations that takes ten bytes for each. Most terms occur once or
// twice in a document, so the places are packed into that number instead, and
// only what does not fit goes into a location: the index is a third as large,
// and whoever walks the postings has the places at hand.
//
// By its lowest bits the number is
//
//	0   one place, its code plus one
//	01  two to five places: how many (2 bits, less two), the width of a code
//	    (5 bits), and the codes, each but the first as a difference
//	11  how many places there are; they are in the location's array positions
//
// The code of a place is, from the lowest bits, its zone and its start. Places
// stand in the order of their codes: in each zone from its start to its end. A
// gram is as long as what it spells. So are most words; where one is not, being
// inflected or a variant, the codes have lengths before the zones, which the
// lowest bit of all says, of words alone.

const (
	zoneBits   = 2
	lengthBits = 7
	longest    = 1<<lengthBits - 1

	// packedBits is how much of the number can be used: zap doubles it, on systems
	// of 32 bits scorch passes no more, and words need one bit for themselves.
	packedBits = min(61, strconv.IntSize-2) - 1
	mostPacked = 5
	widthBits  = 5
	packedHead = 2 + 2 + widthBits
)

// place is where a term stands: its bytes in the zone's normal text, or for
// grams, in that text with single bytes between units.
type place struct {
	zone       zone
	start, end int
}

// code is the zone and the start.
func (p place) code() uint64 { return uint64(p.start)<<zoneBits | uint64(p.zone) }

// decoded is the place with a code and a length.
func decoded(code uint64, length int) place {
	start := int(code >> zoneBits)
	return place{zone(code & (1<<zoneBits - 1)), start, start + length}
}

// pack returns the number for places, which are sorted, of a term that is so
// long, and what stands in the location; nil where none is needed.
func pack(a attribute, length int, places []place) (number uint64, rest []uint64) {
	lengths := slices.ContainsFunc(places, func(p place) bool { return p.end-p.start != length })
	var codes [mostPacked]uint64
	fits := len(places) <= mostPacked
	for i := 0; i < len(places) && fits; i++ {
		p := places[i]
		codes[i] = p.code()
		if lengths {
			fits = p.end-p.start <= longest
			codes[i] = codes[i]<<lengthBits | uint64((p.end-p.start)&longest)
		}
	}
	if fits {
		number, fits = packCodes(codes[:len(places)])
	}
	if !fits {
		number, rest = uint64(len(places))<<2|3, make([]uint64, 0, 2*len(places))
		before := uint64(0)
		for _, p := range places {
			rest = append(rest, p.code()-before, uint64(p.end-p.start))
			before = p.code()
		}
	}
	if a == attrWord {
		number <<= 1
		if lengths {
			number |= 1
		}
	}
	return number, rest
}

// packCodes returns the number for up to five codes; ok is false where they are too large.
func packCodes(codes []uint64) (number uint64, ok bool) {
	if len(codes) == 1 && bits.Len64(codes[0]+1) < packedBits {
		return (codes[0] + 1) << 1, true
	}
	for i := len(codes) - 1; i > 0; i-- {
		codes[i] -= codes[i-1]
	}
	width := bits.Len64(slices.Max(codes))
	if width >= 1<<widthBits || packedHead+width*len(codes) > packedBits {
		return 0, false
	}
	for i := len(codes) - 1; i >= 0; i-- {
		number = number<<width | codes[i]
	}
	return (number<<widthBits|uint64(width))<<4 | uint64(len(codes)-2)<<2 | 1, true
}

// lengthsIn takes from a number whether its codes have lengths.
func lengthsIn(a attribute, number uint64) (rest uint64, lengths bool) {
	if a == attrWord {
		return number >> 1, number&1 == 1
	}
	return number, false
}

// zoneAlone is the zone of the place that a number stands for, where it is one.
func zoneAlone(a attribute, number uint64) (z zone, alone bool) {
	number, lengths := lengthsIn(a, number)
	code := number>>1 - 1
	if lengths {
		code >>= lengthBits
	}
	return zone(code & (1<<zoneBits - 1)), number&1 == 0
}

// unpack appends the places to a list; length is that of the term.
func unpack(to []place, a attribute, length int, number uint64, rest []uint64) []place {
	number, lengths := lengthsIn(a, number)
	add := func(code uint64) {
		if lengths {
			length = int(code & longest)
			code >>= lengthBits
		}
		to = append(to, decoded(code, length))
	}
	switch {
	case number&1 == 0:
		add(number>>1 - 1)
	case number&2 == 0:
		n, width, code := number>>2&3+2, number>>4&(1<<widthBits-1), uint64(0)
		number >>= packedHead
		for range n {
			code += number & (1<<width - 1)
			add(code)
			number >>= width
		}
	default:
		code := uint64(0)
		for i := 0; i+1 < len(rest); i += 2 {
			code += rest[i]
			to = append(to, decoded(code, int(rest[i+1])))
		}
	}
	return to
}

// packCounts returns the number that scorch keeps of a term of which the places
// are not kept: nearly always a zone and how often it stands there.
func packCounts(n zoneCounts) uint64 {
	for z := range zoneCount {
		if c := n.in(z); n == zoneCounts(c)<<(zoneCountBits*z) {
			return (uint64(c)<<zoneBits | uint64(z)) << 1
		}
	}
	return uint64(n)<<1 | 1
}

func unpackCounts(number uint64) zoneCounts {
	if number&1 == 1 {
		return zoneCounts(number >> 1)
	}
	return zoneCounts(number>>1>>zoneBits) << (zoneCountBits * (number >> 1 & (1<<zoneBits - 1)))
}
