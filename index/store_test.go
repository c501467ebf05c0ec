package index

import (
	"context"
	"os"
	"testing"

	"kyokun/kb"
	"kyokun/kb/store"
)

var _ Log = (*store.Store)(nil)

// TestFollowsTheStore runs the index on the log it is made for.
func TestFollowsTheStore(t *testing.T) {
	ctx := context.Background()
	s, err := store.Open(ctx, t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	files, err := kb.ReadFiles(os.DirFS("../content"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Import(ctx, "bundled", files); err != nil {
		t.Fatal(err)
	}
	x := open(t, s, t.TempDir())
	r := search(t, x, Query{Text: "輻輳"})
	head, err := s.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Hits) == 0 || x.State().Seq != head {
		t.Errorf("輻輳 finds %v at %d of %d", ids(r.Hits), x.State().Seq, head)
	}
}
