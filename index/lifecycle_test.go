package index

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kyokun/kb"
)

// reopen opens, closes and says why the index was rebuilt.
func reopen(t *testing.T, log Log, dir string) State {
	t.Helper()
	x, err := Open(context.Background(), log, Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	<-x.Ready()
	s := x.State()
	if !s.Ready || s.Err != nil {
		t.Fatalf("index did not start: %+v", s)
	}
	if len(search(t, x, Query{Text: "輻輳"}).Hits) == 0 {
		t.Error("輻輳 finds nothing")
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestIndexSurvivesOnDisk(t *testing.T) {
	log, dir := smallLog(t), t.TempDir()
	first := reopen(t, log, dir)
	if first.Rebuilt == "" {
		t.Error("a new index is not said to be built")
	}
	again := reopen(t, log, dir)
	if again.Rebuilt != "" {
		t.Errorf("an index without fault was rebuilt: %s", again.Rebuilt)
	}
	if again.Seq != first.Seq || again.Documents != first.Documents {
		t.Errorf("reopened %+v, was %+v", again, first)
	}
}

func TestIndexIsRebuilt(t *testing.T) {
	segment := func(t *testing.T, dir string) string {
		t.Helper()
		names, _ := filepath.Glob(filepath.Join(dir, "scorch", "*.zap"))
		if len(names) == 0 {
			t.Fatal("there are no segments")
		}
		return names[0]
	}
	for _, tc := range []struct {
		name, why string
		harm      func(t *testing.T, log *memoryLog, dir string)
	}{
		{"files deleted", "index is new", func(t *testing.T, _ *memoryLog, dir string) {
			if err := os.RemoveAll(filepath.Join(dir, "scorch")); err != nil {
				t.Fatal(err)
			}
		}},
		{"segment deleted", "not finished", func(t *testing.T, _ *memoryLog, dir string) {
			if err := os.Remove(segment(t, dir)); err != nil {
				t.Fatal(err)
			}
		}},
		{"segment cut short", "not finished", func(t *testing.T, _ *memoryLog, dir string) {
			if err := os.Truncate(segment(t, dir), 100); err != nil {
				t.Fatal(err)
			}
		}},
		{"bit flipped", "checksum", func(t *testing.T, _ *memoryLog, dir string) {
			name := segment(t, dir)
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			b[len(b)/2] ^= 1
			if err := os.WriteFile(name, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}},
		{"root overwritten", "damaged", func(t *testing.T, _ *memoryLog, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "scorch", "root.bolt"), []byte("no index"), 0o600); err != nil {
				t.Fatal(err)
			}
		}},
		{"root cut short", "damaged", func(t *testing.T, _ *memoryLog, dir string) {
			if err := os.Truncate(filepath.Join(dir, "scorch", "root.bolt"), 8192); err != nil {
				t.Fatal(err)
			}
		}},
		{"other store", "another store", func(_ *testing.T, log *memoryLog, _ string) { log.id = "other" }},
		{"other vocabulary", "vocabulary", func(_ *testing.T, log *memoryLog, _ string) {
			v := *log.words
			v.Terms = slices.Clone(v.Terms)
			v.Terms[0].Expands = append(slices.Clone(v.Terms[0].Expands), "別の語")
			log.words = &v
		}},
		{"log restored from a backup", "ahead of the log", func(_ *testing.T, log *memoryLog, _ string) {
			log.changes = log.changes[:len(log.changes)-1]
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			log, dir := smallLog(t), t.TempDir()
			reopen(t, log, dir)
			tc.harm(t, log, dir)
			s := reopen(t, log, dir)
			if !strings.Contains(s.Rebuilt, tc.why) {
				t.Errorf("rebuilt because %q, want a word of %q", s.Rebuilt, tc.why)
			}
			if want := !strings.Contains(tc.name, "other") && tc.name != "files deleted" && tc.name != "log restored from a backup"; s.Damaged != want {
				t.Errorf("damaged %v: %s", s.Damaged, s.Rebuilt)
			}
			if s = reopen(t, log, dir); s.Rebuilt != "" {
				t.Errorf("rebuilt a second time: %s", s.Rebuilt)
			}
		})
	}
}

func TestIndexOfOtherFormatIsRebuilt(t *testing.T) {
	log, dir := smallLog(t), t.TempDir()
	x := open(t, log, dir)
	x.follow.Lock()
	x.basis.meta.Format = format + 1
	if err := x.commit(x.State().Seq, nil, nil); err != nil {
		t.Fatal(err)
	}
	x.follow.Unlock()
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if s := reopen(t, log, dir); !strings.Contains(s.Rebuilt, "format") {
		t.Errorf("rebuilt because %q", s.Rebuilt)
	}
}

func TestUnfinishedRebuildBeginsAgain(t *testing.T) {
	log, dir := smallLog(t), t.TempDir()
	x := open(t, log, dir)
	x.follow.Lock()
	if err := x.clear(); err != nil {
		t.Fatal(err)
	}
	x.follow.Unlock()
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if s := reopen(t, log, dir); s.Rebuilt == "" {
		t.Error("an unfinished index was taken for a whole one")
	}
}

func TestLockedIndexServesFromMemory(t *testing.T) {
	log, dir := smallLog(t), t.TempDir()
	open(t, log, dir)
	if s := reopen(t, log, dir); !strings.Contains(s.Rebuilt, "another process") {
		t.Errorf("rebuilt because %q", s.Rebuilt)
	}
}

// changed returns a copy of a document with another summary.
func changed(t *testing.T, d kb.Document, summary string) kb.Document {
	t.Helper()
	c, ok := d.(*kb.Case)
	if !ok {
		t.Fatalf("%T is no case", d)
	}
	copied := *c
	copied.Summary = summary
	return &copied
}

func TestFollow(t *testing.T) {
	for _, dir := range []string{"", t.TempDir()} {
		log := smallLog(t)
		x := open(t, log, dir)
		doc := log.docs["case-r03-01"]
		if got := ids(search(t, x, Query{Text: "ペンギン"}).Hits); len(got) > 0 {
			t.Fatalf("ペンギン finds %v beforehand", got)
		}
		log.put(changed(t, doc, "ペンギンが衛星を倒した。"))
		log.withdraw("case-r03-02")
		if err := x.Follow(context.Background()); err != nil {
			t.Fatal(err)
		}
		if got := ids(search(t, x, Query{Text: "ペンギン"}).Hits); !slices.Equal(got, []string{"case-r03-01"}) {
			t.Errorf("ペンギン finds %v", got)
		}
		if got := ids(search(t, x, Query{Text: "case-r03-02", Limit: 100}).Hits); slices.Contains(got, "case-r03-02") {
			t.Error("a withdrawn document is found")
		}
		if s := x.State(); s.Seq != uint64(len(log.changes)) || s.Documents != len(log.docs) {
			t.Errorf("state %+v after %d changes and %d documents", s, len(log.changes), len(log.docs))
		}
	}
}

func TestCatchUpAtOpen(t *testing.T) {
	log, dir := smallLog(t), t.TempDir()
	reopen(t, log, dir)
	log.put(changed(t, log.docs["case-r03-01"], "ペンギンが衛星を倒した。"))
	x := open(t, log, dir)
	if s := x.State(); s.Rebuilt != "" || s.Seq != uint64(len(log.changes)) {
		t.Errorf("did not catch up: %+v", s)
	}
	if got := ids(search(t, x, Query{Text: "ペンギン"}).Hits); !slices.Equal(got, []string{"case-r03-01"}) {
		t.Errorf("ペンギン finds %v", got)
	}
}

func TestFollowVocabulary(t *testing.T) {
	log := smallLog(t)
	x := open(t, log, "")
	v := *log.words
	v.Terms = append(slices.Clone(v.Terms), kb.Term{Term: "通信衛星", Variants: []kb.Variant{{Text: "ペンギン"}}})
	log.setVocabulary(&v)
	if err := x.Follow(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := ids(search(t, x, Query{Text: "ペンギン"}).Hits); !slices.Contains(got, "case-r03-01") {
		t.Errorf("the new variant finds %v", got)
	}
	if s := x.State(); !strings.Contains(s.Rebuilt, "vocabulary") {
		t.Errorf("rebuilt because %q", s.Rebuilt)
	}
}

func TestSearchWhileFollowing(t *testing.T) {
	log := smallLog(t)
	x := open(t, log, t.TempDir())
	done := make(chan error, 1)
	go func() {
		defer close(done)
		for i := range 10 {
			log.put(log.docs["case-r03-01"])
			if i == 5 {
				v := *log.words
				v.Terms = append(slices.Clone(v.Terms), kb.Term{Term: "鯨"})
				log.setVocabulary(&v)
			}
			if err := x.Follow(context.Background()); err != nil {
				done <- err
				return
			}
		}
	}()
	for running := true; running; {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			running = false
		default:
		}
		if got := search(t, x, Query{Text: "衛星"}); len(got.Hits) == 0 || got.Hits[0].ID != "case-r03-01" {
			t.Fatalf("衛星 finds %v", ids(got.Hits))
		}
	}
}

func TestSameOnDiskAndInMemory(t *testing.T) {
	log := logOf(library(t))
	a, b := open(t, log, ""), open(t, log, t.TempDir())
	for _, q := range []string{"", "DNS 障害", "停電", "端末の再試行で輻輳", "さいしこう"} {
		x, y := search(t, a, Query{Text: q, Limit: 50}), search(t, b, Query{Text: q, Limit: 50})
		for i := range 3 {
			again := search(t, a, Query{Text: q, Limit: 50})
			again.Took, x.Took, y.Took = 0, 0, 0
			if !reflect.DeepEqual(x, again) {
				t.Errorf("%q answers otherwise the %d. time", q, i+2)
			}
		}
		if !reflect.DeepEqual(x, y) {
			t.Errorf("%q answers otherwise on disk", q)
		}
	}
}

func TestClosed(t *testing.T) {
	x := open(t, smallLog(t), "")
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := x.Search(context.Background(), Query{Text: "停電"})
	_, serr := x.Suggest(context.Background(), "停", 5)
	for _, err := range []error{err, serr, x.Follow(context.Background())} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("got %v, want ErrClosed", err)
		}
	}
}

func TestContextEnds(t *testing.T) {
	x := open(t, smallLog(t), "")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := x.Search(ctx, Query{Text: "停電"}); !errors.Is(err, context.Canceled) {
		t.Errorf("search with an ended context gives %v", err)
	}
	if _, err := Open(ctx, smallLog(t), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("open with an ended context gives %v", err)
	}
}

func TestCloseAtOnce(t *testing.T) {
	for range 3 {
		x, err := Open(context.Background(), smallLog(t), Options{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOnDemand holds that nothing is built before somebody asks for what needs it.
func TestOnDemand(t *testing.T) {
	log, dir := smallLog(t), t.TempDir()
	for name, ask := range map[string]func(*Index) error{
		"search":  func(x *Index) error { _, err := x.Search(t.Context(), Query{Text: "輻輳"}); return err },
		"suggest": func(x *Index) error { _, err := x.Suggest(t.Context(), "ふく", 3); return err },
		"follow":  func(x *Index) error { return x.Follow(t.Context()) },
	} {
		at := filepath.Join(dir, name)
		x, err := Open(t.Context(), log, Options{Dir: at, OnDemand: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(at); err == nil || x.State() != (State{}) {
			t.Errorf("%s: the index began unasked: %+v", name, x.State())
		}
		if err := ask(x); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	}
	x, err := Open(t.Context(), log, Options{OnDemand: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Error(err)
	}
	if _, err := x.Search(t.Context(), Query{Text: "輻輳"}); !errors.Is(err, ErrClosed) {
		t.Errorf("a search after closing: %v", err)
	}
}

// TestDamageFoundLater holds that an index whose files turn out to be damaged
// while it serves is built anew and serves again.
func TestDamageFoundLater(t *testing.T) {
	log := smallLog(t)
	dir := t.TempDir()
	x := open(t, log, dir)
	bad := filepath.Join(t.TempDir(), "bad.zap")
	if err := os.WriteFile(bad, []byte("this is no segment"), 0o600); err != nil {
		t.Fatal(err)
	}
	x.verifyRest(context.Background(), []string{filepath.Join(dir, "gone.zap"), bad})
	s := x.State()
	if !strings.Contains(s.Rebuilt, "bad.zap") || s.Err != nil || s.Documents != 4 {
		t.Errorf("state is %+v", s)
	}
	if r := search(t, x, Query{Text: "輻輳"}); r.Total == 0 {
		t.Error("nothing is found after the rebuild")
	}
}

// TestSegmentWithoutTheTerm looks for words over segments of which the later
// ones do not have them, or not even their field, as after a source is put.
func TestSegmentWithoutTheTerm(t *testing.T) {
	log := smallLog(t)
	x := open(t, log, "")
	for _, source := range library(t).Sources()[:3] {
		log.put(source)
		if err := x.Follow(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Similar(t.Context(), Incident{Like: "case-r03-01"}); err != nil {
			t.Error(err)
		}
		for _, q := range []string{"輻輳", "衛星 回線", `"輻輳"`, "サーバ DNS ファイアウォール"} {
			search(t, x, Query{Text: q})
		}
	}
}
