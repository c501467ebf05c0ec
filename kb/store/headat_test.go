package store_test

import (
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"kyokun/kb"
	"kyokun/kb/store"
	"kyokun/kb/store/storetest"
)

// TestHeadAtIsTheLastNotAfter holds the state of a moment to what a look at all
// entries says: where clocks were set back under an earlier format, and where one
// is set back now.
func TestHeadAtIsTheLastNotAfter(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for range 10 {
		dir := t.TempDir()
		clock := storetest.Now()
		s, err := store.Open(t.Context(), dir, store.Options{Now: func() time.Time { return clock }})
		if err != nil {
			t.Fatal(err)
		}
		write := func() {
			t.Helper()
			clock = storetest.Now().Add(time.Duration(random.IntN(20)-10) * time.Minute)
			summary := map[int]string{1: clock.Format(time.RFC3339Nano) + string(rune('あ'+random.IntN(60)))}
			if _, err := s.Import(t.Context(), kb.BundledActor, storetest.Bundle(summary)); err != nil {
				t.Fatal(err)
			}
		}
		for range 10 {
			write()
		}
		checkAndClose(t, s)
		file := filepath.Join(dir, "kyokun.db")
		shuffleTimes(t, file, random)
		formerly(t, file, 1)
		if s, err = store.Open(t.Context(), dir, store.Options{Now: func() time.Time { return clock }}); err != nil {
			t.Fatal(err)
		}
		compareHeads(t, s)
		for range 10 {
			write()
		}
		compareHeads(t, s)
		checkAndClose(t, s)
	}
}

// shuffleTimes gives the entries of a log times of a clock that goes back and forth.
func shuffleTimes(t *testing.T, file string, random *rand.Rand) {
	t.Helper()
	edit(t, file, func(tx *bbolt.Tx) error {
		return forge(tx, func(c *kb.Change) {
			c.Time = storetest.Now().UTC().Add(time.Duration(random.IntN(20)-10) * time.Minute)
		})
	})
}

func compareHeads(t *testing.T, s *store.Store) {
	t.Helper()
	changes, err := s.Changes(t.Context(), 0, 0)
	if err != nil || len(changes) < 5 {
		t.Fatalf("%d changes: %v", len(changes), err)
	}
	for minute := -12; minute <= 12; minute++ {
		at := storetest.Now().Add(time.Duration(minute) * time.Minute)
		var want uint64
		for _, c := range changes {
			if !c.Time.After(at) {
				want = c.Seq
			}
		}
		if got, err := s.HeadAt(t.Context(), at); got != want || err != nil {
			t.Errorf("at minute %d change %d, %v; want %d", minute, got, err, want)
		}
	}
}
