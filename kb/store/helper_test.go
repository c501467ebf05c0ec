package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"kyokun/kb/store"
	"kyokun/kb/store/storetest"
)

// open opens the store in dir; when the test ends it is checked and closed.
func open(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dir, store.Options{Now: storetest.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { checkAndClose(t, s) })
	return s
}

func checkAndClose(t testing.TB, s *store.Store) {
	t.Helper()
	if err := s.Check(context.WithoutCancel(t.Context())); err != nil {
		t.Errorf("check: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

// filled makes a store with a bundle of one provision and closes it.
func filled(t testing.TB) (dir, file string) {
	t.Helper()
	dir = t.TempDir()
	s, err := store.Open(t.Context(), dir, store.Options{Now: storetest.Now})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Import(t.Context(), "bundled", storetest.Bundle(map[int]string{1: "試験。"})); err != nil {
		t.Fatal(err)
	}
	checkAndClose(t, s)
	return dir, filepath.Join(dir, "kyokun.db")
}

// wantRefused opens the store in dir, which must fail with an error of the
// kind, and returns it.
func wantRefused(t *testing.T, dir string, kind error) *store.Error {
	t.Helper()
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err == nil {
		_ = s.Close()
		t.Fatalf("opened, want %v", kind)
	}
	var told *store.Error
	if !errors.Is(err, kind) || !errors.As(err, &told) {
		t.Fatalf("error %v, want %v", err, kind)
	}
	if told.Text().JA == "" || told.Text().EN == "" {
		t.Errorf("error has no text for the user: %+v", told.Text())
	}
	return told
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
