package server

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kyokun/content"
	"kyokun/index"
	"kyokun/kb"
	"kyokun/kb/store"
)

// fuzzedPaths are those that read parameters.
var fuzzedPaths = []string{
	"/search", "/framework", "/duty", "/checklist", "/changes", "/glossary", "/lineage", "/cases/case-r03-04", "/documents/case-r03-04/history",
	"/api/v1/search", "/api/v1/suggest", "/api/v1/duty", "/api/v1/export", "/tables/framework.csv", "/incident",
}

// FuzzAddress holds that no address makes the server fail: bad input is the
// client's affair.
func FuzzAddress(f *testing.F) {
	for i, query := range []string{
		"q=輻輳&kind=case&page=2", "layer=technical&by=editor", "service=voice-emergency&minutes=42&users=3万&on=2026-04-01T09:30", "work=construction&domain=telecom",
		"since=2026-01-01&before=9", "row=ka&q=IP", "lang=en", "as_of=2026-04-01", "from=1&to=2&revision=1", "q=%00%ff&explain=1&literal=1&limit=100", "q=ていd",
		"users=１２３&minutes=99999999999999999999", "format=csv&id=case-r03-04", "lang=xx", "on=&time=25:99",
	} {
		f.Add(uint8(i), query)
	}
	f.Fuzz(func(t *testing.T, at uint8, query string) {
		target := (&url.URL{Path: fuzzedPaths[int(at)%len(fuzzedPaths)], RawQuery: query}).String()
		r, err := http.NewRequest(http.MethodGet, target, nil)
		if err != nil {
			t.Skip("no address")
		}
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		if w.Code >= http.StatusInternalServerError {
			t.Errorf("%s answers %d", target, w.Code)
		}
	})
}

// fuzzedBodies are what takes a body: of readers, and of the folder's owner.
var fuzzedBodies = []string{"/api/v1/similar", "/incident", adminFolder + "put", adminFolder + "withdraw", adminFolder + "verify", adminFolder + "checkpoint"}

// FuzzBody holds that no body makes the server fail, and that what is put is
// whole or refused.
func FuzzBody(f *testing.F) {
	for i, body := range []string{
		`{"text":"位置登録が一斉に来て輻輳","limit":5}`, "text=輻輳&on=2026-04-01&time=09:30&users=3万&service=lpwa",
		`{"actor":"a","reason":"b","files":[{"name":"case-own-1.md","data":"LS0tCg==","revision":0}]}`, `{"actor":"a","reason":"b","ids":["case-r03-04"]}`,
		`{"checkpoint":"eA==","key":"x"}`, `{"key_only":true}`, `{"id":"case-r03-04"}`, `{`, `[]`, "\x00",
	} {
		f.Add(uint8(i), i%3 == 0, body)
	}
	h := fuzzSite(f)
	f.Fuzz(func(t *testing.T, at uint8, plain bool, body string) {
		target := fuzzedBodies[int(at)%len(fuzzedBodies)]
		r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(body))
		switch {
		case plain:
			r.Header.Set("Content-Type", "text/plain")
		case target == "/incident":
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		default:
			r.Header.Set("Content-Type", "application/json")
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= http.StatusInternalServerError {
			t.Errorf("%s answers %d to %q: %s", target, w.Code, body, bytes.TrimSpace(w.Body.Bytes()))
		}
	})
}

// fuzzSite is a server of its own, whose documents may be changed.
func fuzzSite(f *testing.F) http.Handler {
	f.Helper()
	files, err := kb.ReadFiles(content.FS)
	if err != nil {
		f.Fatal(err)
	}
	st, err := store.Open(f.Context(), f.TempDir(), store.Options{})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := st.Import(f.Context(), "bundled", files); err != nil {
		f.Fatal(err)
	}
	ix, err := index.Open(f.Context(), st, index.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := ix.Close(); err != nil {
			f.Error(err)
		}
		if err := st.Check(context.WithoutCancel(f.Context())); err != nil {
			f.Error(err)
		}
		if err := st.Close(); err != nil {
			f.Error(err)
		}
	})
	s, err := New(Options{Store: st, Index: ix, Version: "test"})
	if err != nil {
		f.Fatal(err)
	}
	<-ix.Ready()
	return s.Admin()
}
