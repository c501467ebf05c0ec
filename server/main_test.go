package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kyokun/content"
	"kyokun/index"
	"kyokun/kb"
	"kyokun/kb/store"
	"kyokun/kb/store/backup"
)

// site is the server that the tests ask: the real content in a real store
// behind a real index. The dictionary takes a second to load, so there is one.
var site *Server

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "kyokun-server-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	closing, err := openSite(context.Background(), dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	status := m.Run()
	if err := closing(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return status
}

// openSite opens the site. What it returns ends with the store's own check.
func openSite(ctx context.Context, dir string) (closing func() error, err error) {
	files, err := kb.ReadFiles(content.FS)
	if err != nil {
		return nil, err
	}
	st, err := store.Open(ctx, dir, store.Options{})
	if err != nil {
		return nil, err
	}
	if _, err := st.Import(ctx, "bundled", files); err != nil {
		return nil, err
	}
	ix, err := index.Open(ctx, st, index.Options{})
	if err != nil {
		return nil, err
	}
	if site, err = New(Options{Store: st, Index: ix, Version: "test", Backups: backup.NewJournal(dir)}); err != nil {
		return nil, err
	}
	<-ix.Ready()
	return func() error {
		if err := ix.Close(); err != nil {
			return err
		}
		if err := st.Check(ctx); err != nil {
			return err
		}
		return st.Close()
	}, nil
}

// answer is what the site answered.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// ask sends a request; header lines are given as "Name: value".
func ask(t *testing.T, method, target string, header ...string) answer {
	t.Helper()
	return askOf(t, site, method, target, header...)
}

func askOf(t *testing.T, h http.Handler, method, target string, header ...string) answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, nil)
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{status: w.Code, header: w.Header(), body: body}
}

// get asks for a page that must be there and parses it.
func get(t *testing.T, target string) *goquery.Document {
	t.Helper()
	a := ask(t, http.MethodGet, target)
	if a.status != http.StatusOK {
		t.Fatalf("GET %s: status %d", target, a.status)
	}
	return parse(t, a)
}

func parse(t *testing.T, a answer) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// words returns the text of the selection with its white space reduced.
func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// library is the content that the site serves.
func library() *kb.Library { return site.current.Load().lib }

// pages are the addresses of all pages there are, but for results.
func pages() []string {
	list := []string{"/", "/search", "/framework", "/duty", "/incident", "/changes", "/backup", "/documents/case-r03-04/history", "/documents/vocabulary/history", "/lessons/lesson-r03-1-03?as_of=2999-12-31", "/checklist", "/checklist?work=construction", "/checklist?work=design&work=operation&domain=telecom"}
	for _, p := range statParts {
		list = append(list, p.path())
	}
	list = append(list, glossaryPages()...)
	for _, d := range library().Documents() {
		list = append(list, documentPath(d.Common().ID, ""))
	}
	return list
}

// quiet is a logger for tests that make the server fail.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
