// Package storetest is the contract of the document store, as tests that any
// implementation must pass.
package storetest

import (
	"context"
	"testing"
	"time"

	"kyokun/kb"
	"kyokun/kb/store"
)

// Store is what the contract asks of a store.
type Store interface {
	ID() string
	Import(ctx context.Context, actor string, files []kb.File) (store.Imported, error)
	Head(ctx context.Context) (uint64, error)
	Changes(ctx context.Context, after uint64, limit int) ([]kb.Change, error)
	Document(ctx context.Context, id string) (kb.Document, error)
	Tags(ctx context.Context) (*kb.TagList, error)
	Vocabulary(ctx context.Context) (*kb.Vocabulary, error)
	Library(ctx context.Context) (*kb.Library, uint64, error)
	Check(ctx context.Context) error
	Close() error
}

// Open opens the store that is kept in dir, with the clock.
type Open func(dir string, now func() time.Time) (Store, error)

// Now is the clock of the contract: a fixed minute, in Japan.
func Now() time.Time { return time.Date(2026, 4, 1, 9, 0, 0, 0, kb.JST) }

// Run holds the store that open opens against the contract.
func Run(t *testing.T, open Open) {
	for name, test := range map[string]func(*testing.T, Open){
		"Empty":             testEmpty,
		"FirstImport":       testFirstImport,
		"SameImport":        testSameImport,
		"Changed":           testChanged,
		"VanishedAndBack":   testVanishedAndBack,
		"ListChanged":       testListChanged,
		"Refused":           testRefused,
		"NothingToImport":   testNothingToImport,
		"Reopened":          testReopened,
		"Paging":            testPaging,
		"Cancelled":         testCancelled,
		"ReadersDuringWork": testReadersDuringWork,
		"Random":            testRandom,
	} {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
}

// start opens a store in dir and, when the test ends, checks and closes it.
func start(t *testing.T, open Open, dir string) Store {
	t.Helper()
	s, err := open(dir, Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { finish(t, s) })
	return s
}

// finish checks and closes the store.
func finish(t testing.TB, s Store) {
	t.Helper()
	if err := s.Check(context.WithoutCancel(t.Context())); err != nil {
		t.Errorf("check: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

// fill imports a bundle that must be accepted.
func fill(t testing.TB, s Store, files []kb.File) store.Imported {
	t.Helper()
	done, err := s.Import(t.Context(), "bundled", files)
	if err != nil {
		t.Fatal(err)
	}
	return done
}
