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
	w.number(uint64(len(r.Facets)))
	for _, f := range r.Facets {
		w.number(uint64(f.facet))
		w.text(f.value)
	}
	for _, v := range []*int64{r.Date, r.Users, r.Minutes} {
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

func (w *recordWriter) optional(v *int64) {
	if v == nil {
		w.number(0)
		return
	}
	w.number(1)
	w.b = binary.AppendVarint(w.b, *v)
}

// decodeRecord reads a record; known holds values of facets, so that each is
// kept in memory once.
func decodeRecord(b []byte, known map[string]string) (*record, error) {
	r := &recordReader{b: b, s: string(b)}
	out := &record{ID: r.text(), Title: r.text()}
	out.Kind = kb.KindOf(out.ID)
	out.Facets = make([]facetValue, r.count())
	for i := range out.Facets {
		out.Facets[i] = facetValue{uint8(r.number()), r.shared(known)}
		r.failed = r.failed || int(out.Facets[i].facet) >= len(facetNames)
	}
	for _, v := range []**int64{&out.Date, &out.Users, &out.Minutes} {
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

// recordReader reads from b, whose text is the end of s; texts share its memory.
type recordReader struct {
	b      []byte
	s      string
	failed bool
}

func (r *recordReader) take(n int) {
	r.b, r.s = r.b[n:], r.s[n:]
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
	s := r.s[:n]
	r.take(n)
	return s
}

// shared is a text that many records hold.
func (r *recordReader) shared(known map[string]string) string {
	s := r.text()
	if v, ok := known[s]; ok {
		return v
	}
	v := string([]byte(s)) // without the rest of the record
	known[v] = v
	return v
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

func (r *recordReader) optional() *int64 {
	if r.number() == 0 {
		return nil
	}
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.failed = true
		return nil
	}
	r.take(n)
	return &v
}
