package index

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"
	api "github.com/blevesearch/bleve_index_api"
)

// snapshot is one state of the index, with the analyzer it was made by. A
// search works on one snapshot from beginning to end.
type snapshot struct {
	reader   api.IndexReader
	segments []*scorch.SegmentSnapshot
	parts    recordSets
	columns  *columns
	analyzer *analyzer
	extract  extractor
	lists    *listCache
	blocks   []docnum // the first documents of all blocks
	// What follows is memory that is used again.
	boards   boards
	groups   spareGroups
	matrices matrices
	numbers  rooms[docnum]
	values   rooms[float64]
	points   rooms[float64] // all zero
	// speller and signs are made when first asked for.
	speller func() speller
	signs   func() signs
	refs    atomic.Int32
}

// newSnapshot takes the engine's current state; the caller holds the first reference.
func newSnapshot(e *engine, a *analyzer, x extractor, known recordSets) (*snapshot, error) {
	r, err := e.index.Reader()
	if err != nil {
		return nil, fmt.Errorf("reading the index: %w", err)
	}
	parts, c, err := readColumns(r, known)
	if err != nil {
		_ = r.Close()
		return nil, err
	}
	s := &snapshot{reader: r, segments: r.(*scorch.IndexSnapshot).Segments(), parts: parts, columns: c, analyzer: a, extract: x, lists: e.lists}
	s.speller = sync.OnceValue(func() speller { return newSpeller(a.lexicon, parts.words()) })
	s.signs = sync.OnceValue(func() signs { return newSigns(a, x.tags) })
	s.lists.fit(c.live)
	first := docnum(0)
	for _, seg := range s.segments {
		after := first + docnum(seg.FullSize())
		for at := first; at < after; at += boardSize {
			s.blocks = append(s.blocks, at)
		}
		first = after
	}
	s.refs.Store(1)
	s.giveBack() // the records were read
	return s, nil
}

// release gives a reference back; the last one closes the reader.
func (s *snapshot) release() {
	if s.refs.Add(-1) == 0 {
		_ = s.reader.Close()
	}
}

// readColumns reads what is not among the known recordSets.
func readColumns(r api.IndexReader, known recordSets) (recordSets, *columns, error) {
	parts, err := loadSegments(r, known)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the records: %w", err)
	}
	return parts, newColumns(r, parts), nil
}

// giveBack gives the pages of the segments back that reading has brought to hand: of
// what searches need often, copies are kept elsewhere.
func (s *snapshot) giveBack() { giveBackSegments(s.segments) }
