package index

import (
	"cmp"
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
	ID     string
	Kind   kb.Kind
	Title  string
	Facets []facetValue
	// Date is the day in Unix seconds, Users and Minutes the size of an
	// accident; nil where the document has none.
	Date    *int64
	Users   *int64
	Minutes *int64
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

// facetValue is one value of one facet, which is named by its place.
type facetValue struct {
	facet uint8
	value string
}

// newRecord reads what is not text from a document.
func newRecord(doc kb.Document) *record {
	h := doc.Common()
	r := &record{ID: h.ID, Kind: h.Kind(), Title: h.Title}
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
	slices.SortStableFunc(r.Facets, func(a, b facetValue) int { return cmp.Compare(a.facet, b.facet) })
	return r
}

// domain is the document's field of knowledge; every document has one.
func (r *record) domain() string {
	for _, f := range r.Facets {
		if facetNames[f.facet] == "domain" {
			return f.value
		}
	}
	return ""
}

// facet adds values, each once and none empty.
func (r *record) facet(name string, values ...string) {
	at := uint8(slices.Index(facetNames[:], name))
	for _, v := range values {
		if f := (facetValue{at, v}); v != "" && !slices.Contains(r.Facets, f) {
			r.Facets = append(r.Facets, f)
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
		date := c.Start.At.Unix()
		r.Date = &date
	}
	if c.Duration.Minutes > 0 {
		minutes := int64(c.Duration.Minutes)
		r.Minutes = &minutes
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
func users(affected []kb.Affected) *int64 {
	var most *int64
	for _, a := range affected {
		n := a.Max
		if n == nil {
			n = a.Min
		}
		if n == nil || a.Unit != "人" {
			continue
		}
		if v := int64(*n); most == nil || v > *most {
			most = &v
		}
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
func published(s string) *int64 {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.ParseInLocation(layout, s, kb.JST); err == nil {
			v := t.Unix()
			return &v
		}
	}
	return nil
}
