package index

import (
	"context"
	"fmt"
	"math"

	api "github.com/blevesearch/bleve_index_api"
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

// cursor walks through the postings of one term in one zone.
type cursor struct {
	reader api.TermFieldReader
	doc    api.TermFieldDoc
	cur    *api.TermFieldDoc // nil at the end
	attr   attribute
	length int // of the term, where it is a gram
}

func (s *snapshot) open(ctx context.Context, a attribute, z zone, term string, places bool) (*cursor, error) {
	r, err := s.reader.TermFieldReader(ctx, []byte(term), fieldName(a, z), true, false, places)
	if err != nil {
		return nil, fmt.Errorf("reading the postings of %q: %w", term, err)
	}
	c := &cursor{reader: r, attr: a, length: gramLength(term)}
	if err := c.next(); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

func (c *cursor) next() (err error) {
	if c.cur, err = c.reader.Next(&c.doc); err != nil {
		return fmt.Errorf("reading postings: %w", err)
	}
	return nil
}

// advance moves to the document d or the first after it.
func (c *cursor) advance(d docnum) (err error) {
	if c.cur == nil || c.at() >= d {
		return nil
	}
	if c.cur, err = c.reader.Advance(api.NewIndexInternalID(nil, uint64(d)), &c.doc); err != nil {
		return fmt.Errorf("reading postings: %w", err)
	}
	return nil
}

// at returns the current document; past the end it is larger than any.
func (c *cursor) at() docnum {
	if c.cur == nil {
		return math.MaxUint32
	}
	return docnum(c.cur.ID.Value())
}

// tf is how often the term stands in the current document.
func (c *cursor) tf() uint64 {
	if c.attr == attrTold {
		return c.cur.Freq
	}
	return frequency(c.cur.Freq)
}

// places appends where the term stands in the current document, in order.
func (c *cursor) places(to []place) []place {
	var rest []uint64
	if len(c.cur.Vectors) > 0 {
		rest = c.cur.Vectors[0].ArrayPositions
	}
	return unpack(to, c.attr, c.length, c.cur.Freq, rest)
}

func (c *cursor) close() { _ = c.reader.Close() }

// term returns the documents that hold a term, by number.
func (s *snapshot) term(ctx context.Context, a attribute, term string) ([]match, error) {
	var out []match
	for z := range zoneCount {
		list, err := s.termIn(ctx, a, z, term)
		if err != nil {
			return nil, err
		}
		out = mergeMatches(out, list)
	}
	return out, ctx.Err()
}

// termIn returns the documents that hold a term in one zone, by number.
func (s *snapshot) termIn(ctx context.Context, a attribute, z zone, term string) ([]match, error) {
	c, err := s.open(ctx, a, z, term, false)
	if err != nil {
		return nil, err
	}
	defer c.close()
	list := make([]match, 0, c.reader.Count())
	for err == nil && c.cur != nil {
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
