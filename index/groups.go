package index

import (
	"slices"
	"sync"
)

// groups part documents by which ways of finding something find them. A query
// has few ways, and documents share fewer sets of them still, so that whatever
// rests on what a document holds, and not on how often, is worked out once for a
// group, and a document costs one step for each list that it is in.
type groups struct {
	of    []uint32 // by document; the group 0 is of those found in no way
	steps []step
	next  []uint32 // by group, the one that a way leads to
}

// step is what a document falls into that is found in one way more.
type step struct {
	from uint32
	way  int
}

// reset begins again with so many documents, all in group 0.
func (c *groups) reset(documents int) {
	if cap(c.of) < documents {
		c.of = make([]uint32, documents)
	}
	c.of = c.of[:documents]
	clear(c.of)
	c.steps = append(c.steps[:0], step{})
}

// add notes which documents a way finds; each way is added once.
func (c *groups) add(way int, m matches) {
	if len(c.steps) == 1 && m.held > 0 {
		c.begin(way, m)
		return
	}
	c.next = slices.Grow(c.next[:0], len(c.steps))[:len(c.steps)]
	clear(c.next)
	for _, p := range m.parts {
		of := c.of[p.first:]
		for _, d := range p.docs[p.from:p.to] {
			at := of[d]
			if c.next[at] == 0 {
				c.steps = append(c.steps, step{at, way})
				c.next[at] = uint32(len(c.steps) - 1)
			}
			of[d] = c.next[at]
		}
	}
}

// begin notes which documents the first way finds: all of them were in one group.
func (c *groups) begin(way int, m matches) {
	c.steps = append(c.steps, step{0, way})
	for _, p := range m.parts {
		of := c.of[p.first:]
		for _, d := range p.docs[p.from:p.to] {
			of[d] = 1
		}
	}
}

// list returns the documents of the groups that take 1, in the memory of to, which
// has room for all.
func (c *groups) list(to []docnum, takes []uint8) []docnum {
	n := 0
	to = to[:len(c.of)]
	for d, k := range c.of {
		to[n] = docnum(d)
		n += int(takes[k])
	}
	return to[:n]
}

// count returns how many documents each group has.
func (c *groups) count() []int {
	// Neighbours are often of one group: by turns, no count waits for the last.
	n, m := make([]int, len(c.steps)), make([]int, len(c.steps))
	of := c.of
	for ; len(of) > 1; of = of[2:] {
		n[of[0]]++
		m[of[1]]++
	}
	for _, k := range of {
		n[k]++
	}
	for k := range n {
		n[k] += m[k]
	}
	return n
}

// spareGroups keeps groups for the next search.
type spareGroups struct{ sync.Pool }

func (s *spareGroups) take() *groups {
	if c, ok := s.Get().(*groups); ok {
		return c
	}
	return new(groups)
}

// bitset is a set of documents.
type bitset []uint64

func newBitset(documents int) bitset { return make(bitset, (documents+63)/64) }

func (b bitset) set(d docnum) { b[d/64] |= 1 << (d % 64) }
