package server

import (
	"encoding/json"
	"flag"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// getJSON asks the API and decodes the answer into v.
func getJSON(t *testing.T, target string, v any) {
	t.Helper()
	a := ask(t, http.MethodGet, target)
	if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "application/json") {
		t.Fatalf("GET %s: status %d, %s", target, a.status, a.header.Get("Content-Type"))
	}
	if err := json.Unmarshal(a.body, v); err != nil {
		t.Fatalf("GET %s: %v", target, err)
	}
}

func TestAPISearch(t *testing.T) {
	var res apiSearchResponse
	getJSON(t, "/api/v1/search?q=%E8%BC%BB%E8%BC%B3&kind=case&limit=3", &res)
	if res.Query != "輻輳" || res.Total == 0 || len(res.Hits) == 0 || len(res.Hits) > 3 {
		t.Fatalf("query %q, total %d, %d hits", res.Query, res.Total, len(res.Hits))
	}
	for _, h := range res.Hits {
		if h.Kind != "case" || h.URL != "/cases/"+h.ID || h.Title == "" {
			t.Errorf("hit %+v", h)
		}
		matched := false
		for _, f := range h.Fragments {
			for _, p := range f.Parts {
				matched = matched || p.Match
			}
		}
		if !matched {
			t.Errorf("%s: nothing is marked", h.ID)
		}
	}
	if got := res.Facets["kind"]; len(got) < 2 || got[0].Label == "" {
		t.Errorf("facet kind is %v: it must count the other kinds too", got)
	}
}

// TestAdminSearch holds that a search of the owner is the exhaustive one, right after
// the same search of a user too, that it refuses what that refuses, and that nobody
// else has it.
func TestAdminSearch(t *testing.T) {
	query := "search?" + url.Values{"limit": {"100"}, "q": {"事業者 利用者 設備 電気通信 回線 役務 事故"}}.Encode()
	var users, owners apiSearchResponse
	getJSON(t, "/api/v1/"+query, &users)
	a := admin(t, http.MethodGet, query, "")
	if err := json.Unmarshal(a.body, &owners); err != nil || a.status != http.StatusOK {
		t.Fatalf("status %d, %s", a.status, a.body)
	}
	if owners.Total != users.Total || owners.Total <= 60 {
		t.Errorf("%d hits, %d of a user", owners.Total, users.Total)
	}
	for i, h := range owners.Hits { // the bounds leave none of so few documents out
		if users.Hits[i].ID != h.ID || users.Hits[i].Score != h.Score {
			t.Errorf("hit %d is %s with %v, of a user %s with %v", i, h.ID, h.Score, users.Hits[i].ID, users.Hits[i].Score)
		}
	}
	if got := admin(t, http.MethodGet, "search?limit=101", "").status; got != http.StatusBadRequest {
		t.Errorf("limit=101: status %d", got)
	}
	if got := ask(t, http.MethodGet, adminFolder+query).status; got != http.StatusNotFound {
		t.Errorf("of anybody: status %d", got)
	}
}

// similarTarget marks a request that is posted: its body follows.
const similarTarget = "/api/v1/similar "

// TestAPIShapes holds the names of the fields against goldens, since programs
// depend on them.
func TestAPIShapes(t *testing.T) {
	for name, target := range map[string]string{
		"search":     "/api/v1/search?q=%E8%BC%BB%E8%BC%B3&limit=2",
		"suggest":    "/api/v1/suggest?q=%E3%81%B5%E3%81%8F",
		"case":       "/api/v1/documents/case-r03-04",
		"lesson":     "/api/v1/documents/lesson-r03-1-03",
		"trace":      "/api/v1/documents/lesson-r03-1-03/trace",
		"duty":       "/api/v1/duty?service=voice&service=other&minutes=90&users=30000&on=2026-04-01T09:30",
		"statistics": "/api/v1/statistics",
		"similar":    similarTarget + `{"text":"お疲れ様です。切り戻しで位置登録が集中し、信号交換機が輻輳"}`,
		"notfound":   "/api/v1/documents/case-r99-99",
		"badlimit":   "/api/v1/search?limit=1000",
	} {
		t.Run(name, func(t *testing.T) {
			var v any
			var a answer
			if body, posted := strings.CutPrefix(target, similarTarget); posted {
				a = send(t, "/api/v1/similar", jsonType, body)
			} else {
				a = ask(t, http.MethodGet, target)
			}
			if err := json.Unmarshal(a.body, &v); err != nil {
				t.Fatal(err)
			}
			got := strings.Join(shape("", v), "\n") + "\n"
			file := filepath.Join("testdata", "api", name+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the shape differs from %s (refresh with -update):\n%s", file, got)
			}
		})
	}
}

func TestAPIProblems(t *testing.T) {
	for _, c := range []struct {
		method, target string
		status         int
		param          string
	}{
		{http.MethodGet, "/api/v1/search?limit=0", 400, "limit"},
		{http.MethodGet, "/api/v1/search?limit=101", 400, "limit"},
		{http.MethodGet, "/api/v1/search?sort=best", 400, "sort"},
		{http.MethodGet, "/api/v1/search?page=-1", 400, "page"},
		{http.MethodGet, "/api/v1/search?operator=nobody", 400, "operator"},
		{http.MethodGet, "/api/v1/search?q=" + strings.Repeat("a", 60_000), 400, "q"},
		{http.MethodGet, "/api/v1/suggest?q=a&limit=x", 400, "limit"},
		{http.MethodGet, "/api/v1/suggest?q=" + strings.Repeat("a", 101), 400, "q"},
		{http.MethodGet, "/api/v1/documents/case-r99-01", 404, ""},
		{http.MethodGet, "/api/v1/documents/case-r99-01/trace", 404, ""},
		{http.MethodGet, "/api/v1/nothing", 404, ""},
		{http.MethodPost, "/api/v1/search", 405, ""},
		{http.MethodDelete, "/api/v1/documents/case-r03-01", 405, ""},
	} {
		a := ask(t, c.method, c.target)
		var p problemDocument
		if err := json.Unmarshal(a.body, &p); err != nil {
			t.Errorf("%s %.50s: %v", c.method, c.target, err)
			continue
		}
		if a.status != c.status || p.Status != c.status || p.Parameter != c.param || p.Title == "" || p.Detail == "" || p.Type == "" {
			t.Errorf("%s %.50s: status %d, %+v", c.method, c.target, a.status, p)
		}
		if got := a.header.Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s %.50s: %s", c.method, c.target, got)
		}
		if c.status == 405 && a.header.Get("Allow") == "" {
			t.Errorf("%s %.50s: no Allow", c.method, c.target)
		}
	}
}

func TestAPITraceOfStatement(t *testing.T) {
	var res apiTraceResponse
	getJSON(t, "/api/v1/documents/lesson-r03-1-03%23s1/trace", &res)
	if res.Root == nil || res.Root.Part != "s1" || res.URL != "/lessons/lesson-r03-1-03#s1" {
		t.Errorf("%+v", res)
	}
}

func TestAPISuggest(t *testing.T) {
	var res apiSuggestResponse
	getJSON(t, "/api/v1/suggest?q=%E3%81%B5%E3%81%8F%E3%81%9D", &res) // ふくそ
	for _, s := range res.Suggestions {
		if s.Text == "輻輳" {
			return
		}
	}
	t.Errorf("ふくそ does not suggest 輻輳: %v", res.Suggestions)
}
