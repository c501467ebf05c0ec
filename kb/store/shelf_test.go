package store_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"kyokun/kb"
	"kyokun/kb/store"
)

// TestEveryStateIsWhole lets users write cases, lessons and tags at random among
// the real content, and holds the library of each state there ever was to one
// that is made of all its files at once.
func TestEveryStateIsWhole(t *testing.T) {
	h := written(t, open(t, t.TempDir()))
	now, head, err := h.Library(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h.compare(head, now, func(string) bool { return true })
	h.compareAll()
}

// written writes at random into a store.
func written(t *testing.T, s *store.Store) *hand {
	t.Helper()
	bundled, err := kb.ReadFiles(os.DirFS("../../content"))
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	h := &hand{t: t, Store: s, random: rand.New(rand.NewPCG(seed, 0)), files: map[string]kb.File{}, revisions: map[string]int{}, states: map[uint64]map[string]kb.File{}}
	if _, err := h.Import(t.Context(), kb.BundledActor, bundled); err != nil {
		t.Fatal(err)
	}
	for _, f := range bundled {
		h.files[f.Path] = f
	}
	for n := 0; n < 60 || len(h.states) < 10 || h.refused == 0; n++ {
		if n == 1000 {
			t.Fatalf("%d states, %d changes refused: too few to tell", len(h.states), h.refused)
		}
		if h.random.IntN(5) == 0 {
			h.withdraw()
		} else {
			h.put()
		}
	}
	return h
}

// compareAll compares every state there was, in the documents that are written.
func (h *hand) compareAll() {
	h.t.Helper()
	for _, seq := range slices.Sorted(maps.Keys(h.states)) {
		lib, err := h.LibraryAt(h.t.Context(), seq)
		if err != nil {
			h.t.Fatal(err)
		}
		h.compare(seq, lib, func(id string) bool { return strings.Contains(id, "-own-") || id == "case-r03-01" })
	}
}

// hand writes at random, and remembers the files of every state.
type hand struct {
	*store.Store
	t         *testing.T
	random    *rand.Rand
	files     map[string]kb.File
	revisions map[string]int
	states    map[uint64]map[string]kb.File
	refused   int
	parser    kb.Parser // for what is compared with
}

func (h *hand) note(w store.Written) {
	if len(w.Changes) > 0 {
		h.states[w.Head] = maps.Clone(h.files)
	}
}

// put writes a document, or tags, some of which link to what is not there.
func (h *hand) put() {
	f := []func() kb.File{h.accident, h.lesson, h.source, h.ownTags}[h.random.IntN(4)]()
	id, err := kb.FileID(f)
	if err != nil {
		h.t.Fatal(err)
	}
	done, err := h.Put(h.t.Context(), user, []store.Draft{{File: f, Revision: h.revisions[id]}})
	if errors.Is(err, store.ErrFaulty) {
		h.refused++
		return
	}
	if err != nil {
		h.t.Fatal(err)
	}
	h.files[f.Path] = f
	for _, c := range done.Changes {
		h.revisions[c.ID] = c.Revision
	}
	h.note(done)
}

func (h *hand) withdraw() {
	id := fmt.Sprintf([]string{"case-own-%d", "lesson-own-%d", "source-own-%d"}[h.random.IntN(3)], h.random.IntN(4))
	done, err := h.Withdraw(h.t.Context(), user, 0, id)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrFaulty) {
		h.refused++
		return
	}
	if err != nil {
		h.t.Fatal(err)
	}
	delete(h.files, kb.PathOf(id))
	h.note(done)
}

func (h *hand) file(kind string, n int, front string) kb.File {
	id := fmt.Sprintf("%s-own-%d", kind, n)
	return kb.File{Path: kb.PathOf(id), Data: fmt.Appendf(nil, "---\nid: %s\ntitle: 第%d案\ntitle_en: Draft %[2]d\nsummary: 試験。\n%[3]s---\n", id, h.random.IntN(100), front)}
}

func (h *hand) accident() kb.File {
	domain := []string{"ransomware", "mcp"}[h.random.IntN(2)]
	start := fmt.Sprintf("2024-0%d-1%dT10:00", 4+h.random.IntN(3), h.random.IntN(10))
	tag := ""
	if h.random.IntN(2) == 0 {
		tag = "tags: {cause: [own-cause]}\n"
	}
	return h.file("case", h.random.IntN(4), "domain: "+domain+"\n"+tag+`fiscal_year: 2024
start: {at: `+start+`, basis: stated}
cite: [{source: source-own-`+fmt.Sprint(h.random.IntN(2))+`, section: "1"}]
affected: [{max: 3, unit: 台, text: 3台}]
phenomenon: {text: 止まった}
causes: [{id: c1, role: direct, text: 不明, by: source}]
measures: []
notices: []
`)
}

func (h *hand) lesson() kb.File {
	return h.file("lesson", h.random.IntN(4), `domain: ransomware
phase: prevention
cite: [{source: source-own-`+fmt.Sprint(h.random.IntN(2))+`, section: "1"}]
cases: [{to: case-own-`+fmt.Sprint(h.random.IntN(4))+`, by: editor, confidence: low, why: 試験}]
provisions: []
incidents: []
statements:
  - {id: s1, text: 確かめる。, questions: [{text: 確かめたか。, work: operation}], cite: {source: source-own-0, section: "1"}}
`)
}

func (h *hand) source() kb.File {
	sections := []string{`[{number: "1", title: 甲}]`, `[{number: "2", title: 乙}]`, `[{number: "1", title: 甲}, {number: "2", title: 乙}]`}[h.random.IntN(3)]
	return h.file("source", h.random.IntN(2), `domain: ransomware
type: guide
publisher: 試験
published: "2024"
licence: 自由
seen: 全文
paginated: false
sections: `+sections+`
errata:
  - {id: e01, kind: unclear, readings: [{text: 不明, cite: {source: source-own-0, section: "`+fmt.Sprint(1+h.random.IntN(2))+`"}}], ruling: 不明のまま, confidence: low, why: 試験, about: [{id: case-r03-01}]}
`)
}

func (h *hand) ownTags() kb.File {
	tag := []string{"own-cause", "own-other"}[h.random.IntN(2)]
	return kb.File{Path: kb.PathOf(kb.OwnTagsID), Data: []byte("facets: [{id: cause, ja: 原因, en: Cause, tags: [{id: " + tag + ", ja: 自社, en: Own}]}]\n")}
}

// compare holds the library of a state to one made of its files, and of each
// document that is looked at all there is to know.
func (h *hand) compare(seq uint64, got *kb.Library, look func(id string) bool) {
	h.t.Helper()
	files := h.states[seq]
	if files == nil { // the last changes were refused
		files = h.files
	}
	want, problems := h.parser.NewLibrary(slices.Collect(maps.Values(files)))
	if len(problems) > 0 {
		h.t.Fatalf("state %d: %v", seq, problems)
	}
	same := func(what string, got, want any) {
		h.t.Helper()
		if !reflect.DeepEqual(got, want) {
			h.t.Errorf("state %d: %s is %v, want %v", seq, what, got, want)
		}
	}
	same("documents", ids(got.Documents()), ids(want.Documents()))
	same("tags", got.Tags(), want.Tags())
	for _, d := range want.Documents() {
		id := d.Common().ID
		if !look(id) {
			continue
		}
		links, more := got.Backlinks(id)
		wantLinks, _ := want.Backlinks(id)
		one, _ := got.Document(id)
		same(id, one, d)
		same("links of "+id, got.Links(id), want.Links(id))
		same("links to "+id, links, wantLinks)
		same("more links to "+id, more, false)
		same("errata of "+id, len(got.Errata(id)), len(want.Errata(id)))
		same("referrers of "+id, ids(got.Referrers(id, 3)), ids(want.Referrers(id, 3)))
	}
	for _, domain := range []string{"telecom", "ransomware", "mcp", ""} {
		for _, kind := range append(kb.Kinds(), "") {
			same(fmt.Sprintf("number of %s in %s", kind, domain), got.Count(kind, domain), want.Count(kind, domain))
		}
		same("latest cases in "+domain, casesOf(got.Latest(domain, 3)), casesOf(want.Latest(domain, 3)))
	}
	for _, kind := range append(kb.Kinds(), "") {
		same("page of "+string(kind), got.IDs(kind, string(kind)+"-own-1", 2), want.IDs(kind, string(kind)+"-own-1", 2))
	}
	if err := got.Err(); err != nil {
		h.t.Errorf("state %d: %v", seq, err)
	}
}

func ids(docs []kb.Document) string {
	var out []string
	for _, d := range docs {
		out = append(out, d.Common().ID)
	}
	return strings.Join(out, " ")
}

func casesOf(list []*kb.Case) string {
	var out []string
	for _, c := range list {
		out = append(out, c.ID)
	}
	return strings.Join(out, " ")
}
