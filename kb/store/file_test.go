package store_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"kyokun/kb/store"
	"kyokun/kb/store/storetest"
)

func TestSameImportLeavesFileUntouched(t *testing.T) {
	dir, file := filled(t)
	long := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(file, long, long); err != nil {
		t.Fatal(err)
	}
	before := read(t, file)
	s, err := store.Open(t.Context(), dir, store.Options{Now: storetest.Now})
	if err != nil {
		t.Fatal(err)
	}
	done, err := s.Import(t.Context(), "bundled", storetest.Bundle(map[int]string{1: "試験。"}))
	if err != nil || len(done.Changes) != 0 || done.Head != 4 {
		t.Errorf("import %+v, %v; want no changes at head 4", done, err)
	}
	checkAndClose(t, s)
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if !info.ModTime().Equal(long) {
		t.Errorf("written to at %v", info.ModTime())
	}
	if !bytes.Equal(read(t, file), before) {
		t.Error("bytes differ")
	}
}

func TestPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such permissions")
	}
	dir := filepath.Join(t.TempDir(), "new", "data")
	open(t, dir)
	for name, want := range map[string]os.FileMode{
		dir:                                      fs.ModeDir | 0o700,
		filepath.Join(dir, "kyokun.db"):          0o600,
		filepath.Join(dir, "kyokun.holder.json"): 0o600,
	} {
		info, err := os.Stat(name)
		if err != nil {
			t.Error(err)
		} else if info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", name, info.Mode(), want)
		}
	}
}

func TestFolderIsAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, []byte("x"))
	_, err := store.Open(t.Context(), file, store.Options{})
	var told *store.Error
	if !errors.As(err, &told) || told.Kind != nil || told.Text().JA == "" {
		t.Errorf("error %v, want one with a text and without a kind", err)
	}
}

func TestEmptyFileBecomesStore(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "kyokun.db"), nil) // all that a crash may leave at first start
	if s := open(t, dir); s.ID() == "" {
		t.Error("store has no id")
	}
}

func TestCloseTwice(t *testing.T) {
	dir, _ := filled(t)
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkAndClose(t, s)
	open(t, dir)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if wantRefused(t, dir, store.ErrLocked).Holder == nil {
		t.Error("the second close of one store removed the record of the next holder")
	}
	if _, err := s.Head(t.Context()); err == nil {
		t.Error("a closed store answered")
	}
}
