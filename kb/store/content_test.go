package store_test

import (
	"errors"
	"os"
	"testing"

	"kyokun/kb"
	"kyokun/kb/store"
)

// TestRealContent imports the content of the release and reads it back.
func TestRealContent(t *testing.T) {
	files, err := kb.ReadFiles(os.DirFS("../../content"))
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, t.TempDir())
	done, err := s.Import(t.Context(), "bundled", files)
	if err != nil {
		t.Fatal(err)
	}
	if len(done.Changes) != len(files) || len(files) < 3 {
		t.Errorf("%d changes of %d files", len(done.Changes), len(files))
	}
	lib, head, err := s.Library(t.Context())
	if err != nil || head != uint64(len(files)) {
		t.Fatalf("library at %d, %v; want %d", head, err, len(files))
	}
	if got, want := len(lib.Documents()), len(files)-4; got != want {
		t.Errorf("%d documents, want %d", got, want)
	}
	if rules, err := s.Duty(t.Context()); err != nil || len(rules.Serious) != len(lib.Duty().Serious) || len(rules.Serious) == 0 {
		t.Errorf("rules of the report duty read alone: %v, differ from the library's", err)
	}
	if _, err := s.Document(t.Context(), kb.DutyID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the rules of the report duty as a document: %v, want ErrNotFound", err)
	}
	if stats, err := s.Statistics(t.Context()); err != nil || len(stats.Tables) != len(lib.Statistics().Tables) || len(stats.Tables) == 0 {
		t.Errorf("statistics read alone: %v, differ from the library's", err)
	}
	for _, d := range lib.Documents() {
		id := d.Common().ID
		alone, err := s.Document(t.Context(), id)
		if err != nil || alone.Common().Body != d.Common().Body || alone.Common().Path != d.Common().Path {
			t.Errorf("%s read alone: %v, differs from the library's", id, err)
		}
	}
	if again, err := s.Import(t.Context(), "bundled", files); err != nil || len(again.Changes) != 0 {
		t.Errorf("second import: %+v, %v", again, err)
	}
}
