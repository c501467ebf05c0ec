package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"kyokun/kb/store"
)

func testRefused(t *testing.T, open Open) {
	s := start(t, open, t.TempDir())
	fill(t, s, Bundle(map[int]string{1: "よい。"}))
	_, err := s.Import(t.Context(), "bundled", Faulty(map[int]string{1: "変わった。", 2: "増えた。"}))
	if !errors.Is(err, store.ErrFaulty) {
		t.Fatalf("import of faulty content: %v, want ErrFaulty", err)
	}
	wantProblems(t, err)
	wantSummary(t, s, 1, "よい。")
	wantLibrary(t, s, 4, ProvisionID(1), SourceID)

	doubled := append(Bundle(nil), Bundle(nil)[2])
	if _, err := s.Import(t.Context(), "bundled", doubled); err == nil {
		t.Error("two files with one id were accepted")
	}
	wantLibrary(t, s, 4, ProvisionID(1), SourceID)
}

// wantProblems finds the faulty file named in both languages.
func wantProblems(t *testing.T, err error) {
	t.Helper()
	var told *store.Error
	if !errors.As(err, &told) {
		t.Fatalf("%v is no *store.Error", err)
	}
	const file = "provisions/provision-technical-faulty.md"
	named := false
	for _, p := range told.Problems {
		named = named || p.File == file
	}
	if !named || !strings.Contains(told.Text().JA, file) || !strings.Contains(told.Text().EN, file) {
		t.Errorf("problems %v, text %+v do not name %s", told.Problems, told.Text(), file)
	}
}

func testNothingToImport(t *testing.T, open Open) {
	s := start(t, open, t.TempDir())
	fill(t, s, Bundle(map[int]string{1: "ある。"}))
	if _, err := s.Import(t.Context(), "bundled", nil); err == nil {
		t.Error("an import of no files was accepted: it would withdraw everything")
	}
	if _, err := s.Import(t.Context(), "", Bundle(nil)); err == nil {
		t.Error("an import by nobody was accepted")
	}
	wantLibrary(t, s, 4, ProvisionID(1), SourceID)
}

func testCancelled(t *testing.T, open Open) {
	s := start(t, open, t.TempDir())
	fill(t, s, Bundle(map[int]string{1: "前。"}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Import(ctx, "bundled", Bundle(map[int]string{1: "後。"}))
	wantCancelled(t, "import", err)
	_, err = s.Head(ctx)
	wantCancelled(t, "head", err)
	_, err = s.Changes(ctx, 0, 0)
	wantCancelled(t, "changes", err)
	_, err = s.Document(ctx, ProvisionID(1))
	wantCancelled(t, "document", err)
	_, _, err = s.Library(ctx)
	wantCancelled(t, "library", err)
	wantCancelled(t, "check", s.Check(ctx))
	wantSummary(t, s, 1, "前。")
}

func wantCancelled(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%s: %v, want context.Canceled", what, err)
	}
}

func testReopened(t *testing.T, open Open) {
	dir := t.TempDir()
	first, err := open(dir, Now)
	if err != nil {
		t.Fatal(err)
	}
	done := fill(t, first, Bundle(map[int]string{1: "残る。"}))
	id := first.ID()
	finish(t, first)

	again := start(t, open, dir)
	if again.ID() != id || id == "" {
		t.Errorf("id %q after reopening, want %q", again.ID(), id)
	}
	logged, err := again.Changes(t.Context(), 0, 0)
	if err != nil || !slices.Equal(logged, done.Changes) {
		t.Errorf("changes %v, %v; want %v", logged, err, done.Changes)
	}
	wantSummary(t, again, 1, "残る。")
	if other := start(t, open, t.TempDir()); other.ID() == id {
		t.Error("two stores have the same id")
	}
}

func testPaging(t *testing.T, open Open) {
	s := start(t, open, t.TempDir())
	all := fill(t, s, Bundle(map[int]string{1: "一。", 2: "二。", 3: "三。"})).Changes
	for _, c := range []struct{ after, limit, from, to int }{
		{0, 0, 0, 6}, {0, 2, 0, 2}, {2, 3, 2, 5}, {5, 9, 5, 6}, {6, 1, 6, 6}, {99, 0, 6, 6},
	} {
		got, err := s.Changes(t.Context(), uint64(c.after), c.limit)
		if err != nil || !slices.Equal(got, all[c.from:c.to]) {
			t.Errorf("after %d, limit %d: %v, %v; want %v", c.after, c.limit, got, err, all[c.from:c.to])
		}
	}
}
