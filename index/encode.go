package index

import (
	"encoding/binary"
	"errors"
	"fmt"

	"kyokun/kb"
)

// A record is written as numbers in varints and texts with their lengths, in
// the order of its fields: it is read for every document when an index is opened.

// encode writes the record.
func (r *record) encode() []byte {
	w := recordWriter{}
	w.text(r.ID)
	w.text(r.Title)
	w.number(uint64(len(r.facets)))
	for facet, value := range r.eachFacet() {
		w.number(uint64(facet))
		w.text(value)
	}
	for _, v := range []int64{r.Date, r.Users, r.Minutes} {
		w.optional(v)
	}
	w.texts(r.Links)
	w.text(r.Instrument)
	w.texts(r.Articles)
	for _, n := range r.Lens {
		w.number(uint64(n))
	}
	w.number(uint64(r.Told))
	w.b = binary.LittleEndian.AppendUint64(w.b, r.Hash)
	return w.b
}

type recordWriter struct{ b []byte }

func (w *recordWriter) number(n uint64) { w.b = binary.AppendUvarint(w.b, n) }

func (w *recordWriter) text(s string) {
	w.number(uint64(len(s)))
	w.b = append(w.b, s...)
}

func (w *recordWriter) texts(list []string) {
	w.number(uint64(len(list)))
	for _, s := range list {
		w.text(s)
	}
}

func (w *recordWriter) optional(v int64) {
	if v == noValue {
		w.number(0)
		return
	}
	w.number(1)
	w.b = binary.AppendVarint(w.b, v)
}

// decodeRecord reads a record, the values of facets into a table.
func decodeRecord(b []byte, table *facetTable) (*record, error) {
	r := &recordReader{b: b}
	r.take(r.count())
	r.take(r.count())
	r.s, r.b = string(b[:len(b)-len(r.b)]), b // id and title, in one piece
	out := &record{ID: r.text(), Title: r.text(), table: table}
	out.Kind = kb.KindOf(out.ID)
	out.facets = make([]facetCode, r.count())
	for i := range out.facets {
		out.facets[i] = r.facet(table)
	}
	for _, v := range []*int64{&out.Date, &out.Users, &out.Minutes} {
		*v = r.optional()
	}
	out.Links = r.texts()
	out.Instrument = r.text()
	out.Articles = r.texts()
	for i := range out.Lens {
		out.Lens[i] = int(r.number())
	}
	out.Told = int(r.number())
	if r.failed || len(r.b) != 8 {
		return nil, fmt.Errorf("decoding a record: %w", errRecord)
	}
	out.Hash = binary.LittleEndian.Uint64(r.b)
	return out, nil
}

var errRecord = errors.New("it is cut short or garbled")

// recordReader reads from b; texts share the memory of s as far as that goes, which
// is the beginning of b, and have their own beyond.
type recordReader struct {
	b      []byte
	s      string
	failed bool
}

func (r *recordReader) take(n int) {
	r.b, r.s = r.b[n:], r.s[min(n, len(r.s)):]
}

func (r *recordReader) number() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.failed = true
		return 0
	}
	r.take(n)
	return v
}

// count is a number of things each of which takes a byte or more.
func (r *recordReader) count() int {
	n := r.number()
	if n > uint64(len(r.b)) {
		r.failed = true
		return 0
	}
	return int(n)
}

func (r *recordReader) text() string {
	n := r.count()
	defer r.take(n)
	if n <= len(r.s) {
		return r.s[:n]
	}
	return string(r.b[:n])
}

func (r *recordReader) facet(table *facetTable) facetCode {
	facet, n := r.number(), r.count()
	value := r.b[:n]
	r.take(n)
	if r.failed || facet >= uint64(len(facetNames)) {
		r.failed = true
		return 0
	}
	c, ok := table.code(uint8(facet), value)
	r.failed = r.failed || !ok
	return c
}

func (r *recordReader) texts() []string {
	n := r.count()
	if n == 0 {
		return nil
	}
	out := make([]string, n)
	for i := range out {
		out[i] = r.text()
	}
	return out
}

func (r *recordReader) optional() int64 {
	if r.number() == 0 {
		return noValue
	}
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.failed = true
		return noValue
	}
	r.take(n)
	return v
}
