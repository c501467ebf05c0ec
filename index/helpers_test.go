package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"kyokun/index/corpus"
	"kyokun/kb"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if err := errors.Join(realContent.close(), many.close(), synthetic.close()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	if err := goleak.Find(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// realContent is an index of all the content, made once for the tests that
// only search it.
var realContent shared

type shared struct {
	once  sync.Once
	lib   *kb.Library
	made  *corpus.Corpus // of synthetic documents
	index *Index
}

func (s *shared) close() error {
	if s.index == nil {
		return nil
	}
	return s.index.Close()
}

// openReal returns the index of all the content, which a test must not change.
func openReal(t testing.TB) (*Index, *kb.Library) {
	t.Helper()
	s := &realContent
	s.once.Do(func() {
		lib := library(t)
		x, err := Open(context.Background(), logOf(lib), Options{})
		if err != nil {
			t.Fatal(err)
		}
		s.lib, s.index = lib, x
	})
	if s.index == nil {
		t.Fatal("the content could not be indexed")
	}
	<-s.index.Ready()
	if st := s.index.State(); !st.Ready || st.Err != nil {
		t.Fatalf("index did not start: %+v", st)
	}
	return s.index, s.lib
}

// manyDocuments is how many the index of openMany has.
const manyDocuments = 1500

// many is an index of synthetic documents, made once for the tests that only
// search it.
var many shared

// openMany returns the index of many synthetic documents, which a test must not
// change, and what they are made of.
func openMany(t *testing.T) (*Index, *corpus.Corpus) {
	t.Helper()
	s := &many
	s.once.Do(func() {
		made, err := corpus.New(library(t), manyDocuments, 1)
		if err != nil {
			t.Fatal(err)
		}
		x, err := Open(context.Background(), corpus.NewLog(made), Options{})
		if err != nil {
			t.Fatal(err)
		}
		s.made, s.index = made, x
	})
	if s.index == nil {
		t.Fatal("the synthetic documents could not be indexed")
	}
	<-s.index.Ready()
	if st := s.index.State(); !st.Ready || st.Err != nil {
		t.Fatalf("index did not start: %+v", st)
	}
	return s.index, s.made
}

func indexOf(t *testing.T, s, part string) int {
	t.Helper()
	i := strings.Index(s, part)
	if i < 0 {
		t.Fatalf("%q is not in %q", part, s)
	}
	return i
}

// library loads the real content.
func library(t testing.TB) *kb.Library {
	t.Helper()
	lib, _, err := kb.Load(os.DirFS("../content"))
	if err != nil {
		t.Fatal(err)
	}
	if len(lib.Cases()) == 0 || len(lib.Lessons()) == 0 {
		t.Fatal("the content holds no cases or no lessons")
	}
	return lib
}

// memoryLog is a log in memory.
type memoryLog struct {
	mu      sync.Mutex
	id      string
	changes []kb.Change
	docs    map[string]kb.Document
	tags    *kb.TagList
	words   *kb.Vocabulary
}

// logOf returns a log that has put every document of the library once.
func logOf(lib *kb.Library) *memoryLog {
	l := &memoryLog{id: "test", docs: map[string]kb.Document{}, tags: lib.Tags(), words: lib.Vocabulary()}
	for _, d := range lib.Documents() {
		l.put(d)
	}
	return l
}

// smallLog returns a log of a few cases and terms, for tests that index again
// and again.
func smallLog(t testing.TB) *memoryLog {
	t.Helper()
	lib := library(t)
	terms := slices.DeleteFunc(slices.Clone(lib.Vocabulary().Terms), func(w kb.Term) bool {
		return w.Term != "輻輳" && w.Term != "サーバ"
	})
	if len(terms) == 0 {
		t.Fatal("the vocabulary lacks 輻輳")
	}
	l := &memoryLog{id: "test", docs: map[string]kb.Document{}, tags: lib.Tags(), words: &kb.Vocabulary{Terms: terms}}
	for _, c := range lib.Cases()[:4] {
		l.put(c)
	}
	return l
}

func (l *memoryLog) put(d kb.Document) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.docs[d.Common().ID] = d
	l.append(kb.OpPut, d.Common().ID)
}

func (l *memoryLog) withdraw(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.docs, id)
	l.append(kb.OpWithdraw, id)
}

func (l *memoryLog) setVocabulary(v *kb.Vocabulary) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.words = v
	l.append(kb.OpPut, kb.VocabularyID)
}

func (l *memoryLog) append(op kb.Op, id string) {
	l.changes = append(l.changes, kb.Change{Seq: uint64(len(l.changes) + 1), Op: op, ID: id})
}

func (l *memoryLog) ID() string { return l.id }

func (l *memoryLog) Changes(ctx context.Context, after uint64, limit int) ([]kb.Change, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if after >= uint64(len(l.changes)) {
		return nil, ctx.Err()
	}
	rest := l.changes[after:]
	return slices.Clone(rest[:min(limit, len(rest))]), ctx.Err()
}

func (l *memoryLog) Document(ctx context.Context, id string) (kb.Document, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	d, ok := l.docs[id]
	if !ok {
		return nil, fmt.Errorf("no document %s", id)
	}
	return d, ctx.Err()
}

func (l *memoryLog) Tags(context.Context) (*kb.TagList, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tags, nil
}

func (l *memoryLog) Vocabulary(context.Context) (*kb.Vocabulary, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.words, nil
}

// open opens an index on the log and closes it with the test.
func open(t testing.TB, log Log, dir string) *Index {
	t.Helper()
	x, err := Open(context.Background(), log, Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	<-x.Ready()
	if s := x.State(); s.Err != nil || !s.Ready {
		t.Fatalf("index did not start: %+v", s)
	}
	return x
}

func search(t testing.TB, x *Index, q Query) *Result {
	t.Helper()
	r, err := x.Search(context.Background(), q)
	if err != nil {
		t.Fatalf("search %+v: %v", q, err)
	}
	return r
}

func ids(hits []Hit) []string {
	out := []string{}
	for _, h := range hits {
		out = append(out, h.ID)
	}
	return out
}
