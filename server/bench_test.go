package server

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// BenchmarkResultsPage makes pages of results of the bundled content that the
// server does not remember.
func BenchmarkResultsPage(b *testing.B) {
	terms := site.current.Load().lib.Vocabulary().Terms
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		getPage(b, terms[i%len(terms)].Term)
	}
}

// BenchmarkResultsPageAgain makes one page again and again.
func BenchmarkResultsPageAgain(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		getPage(b, "輻輳")
	}
}

func getPage(b *testing.B, query string) {
	b.Helper()
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/search?q="+url.QueryEscape(query), nil))
	if w.Code != http.StatusOK {
		b.Fatalf("%s: status %d", query, w.Code)
	}
}
