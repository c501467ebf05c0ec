package index

import (
	"slices"
	"sync"
)

// boardSize is how many documents a board, or a block of a segment, holds: little
// enough for a processor's cache, and for sixteen bits.
const boardSize = 1 << 15

// board is where the scores of one block are added up, each at its place: with
// lists of thousands this is several times faster than merging them. It is all zero
// where nothing is being added up.
type board struct {
	word, parts, branch, element [boardSize]float64
	// wanted are the documents to be scored; no other is looked at.
	wanted [boardSize / 64]uint64
}

// boards keeps boards for the next search.
type boards struct{ sync.Pool }

func (b *boards) take() *board {
	if b, ok := b.Get().(*board); ok {
		return b
	}
	return new(board)
}

// A document is looked up in a list in about the time in which so many postings
// are gone through.
const lookup = 32

// score puts in points what documents, which are given by number, are worth to the
// query by its words alone, however much of it they hold. Few are looked up in the
// lists of the words, one after the other; for more the lists are gone through.
func (e *evaluation) score(docs []docnum, points []float64) {
	postings := 0
	for w := range e.eachWord {
		postings += w.held()
	}
	if len(docs)*e.ways*lookup < postings {
		for i, d := range docs {
			points[i] = e.scoreOf(d)
		}
		return
	}
	b := e.boards.take()
	defer e.boards.Put(b)
	clear(points)
	for i, first := range e.blocks {
		n := len(docs)
		if i+1 < len(e.blocks) {
			n, _ = slices.BinarySearch(docs, e.blocks[i+1])
		}
		if n > 0 {
			e.scoreBlock(&block{b, e.columns, first, docs[:n], points[:n]})
		}
		docs, points = docs[n:], points[n:]
	}
}

// scoreOf is what one document is worth.
func (e *evaluation) scoreOf(d docnum) (sum float64) {
	for i := range e.elements {
		sum += e.elementScore(i, d)
	}
	for i, w := range e.wholes {
		for range e.spans[i].to - e.spans[i].from {
			sum += w.scoreOf(e.columns, d)
		}
	}
	return sum
}

// scoreBlock does what scoreOf does for the documents of one block.
func (e *evaluation) scoreBlock(b *block) {
	b.want()
	for _, branches := range e.elements {
		if len(branches) == 1 && len(branches[0]) == 1 {
			b.addWord(branches[0][0])
			b.flush(1)
			continue
		}
		for _, words := range branches {
			for _, w := range words {
				b.addWord(w)
				b.move(&b.word, &b.branch, plus)
			}
			b.move(&b.branch, &b.element, most)
		}
		b.move(&b.element, &b.word, plus)
		b.flush(1)
	}
	for i, w := range e.wholes {
		b.addWord(w)
		b.flush(e.spans[i].to - e.spans[i].from)
	}
	clear(b.wanted[:])
}

// block is some documents of a block with the board that they are scored on.
type block struct {
	*board
	columns *columns
	first   docnum
	docs    []docnum
	points  []float64 // by place among the documents; none has any yet
}

// want marks the documents on the board.
func (b *block) want() {
	for _, d := range b.docs {
		at := d - b.first
		b.wanted[at/64] |= 1 << (at % 64)
	}
}

// addWord puts what a word is worth on the board.
func (b *block) addWord(w *foundWord) {
	for i := range w.ways {
		if m, ok := w.ways[i].block(b.first); ok {
			b.keepBest(&w.ways[i], m)
		}
	}
	if len(w.parts) == 0 {
		return
	}
	for i := range w.parts {
		if m, ok := w.parts[i].block(b.first); ok {
			b.each(&w.parts[i], m, func(d uint16, points float64) { b.parts[d] += points })
		}
	}
	b.move(&b.parts, &b.word, most)
}

// keepBest keeps what the documents that are wanted get for one way of finding a
// word, where it is the most so far.
func (b *block) keepBest(w *worth, m matchPart) {
	if m.counts != nil {
		b.each(w, m, func(d uint16, points float64) { b.word[d] = max(b.word[d], points) })
		return
	}
	// Most of the time of a search for a frequent word goes by here: a call in this
	// loop, or a look at what is not at hand, takes half as long again.
	docs, kinds := m.docs[m.from:m.to], m.count[m.from:m.to]
	gains, wanted, word := b.columns.gains[m.first:], &b.wanted, &b.word
	var rows [mostKinds][zoneCount]float64
	for k, n := range m.kinds {
		rows[k] = n.row()
	}
	for i, d := range docs {
		if wanted[d/64]&(1<<(d%64)) == 0 {
			continue
		}
		if points := w.points * saturated(frequency(&gains[d], &rows[kinds[i]])); points > word[d] {
			word[d] = points
		}
	}
}

// each calls visit with what the documents that are wanted get for one way of
// finding a word.
func (b *block) each(w *worth, m matchPart, visit func(d uint16, points float64)) {
	for i := m.from; i < m.to; i++ {
		if d := m.docs[i]; b.wanted[d/64]&(1<<(d%64)) != 0 {
			visit(d, w.score(b.columns, m.first+docnum(d), m.at(int(i))))
		}
	}
}

// move joins one column of the board with another, and clears it.
func (b *block) move(from, to *[boardSize]float64, join func(a, b float64) float64) {
	for _, d := range b.docs {
		at := d - b.first
		to[at], from[at] = join(to[at], from[at]), 0
	}
}

// flush adds what words are worth to the points of the documents, so many times, and clears them.
func (b *block) flush(times int) {
	for i, d := range b.docs {
		at := d - b.first
		points := b.word[at]
		for range times {
			b.points[i] += points
		}
		b.word[at] = 0
	}
}

func plus(a, b float64) float64 { return a + b }
func most(a, b float64) float64 { return max(a, b) }

// rooms keeps the memory of lists as long as an index for the next search: they
// are megabytes, and gone when it is answered.
type rooms[T any] struct{ sync.Pool }

// take returns an empty list with room for n.
func (r *rooms[T]) take(n int) []T {
	list, ok := r.Get().(*[]T)
	if !ok {
		return make([]T, 0, n)
	}
	return slices.Grow((*list)[:0], n)
}

func (r *rooms[T]) put(list []T) { r.Put(&list) }
