package index

import (
	"cmp"
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
	gains   [][zoneCount]float32 // what an occurrence in each zone counts for
	facets  []facetColumn
	links   linkColumn
	// articled are the documents that stand at an article, by number.
	articled []docnum
	dates    []int64 // noValue where there is none
	users    []int64
	minutes  []int64
	// told counts the documents that tell of accidents; toldNorms is how far the
	// number of words in which each does discounts them.
	told      int
	toldNorms []float64
}

// noValue marks what a document does not have; it sorts last.
const noValue = math.MinInt64

// facetColumn holds the values of one facet for all documents.
type facetColumn struct {
	name   string
	values []string // sorted; a code is a place in it
	// one holds, where no document has two values, the code of each, which is
	// len(values) of those that have none. Else the codes of document d are
	// codes[first[d]:first[d+1]].
	one   []uint16
	first []uint32
	codes []uint16
}

// newColumns makes the columns of a snapshot from its segments' records.
func newColumns(r api.IndexReader, parts recordSets) (*columns, error) {
	size := 0
	for _, p := range parts {
		size += len(p.records)
	}
	c := &columns{byID: make(map[string]docnum, size), records: make([]*record, size)}
	parts.place(r, c.put)
	c.measure()
	c.link()
	var err error
	c.facets, err = newFacetColumns(c.records)
	return c, err
}

func (c *columns) put(d docnum, rec *record) {
	c.records[d] = rec
	if len(rec.Articles) > 0 {
		c.articled = append(c.articled, d)
	}
	c.byID[rec.ID] = d
	c.live++
}

// measure fills the columns of numbers.
func (c *columns) measure() {
	n := len(c.records)
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
			total[z] += l
		}
		c.dates[d], c.users[d], c.minutes[d] = r.Date, r.Users, r.Minutes
	}
	c.gains, c.toldNorms = make([][zoneCount]float32, n), make([]float64, n)
	averageTold := math.Max(float64(words)/float64(max(c.told, 1)), 1)
	for d, r := range c.records {
		if r == nil {
			continue
		}
		for z, l := range r.Lens {
			c.gains[d][z] = gain(zone(z), float64(l), float64(total[z])/float64(max(c.live, 1)))
		}
		c.toldNorms[d] = 1 - toldLength + toldLength*float64(r.Told)/averageTold
	}
}

// linkColumn holds the links of all documents, both ways: those of document d are
// to[first[d]:first[d+1]].
type linkColumn struct {
	first []uint32
	to    []docnum
}

func (l *linkColumn) of(d docnum) []docnum { return l.to[l.first[d]:l.first[d+1]] }

// link resolves links, each in both directions.
func (c *columns) link() {
	type link struct{ from, to docnum }
	var all []link
	for from, r := range c.records {
		if r == nil {
			continue
		}
		for _, id := range r.Links {
			if to, ok := c.byID[id]; ok {
				all = append(all, link{docnum(from), to}, link{to, docnum(from)})
			}
		}
	}
	slices.SortFunc(all, func(a, b link) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	c.links.first = make([]uint32, len(c.records)+1)
	for _, l := range slices.Compact(all) {
		c.links.to = append(c.links.to, l.to)
		c.links.first[l.from+1]++
	}
	for d := range c.records {
		c.links.first[d+1] += c.links.first[d]
	}
}

// newFacetColumns makes the columns of all facets.
func newFacetColumns(records []*record) ([]facetColumn, error) {
	makers := make([]facetMaker, len(facetNames))
	for i := range makers {
		makers[i] = facetMaker{known: map[string]uint16{}, first: make([]uint32, 1, len(records)+1)}
	}
	var table *facetTable // of the record before: few records have another
	for _, r := range records {
		if r != nil {
			if r.table != table {
				table = r.table
				for i := range makers {
					makers[i].begin(table)
				}
			}
			for _, c := range r.facets {
				makers[c.facet()].add(c.place())
			}
		}
		for i := range makers {
			makers[i].first = append(makers[i].first, uint32(len(makers[i].codes)))
		}
	}
	out := make([]facetColumn, len(makers))
	for i := range makers {
		var err error
		if out[i], err = makers[i].column(facetNames[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// facetMaker makes a column: values have codes in the order in which they come,
// until all are known.
type facetMaker struct {
	known  map[string]uint16
	values []string
	first  []uint32
	codes  []uint16
	table  *facetTable
	coded  []int32 // by place in the table, the code; -1 where it is not known yet
}

// begin goes over to records of another table.
func (m *facetMaker) begin(t *facetTable) {
	m.table, m.coded = t, m.coded[:0]
	for range t.values {
		m.coded = append(m.coded, -1)
	}
}

// add adds the value at a place of the table.
func (m *facetMaker) add(place int) {
	if m.coded[place] < 0 {
		value := m.table.values[place]
		code, known := m.known[value]
		if !known {
			code = uint16(len(m.values))
			m.known[value], m.values = code, append(m.values, value)
		}
		m.coded[place] = int32(code)
	}
	m.codes = append(m.codes, uint16(m.coded[place]))
}

func (m *facetMaker) column(name string) (facetColumn, error) {
	if len(m.values) >= math.MaxUint16 {
		return facetColumn{}, fmt.Errorf("facet %s has %d values, more than %d", name, len(m.values), math.MaxUint16-1)
	}
	f := facetColumn{name: name, values: slices.Sorted(slices.Values(m.values)), first: m.first, codes: m.codes}
	sorted := make([]uint16, len(m.values))
	for i, v := range f.values {
		sorted[m.known[v]] = uint16(i)
	}
	for i, code := range f.codes {
		f.codes[i] = sorted[code]
	}
	f.flatten()
	return f, nil
}

// flatten keeps one code for each document where that is enough.
func (f *facetColumn) flatten() {
	none := uint16(len(f.values))
	one := make([]uint16, len(f.first)-1)
	for d := range one {
		switch codes := f.codes[f.first[d]:f.first[d+1]]; len(codes) {
		case 0:
			one[d] = none
		case 1:
			one[d] = codes[0]
		default:
			return
		}
	}
	f.one, f.first, f.codes = one, nil, nil
}

// of returns the codes of one document.
func (f *facetColumn) of(d docnum) []uint16 {
	switch {
	case f.one == nil:
		return f.codes[f.first[d]:f.first[d+1]]
	case int(f.one[d]) == len(f.values):
		return nil
	}
	return f.one[d : d+1]
}

// count adds up documents by code; n has room for one code more than there is.
func (f *facetColumn) count(docs []docnum, n []int) {
	if f.one != nil {
		for _, d := range docs {
			n[f.one[d]]++
		}
		n[len(f.values)] = 0
		return
	}
	for _, d := range docs {
		for _, code := range f.of(d) {
			n[code]++
		}
	}
}
