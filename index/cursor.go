package index

import (
	"fmt"
	"math"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segapi "github.com/blevesearch/scorch_segment_api/v2"
)

// cursor walks through the postings of one term in one zone, segment after
// segment, straight on what zap has: scorch's own reader makes an object of
// each posting and takes twice as long.
type cursor struct {
	segments []*scorch.SegmentSnapshot // those not begun
	first    docnum                    // number of the first document of segments[0]
	field    string
	term     []byte
	attr     attribute
	length   int  // of the term, where it is a gram
	located  bool // places are asked for

	base    docnum // number of the first document of the current segment
	list    segapi.PostingsList
	walk    segapi.PostingsIterator // of the current segment
	posting segapi.Posting          // nil at the end
	doc     docnum                  // math.MaxUint32 at the end
}

func (s *snapshot) open(a attribute, z zone, term string, places bool) (*cursor, error) {
	c := &cursor{segments: s.segments, field: fieldName(a, z), term: []byte(term), attr: a, length: gramLength(term), located: places}
	return c, c.advance(0)
}

// ended reports whether no document is left.
func (c *cursor) ended() bool { return c.posting == nil }

// at returns the current document; past the end it is larger than any.
func (c *cursor) at() docnum { return c.doc }

// next moves to the document after the current one.
func (c *cursor) next() error {
	p, err := c.walk.Next()
	return c.moved(p, err)
}

// advance moves to the document d or the first after it.
func (c *cursor) advance(d docnum) error {
	if c.walk != nil {
		if c.ended() || c.doc >= d {
			return nil
		}
		if d < c.first {
			p, err := c.walk.Advance(uint64(d - c.base))
			return c.moved(p, err)
		}
	}
	return c.enter(d)
}

// moved takes down a posting of the current segment, or goes to the next one.
func (c *cursor) moved(p segapi.Posting, err error) error {
	if err != nil {
		return fmt.Errorf("reading the postings of %q: %w", c.term, err)
	}
	if p == nil {
		return c.enter(c.first)
	}
	c.posting, c.doc = p, c.base+docnum(p.Number())
	return nil
}

// enter goes to the next segment that holds the term in d or after it.
func (c *cursor) enter(d docnum) error {
	for len(c.segments) > 0 {
		s := c.segments[0]
		c.segments = c.segments[1:]
		c.base = c.first
		c.first += docnum(s.FullSize())
		if d >= c.first {
			continue
		}
		p, err := c.begin(s, d)
		if err != nil {
			return fmt.Errorf("reading the postings of %q: %w", c.term, err)
		}
		if p != nil {
			c.posting, c.doc = p, c.base+docnum(p.Number())
			return nil
		}
	}
	c.posting, c.doc = nil, math.MaxUint32
	return nil
}

// begin opens the postings of a segment; the posting is nil where there is none.
func (c *cursor) begin(s *scorch.SegmentSnapshot, d docnum) (segapi.Posting, error) {
	dict, err := s.Segment().Dictionary(c.field)
	if err != nil {
		return nil, err
	}
	// Nothing of the segment before is used again: of a term that this one does
	// not have, zap would take the old list for its own, and fail on it.
	if c.list, err = dict.PostingsList(c.term, s.Deleted(), nil); err != nil {
		return nil, err
	}
	c.walk = c.list.Iterator(true, false, c.located, nil)
	if d > c.base {
		return c.walk.Advance(uint64(d - c.base))
	}
	return c.walk.Next()
}

// tf is how often the term stands in the current document.
func (c *cursor) tf() uint64 {
	if c.attr == attrTold {
		return c.posting.Frequency()
	}
	return frequency(c.posting.Frequency())
}

// places appends where the term stands in the current document, in order.
func (c *cursor) places(to []place) []place {
	var rest []uint64
	if list := c.posting.Locations(); len(list) > 0 {
		rest = list[0].ArrayPositions()
	}
	return unpack(to, c.attr, c.length, c.posting.Frequency(), rest)
}
