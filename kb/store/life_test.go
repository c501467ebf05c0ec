package store_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"kyokun/kb"
	"kyokun/kb/store"
	"kyokun/kb/store/storetest"
)

// life is a store as simple as can be, beside a real one: what was in view
// after each change.
type life struct {
	*store.Store
	t         *testing.T
	random    *rand.Rand
	view      map[int]string // summaries by the number of the provision
	revisions map[int]int    // of own documents
	past      []map[int]string
}

// TestRandomLives lets users and releases change documents at random, some of
// them from a revision that is no longer current, and compares the store, its
// log and each of its former states with the model.
func TestRandomLives(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	for run := range 5 {
		l := &life{Store: open(t, t.TempDir()), t: t, random: rand.New(rand.NewPCG(seed, uint64(run))), view: map[int]string{}, revisions: map[int]int{}}
		l.past = []map[int]string{{}}
		l.release()
		for range 20 {
			switch l.random.IntN(4) {
			case 0:
				l.release()
			case 1:
				l.withdraw(5 + l.random.IntN(3))
			default:
				l.put(5 + l.random.IntN(3))
			}
		}
		l.compare()
	}
}

// note keeps the state after the changes that were made: a change is one
// document, so that only the last state of several is known.
func (l *life) note(changes int) {
	for range changes - 1 {
		l.past = append(l.past, nil)
	}
	if changes > 0 {
		l.past = append(l.past, maps.Clone(l.view))
	}
}

func (l *life) word() string { return fmt.Sprintf("第%d話。", l.random.IntN(3)) }

func (l *life) release() {
	bundle := map[int]string{}
	for n := range 4 {
		delete(l.view, n)
		if l.random.IntN(2) == 0 {
			bundle[n] = l.word()
		}
	}
	done, err := l.Import(l.t.Context(), kb.BundledActor, storetest.Bundle(bundle))
	if err != nil {
		l.t.Fatal(err)
	}
	maps.Copy(l.view, bundle)
	l.note(len(done.Changes))
}

func (l *life) put(n int) {
	based, word := l.revisions[n], l.word()
	if l.random.IntN(4) == 0 {
		based += 1 - 2*l.random.IntN(2)
	}
	done, err := l.Put(l.t.Context(), user, []store.Draft{draft(n, word, based)})
	switch {
	case l.view[n] == word: // as it is: no revision is asked for
		if err != nil || len(done.Changes) != 0 {
			l.t.Fatalf("put of the same: %+v, %v", done, err)
		}
	case based != l.revisions[n]:
		if !errors.Is(err, store.ErrConflict) {
			l.t.Fatalf("put from revision %d of %d: %v", based, l.revisions[n], err)
		}
	case err != nil || len(done.Changes) != 1:
		l.t.Fatalf("put: %+v, %v", done, err)
	default:
		l.view[n] = word
		l.revisions[n]++
		l.note(1)
	}
}

func (l *life) withdraw(n int) {
	_, err := l.Withdraw(l.t.Context(), user, 0, storetest.ProvisionID(n))
	if l.view[n] == "" {
		if !errors.Is(err, store.ErrNotFound) {
			l.t.Fatalf("withdrawal of nothing: %v", err)
		}
		return
	}
	if err != nil {
		l.t.Fatal(err)
	}
	delete(l.view, n)
	l.note(1)
}

func (l *life) compare() {
	for seq, want := range l.past {
		if want == nil || seq == 0 {
			continue
		}
		lib, err := l.LibraryAt(l.t.Context(), uint64(seq))
		if err != nil {
			l.t.Fatal(err)
		}
		got := map[int]string{}
		for n := range 9 {
			if d, ok := lib.Document(storetest.ProvisionID(n)); ok {
				got[n] = d.Common().Summary
			}
		}
		if !maps.Equal(got, want) {
			l.t.Fatalf("after change %d: %v, want %v", seq, got, want)
		}
	}
	head, err := l.Head(l.t.Context())
	if err != nil || head != uint64(len(l.past)-1) {
		l.t.Errorf("head %d, %v; want %d", head, err, len(l.past)-1)
	}
	for n, revisions := range l.revisions {
		h, err := l.History(l.t.Context(), storetest.ProvisionID(n))
		if err != nil || h[0].Revision != revisions {
			l.t.Errorf("history of %d: %+v, %v; want %d revisions", n, h, err, revisions)
		}
	}
	if v, err := l.Verify(l.t.Context()); err != nil || len(v.Findings) > 0 {
		l.t.Errorf("%+v, %v", v.Findings, err)
	}
}
