package index

import "sync"

// matrix is how much of each element each document holds, for queries of many words:
// of these nearly every document is a group of its own, and groups would cost more
// than they save.
type matrix struct {
	codes  [][]uint16  // by element and document; 0 where nothing is found
	covers [][]float64 // by element and code
}

// mostGrouped is how many words a query has at most, all sides of an OR counted, the
// documents of which are grouped.
const mostGrouped = 10

// words counts the words of a plan.
func (p *plan) words() (n int) {
	for _, e := range p.elements {
		for _, b := range e.branches {
			n += len(b)
		}
	}
	return n
}

// reset begins again with so many documents, that hold nothing.
func (m *matrix) reset() { m.codes, m.covers = m.codes[:0], m.covers[:0] }

// begin begins an element.
func (m *matrix) begin(documents int) {
	if len(m.codes) < cap(m.codes) {
		m.codes = m.codes[:len(m.codes)+1]
	} else {
		m.codes = append(m.codes, nil)
	}
	last := &m.codes[len(m.codes)-1]
	if cap(*last) < documents {
		*last = make([]uint16, documents)
	}
	*last = (*last)[:documents]
	clear(*last)
	m.covers = append(m.covers, []float64{0})
}

// add adds a branch to the last element: documents are in groups by what they hold of
// it. What a document holds of an element is what it does of the best branch.
func (m *matrix) add(of []uint32, held []holding) {
	at := len(m.codes) - 1
	codes := m.codes[at]
	// By code so far and group, the code that is next; 0 where it isn't known.
	next := make([][]uint16, 0, len(m.covers[at]))
	for range m.covers[at] {
		next = append(next, make([]uint16, len(held)))
	}
	for d, k := range of {
		if k == 0 {
			continue
		}
		c := codes[d]
		if next[c][k] == 0 {
			best := held[k].cover
			if c != 0 {
				best = max(best, m.covers[at][c])
			}
			next[c][k] = m.code(at, best)
		}
		codes[d] = next[c][k]
	}
}

// code is the code of a cover in an element.
func (m *matrix) code(element int, cover float64) uint16 {
	for c := 1; c < len(m.covers[element]); c++ {
		if m.covers[element][c] == cover {
			return uint16(c)
		}
	}
	m.covers[element] = append(m.covers[element], cover)
	return uint16(len(m.covers[element]) - 1)
}

// whole gives the documents of a whole all of its elements.
func (m *matrix) whole(w whole, found matches) {
	for at := w.from; at < w.to; at++ {
		codes, code := m.codes[at], m.code(at, 1)
		found.each(func(d docnum, _ zoneCounts) { codes[d] = code })
	}
}

// full marks the codes of an element of which a document holds all.
func (m *matrix) full(element int) []bool {
	out := make([]bool, len(m.covers[element]))
	for c, cover := range m.covers[element] {
		out[c] = cover >= fullCover
	}
	return out
}

// together reports whether some document holds all of the elements from one to
// before another.
func (m *matrix) together(from, to int) bool {
	left := newBitset(len(m.codes[from]))
	for i := range left {
		left[i] = ^uint64(0)
	}
	for at := from; at < to; at++ {
		full := m.full(at)
		held := newBitset(len(m.codes[at]))
		for d, c := range m.codes[at] {
			if full[c] {
				held.set(docnum(d))
			}
		}
		for i := range left {
			left[i] &= held[i]
		}
	}
	for _, word := range left {
		if word != 0 {
			return true
		}
	}
	return false
}

// holders counts the documents that hold each element.
func (m *matrix) holders() []int {
	out := make([]int, len(m.codes))
	for at, codes := range m.codes {
		full := m.full(at)
		for _, c := range codes {
			if full[c] {
				out[at]++
			}
		}
	}
	return out
}

// tallies adds up what the documents hold, each of which that holds something gets a
// group of its own, by number.
func (m *matrix) tallies(elements []element, weights, most []float64, of []uint32) []tally {
	out := make([]tally, len(of)+1)
	for at, codes := range m.codes {
		for d, c := range codes {
			if c != 0 {
				of[d] = uint32(d + 1)
				out[d+1].add(&elements[at], weights[at], most[at], m.covers[at][c])
			}
		}
	}
	return out
}

// matrices keeps matrices for the next search.
type matrices struct{ sync.Pool }

func (s *matrices) take() *matrix {
	if m, ok := s.Get().(*matrix); ok {
		m.reset()
		return m
	}
	return new(matrix)
}
