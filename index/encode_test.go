package index

import (
	"reflect"
	"testing"
)

// TestRecordRoundTrip holds that the record of every document comes back as it
// was written, and that one cut short or garbled is refused, not misread.
func TestRecordRoundTrip(t *testing.T) {
	for _, doc := range library(t).Documents() {
		want := newRecord(doc)
		want.Lens, want.Told, want.Hash = [zoneCount]int{1, 200, 30_000, 4}, 77, 1<<63+5
		b := want.encode()
		got, err := decodeRecord(b, map[string]string{})
		if err != nil {
			t.Fatalf("%s: %v", want.ID, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v comes back as %+v", want, got)
		}
		for n := range b {
			if _, err := decodeRecord(b[:n], map[string]string{}); err == nil {
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
		r, err := decodeRecord(b, map[string]string{})
		if err == nil && r == nil {
			t.Error("neither a record nor an error")
		}
	})
}
