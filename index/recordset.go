package index

import (
	"fmt"
	"runtime"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	api "github.com/blevesearch/bleve_index_api"
	segapi "github.com/blevesearch/scorch_segment_api/v2"
)

// recordSet is what the index knows of one of scorch's segments, which never
// change but for documents that are struck out. Snapshots share it, so that a
// change costs reading what is new and what was merged, not all.
type recordSet struct {
	id      uint64 // scorch's
	records []*record
	// words are the longer words of the titles, each once.
	words func() []string
}

// recordSets are those of a snapshot, in scorch's order.
type recordSets []*recordSet

// find returns the segment of that number and size, nil where it is not there.
func (g recordSets) find(id uint64, size int) *recordSet {
	for _, s := range g {
		if s.id == id && len(s.records) == size {
			return s
		}
	}
	return nil
}

// loadSegments reads the segments of a snapshot that are not among the known.
func loadSegments(r api.IndexReader, known recordSets) (recordSets, error) {
	snapshot, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return nil, fmt.Errorf("reading the index: scorch gave a %T", r)
	}
	out := make(recordSets, len(snapshot.Segments()))
	for i, s := range snapshot.Segments() {
		if out[i] = known.find(s.Id(), int(s.FullSize())); out[i] != nil {
			continue
		}
		var err error
		if out[i], err = loadSegment(s.Id(), s.Segment()); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// loadSegment reads the records of a segment, on all processors where it is large.
func loadSegment(id uint64, s segapi.Segment) (*recordSet, error) {
	n := int(s.Count())
	out := &recordSet{id: id, records: make([]*record, n)}
	out.words = sync.OnceValue(func() []string { return titleWords(out.records) })
	parts := min(runtime.GOMAXPROCS(0), 1+n/1000)
	errs := make([]error, parts)
	var wg sync.WaitGroup
	for p := range parts {
		wg.Go(func() {
			table := newFacetTable()
			for i := n * p / parts; i < n*(p+1)/parts && errs[p] == nil; i++ {
				out.records[i], errs[p] = readRecord(s, uint64(i), table)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func readRecord(s segapi.Segment, number uint64, table *facetTable) (rec *record, err error) {
	failed := s.VisitStoredFields(number, func(field string, _ byte, value []byte, _ []uint64) bool {
		if field == recordField {
			rec, err = decodeRecord(value, table)
		}
		return rec == nil && err == nil
	})
	switch {
	case failed != nil:
		return nil, fmt.Errorf("%w: %w", errDamaged, failed)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	case rec == nil:
		return nil, fmt.Errorf("%w: a document has no record", errDamaged)
	}
	return rec, nil
}

// place puts the records of all segments at the numbers that a snapshot has
// for their documents, but for those struck out.
func (g recordSets) place(r api.IndexReader, put func(docnum, *record)) {
	snapshot, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return // as loadSegments would have said
	}
	first := 0
	for at, s := range snapshot.Segments() {
		deleted := s.Deleted()
		for i, rec := range g[at].records {
			if deleted == nil || !deleted.Contains(uint32(i)) {
				put(docnum(first+i), rec)
			}
		}
		first += len(g[at].records)
	}
}

// words returns the longer words of all titles, each once.
func (g recordSets) words() []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range g {
		for _, w := range s.words() {
			if !seen[w] {
				seen[w] = true
				out = append(out, w)
			}
		}
	}
	return out
}
