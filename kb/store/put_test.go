package store_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"kyokun/kb"
	"kyokun/kb/store"
	"kyokun/kb/store/storetest"
)

var user = store.Author{Actor: "tanaka", Reason: "初版"}

// draft is a provision of the user's own.
func draft(number int, summary string, revision int) store.Draft {
	files := storetest.Bundle(map[int]string{number: summary})
	return store.Draft{File: files[len(files)-1], Revision: revision}
}

// withBundle opens a store with a bundle of provision 1.
func withBundle(t *testing.T) *store.Store {
	t.Helper()
	s := open(t, t.TempDir())
	if _, err := s.Import(t.Context(), kb.BundledActor, storetest.Bundle(map[int]string{1: "付属。"})); err != nil {
		t.Fatal(err)
	}
	return s
}

func put(t *testing.T, s *store.Store, drafts ...store.Draft) store.Written {
	t.Helper()
	done, err := s.Put(t.Context(), user, drafts)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// told finds the error of the kind; any, where that is nil.
func told(t *testing.T, err, kind error) *store.Error {
	t.Helper()
	var e *store.Error
	if !errors.As(err, &e) || kind != nil && !errors.Is(err, kind) {
		t.Fatalf("%v, want %v", err, kind)
	}
	return e
}

func summaryOf(t *testing.T, s *store.Store, number int) string {
	t.Helper()
	d, err := s.Document(t.Context(), storetest.ProvisionID(number))
	if err != nil {
		t.Fatal(err)
	}
	return d.Common().Summary
}

func TestPutAndRevise(t *testing.T) {
	s := withBundle(t)
	done := put(t, s, draft(7, "一。", 0), draft(8, "二。", 0))
	if len(done.Changes) != 2 || done.Head != 6 || done.Changes[0].Actor != "tanaka" || done.Changes[0].Reason != "初版" {
		t.Errorf("%+v", done)
	}
	done = put(t, s, draft(7, "直した。", 1), draft(8, "二。", 0)) // the second is as it was: no revision is asked for
	if len(done.Changes) != 1 || done.Changes[0].Revision != 2 || !slices.Equal(done.Unchanged, []string{storetest.ProvisionID(8)}) {
		t.Errorf("%+v", done)
	}
	if got := summaryOf(t, s, 7); got != "直した。" {
		t.Errorf("summary %q", got)
	}
}

// TestPutAllOrNothing puts a good and a faulty document: none is stored, and
// the message names file, line and field.
func TestPutAllOrNothing(t *testing.T) {
	s := withBundle(t)
	bad := draft(8, "二。", 0)
	bad.File.Data = bytes.Replace(bad.File.Data, []byte("layer: technical"), []byte("layer: none"), 1)
	_, err := s.Put(t.Context(), user, []store.Draft{draft(7, "一。", 0), bad})
	e := told(t, err, store.ErrFaulty)
	if len(e.Problems) == 0 || e.Problems[0].File != bad.File.Path || e.Problems[0].Field != "layer" || e.Problems[0].Line < 2 {
		t.Errorf("%+v", e.Problems)
	}
	if head, _ := s.Head(t.Context()); head != 4 {
		t.Errorf("head %d: something was written", head)
	}
}

func TestPutConflict(t *testing.T) {
	s := withBundle(t)
	put(t, s, draft(7, "一。", 0))
	put(t, s, draft(7, "先の人。", 1))
	for based, want := range map[int]string{0: "既にあります", 1: "もとにした第1版から変わっています"} {
		_, err := s.Put(t.Context(), user, []store.Draft{draft(8, "別。", 0), draft(7, "後の人。", based)})
		e := told(t, err, store.ErrConflict)
		if len(e.Conflicts) != 1 || e.Conflicts[0].Current.Revision != 2 || e.Conflicts[0].Based != based || !strings.Contains(e.Text().JA, want) {
			t.Fatalf("%+v: %s", e.Conflicts, e.Text().JA)
		}
		var shown []string
		for _, l := range e.Conflicts[0].Difference[0].Lines {
			if l.Op != " " {
				shown = append(shown, l.Op+l.Text)
			}
		}
		if !slices.Equal(shown, []string{"-summary: 先の人。", "+summary: 後の人。"}) {
			t.Errorf("the difference is %q", shown)
		}
	}
	_, err := s.Put(t.Context(), user, []store.Draft{draft(9, "無い。", 3)})
	if e := told(t, err, store.ErrConflict); !strings.Contains(e.Text().EN, "there is no") {
		t.Error(e.Text().EN)
	}
	if got := summaryOf(t, s, 7); got != "先の人。" {
		t.Errorf("summary %q", got)
	}
}

func TestBundledIsReadOnly(t *testing.T) {
	s := withBundle(t)
	_, err := s.Put(t.Context(), user, []store.Draft{draft(1, "変えた。", 1)})
	told(t, err, store.ErrReadOnly)
	_, err = s.Withdraw(t.Context(), user, 0, storetest.ProvisionID(1))
	told(t, err, store.ErrReadOnly)
	if _, err := s.Put(t.Context(), store.Author{Actor: kb.BundledActor}, []store.Draft{draft(7, "偽。", 0)}); err == nil {
		t.Error("a user wrote under the name of the releases")
	}
}

func TestWithdraw(t *testing.T) {
	s := withBundle(t)
	id := storetest.ProvisionID(7)
	put(t, s, draft(7, "一。", 0))
	if _, err := s.Withdraw(t.Context(), store.Author{Actor: "tanaka"}, 0, id); err == nil {
		t.Error("withdrawn without a reason")
	}
	_, err := s.Withdraw(t.Context(), user, 5, id)
	told(t, err, store.ErrConflict)
	done, err := s.Withdraw(t.Context(), store.Author{Actor: "sato", Reason: "重複"}, 1, id, id)
	if err != nil || len(done.Changes) != 1 || done.Changes[0].Reason != "重複" {
		t.Fatalf("%+v, %v", done, err)
	}
	_, err = s.Withdraw(t.Context(), user, 0, id)
	told(t, err, store.ErrNotFound)
	// Never deleted: the revision is there, and a new one brings it back.
	if f, err := s.Revision(t.Context(), id, 1); err != nil || !bytes.Contains(f.Data, []byte("一。")) {
		t.Errorf("%s, %v", f.Data, err)
	}
	put(t, s, draft(7, "一。", 1))
	if got := summaryOf(t, s, 7); got != "一。" {
		t.Errorf("summary %q", got)
	}
	h, err := s.History(t.Context(), id)
	if err != nil || len(h) != 3 || h[0].Revision != 2 || h[1].Op != kb.OpWithdraw || !h[2].Own || h[2].Path != "provisions/"+id+".md" {
		t.Errorf("%+v, %v", h, err)
	}
}

// TestWithdrawLinked: what another document links to stays, unless both go.
func TestWithdrawLinked(t *testing.T) {
	s := withBundle(t)
	linking := draft(8, "二。", 0)
	linking.File.Data = bytes.Replace(linking.File.Data, []byte("layer:"),
		[]byte("related: [{to: "+storetest.ProvisionID(7)+", by: editor, confidence: high, why: 試験。}]\nlayer:"), 1)
	put(t, s, linking, draft(7, "一。", 0)) // the target comes in the same put
	_, err := s.Withdraw(t.Context(), user, 0, storetest.ProvisionID(7))
	if e := told(t, err, store.ErrFaulty); e.Problems[0].File != linking.File.Path || e.Problems[0].Field != "related[0].to" {
		t.Errorf("%+v", e.Problems)
	}
	if _, err := s.Withdraw(t.Context(), user, 0, storetest.ProvisionID(7), storetest.ProvisionID(8)); err != nil {
		t.Error(err)
	}
}

// TestLibraryAt looks back at each moment of a document's life.
func TestLibraryAt(t *testing.T) {
	now := storetest.Now()
	s, err := store.Open(t.Context(), t.TempDir(), store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { checkAndClose(t, s) })
	if _, err := s.Import(t.Context(), kb.BundledActor, storetest.Bundle(map[int]string{1: "付属。"})); err != nil {
		t.Fatal(err)
	}
	day := func(n int) { now = storetest.Now().AddDate(0, 0, n) }
	day(1)
	put(t, s, draft(7, "一。", 0))
	day(2)
	put(t, s, draft(7, "二。", 1))
	day(3)
	if _, err := s.Withdraw(t.Context(), user, 0, storetest.ProvisionID(7)); err != nil {
		t.Fatal(err)
	}
	for n, want := range []string{"", "一。", "二。", "", ""} {
		head, err := s.HeadAt(t.Context(), storetest.Now().AddDate(0, 0, n))
		if err != nil {
			t.Fatal(err)
		}
		lib, err := s.LibraryAt(t.Context(), head)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if d, ok := lib.Document(storetest.ProvisionID(7)); ok {
			got = d.Common().Summary
		}
		if got != want || len(lib.Provisions()) == 0 {
			t.Errorf("day %d at %d: %q, want %q", n, head, got, want)
		}
	}
	if head, err := s.HeadAt(t.Context(), storetest.Now().AddDate(-1, 0, 0)); err != nil || head != 0 {
		t.Errorf("head %d, %v before the first", head, err)
	}
}

// ownTags are tags of the user's own, for a facet of the bundle.
func ownTags(facet string) store.Draft {
	return store.Draft{File: kb.DocumentFile("own-tags.yaml", []byte("facets:\n  - {id: "+facet+", ja: 分野, en: Field, tags: [{id: own-field, ja: 社内, en: In-house}, {id: telecom, ja: 別の名, en: Other}]}\n"))}
}

// TestOwnTags puts a document together with the tag that it needs.
func TestOwnTags(t *testing.T) {
	s := withBundle(t)
	tagged := draft(7, "一。", 0)
	tagged.File.Data = bytes.Replace(tagged.File.Data, []byte("domain: telecom"), []byte("domain: own-field"), 1)
	_, err := s.Put(t.Context(), user, []store.Draft{tagged})
	told(t, err, store.ErrFaulty)
	_, err = s.Put(t.Context(), user, []store.Draft{ownTags("none")})
	if e := told(t, err, store.ErrFaulty); e.Problems[0].File != "own-tags.yaml" || e.Problems[0].Field != "facets[0].id" {
		t.Errorf("%+v", e.Problems)
	}
	put(t, s, tagged, ownTags("domain"))
	list, err := s.Tags(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	lib, _, err := s.Library(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []*kb.TagList{list, lib.Tags()} {
		tag, ok := l.Tag("domain", "own-field")
		if bundled, _ := l.Tag("domain", "telecom"); !ok || tag.JA != "社内" || bundled.JA != "電気通信" {
			t.Errorf("tags are %+v", l.Facets)
		}
	}
	// A release leaves them alone; what uses them keeps them.
	if done, err := s.Import(t.Context(), kb.BundledActor, storetest.Bundle(map[int]string{1: "付属。"})); err != nil || len(done.Changes) != 0 {
		t.Errorf("%+v, %v", done, err)
	}
	_, err = s.Withdraw(t.Context(), user, 0, kb.OwnTagsID)
	told(t, err, store.ErrFaulty)
	if v, err := s.Verify(t.Context()); err != nil || len(v.Findings) > 0 {
		t.Errorf("%+v, %v", v.Findings, err)
	}
}
