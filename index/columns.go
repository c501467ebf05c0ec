package index

import (
	"fmt"
	"math"
	"slices"

	api "github.com/blevesearch/bleve_index_api"
)

// docnum is scorch's number of a document within one snapshot.
type docnum uint32

// columns hold, by docnum, what ranking, facets and sorting look at: dense
// arrays, many times faster than doc values. They belong to one snapshot.
type columns struct {
	records []*record // nil where a number is not in use
	live    int
	byID    map[string]docnum
	lens    [zoneCount][]uint32
	average [zoneCount]float64
	facets  []facetColumn
	links   [][]docnum // both ways
	dates   []int64    // noValue where there is none
	users   []int64
	minutes []int64
	// told counts the documents that tell of accidents; averageTold is in how
	// many words they do.
	told        int
	averageTold float64
}

// noValue marks what a document does not have; it sorts last.
const noValue = math.MinInt64

// facetColumn holds the values of one facet for all documents.
type facetColumn struct {
	name   string
	values []string // sorted; a code is a place in it
	first  []uint32 // codes of document d are codes[first[d]:first[d+1]]
	codes  []uint16
}

// newColumns reads a snapshot. Records in known need not be read again.
func newColumns(r api.IndexReader, known map[string]*record) (*columns, error) {
	c := &columns{byID: map[string]docnum{}}
	if err := c.load(r, known); err != nil {
		return nil, fmt.Errorf("reading the records: %w", err)
	}
	c.measure()
	c.link()
	for _, name := range facetNames() {
		f, err := newFacetColumn(name, c.records)
		if err != nil {
			return nil, err
		}
		c.facets = append(c.facets, f)
	}
	return c, nil
}

func (c *columns) load(r api.IndexReader, known map[string]*record) (err error) {
	ids, err := r.DocIDReaderAll()
	if err != nil {
		return err
	}
	defer func() { _ = ids.Close() }()
	for {
		internal, err := ids.Next()
		if err != nil {
			return err
		}
		if internal == nil {
			return nil
		}
		id, err := r.ExternalID(internal)
		if err != nil {
			return err
		}
		rec := known[id]
		if rec == nil {
			if rec, err = readRecord(r, id); err != nil {
				return err
			}
		}
		c.put(docnum(internal.Value()), rec)
	}
}

func readRecord(r api.IndexReader, id string) (*record, error) {
	doc, err := r.Document(id)
	if err != nil {
		return nil, err
	}
	if doc == nil {
		return nil, fmt.Errorf("%w: no document %s", errDamaged, id)
	}
	var rec *record
	doc.VisitFields(func(f api.Field) {
		if f.Name() == recordField {
			rec, err = decodeRecord(f.Value())
		}
	})
	if err == nil && rec == nil {
		err = fmt.Errorf("%w: no record of %s", errDamaged, id)
	}
	return rec, err
}

func (c *columns) put(d docnum, rec *record) {
	for int(d) >= len(c.records) {
		c.records = append(c.records, nil)
	}
	c.records[d] = rec
	c.byID[rec.ID] = d
	c.live++
}

// measure fills the columns of numbers.
func (c *columns) measure() {
	n := len(c.records)
	for z := range c.lens {
		c.lens[z] = make([]uint32, n)
	}
	c.dates, c.users, c.minutes = make([]int64, n), make([]int64, n), make([]int64, n)
	var total [zoneCount]int // whole numbers: no order of documents rounds them otherwise
	words := 0
	for d, r := range c.records {
		if r == nil {
			continue
		}
		if r.Told > 0 {
			c.told++
			words += r.Told
		}
		for z, l := range r.Lens {
			c.lens[z][d] = uint32(l)
			total[z] += l
		}
		c.dates[d], c.users[d], c.minutes[d] = value(r.Date), value(r.Users), value(r.Minutes)
	}
	c.averageTold = float64(words) / float64(max(c.told, 1))
	for z, l := range total {
		c.average[z] = float64(l) / float64(max(c.live, 1))
	}
}

func value(v *int64) int64 {
	if v == nil {
		return noValue
	}
	return *v
}

// link resolves links, each in both directions.
func (c *columns) link() {
	c.links = make([][]docnum, len(c.records))
	for from, r := range c.records {
		if r == nil {
			continue
		}
		for _, id := range r.Links {
			if to, ok := c.byID[id]; ok {
				c.links[from] = append(c.links[from], to)
				c.links[to] = append(c.links[to], docnum(from))
			}
		}
	}
	for d := range c.links {
		slices.Sort(c.links[d])
		c.links[d] = slices.Compact(c.links[d])
	}
}

func newFacetColumn(name string, records []*record) (facetColumn, error) {
	f := facetColumn{name: name, first: make([]uint32, len(records)+1)}
	seen := map[string]bool{}
	for _, r := range records {
		if r == nil {
			continue
		}
		for _, v := range r.Facets[name] {
			if !seen[v] {
				seen[v] = true
				f.values = append(f.values, v)
			}
		}
	}
	if len(f.values) > math.MaxUint16 {
		return f, fmt.Errorf("facet %s has %d values, more than %d", name, len(f.values), math.MaxUint16)
	}
	slices.Sort(f.values)
	for d, r := range records {
		if r != nil {
			for _, v := range r.Facets[name] {
				code, _ := slices.BinarySearch(f.values, v)
				f.codes = append(f.codes, uint16(code))
			}
		}
		f.first[d+1] = uint32(len(f.codes))
	}
	return f, nil
}

// of returns the codes of one document.
func (f *facetColumn) of(d docnum) []uint16 { return f.codes[f.first[d]:f.first[d+1]] }

// all returns every document in use, in order.
func (c *columns) all() []docnum {
	out := make([]docnum, 0, c.live)
	for d, r := range c.records {
		if r != nil {
			out = append(out, docnum(d))
		}
	}
	return out
}
