package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"kyokun/kb/store"
	"kyokun/kb/store/storetest"
)

// snapshotTo copies the store into a new folder and returns it.
func snapshotTo(t *testing.T, n *store.Snapshot) string {
	t.Helper()
	var b bytes.Buffer
	written, err := n.WriteTo(&b)
	if err != nil || written != n.Size() || int64(b.Len()) != n.Size() {
		t.Fatalf("wrote %d (%d arrived) of %d bytes: %v", written, b.Len(), n.Size(), err)
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "kyokun.db"), b.Bytes())
	return dir
}

// TestSnapshotIsOfOneInstant takes a snapshot, writes on, and copies it then.
func TestSnapshotIsOfOneInstant(t *testing.T) {
	s := open(t, t.TempDir())
	if _, err := s.Import(t.Context(), "bundled", storetest.Bundle(map[int]string{1: "前。"})); err != nil {
		t.Fatal(err)
	}
	n, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	before := n.Head()
	// Where the file has to grow, a writer waits for the snapshot to end.
	written := make(chan error, 1)
	go func() {
		for i := range 20 {
			if _, err := s.Import(t.Context(), "bundled", storetest.Bundle(map[int]string{1: fmt.Sprintf("後 %d。", i)})); err != nil {
				written <- err
				return
			}
		}
		written <- nil
	}()
	dir := snapshotTo(t, n)
	if err := n.Close(); err != nil {
		t.Error(err)
	}
	if err := <-written; err != nil {
		t.Error(err)
	}
	copied := open(t, dir)
	head, err := copied.Head(t.Context())
	if err != nil || head != before || copied.ID() != s.ID() || n.StoreID() != s.ID() {
		t.Errorf("the copy stands at %d of store %s (%v), want %d of %s", head, copied.ID(), err, before, s.ID())
	}
}

func TestReplaceKeepsWhatItReplaces(t *testing.T) {
	dir, file := filled(t)
	from, _ := filled(t)
	old, fresh := read(t, file), read(t, filepath.Join(from, "kyokun.db"))
	if err := os.Mkdir(filepath.Join(dir, "index"), 0o700); err != nil {
		t.Fatal(err)
	}
	aside, err := store.Replace(t.Context(), dir, from, storetest.Now(), "index")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(read(t, aside), old) || !bytes.Equal(read(t, file), fresh) {
		t.Error("the old store is not aside, or the new one not in its place")
	}
	if _, err := os.Stat(filepath.Join(dir, "index")); !os.IsNotExist(err) {
		t.Errorf("the index of the old store is still there: %v", err)
	}
	// A second one in the same second keeps both.
	again, _ := filled(t)
	second, err := store.Replace(t.Context(), dir, again, storetest.Now())
	if err != nil || second == aside || !bytes.Equal(read(t, second), fresh) {
		t.Errorf("the second restore kept %s: %v", second, err)
	}
	open(t, dir)
}

func TestReplaceRefusesAHeldStore(t *testing.T) {
	dir, file := filled(t)
	from, _ := filled(t)
	open(t, dir)
	old := read(t, file)
	if _, err := store.Replace(t.Context(), dir, from, storetest.Now(), "index"); !errors.Is(err, store.ErrLocked) {
		t.Errorf("error %v, want %v", err, store.ErrLocked)
	}
	if !bytes.Equal(read(t, file), old) {
		t.Error("the held store was touched")
	}
}

func TestReplaceOfDamagedAndMissing(t *testing.T) {
	dir, file := filled(t)
	write(t, file, []byte("壊れた"))
	from, _ := filled(t)
	aside, err := store.Replace(t.Context(), dir, from, storetest.Now())
	if err != nil || string(read(t, aside)) != "壊れた" {
		t.Errorf("damaged store: kept %q, error %v", aside, err)
	}
	open(t, dir)
	empty, more := t.TempDir(), ""
	more, _ = filled(t)
	if aside, err := store.Replace(t.Context(), empty, more, storetest.Now()); err != nil || aside != "" {
		t.Errorf("missing store: kept %q, error %v", aside, err)
	}
	open(t, empty)
}
