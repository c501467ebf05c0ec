package server

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"

	"kyokun/index"
	"kyokun/kb"
	"kyokun/kb/store"
)

func TestSecurityHeaders(t *testing.T) {
	for _, target := range []string{"/", "/nowhere", "/api/v1/search", "/api/v1/nothing", site.assets.urls["app.css"], "/healthz"} {
		h := ask(t, http.MethodGet, target).header
		policy := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "style-src 'self'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: policy lacks %s", target, want)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: %s", target, policy)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" || h.Get("X-Request-Id") == "" {
			t.Errorf("%s: headers %v", target, h)
		}
	}
}

func TestCrossOriginRefused(t *testing.T) {
	a := ask(t, http.MethodPost, "/search", "Sec-Fetch-Site: cross-site")
	if a.status != http.StatusForbidden {
		t.Errorf("status %d", a.status)
	}
}

func TestRevalidation(t *testing.T) {
	for _, target := range []string{"/", "/cases/case-r03-04", "/api/v1/documents/case-r03-04"} {
		tag := ask(t, http.MethodGet, target).header.Get("ETag")
		if tag == "" {
			t.Errorf("%s: no ETag", target)
			continue
		}
		if a := ask(t, http.MethodGet, target, "If-None-Match: "+tag); a.status != http.StatusNotModified || len(a.body) != 0 {
			t.Errorf("%s: status %d with %d bytes", target, a.status, len(a.body))
		}
		if a := ask(t, http.MethodGet, target, `If-None-Match: "other"`); a.status != http.StatusOK {
			t.Errorf("%s: status %d for another tag", target, a.status)
		}
	}
}

func TestHead(t *testing.T) {
	srv := httptest.NewServer(site)
	defer srv.Close()
	resp, err := http.Head(srv.URL + "/cases/case-r03-04")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("status %d", resp.StatusCode)
	}
}

func TestGzip(t *testing.T) {
	plain := ask(t, http.MethodGet, "/glossary")
	packed := ask(t, http.MethodGet, "/glossary", "Accept-Encoding: gzip")
	if packed.header.Get("Content-Encoding") != "gzip" || len(packed.body)*2 > len(plain.body) {
		t.Errorf("%d bytes of %d, %q", len(packed.body), len(plain.body), packed.header.Get("Content-Encoding"))
	}
}

func TestStaticFiles(t *testing.T) {
	doc := get(t, "/")
	doc.Find("link[rel=stylesheet], link[rel=icon], script[src]").Each(func(_ int, s *goquery.Selection) {
		target := s.AttrOr("href", s.AttrOr("src", ""))
		a := ask(t, http.MethodGet, target)
		if a.status != http.StatusOK || !strings.Contains(a.header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: status %d, %s", target, a.status, a.header.Get("Cache-Control"))
		}
	})
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ target, accept, want string }{
		{"/", "", "ja"},
		{"/", "en-GB,en;q=0.9", "en"},
		{"/", "ja,en;q=0.9", "ja"},
		{"/", "en;q=0.5,ja;q=0.8", "ja"},
		{"/", "de,fr;q=0.9", "ja"},
		{"/", "de,en;q=0.9", "en"},
		{"/", ";;;", "ja"},
		{"/?lang=en", "ja", "en"},
		{"/?lang=ja", "en", "ja"},
		{"/?lang=xx", "en", "en"},
	} {
		a := ask(t, http.MethodGet, c.target, "Accept-Language: "+c.accept)
		if got := parse(t, a).Find("html").AttrOr("lang", ""); got != c.want {
			t.Errorf("%s with %q: %s, want %s", c.target, c.accept, got, c.want)
		}
	}
}

// TestLanguageIsKept holds that no link loses a language chosen by the address.
func TestLanguageIsKept(t *testing.T) {
	for _, target := range []string{"/?lang=en", "/search?q=DNS&lang=en", "/cases/case-r03-04?lang=en", "/glossary?lang=en", "/framework?lang=en"} {
		get(t, target).Find("a[href^='/']:not(.lang)").Each(func(_ int, s *goquery.Selection) {
			href := s.AttrOr("href", "")
			if !strings.Contains(href, "lang=en") && !strings.HasPrefix(href, "/api/") && s.AttrOr("rel", "") != "bookmark" {
				t.Errorf("%s: %s loses the language", target, href)
			}
		})
	}
	if got := get(t, "/search?q=DNS&kind=case&lang=en").Find("a.lang").AttrOr("href", ""); got != "/search?q=DNS&kind=case&lang=ja" {
		t.Errorf("the switch leads to %s", got)
	}
}

func TestHealth(t *testing.T) {
	for _, target := range []string{"/healthz", "/readyz"} {
		var h health
		getJSON(t, target, &h)
		if h.Status != "ok" {
			t.Errorf("%s: %+v", target, h)
		}
	}
}

// slowLog is a store that withholds its tags until it is released, so that
// the index behind it goes on loading.
type slowLog struct {
	*store.Store
	release chan struct{}
}

func (l slowLog) Tags(ctx context.Context) (*kb.TagList, error) {
	select {
	case <-l.release:
		return l.Store.Tags(ctx)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// withIndex is the site with another index.
func withIndex(ix *index.Index) *Server {
	s := &Server{store: site.store, index: ix, log: quiet(), assets: site.assets, pages: site.pages, results: newResultCache()}
	s.current.Store(site.current.Load())
	s.echo = s.newEcho(bodyLimit, requestTimeout, true)
	return s
}

func TestWhileLoading(t *testing.T) {
	slow := slowLog{site.store, make(chan struct{})}
	ix, err := index.Open(t.Context(), slow, index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	s := withIndex(ix)
	if a := askOf(t, s, http.MethodGet, "/readyz"); a.status != http.StatusServiceUnavailable || !strings.Contains(string(a.body), "loading") {
		t.Errorf("/readyz: status %d, %s", a.status, a.body)
	}
	for _, target := range []string{"/", "/cases/case-r03-04", "/healthz"} {
		if a := askOf(t, s, http.MethodGet, target); a.status != http.StatusOK {
			t.Errorf("%s: status %d", target, a.status)
		}
	}
	for _, target := range []string{"/search?q=a", "/api/v1/search?q=a"} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, target, nil))
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: status %d", target, w.Code)
		}
	}
	close(slow.release)
	<-ix.Ready()
	if a := askOf(t, s, http.MethodGet, "/search?q=a"); a.status != http.StatusOK {
		t.Errorf("once ready: status %d", a.status)
	}
}

// TestIndexFailed asks a server whose index cannot be made.
func TestIndexFailed(t *testing.T) {
	empty, err := store.Open(t.Context(), t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer empty.Close()
	// A store without content has no tags to index by.
	ix, err := index.Open(t.Context(), empty, index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	<-ix.Ready()
	s := withIndex(ix)
	for _, target := range []string{"/readyz", "/search?q=a", "/api/v1/search?q=a"} {
		if a := askOf(t, s, http.MethodGet, target); a.status != http.StatusServiceUnavailable {
			t.Errorf("%s: status %d", target, a.status)
		}
	}
}

// TestErrorsSayNothingOfTheInside holds that an unknown error reaches the log, not the reader.
func TestErrorsSayNothingOfTheInside(t *testing.T) {
	secret := errors.New("open /var/lib/kyokun.db: permission denied")
	for _, path := range []string{"/fail", "/api/v1/fail", "/panic"} {
		e := site.newEcho(bodyLimit, requestTimeout, true)
		e.GET("/fail", func(echo.Context) error { return secret })
		e.GET("/api/v1/fail", func(echo.Context) error { return secret })
		e.GET("/panic", func(echo.Context) error { panic(secret) })
		a := askOf(t, e, http.MethodGet, path)
		if a.status != http.StatusInternalServerError || strings.Contains(string(a.body), "kyokun.db") {
			t.Errorf("%s: status %d: %s", path, a.status, a.body)
		}
		if !strings.Contains(string(a.body), a.header.Get("X-Request-Id")) {
			t.Errorf("%s: no request number", path)
		}
	}
}

func TestStatusOf(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{notFound(), 404},
		{badParam("q", "param.sort"), 400},
		{echo.ErrStatusRequestEntityTooLarge, 413},
		{echo.ErrMethodNotAllowed, 405},
		{context.DeadlineExceeded, 503},
		{errors.New("anything"), 500},
		{errors.Join(errors.New("while reading"), notFound()), 404},
	} {
		if got := statusOf(c.err).status; got != c.want {
			t.Errorf("%v: %d, want %d", c.err, got, c.want)
		}
	}
}

func TestRefresh(t *testing.T) {
	before := site.current.Load()
	if err := site.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := site.current.Load()
	if after == before || after.head != before.head || len(after.lib.Documents()) != len(before.lib.Documents()) {
		t.Error("the documents were not read again, or changed by themselves")
	}
	if _, ok := after.lib.Document("case-r03-01"); !ok || kb.KindOf("case-r03-01") != kb.KindCase {
		t.Error("a document is gone")
	}
}
