package storetest

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"kyokun/kb"
	"kyokun/kb/store"
)

// testReadersDuringWork reads while imports run: each reading must be one
// state, in which all provisions have the same summary.
func testReadersDuringWork(t *testing.T, open Open) {
	s := start(t, open, t.TempDir())
	whole := func(round int) []kb.File {
		summaries := map[int]string{}
		for n := range 8 {
			summaries[n] = fmt.Sprintf("第%d回。", round)
		}
		return Bundle(summaries)
	}
	fill(t, s, whole(0))
	done := make(chan struct{})
	var readers sync.WaitGroup
	defer readers.Wait()
	defer close(done)
	for range 3 {
		readers.Go(func() {
			for last := uint64(0); ; {
				head, err := readOnce(t, s)
				if err != nil || head < last {
					t.Errorf("read at %d after %d: %v", head, last, err)
					return
				}
				last = head
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for round := 1; round <= 10; round++ {
		fill(t, s, whole(round))
	}
}

func readOnce(t *testing.T, s Store) (uint64, error) {
	lib, head, err := s.Library(t.Context())
	if err != nil {
		return head, err
	}
	seen := map[string]bool{}
	for _, p := range lib.Provisions() {
		seen[p.Summary] = true
	}
	if len(seen) != 1 {
		return head, fmt.Errorf("states mixed: %v", seen)
	}
	changes, err := s.Changes(t.Context(), 0, 0)
	if err == nil && uint64(len(changes)) < head {
		err = fmt.Errorf("%d changes at head %d", len(changes), head)
	}
	return head, err
}

// testRandom imports random bundles and compares the store with a model.
func testRandom(t *testing.T, open Open) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			rt.Fatal(err)
		}
		s, err := open(dir, Now)
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { finish(t, s) }()
		m := model{revisions: map[string]int{}, current: map[string]string{}}
		summaries := rapid.MapOf(rapid.IntRange(1, 4), rapid.SampledFrom([]string{"甲。", "乙。", "丙。"}))
		for _, bundle := range rapid.SliceOfN(summaries, 1, 5).Draw(rt, "bundles") {
			files := Bundle(bundle)
			want, err := m.apply(files)
			if err != nil {
				rt.Fatal(err)
			}
			done, err := s.Import(t.Context(), "bundled", files)
			if err != nil {
				rt.Fatal(err)
			}
			if len(done.Changes) != want {
				rt.Fatalf("%d changes, want %d", len(done.Changes), want)
			}
			m.compare(rt, t, s)
		}
	})
}

// model is a store as simple as can be: what is in view and how often each
// document was put.
type model struct {
	current   map[string]string // id → hash
	revisions map[string]int
	changes   int
}

// apply does what an import does and returns the number of changes.
func (m *model) apply(files []kb.File) (int, error) {
	before := m.changes
	next := map[string]string{}
	for _, f := range files {
		id, err := kb.FileID(f)
		if err != nil {
			return 0, err
		}
		next[id] = f.Hash()
		if m.current[id] != next[id] {
			m.revisions[id]++
			m.changes++
		}
	}
	for id := range m.current {
		if next[id] == "" {
			m.changes++
		}
	}
	m.current = next
	return m.changes - before, nil
}

// compare replays the log of the store, which must have no gap, and reads the
// documents themselves.
func (m *model) compare(rt *rapid.T, t *testing.T, s Store) {
	log, err := s.Changes(t.Context(), 0, 0)
	if err != nil || len(log) != m.changes {
		rt.Fatalf("%d changes in the log, %v; want %d", len(log), err, m.changes)
	}
	current, revisions := map[string]string{}, map[string]int{}
	for i, c := range log {
		if c.Seq != uint64(i+1) {
			rt.Fatalf("change %d has number %d", i+1, c.Seq)
		}
		current[c.ID], revisions[c.ID] = c.Hash, c.Revision
		if c.Op == kb.OpWithdraw {
			delete(current, c.ID)
		}
	}
	if !maps.Equal(current, m.current) || !maps.Equal(revisions, m.revisions) {
		rt.Fatalf("log gives %v %v, want %v %v", current, revisions, m.current, m.revisions)
	}
	lib, head, err := s.Library(t.Context())
	if err != nil || head != uint64(m.changes) || len(lib.Documents()) != len(m.current)-2 {
		rt.Fatalf("library at %d: %v", head, err)
	}
	for _, id := range slices.Sorted(maps.Keys(m.revisions)) {
		if id == kb.TagsID || id == kb.VocabularyID {
			continue
		}
		_, err := s.Document(t.Context(), id)
		if inView := m.current[id] != ""; inView != (err == nil) || !inView && !errors.Is(err, store.ErrNotFound) {
			rt.Fatalf("document %s: %v, in view %v", id, err, inView)
		}
	}
}
