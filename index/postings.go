package index

import (
	"context"
	"math"
)

// match is a document that holds a term, with its frequency by zone.
type match struct {
	doc docnum
	tf  [zoneCount]float32
}

// place is where a term stands: its bytes in the zone's normal text, or for
// grams, in that text with single bytes between units.
type place struct {
	start, end int
}

// term returns the documents that hold a term, by number.
func (s *snapshot) term(ctx context.Context, a attribute, term string) ([]match, error) {
	var cursors [zoneCount]*cursor
	for z := range zoneCount {
		var err error
		if cursors[z], err = s.open(a, z, term, false); err != nil {
			return nil, err
		}
	}
	var out []match
	for {
		d := cursors[0].doc
		for _, c := range cursors[1:] {
			d = min(d, c.doc)
		}
		if d == math.MaxUint32 {
			return out, ctx.Err()
		}
		m := match{doc: d}
		for z, c := range cursors {
			if c.doc != d {
				continue
			}
			m.tf[z] = float32(c.tf())
			if err := c.next(); err != nil {
				return nil, err
			}
		}
		out = append(out, m)
	}
}

// termIn returns the documents that hold a term in one zone, by number.
func (s *snapshot) termIn(_ context.Context, a attribute, z zone, term string) ([]match, error) {
	c, err := s.open(a, z, term, false)
	if err != nil {
		return nil, err
	}
	var list []match
	for err == nil && !c.ended() {
		m := match{doc: c.at()}
		m.tf[z] = float32(c.tf())
		list = append(list, m)
		err = c.next()
	}
	return list, err
}

// mergeMatches adds up two lists, both by number.
func mergeMatches(a, b []match) []match {
	return merge(a, b, func(m match) docnum { return m.doc }, func(x, y match) match {
		for z := range x.tf {
			x.tf[z] += y.tf[z]
		}
		return x
	})
}

// merge makes one list of two that are ordered by document number; both joins
// what they hold of the same document.
func merge[T any](a, b []T, number func(T) docnum, both func(x, y T) T) []T {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	out := make([]T, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch x, y := number(a[0]), number(b[0]); {
		case x < y:
			out, a = append(out, a[0]), a[1:]
		case x > y:
			out, b = append(out, b[0]), b[1:]
		default:
			out, a, b = append(out, both(a[0], b[0])), a[1:], b[1:]
		}
	}
	out = append(out, a...)
	return append(out, b...)
}
