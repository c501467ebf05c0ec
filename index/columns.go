package index

import (
	"cmp"
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
	joint   []jointColumn
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

// newColumns makes the columns of a snapshot from its segments' records.
func newColumns(r api.IndexReader, parts recordSets) *columns {
	size := 0
	for _, p := range parts {
		size += len(p.records)
	}
	c := &columns{byID: make(map[string]docnum, size), records: make([]*record, size)}
	parts.place(r, c.put)
	c.measure()
	c.link()
	c.facets = newFacetColumns(c.records)
	c.joint = joinFacets(c.facets)
	return c
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

func (l *linkColumn) none(d docnum) bool { return l.first[d] == l.first[d+1] }

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
