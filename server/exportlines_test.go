package server

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"kyokun/index"
	"kyokun/kb"
	"kyokun/kb/store/storetest"
)

// TestBrokenExport holds that a client notices a failure: by an error answer
// before the first byte, by a broken connection after it.
func TestBrokenExport(t *testing.T) {
	for _, before := range []int{0, 1} {
		var told error
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, stop := context.WithCancel(r.Context())
			defer stop()
			snap := site.current.Load()
			told = site.sendLines(echo.New().NewContext(r.WithContext(ctx), w), snap, func(yield func([]string) bool) {
				for range before {
					yield(snap.lib.IDs("", "", 1))
				}
				stop()
				yield(snap.lib.IDs("", "", 1))
			})
		}))
		res, err := http.Get(srv.URL)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.ReadAll(res.Body)
		res.Body.Close()
		srv.Close()
		if (err != nil) != (before > 0) || (told != nil) != (before == 0) {
			t.Errorf("after %d pages: the client reads %v, the answer to be is %v", before, err, told)
		}
	}
}

// TestExportOfOneState holds that lines are of the state that the export began
// with, whatever is changed or withdrawn meanwhile.
func TestExportOfOneState(t *testing.T) {
	d, id := live(t)
	then := d.current.Load()
	d.day(3)
	d.put("五つの回線。", "また", 2)
	body, err := d.exportLines(t.Context(), then, []string{id, kb.OwnTagsID})
	if err != nil || !strings.Contains(string(body), "四つの回線") || !strings.Contains(string(body), `"revision":2`) || strings.Count(string(body), "\n") != 1 {
		t.Errorf("%s (error %v)", body, err)
	}
	if storetest.ProvisionID(7) != id {
		t.Fatal("not the document that was put")
	}
}

// TestExportLinks holds that pages offer the forms that take as much as there is.
func TestExportLinks(t *testing.T) {
	for total, want := range map[int]string{exportMade: "csv xlsx md jsonl", exportMade + 1: "jsonl", exportFound + 1: ""} {
		p := searchParams{q: "x", sort: sorts[0]}
		var forms []string
		for _, l := range searchExport(locale{lang: "ja"}, p, &index.Result{Total: total}) {
			_, form, _ := strings.Cut(l.URL, "format=")
			form, _, _ = strings.Cut(form, "&")
			forms = append(forms, form)
		}
		if got := strings.Join(forms, " "); got != want {
			t.Errorf("%d results: %q, want %q", total, got, want)
		}
	}
	if got := searchExport(locale{lang: "ja"}, searchParams{sort: sorts[0]}, &index.Result{Total: exportFound + 1}); len(got) != 1 {
		t.Errorf("everything: %v", got)
	}
}

// unreadableShelf is a store that has documents and cannot be read.
type unreadableShelf struct{ kb.Shelf }

func (unreadableShelf) File(string) (kb.File, bool, error) {
	return kb.File{}, false, io.ErrUnexpectedEOF
}

// TestUnreadable holds that a document that cannot be read is no missing one.
func TestUnreadable(t *testing.T) {
	s := opened(t, Options{Access: PublicAccess})
	snap := *s.current.Load()
	snap.lib = new(kb.Parser).Library(new(kb.Parser).Lists(nil), unreadableShelf{})
	s.current.Store(&snap)
	for _, ask := range []struct {
		path string
		want int
	}{
		{"/cases/case-r03-04", http.StatusInternalServerError}, {"/api/v1/documents/case-r03-04", http.StatusInternalServerError},
		{"/api/v1/documents/case-r03-04/trace", http.StatusInternalServerError},
		{"/readyz", http.StatusServiceUnavailable}, // which tells of what was found out
	} {
		if a := askOf(t, s, http.MethodGet, ask.path); a.status != ask.want {
			t.Errorf("%s: status %d, want %d", ask.path, a.status, ask.want)
		}
	}
}

// otherRules is a store whose documents were written by a version with other rules.
type otherRules struct{ kb.Shelf }

func (otherRules) File(id string) (kb.File, bool, error) {
	return kb.File{Path: kb.PathOf(id), Data: []byte("---\nold: 1\n---\n")}, true, nil
}

// TestStoredByOtherRules holds that a document which does not parse any more is not
// said to be withdrawn.
func TestStoredByOtherRules(t *testing.T) {
	s := opened(t, Options{Access: PublicAccess})
	snap := *s.current.Load()
	snap.lib = new(kb.Parser).Library(new(kb.Parser).Lists(nil), otherRules{})
	s.current.Store(&snap)
	a := askOf(t, s, http.MethodGet, "/cases/case-r03-04")
	if a.status != http.StatusInternalServerError || !bytes.Contains(a.body, []byte("kyokun verify")) {
		t.Errorf("status %d, %s", a.status, a.body)
	}
}
