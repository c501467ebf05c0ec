package server

import (
	"context"
	"fmt"
	"testing"

	"kyokun/content"
	"kyokun/index"
	"kyokun/kb"
	"kyokun/kb/store"
)

// TestResultCacheForgets holds that the cache stays within its bound, keeps
// what was asked for last, and tells queries apart that differ in anything.
func TestResultCacheForgets(t *testing.T) {
	c := newResultCache()
	key := func(i int) string { return resultKey(1, index.Query{Text: fmt.Sprint(i)}) }
	for i := range cachedResults {
		c.put(key(i), &index.Result{Total: i})
	}
	c.get(key(0))
	c.put(key(cachedResults), &index.Result{})
	if c.get(key(0)) == nil || c.get(key(1)) != nil || len(c.entries) != cachedResults || c.recent.Len() != cachedResults {
		t.Errorf("%d entries; the first, asked for just now: %v; the second: %v", len(c.entries), c.get(key(0)), c.get(key(1)))
	}
	seen := map[string]index.Query{}
	for _, q := range []index.Query{
		{}, {Text: "a"}, {Text: "a", Sort: index.ByDate}, {Text: "a", Offset: 1}, {Text: "a", Limit: 1}, {Text: "a", Explain: true},
		{Text: "a", Literal: true}, {Text: "a", Exhaustive: true}, {Text: "a", Filters: map[string][]string{"kind": {"case"}}}, {Text: "a", Filters: map[string][]string{"fy": {"case"}}},
		{Text: "a", Filters: map[string][]string{"kind": {"case", "lesson"}}},
	} {
		k := resultKey(1, q)
		if other, ok := seen[k]; ok {
			t.Errorf("%+v and %+v have one key", q, other)
		}
		seen[k] = q
	}
	if resultKey(1, index.Query{}) == resultKey(2, index.Query{}) {
		t.Error("two states of the index have one key")
	}
}

// TestResultCacheFollows holds that a result is remembered, and forgotten with
// the change that makes it wrong.
func TestResultCacheFollows(t *testing.T) {
	ctx := context.Background()
	files, err := kb.ReadFiles(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(ctx, t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if _, err := st.Import(ctx, "bundled", files); err != nil {
		t.Fatal(err)
	}
	ix, err := index.Open(ctx, st, index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	s, err := New(Options{Store: st, Index: ix, Access: PublicAccess})
	if err != nil {
		t.Fatal(err)
	}
	<-ix.Ready()
	ask := func() *index.Result {
		t.Helper()
		r, err := s.search(ctx, index.Query{Text: "case-r03-09", Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := ask()
	if again := ask(); again != first {
		t.Error("the same query is worked out again")
	}
	changed := false
	var later []kb.File
	for _, f := range files {
		if f.Path == "sources/source-r03-summary.md" {
			changed = true
			f.Data = append(append([]byte{}, f.Data...), "\n追記。\n"...)
		}
		later = append(later, f)
	}
	if !changed {
		t.Fatal("the source to change is not there")
	}
	if _, err := st.Import(ctx, "bundled", later); err != nil {
		t.Fatal(err)
	}
	if err := ix.Follow(ctx); err != nil {
		t.Fatal(err)
	}
	if ask() == first {
		t.Error("a result outlives a change of the documents")
	}
}
