package index

import (
	"reflect"
	"testing"

	"kyokun/kb"
)

// TestMemoryIsUsedAgain makes sure that what is made of a document does not
// change when the room in which it was made is used for others.
func TestMemoryIsUsedAgain(t *testing.T) {
	lib := library(t)
	a, x := testAnalyzer(t, lib.Vocabulary()), extractor{lib.Tags()}
	var docs []kb.Document
	for i, d := range lib.Documents() {
		if i%10 == 0 {
			docs = append(docs, d)
		}
	}
	m := a.remember()
	made := make([]*posted, len(docs))
	for i, d := range docs {
		made[i] = m.prepare(x, d)
	}
	for i, d := range docs {
		if !reflect.DeepEqual(made[i], a.prepare(x, d)) {
			t.Errorf("%s differs from what is made of it alone", d.Common().ID)
		}
	}
}
