package index

import (
	"math/bits"
	"slices"
	"sync"
)

// boardSize is how many documents a board, or a block of a segment, holds: little
// enough for a processor's cache, and for sixteen bits.
const boardSize = 1 << 15

// board is where scores of a stretch of documents are added up, each at its
// place: with lists of thousands this is several times faster than merging them.
type board struct {
	score, cover [boardSize]float64
	// full and kept count elements, see combine.
	full, kept [boardSize]uint8
	seen       [boardSize / 64]uint64
}

// boards keeps boards, all clear, for the next search.
type boards struct{ sync.Pool }

func (b *boards) take() *board {
	if b, ok := b.Get().(*board); ok {
		return b
	}
	return new(board)
}

// first reports whether nothing is at a place yet, and marks it.
func (b *board) first(i uint32) bool {
	word, bit := &b.seen[i/64], uint64(1)<<(i%64)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	return true
}

// best keeps the higher values.
func (b *board) best(i uint32, score, cover float64) {
	if b.first(i) {
		b.score[i], b.cover[i] = score, cover
		return
	}
	b.score[i], b.cover[i] = max(b.score[i], score), max(b.cover[i], cover)
}

// add adds the values.
func (b *board) add(i uint32, score, cover float64) {
	if b.first(i) {
		b.score[i], b.cover[i] = score, cover
		return
	}
	b.score[i] += score
	b.cover[i] += cover
}

// clear calls visit for each place where something is, in order, and clears it.
func (b *board) clear(visit func(i uint32)) {
	for w := range b.seen {
		for word := b.seen[w]; word != 0; word &= word - 1 {
			visit(uint32(w*64 + bits.TrailingZeros64(word)))
		}
		b.seen[w] = 0
	}
}

// scored is what a document gets for one element of the query.
type scored struct {
	doc   docnum
	score float64
	cover float64 // share of the element that the document holds, 0 to 1
}

// flush appends what is on the board, which begins at the document first.
func (b *board) flush(to []scored, first docnum) []scored {
	b.clear(func(i uint32) { to = append(to, scored{first + docnum(i), b.score[i], b.cover[i]}) })
	return to
}

// fold joins lists of scored documents: it adds scores up or keeps the higher,
// and does the same with covers. What it returns may be one of the lists.
func (e *evaluation) fold(lists [][]scored, score, cover func(a, b float64) float64) (out []scored) {
	lists = slices.DeleteFunc(slices.Clone(lists), func(l []scored) bool { return len(l) == 0 })
	switch len(lists) {
	case 0:
		return nil
	case 1:
		return lists[0]
	}
	longest := 0
	for _, l := range lists {
		longest = max(longest, len(l))
	}
	out = e.room(longest)
	b := e.boards.take()
	defer e.boards.Put(b)
	for end := docnum(boardSize); ; end += boardSize {
		first, left := end-boardSize, false
		for i := range lists {
			n := 0
			for ; n < len(lists[i]) && lists[i][n].doc < end; n++ {
				v := &lists[i][n]
				if at := uint32(v.doc - first); b.first(at) {
					b.score[at], b.cover[at] = v.score, v.cover
				} else {
					b.score[at], b.cover[at] = score(b.score[at], v.score), cover(b.cover[at], v.cover)
				}
			}
			lists[i] = lists[i][n:]
			left = left || len(lists[i]) > 0
		}
		out = b.flush(out, first)
		if !left {
			return e.made(out)
		}
	}
}

func plus(a, b float64) float64 { return a + b }
func most(a, b float64) float64 { return max(a, b) }

// rooms keeps the memory of lists of scored documents for the next search: they
// are megabytes, and gone when it is answered.
type rooms struct{ sync.Pool }

// room returns an empty list with room for so many documents.
func (e *evaluation) room(n int) []scored {
	list, ok := e.rooms.Get().(*[]scored)
	if !ok {
		return make([]scored, 0, n)
	}
	return slices.Grow((*list)[:0], n)
}

// made notes a list that is no longer needed once the evaluation is done.
func (e *evaluation) made(list []scored) []scored {
	e.lists = append(e.lists, list)
	return list
}

// done gives the memory of all lists back; none may be used any more.
func (e *evaluation) done() {
	for i := range e.lists {
		e.rooms.Put(&e.lists[i])
	}
	e.lists, e.words = nil, nil
}

// scores keeps columns of scores, all zero, for the next search.
type scores struct{ sync.Pool }

func (s *scores) take(n int) *[]float64 {
	if column, ok := s.Get().(*[]float64); ok {
		return column
	}
	column := make([]float64, n)
	return &column
}

// rooms of candidates are kept as those of scored documents are.
type candidates struct{ sync.Pool }

// take returns an empty list with room for so many documents.
func (c *candidates) take(n int) []candidate {
	list, ok := c.Get().(*[]candidate)
	if !ok {
		return make([]candidate, 0, n)
	}
	return slices.Grow((*list)[:0], n)
}

func (c *candidates) put(list []candidate) { c.Put(&list) }
