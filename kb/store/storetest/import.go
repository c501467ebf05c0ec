package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"kyokun/kb"
	"kyokun/kb/store"
)

// entry is what a test expects of a change, beside its number.
type entry struct {
	Op       kb.Op
	ID       string
	Revision int
}

// wantChanges compares changes that one import made, and checks what all of
// them must have.
func wantChanges(t *testing.T, got []kb.Change, first uint64, want ...entry) {
	t.Helper()
	var entries []entry
	for i, c := range got {
		entries = append(entries, entry{c.Op, c.ID, c.Revision})
		if c.Seq != first+uint64(i) || c.Actor != "bundled" || !c.Time.Equal(Now()) || c.Time.Location() != time.UTC {
			t.Errorf("change %d: %+v, want number %d by bundled at %v in UTC", i, c, first+uint64(i), Now())
		}
	}
	if !slices.Equal(entries, want) {
		t.Errorf("changes\n got %v\nwant %v", entries, want)
	}
}

func wantSummary(t *testing.T, s Store, number int, want string) {
	t.Helper()
	doc, err := s.Document(t.Context(), ProvisionID(number))
	if err != nil {
		t.Errorf("document %d: %v", number, err)
		return
	}
	if got := doc.Common().Summary; got != want {
		t.Errorf("summary of %d is %q, want %q", number, got, want)
	}
}

func testEmpty(t *testing.T, open Open) {
	s := start(t, open, t.TempDir())
	head, err := s.Head(t.Context())
	if err != nil || head != 0 {
		t.Errorf("head %d, %v; want 0", head, err)
	}
	changes, err := s.Changes(t.Context(), 0, 0)
	if err != nil || len(changes) != 0 {
		t.Errorf("changes %v, %v; want none", changes, err)
	}
	if _, err := s.Document(t.Context(), ProvisionID(1)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("document: %v, want ErrNotFound", err)
	}
	if _, err := s.Tags(t.Context()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("tags: %v, want ErrNotFound", err)
	}
	if _, err := s.Vocabulary(t.Context()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("vocabulary: %v, want ErrNotFound", err)
	}
}

func testFirstImport(t *testing.T, open Open) {
	s := start(t, open, t.TempDir())
	files := Bundle(map[int]string{1: "一つ目。", 2: "二つ目。"})
	done := fill(t, s, files)
	wantChanges(t, done.Changes, 1,
		entry{kb.OpPut, ProvisionID(1), 1}, entry{kb.OpPut, ProvisionID(2), 1}, entry{kb.OpPut, SourceID, 1},
		entry{kb.OpPut, kb.TagsID, 1}, entry{kb.OpPut, kb.VocabularyID, 1})
	if done.Head != 5 || len(done.Kept) != 0 {
		t.Errorf("head %d, kept %v; want 5, none", done.Head, done.Kept)
	}
	if want := files[3].Hash(); done.Changes[0].Hash != want {
		t.Errorf("hash %s, want that of the file, %s", done.Changes[0].Hash, want)
	}
	wantSummary(t, s, 1, "一つ目。")
	wantSummary(t, s, 2, "二つ目。")
	logged, err := s.Changes(t.Context(), 0, 0)
	if err != nil || !slices.Equal(logged, done.Changes) {
		t.Errorf("logged %v, %v; want what the import reported: %v", logged, err, done.Changes)
	}
	wantLists(t, s)
	wantLibrary(t, s, 5, ProvisionID(1), ProvisionID(2), SourceID)
}

func wantLists(t *testing.T, s Store) {
	t.Helper()
	list, err := s.Tags(t.Context())
	if err != nil {
		t.Errorf("tags: %v", err)
	} else if _, ok := list.Tag("domain", "telecom"); !ok {
		t.Errorf("tags %+v lack domain telecom", list)
	}
	terms, err := s.Vocabulary(t.Context())
	if err != nil {
		t.Errorf("vocabulary: %v", err)
	} else if len(terms.Terms) != 1 || terms.Terms[0].Term != "輻輳" {
		t.Errorf("vocabulary %+v, want 輻輳 alone", terms)
	}
	if _, err := s.Document(t.Context(), kb.TagsID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the list of tags as a document: %v, want ErrNotFound", err)
	}
}

func wantLibrary(t *testing.T, s Store, head uint64, ids ...string) {
	t.Helper()
	lib, at, err := s.Library(t.Context())
	if err != nil {
		t.Errorf("library: %v", err)
		return
	}
	var got []string
	for _, d := range lib.Documents() {
		got = append(got, d.Common().ID)
	}
	if at != head || !slices.Equal(got, ids) {
		t.Errorf("library at %d holds %v; want at %d %v", at, got, head, ids)
	}
}

func testSameImport(t *testing.T, open Open) {
	s := start(t, open, t.TempDir())
	files := Bundle(map[int]string{1: "一つ目。"})
	first := fill(t, s, files)
	slices.Reverse(files) // the order of the files says nothing
	again := fill(t, s, files)
	if again.Head != first.Head || len(again.Changes) != 0 {
		t.Errorf("second import %+v, want head %d and no changes", again, first.Head)
	}
}

func testChanged(t *testing.T, open Open) {
	s := start(t, open, t.TempDir())
	fill(t, s, Bundle(map[int]string{1: "古い。", 2: "同じ。"}))
	done := fill(t, s, Bundle(map[int]string{1: "新しい。", 2: "同じ。"}))
	wantChanges(t, done.Changes, 6, entry{kb.OpPut, ProvisionID(1), 2})
	wantSummary(t, s, 1, "新しい。")
	wantSummary(t, s, 2, "同じ。")
	// Back to the old words: a revision of its own, although the bytes are known.
	done = fill(t, s, Bundle(map[int]string{1: "古い。", 2: "同じ。"}))
	wantChanges(t, done.Changes, 7, entry{kb.OpPut, ProvisionID(1), 3})
	wantSummary(t, s, 1, "古い。")
}

func testVanishedAndBack(t *testing.T, open Open) {
	s := start(t, open, t.TempDir())
	both := Bundle(map[int]string{1: "残る。", 2: "消える。"})
	fill(t, s, both)
	done := fill(t, s, Bundle(map[int]string{1: "残る。"}))
	wantChanges(t, done.Changes, 6, entry{kb.OpWithdraw, ProvisionID(2), 1})
	if want := both[4].Hash(); done.Changes[0].Hash != want {
		t.Errorf("withdrawn hash %s, want that of the revision, %s", done.Changes[0].Hash, want)
	}
	if _, err := s.Document(t.Context(), ProvisionID(2)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("withdrawn document: %v, want ErrNotFound", err)
	}
	wantLibrary(t, s, 6, ProvisionID(1), SourceID)

	if again := fill(t, s, Bundle(map[int]string{1: "残る。"})); len(again.Changes) != 0 {
		t.Errorf("withdrawn twice: %v", again.Changes)
	}
	done = fill(t, s, both)
	wantChanges(t, done.Changes, 7, entry{kb.OpPut, ProvisionID(2), 2})
	wantSummary(t, s, 2, "消える。")
}

func testListChanged(t *testing.T, open Open) {
	s := start(t, open, t.TempDir())
	files := Bundle(nil)
	fill(t, s, files)
	files[1].Data = append(slices.Clone(files[1].Data), "  - term: 迂回\n    reading: ウカイ\n    en: detour\n"...)
	done := fill(t, s, files)
	wantChanges(t, done.Changes, 4, entry{kb.OpPut, kb.VocabularyID, 2})
	terms, err := s.Vocabulary(t.Context())
	if err != nil || len(terms.Terms) != 2 {
		t.Errorf("vocabulary %+v, %v; want two terms", terms, err)
	}
}
