package store_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"kyokun/kb"
	"kyokun/kb/store"
)

// passages is a file of the passages of one source, of about so many bytes.
func passages(source string, size, revision int) store.Draft {
	var b bytes.Buffer
	text := strings.Repeat("原文", 10_000)
	for n := 1; b.Len() < size; n++ {
		fmt.Fprintf(&b, "{\"source\":%q,\"position\":%d,\"text\":%q}\n", source, n, text)
	}
	return store.Draft{File: kb.DocumentFile(kb.PassagesID(source)+".jsonl", b.Bytes()), Revision: revision}
}

// TestPutPassages: the text of a source is put, revised and withdrawn as a
// document is; it may be larger, and its conflicts do not recite it.
func TestPutPassages(t *testing.T) {
	const source = "source-own-report"
	s := withBundle(t)
	if done := put(t, s, passages(source, 2<<20, 0)); len(done.Changes) != 1 || done.Changes[0].ID != kb.PassagesID(source) {
		t.Fatalf("%+v", done)
	}
	text := func() *kb.Passages {
		lib, _, err := s.Library(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return lib.Passages()
	}
	before := text().Count(source)
	if before < 30 {
		t.Errorf("the library has %d passages", before)
	}
	_, err := s.Put(t.Context(), user, []store.Draft{passages(source, 1, 0)})
	if c := told(t, err, store.ErrConflict).Conflicts; len(c) != 1 || len(c[0].Difference) != 0 {
		t.Errorf("conflicts %+v", c)
	}
	_, err = s.Put(t.Context(), user, []store.Draft{passages(source, 8<<20+1, 1)})
	if p := told(t, err, store.ErrFaulty).Problems; len(p) != 1 || !strings.Contains(p[0].Message.JA, "8 MiB") {
		t.Errorf("problems %+v", p)
	}
	wrong := passages(source, 1, 0)
	wrong.File.Path = kb.PathOf(kb.PassagesID("source-other"))
	_, err = s.Put(t.Context(), user, []store.Draft{wrong, draft(7, "自社。", 0)})
	told(t, err, store.ErrFaulty)
	if text().Count(source) != before || text().Holds("source-other") {
		t.Error("a refused put changed the passages")
	}
	if _, err := s.Document(t.Context(), kb.PassagesID(source)); err == nil {
		t.Error("passages pass for a document")
	}
	put(t, s, passages(source, 1, 1))
	if n := text().Count(source); n != 1 {
		t.Errorf("after the second revision: %d passages", n)
	}
	if _, err := s.Withdraw(t.Context(), user, 2, kb.PassagesID(source)); err != nil {
		t.Fatal(err)
	}
	if text().Holds(source) {
		t.Error("withdrawn passages are in view")
	}
	if f, err := s.Revision(t.Context(), kb.PassagesID(source), 1); err != nil || len(f.Data) < 2<<20 {
		t.Errorf("the first revision: %d bytes, error %v", len(f.Data), err)
	}
}
