package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"kyokun/content"
	"kyokun/index"
	"kyokun/index/corpus"
	"kyokun/kb"
	"kyokun/kb/store"
)

// How many documents of one's own the large site has besides the bundled
// content: more than [kb.Surveyed] of each kind, and than a table of everything takes.
const (
	largeCases   = 2700
	largeLessons = 2200
)

// The documents that all lessons of the large site link to.
const (
	hubCase      = "case-r03-04"
	hubProvision = "provision-management-m-capacity"
	hubSource    = "source-r03-report"
)

// largePassages is what is stored of the hub's text.
const largePassages = `{"source":"source-r03-report","section":"2(1)ウ","page":40,"exact":true,"position":1,"text":"端末の再試行。"}
`

// largeSite is a site over the bundled content and many documents of one's own.
func largeSite(t *testing.T) *Server {
	t.Helper()
	bundle, err := kb.ReadFiles(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := st.Import(t.Context(), kb.BundledActor, bundle); err != nil {
		t.Fatal(err)
	}
	// The index has the bundled content alone: to take in so many more would take
	// longer than all else here, and no list is made of it.
	ix, err := index.Open(t.Context(), st, index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	<-ix.Ready()
	putLarge(t, st)
	s, err := New(Options{Store: st, Index: ix, Access: PublicAccess})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.EndMCP)
	return s
}

// putLarge puts the documents of one's own, a thousand at a time.
func putLarge(t *testing.T, st *store.Store) {
	t.Helper()
	made, err := corpus.New(library(), (largeCases+largeLessons)*10, 1)
	if err != nil {
		t.Fatal(err)
	}
	drafts, err := made.Sources()
	if err != nil {
		t.Fatal(err)
	}
	put := func(files []kb.File) {
		t.Helper()
		var all []store.Draft
		for _, f := range files {
			all = append(all, store.Draft{File: f})
		}
		if _, err := st.Put(context.WithoutCancel(t.Context()), store.Author{Actor: "test"}, all); err != nil {
			t.Fatal(err)
		}
	}
	put(append(drafts, kb.DocumentFile("passages-"+hubSource+".jsonl", []byte(largePassages))))
	var files []kb.File
	for i, cases, lessons := 0, 0, 0; cases < largeCases || lessons < largeLessons; i++ {
		switch d := made.Document(i).(type) {
		case *kb.Case:
			if cases++; cases <= largeCases {
				files = append(files, largeFile(t, largeCase(d)))
			}
		case *kb.Lesson:
			if lessons++; lessons <= largeLessons {
				files = append(files, largeFile(t, largeLesson(d)))
			}
		}
	}
	for len(files) > 0 {
		n := min(1000, len(files))
		put(files[:n])
		files = files[n:]
	}
}

// largeCase adds what the tables of the statistics have rows of.
func largeCase(k *kb.Case) *kb.Case {
	at := kb.When{Time: k.Start.At.Add(42 * time.Minute)}
	k.Notices = []kb.Notice{{At: &at, Kind: kb.First, Channel: "own-site", Operator: k.Operators[0].ID, Public: true, Text: "障害の発生を知らせた。", Cite: &k.Cite[0]}}
	k.NoticesNote, k.Body = "", ""
	k.Causes, k.Measures = k.Causes[:1], k.Measures[:1]
	k.Measures[0].Due = &kb.Date{Time: time.Date(2030, 4, 1, 0, 0, 0, 0, kb.JST)}
	return k
}

// largeLesson links to the hubs in place of cases that are not there.
func largeLesson(l *kb.Lesson) *kb.Lesson {
	cite := &kb.Citation{Source: hubSource, Section: "2(1)ウ", Page: 40}
	l.Cases = []kb.Link{{To: hubCase, By: kb.BySource, Cite: cite}}
	l.Body, l.Statements = "", l.Statements[:1]
	l.Provisions = []kb.Link{{To: hubProvision, By: kb.BySource, Cite: cite}}
	for i := range l.Statements {
		l.Statements[i].Cite = cite
	}
	return l
}

func largeFile(t *testing.T, d kb.Document) kb.File {
	t.Helper()
	f, err := kb.FileOf(d)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestLargeSite holds that what is made of all documents stays light where
// there are many, and says what it leaves out.
func TestLargeSite(t *testing.T) {
	s := largeSite(t)
	lib := s.current.Load().lib
	cases, lessons := lib.Count(kb.KindCase, kb.Telecom), lib.Count(kb.KindLesson, "")
	if cases <= kb.Surveyed || lessons <= kb.Surveyed || lib.Count("", "") <= exportMade {
		t.Fatalf("%d cases, %d lessons of %d documents", cases, lessons, lib.Count("", ""))
	}
	t.Run("pages", func(t *testing.T) { checkLargePages(t, s, cases, lessons) })
	t.Run("api", func(t *testing.T) { checkLargeAPI(t, s, cases, lessons) })
	t.Run("mcp", func(t *testing.T) { checkLargeMCP(t, s, lessons) })
	t.Run("tables", func(t *testing.T) { checkLargeTables(t, s, lessons) })
	t.Run("export", func(t *testing.T) { checkLargeExport(t, s) })
}

// checkLargePages asks for each page that lists documents. Where it surveys
// them it says of how many; where it leaves rows out it says that.
func checkLargePages(t *testing.T, s *Server, cases, lessons int) {
	for path, want := range map[string]struct {
		surveys []int
		rests   int
	}{
		"/":                           {[]int{s.current.Load().lib.Count(kb.KindCase, "")}, 0},
		"/statistics":                 {[]int{cases, lessons}, 0},
		"/statistics/cases":           {[]int{cases}, 3},
		"/lineage":                    {[]int{lessons}, 1},
		"/framework":                  {[]int{lessons}, 1},
		"/checklist?work=operation":   {[]int{lessons}, 2},
		"/evidence":                   {nil, 0},
		"/cases/" + hubCase:           {nil, 2},
		"/provisions/" + hubProvision: {nil, 2},
		"/sources/" + hubSource:       {nil, 0},
		"/cases/case-s0000000":        {nil, 0},
	} {
		for _, lang := range languages {
			a := askOf(t, s, http.MethodGet, withLang(path, lang))
			if a.status != http.StatusOK || len(a.body) > maxPageBytes {
				t.Errorf("%s in %s: status %d, %d bytes", path, lang, a.status, len(a.body))
			}
			doc := parse(t, a)
			checkHTML(t, doc, lang)
			said := words(doc.Find(".survey"))
			for _, total := range want.surveys {
				if !strings.Contains(said, commas(total)) || !strings.Contains(said, "2,0") {
					t.Errorf("%s in %s says %q of %d documents", path, lang, said, total)
				}
			}
			if n := doc.Find(".rest").Length(); n < want.rests {
				t.Errorf("%s in %s says of %d lists that they go on, want %d", path, lang, n, want.rests)
			}
		}
	}
	source := words(parse(t, askOf(t, s, http.MethodGet, "/sources/"+hubSource+"?lang=en")).Selection)
	if !strings.Contains(source, "the first 2,000 by id were looked at") || !strings.Contains(source, "at least") {
		t.Error("the source does not say that more cite it than are named")
	}
	if got := words(parse(t, askOf(t, s, http.MethodGet, "/evidence?lang=en")).Selection); !strings.Contains(got, "More documents cite this source") || !strings.Contains(got, "of "+commas(s.current.Load().lib.Count("", ""))) {
		t.Errorf("the check of citations says %q", got)
	}
}

func checkLargeAPI(t *testing.T, s *Server, cases, lessons int) {
	read := func(path string, v any) {
		t.Helper()
		a := askOf(t, s, http.MethodGet, path)
		if err := json.Unmarshal(a.body, v); err != nil || a.status != http.StatusOK {
			t.Fatalf("%s: status %d, %v", path, a.status, err)
		}
	}
	var figures struct{ Derived struct{ Surveyed []survey } }
	read(statisticsAPI, &figures)
	if want := []survey{{kb.KindCase, kb.Surveyed, cases}, {kb.KindLesson, kb.Surveyed, lessons}}; !slices.Equal(figures.Derived.Surveyed, want) {
		t.Errorf("%+v, want %+v", figures.Derived.Surveyed, want)
	}
	for _, id := range []string{hubProvision, hubSource} {
		var d struct {
			Backlinks     []kb.Edge
			MoreBacklinks bool `json:"more_backlinks"`
		}
		read("/api/v1/documents/"+id, &d)
		var tr apiTraceResponse
		read("/api/v1/documents/"+id+"/trace", &tr)
		if len(d.Backlinks) < kb.Surveyed || !d.MoreBacklinks || !tr.Further || tr.Omitted == 0 || stopsOf(tr.Root) != traceSent {
			t.Errorf("%s: %d links, more %t; %d stops, %d omitted, further %t", id, len(d.Backlinks), d.MoreBacklinks, stopsOf(tr.Root), tr.Omitted, tr.Further)
		}
	}
	var checked checkedResponse
	read(evidenceAPI, &checked)
	if checked.Read < kb.Surveyed || checked.Read >= checked.Documents || len(checked.Sources) != 1 || !checked.Sources[0].More {
		t.Errorf("looked at %d of %d documents, %+v", checked.Read, checked.Documents, checked.Sources)
	}
}

func checkLargeMCP(t *testing.T, s *Server, lessons int) {
	s.mcp.calls.perSecond = 0
	session := agent(t, s, nil)
	var tr mcpTrace
	if call(t, session, "trace", map[string]any{"id": hubProvision}, &tr); !tr.Further || tr.Omitted == 0 || tr.Count != traceSent {
		t.Errorf("%d stops, %d omitted, further %t", tr.Count, tr.Omitted, tr.Further)
	}
	var d mcpDocument
	if call(t, session, "get", map[string]any{"id": hubProvision}, &d); !d.MoreBacklinks {
		t.Error("a document does not say that more link to it")
	}
	var list mcpChecklist
	if call(t, session, "checklist", nil, &list); !slices.Equal(list.Surveyed, []survey{{kb.KindLesson, kb.Surveyed, lessons}}) {
		t.Errorf("%+v", list.Surveyed)
	}
	n := 0
	for _, err := range session.Resources(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if want := s.current.Load().lib.Count("", ""); n != want {
		t.Errorf("%d resources of %d documents", n, want)
	}
}

// checkLargeTables holds that the sheets say of how much they are.
func checkLargeTables(t *testing.T, s *Server, lessons int) {
	for name := range tables {
		a := askOf(t, s, http.MethodGet, tablesFolder+name+".csv")
		if a.status != http.StatusOK {
			t.Errorf("%s: status %d", name, a.status)
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(askOf(t, s, http.MethodGet, tablesFolder+"questions.xlsx?lang=en").body))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := book.GetSheetName(0), fmt.Sprintf("(2,000 of %s)", commas(lessons)); !strings.HasSuffix(got, want) {
		t.Errorf("the sheet is called %q, want %q at its end", got, want)
	}
}

// checkLargeExport holds that everything leaves the site, however little time
// the server gives an answer, and that a table of everything is refused.
func checkLargeExport(t *testing.T, s *Server) {
	lib := s.current.Load().lib
	srv := httptest.NewUnstartedServer(s)
	srv.Config.ReadTimeout, srv.Config.WriteTimeout = 50*time.Millisecond, 50*time.Millisecond
	srv.Start()
	defer srv.Close()
	res, err := http.Get(srv.URL + exportPath + "?format=jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if n, want := bytes.Count(body, []byte("\n")), lib.Count("", ""); err != nil || n != want {
		t.Errorf("%d lines of %d documents: %v", n, want, err)
	}
	for _, format := range []string{"csv", "xlsx", "md"} {
		a := askOf(t, s, http.MethodGet, exportPath+"?lang=en&format="+format)
		if a.status != http.StatusBadRequest || !bytes.Contains(a.body, []byte("There are "+commas(lib.Count("", ""))+" documents; "+format+" takes at most 5,000")) {
			t.Errorf("%s: status %d, %s", format, a.status, a.body)
		}
	}
}
