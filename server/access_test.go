package server

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"kyokun/kb/store"
)

// opened is the site under other options.
func opened(t *testing.T, opts Options) *Server {
	t.Helper()
	opts.Store, opts.Index, opts.Version = site.store, site.index, "test"
	s, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.EndMCP)
	return s
}

// from asks a server as a client at an address does.
func from(t *testing.T, s *Server, remote, target string, header ...string) answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	r.RemoteAddr, r.Host = remote, "127.0.0.1:8080"
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return answer{status: w.Code, header: w.Header(), body: w.Body.Bytes()}
}

func makeToken(t *testing.T, scopes ...string) (store.Token, string) {
	t.Helper()
	tok, secret, err := site.store.CreateToken(t.Context(), "試験", scopes, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return tok, secret
}

const (
	here  = "127.0.0.1:50000"
	there = "192.0.2.7:50000"
)

func TestAccess(t *testing.T) {
	_, secret := makeToken(t, ReadScope)
	_, other := makeToken(t, "kb:other")
	revoked, gone := makeToken(t, ReadScope)
	if _, err := site.store.RevokeToken(t.Context(), revoked.ID); err != nil {
		t.Fatal(err)
	}
	bearer := "Authorization: Bearer " + secret
	basic := "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("anyone:"+secret))
	proxyBasic := "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("staff:hunter2"))
	servers := map[Access]*Server{}
	for _, a := range []Access{LocalAccess, TokenAccess, PublicAccess} {
		servers[a] = opened(t, Options{Access: a, Hosts: []string{"Kyokun.Example.jp"}})
	}
	const page, doc = "/cases/case-r03-04", "/api/v1/documents/case-r03-04"
	for _, c := range []struct {
		access         Access
		remote, target string
		header         string
		status         int
	}{
		{LocalAccess, here, page, "", 200},
		{LocalAccess, "[::1]:50000", doc, "", 200},
		{LocalAccess, "[::ffff:127.0.0.1]:50000", doc, "", 200},
		{LocalAccess, here, doc, "Host: localhost", 200},
		{LocalAccess, here, doc, "Host: kyokun.example.jp:8080", 200},
		{LocalAccess, here, page, "Host: rebound.example", 421},
		{LocalAccess, here, page, "X-Forwarded-For: 203.0.113.9", 401},
		{LocalAccess, here, doc, "Forwarded: for=203.0.113.9", 401},
		{LocalAccess, there, page, "", 401},
		{LocalAccess, there, doc, "", 401},
		{LocalAccess, there, doc, "X-Forwarded-For: 127.0.0.1", 401},
		{LocalAccess, there, doc, bearer, 200},
		{LocalAccess, there, doc, "Authorization: bearer " + secret, 200},
		{LocalAccess, there, page, basic, 200},
		{LocalAccess, there, doc, proxyBasic, 401},
		{LocalAccess, there, doc, bearer + "x", 401},
		{LocalAccess, here, doc, bearer + "x", 401}, // a wrong token is told wherever it comes from
		{LocalAccess, there, doc, "Authorization: Bearer " + gone, 401},
		{LocalAccess, there, doc, "Authorization: Bearer " + other, 403},
		{LocalAccess, there, "/healthz", "", 200},
		{LocalAccess, there, site.assets.urls["app.css"], "", 200},
		{LocalAccess, there, manifestPath, "", 200},
		{LocalAccess, there, resourceMetadataRoot, "", 200},
		{TokenAccess, here, doc, "", 401},
		{TokenAccess, here, doc, bearer, 200},
		{PublicAccess, there, page, "", 200},
		{PublicAccess, there, doc, proxyBasic, 200},
		{PublicAccess, there, doc, "Host: whatever.example", 200},
		{PublicAccess, there, doc, bearer + "x", 401},
	} {
		a := from(t, servers[c.access], c.remote, c.target, c.header)
		if a.status != c.status {
			t.Errorf("access %d, from %s, %s %.40q: status %d, want %d", c.access, c.remote, c.target, c.header, a.status, c.status)
		}
		if c.status != 401 {
			continue
		}
		challenge := a.header.Get("WWW-Authenticate")
		if c.target == doc && (!strings.HasPrefix(challenge, "Bearer ") || !strings.Contains(challenge, `resource_metadata="http://`)) {
			t.Errorf("%s: challenge %q", c.target, challenge)
		}
		if c.target == page && (!strings.HasPrefix(challenge, "Basic ") || !strings.Contains(string(a.body), "kyokun token create")) {
			t.Errorf("%s: challenge %q, page %.200s", c.target, challenge, a.body)
		}
		if bytes.Contains(a.body, []byte("プリペイド")) {
			t.Errorf("%s tells of the document", c.target)
		}
	}
}

func TestChallengeIsAProblemInBothLanguages(t *testing.T) {
	s := opened(t, Options{})
	for lang, want := range map[string]string{"ja": "トークンが要ります", "en": "A token is needed"} {
		a := from(t, s, there, "/api/v1/search?q=x", "Accept-Language: "+lang)
		var p problemDocument
		if err := json.Unmarshal(a.body, &p); err != nil || p.Title != want || !strings.Contains(p.Detail, "kyokun token create") {
			t.Errorf("%s: %+v, %v", lang, p, err)
		}
		if got := a.header.Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s: %s", lang, got)
		}
	}
}

// TestNoTokenInLog looks for secrets in the log, which names the token by its id.
func TestNoTokenInLog(t *testing.T) {
	var log bytes.Buffer
	s := opened(t, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	tok, secret := makeToken(t, ReadScope)
	for _, sent := range []string{secret, secret[:40] + "AAAAA"} {
		from(t, s, there, "/api/v1/documents/case-r03-04", "Authorization: Bearer "+sent)
		from(t, s, there, "/cases/case-r03-04", "Authorization: Basic "+base64.StdEncoding.EncodeToString([]byte("x:"+sent)))
	}
	if text := log.String(); strings.Contains(text, secret[20:40]) || !strings.Contains(text, "client=token:"+tok.ID) || !strings.Contains(text, "client=192.0.2.7") {
		t.Errorf("the log: %s", text)
	}
}

func TestRateLimit(t *testing.T) {
	s := opened(t, Options{Access: PublicAccess, Rate: 2, Hosts: []string{"example.com"}})
	now := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	s.limits.now = func() time.Time { return now }
	const target = "/api/v1/suggest?q=a"
	for i := range 2 * limitBurst {
		if a := from(t, s, there, target); a.status != http.StatusOK {
			t.Fatalf("request %d: status %d", i, a.status)
		}
	}
	a := from(t, s, there, target)
	var p problemDocument
	if err := json.Unmarshal(a.body, &p); err != nil || a.status != http.StatusTooManyRequests || p.Status != a.status || p.Detail == "" {
		t.Errorf("status %d, %s", a.status, a.body)
	}
	wait, err := strconv.Atoi(a.header.Get("Retry-After"))
	if err != nil || wait < 1 || wait > 5 {
		t.Errorf("Retry-After %q", a.header.Get("Retry-After"))
	}
	_, secret := makeToken(t, ReadScope)
	for name, a := range map[string]answer{
		"a page":                 from(t, s, there, "/duty"),
		"another client":         from(t, s, "192.0.2.8:1", target),
		"a token":                from(t, s, there, target, "Authorization: Bearer "+secret),
		"this machine":           from(t, s, here, target),
		"behind a proxy of ours": from(t, s, here, target, "X-Forwarded-For: 203.0.113.9"),
	} {
		if a.status != http.StatusOK {
			t.Errorf("%s: status %d", name, a.status)
		}
	}
	now = now.Add(time.Duration(wait) * time.Second)
	if a := from(t, s, there, target); a.status != http.StatusOK {
		t.Errorf("after the wait: status %d", a.status)
	}
}

// TestRefusalsAreLimited holds that guessing tokens is no cheaper than asking.
func TestRefusalsAreLimited(t *testing.T) {
	s := opened(t, Options{Rate: 1})
	for range limitBurst {
		from(t, s, there, "/cases/case-r03-04", "Authorization: Bearer kyokun_guess_guess")
	}
	if a := from(t, s, there, "/cases/case-r03-04", "Authorization: Bearer kyokun_guess_guess"); a.status != http.StatusTooManyRequests {
		t.Errorf("status %d", a.status)
	}
}

// TestLimiterIsBounded asks as more clients than are told apart.
func TestLimiterIsBounded(t *testing.T) {
	now := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	l := newLimiter(1, func() time.Time { return now })
	for i := range limitClients + 1000 {
		_ = l.take(fmt.Sprint(i))
	}
	if len(l.clients) > limitClients {
		t.Errorf("%d clients are kept", len(l.clients))
	}
	if l.take("one more") == nil {
		t.Error("those who come new do not share an allowance")
	}
	now = now.Add(time.Minute)
	if err := l.take("later"); err != nil || len(l.clients) > 1 {
		t.Errorf("%d clients are kept after all were idle (%v)", len(l.clients), err)
	}
}

func TestNetwork(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "::ffff:192.0.2.1", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64", "": "",
	} {
		if got := network(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestNoCrossOrigin holds that no other site may read an answer.
func TestNoCrossOrigin(t *testing.T) {
	for _, target := range []string{"/", "/api/v1/search?q=x", "/api/v1/documents/case-r03-04"} {
		a := ask(t, http.MethodGet, target, "Origin: https://other.example")
		for name := range a.header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s: %s is sent", target, name)
			}
		}
		if got := a.header.Get("Cross-Origin-Resource-Policy"); got != "same-origin" {
			t.Errorf("%s: resource policy %q", target, got)
		}
	}
}
