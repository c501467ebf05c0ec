package index

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"kyokun/kb"
)

// record is what the index knows of a document besides its postings. It is
// stored with them, so that opening an index reads no document, and never
// changes once made.
type record struct {
	ID    string
	Kind  kb.Kind
	Title string
	// facets are the values of facets, in their order, as places in a table that
	// many records share: of a million documents, nine million texts that the
	// garbage collector would look at.
	facets []facetCode
	table  *facetTable
	// Date is the day in Unix seconds, Users and Minutes the size of an
	// accident; noValue where the document has none.
	Date, Users, Minutes int64
	// Links are the documents it links to.
	Links []string
	// Instrument is the id of the source of a provision, Articles where it
	// stands in it, such as 57 and 8-2.
	Instrument string
	Articles   []string
	// Lens are the lengths of the zones in atoms.
	Lens [zoneCount]int
	// Told is in how many words it tells of an accident, each as often as it counts.
	Told int
	// Hash is that of the texts the postings were made from.
	Hash uint64
}

// facetNames are the facets that can be counted and filtered by. Their places
// are part of the index's form on disk.
var facetNames = [...]string{"kind", "domain", "layer", "phase", "fy", "service", "cause", "operator", "equipment", "applies"}

// facetCode is a facet, by its place, in the highest byte, and a value, by its
// place in a table.
type facetCode uint32

const facetShift = 24

func (c facetCode) facet() uint8 { return uint8(c >> facetShift) }
func (c facetCode) place() int   { return int(c & (1<<facetShift - 1)) }

// facetTable holds values of facets, each once.
type facetTable struct {
	values []string
	places map[string]int
}

func newFacetTable() *facetTable { return &facetTable{places: map[string]int{}} }

// code returns the code of a value, which it enters where it is new; ok is false
// where there are too many.
func (t *facetTable) code(facet uint8, value []byte) (c facetCode, ok bool) {
	at, known := t.places[string(value)]
	if !known {
		at = len(t.values)
		v := string(value)
		t.places[v], t.values = at, append(t.values, v)
	}
	return facetCode(facet)<<facetShift | facetCode(at), at < 1<<facetShift
}

// eachFacet returns the facets of the record, by their places, with their values.
func (r *record) eachFacet() iter.Seq2[uint8, string] {
	return func(yield func(uint8, string) bool) {
		for _, c := range r.facets {
			if !yield(c.facet(), r.table.values[c.place()]) {
				return
			}
		}
	}
}

// newRecord reads what is not text from a document.
func newRecord(doc kb.Document) *record {
	h := doc.Common()
	r := &record{ID: h.ID, Kind: h.Kind(), Title: h.Title, table: newFacetTable(), Date: noValue, Users: noValue, Minutes: noValue}
	for _, name := range facetNames {
		r.facet(name, h.Tags[name]...)
	}
	r.facet("kind", string(h.Kind()))
	r.facet("domain", h.Domain)
	r.links(h.Related)
	switch d := doc.(type) {
	case *kb.Case:
		r.ofCase(d)
	case *kb.Lesson:
		r.ofLesson(d)
	case *kb.Provision:
		r.facet("layer", string(d.Layer))
		r.Instrument, r.Articles = d.Instrument, articleNumbers(d)
		if d.Parent != "" {
			r.links([]kb.Link{{To: d.Parent}})
		}
	case *kb.Source:
		r.Date = published(d.Published)
	}
	slices.SortStableFunc(r.facets, func(a, b facetCode) int { return cmp.Compare(a.facet(), b.facet()) })
	return r
}

// domain is the document's field of knowledge; every document has one.
func (r *record) domain() string {
	for facet, value := range r.eachFacet() {
		if facetNames[facet] == "domain" {
			return value
		}
	}
	return ""
}

// facet adds values, each once and none empty.
func (r *record) facet(name string, values ...string) {
	at := uint8(slices.Index(facetNames[:], name))
	for _, v := range values {
		if v == "" {
			continue
		}
		if c, ok := r.table.code(at, []byte(v)); ok && !slices.Contains(r.facets, c) {
			r.facets = append(r.facets, c)
		}
	}
}

func (r *record) links(links []kb.Link) {
	for _, l := range links {
		id, _, _ := strings.Cut(l.To, "#")
		if id != "" && id != r.ID && !slices.Contains(r.Links, id) {
			r.Links = append(r.Links, id)
		}
	}
}

func (r *record) ofCase(c *kb.Case) {
	r.facet("fy", yearText(c.FiscalYear))
	for _, o := range c.Operators {
		r.facet("operator", o.ID)
	}
	if !c.Start.At.IsZero() {
		r.Date = c.Start.At.Unix()
	}
	if c.Duration.Minutes > 0 {
		r.Minutes = int64(c.Duration.Minutes)
	}
	r.Users = users(c.Affected)
}

// yearText writes a fiscal year; "" where the document has none.
func yearText(year int) string {
	if year == 0 {
		return ""
	}
	return strconv.Itoa(year)
}

// users is the largest count of people; a case counted in firms has none.
func users(affected []kb.Affected) int64 {
	most := int64(noValue)
	for _, a := range affected {
		n := a.Max
		if n == nil {
			n = a.Min
		}
		if n == nil || a.Unit != "人" {
			continue
		}
		most = max(most, int64(*n))
	}
	return most
}

func (r *record) ofLesson(l *kb.Lesson) {
	r.facet("fy", yearText(l.FiscalYear))
	r.facet("phase", string(l.Phase))
	r.links(l.Cases)
	r.links(l.Provisions)
	for _, s := range l.Statements {
		r.links(s.Cases)
		r.links(s.Provisions)
	}
}

// published reads a year, month or day.
func published(s string) int64 {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.ParseInLocation(layout, s, kb.JST); err == nil {
			return t.Unix()
		}
	}
	return noValue
}
