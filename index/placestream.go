package index

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// placeStream keeps where a word stands in each document of a list, end to end: the
// number that pack makes of its places, and the rest, if any.
type placeStream struct {
	stream []byte
	marks  []uint32 // where every markEach-th document begins
	n      int      // documents
}

// markEach is how many documents have one mark.
const markEach = 16

// add adds the next document.
func (s *placeStream) add(number uint64, rest []uint64) {
	if s.n%markEach == 0 {
		s.marks = append(s.marks, uint32(len(s.stream)))
	}
	s.n++
	s.stream = binary.AppendUvarint(s.stream, number)
	if overflows(number) {
		s.stream = binary.AppendUvarint(s.stream, uint64(len(rest)))
		for _, v := range rest {
			s.stream = binary.AppendUvarint(s.stream, v)
		}
	}
}

// overflows reports whether the places of a word are not in the number itself.
func overflows(number uint64) bool {
	number, _ = lengthsIn(attrWord, number)
	return number&3 == 3
}

// appendTo appends the places of the i-th document; length is that of the word.
func (s *placeStream) appendTo(to []place, i, length int) []place {
	left := s.stream[s.marks[i/markEach]:]
	next := func() uint64 {
		v, size := binary.Uvarint(left)
		left = left[size:]
		return v
	}
	for range i % markEach {
		over := overflows(uint64(left[0])) // its lowest bits are all that tells
		left = left[varintSize(left):]
		if over {
			for range next() {
				left = left[varintSize(left):]
			}
		}
	}
	number := next()
	var rest []uint64
	if overflows(number) {
		rest = make([]uint64, next())
		for i := range rest {
			rest[i] = next()
		}
	}
	return unpack(to, attrWord, length, number, rest)
}

// varintSize is how many bytes a varint takes: up to the first without the highest
// bit. Most of the time of looking up places goes by in passing over those of others.
func varintSize(b []byte) int {
	if len(b) >= 8 {
		if last := ^binary.LittleEndian.Uint64(b) & 0x8080808080808080; last != 0 {
			return bits.TrailingZeros64(last)/8 + 1
		}
	}
	n := 1
	for b[n-1] >= 0x80 {
		n++
	}
	return n
}

// clip gives up what room is left.
func (s placeStream) clip() placeStream {
	return placeStream{slices.Clone(s.stream), slices.Clip(s.marks), s.n}
}

func (s *placeStream) bytes() int { return cap(s.stream) + 4*cap(s.marks) }
