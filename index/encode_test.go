package index

import (
	"reflect"
	"slices"
	"testing"
)

// TestRecordRoundTrip holds that the record of every document comes back as it
// was written, and that one cut short or garbled is refused, not misread.
func TestRecordRoundTrip(t *testing.T) {
	for _, doc := range library(t).Documents() {
		want := newRecord(doc)
		want.Lens, want.Told, want.Hash = [zoneCount]int{1, 200, 30_000, 4}, 77, 1<<63+5
		b := want.encode()
		got, err := decodeRecord(b, newFacetTable())
		if err != nil {
			t.Fatalf("%s: %v", want.ID, err)
		}
		facets := func(r *record) (out []string) {
			for facet, value := range r.eachFacet() {
				out = append(out, facetNames[facet]+"="+value)
			}
			return out
		}
		if !slices.Equal(facets(got), facets(want)) || len(facets(got)) == 0 {
			t.Fatalf("facets %v come back as %v", facets(want), facets(got))
		}
		got.facets, got.table = want.facets, want.table // codes go by the table
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v comes back as %+v", want, got)
		}
		for n := range b {
			if _, err := decodeRecord(b[:n], newFacetTable()); err == nil {
				t.Fatalf("%s: %d bytes of %d are read", want.ID, n, len(b))
			}
		}
	}
}

// FuzzRecord holds that no bytes make the decoder panic or take much memory.
func FuzzRecord(f *testing.F) {
	for _, doc := range library(f).Documents()[:5] {
		f.Add(newRecord(doc).encode())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := decodeRecord(b, newFacetTable())
		if err == nil && r == nil {
			t.Error("neither a record nor an error")
		}
	})
}
