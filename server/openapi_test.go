package server

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
)

// TestOpenAPISchemas holds the schemas of the document to the types that the
// API sends: refresh them with -update.
func TestOpenAPISchemas(t *testing.T) {
	var doc map[string]any
	if err := json.Unmarshal(openAPI, &doc); err != nil {
		t.Fatal(err)
	}
	doc["components"].(map[string]any)["schemas"] = apiSchemas(t)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(doc); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(b.Bytes(), openAPI) {
		return
	}
	if !*update {
		t.Fatal("openapi.json is not that of the types: refresh it with -update")
	}
	if err := os.WriteFile("openapi.json", b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// described is the document as the validator and as we read it.
type described struct {
	validator.Validator
	doc apiDocument
}

func readOpenAPI(t *testing.T) described {
	t.Helper()
	doc, err := libopenapi.NewDocument(openAPI)
	if err != nil {
		t.Fatal(err)
	}
	v, errs := validator.NewValidator(doc)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if ok, found := v.ValidateDocument(); !ok {
		for _, e := range found {
			t.Errorf("%v: %v", e, e.SchemaValidationErrors)
		}
	}
	d := described{Validator: v}
	if err := json.Unmarshal(openAPI, &d.doc); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestOpenAPIRoutes holds that every route of the API is described, and no other.
func TestOpenAPIRoutes(t *testing.T) {
	d := readOpenAPI(t)
	var served, told []string
	for _, r := range site.echo.Routes() {
		program := strings.HasPrefix(r.Path, "/api/v1/") || strings.HasPrefix(r.Path, wellKnownFolder) || r.Path == "/healthz" || r.Path == "/readyz"
		if program && r.Method != http.MethodHead && r.Method != echoNotFound {
			served = append(served, r.Method+" "+strings.ReplaceAll(r.Path, ":id", "{id}"))
		}
	}
	for path, methods := range d.doc.Paths {
		for method := range methods {
			told = append(told, strings.ToUpper(method)+" "+path)
		}
	}
	slices.Sort(served)
	slices.Sort(told)
	if !slices.Equal(slices.Compact(served), told) {
		t.Errorf("served:\n%s\ntold:\n%s", strings.Join(served, "\n"), strings.Join(told, "\n"))
	}
}

// echoNotFound is the method of routes that echo keeps for itself.
const echoNotFound = "echo_route_not_found"

// exchange asks a server and holds the question and the answer to the document.
func (d described) exchange(t *testing.T, s http.Handler, r *http.Request, status int) {
	t.Helper()
	var sent []byte
	if r.Body != nil {
		var err error
		if sent, err = io.ReadAll(r.Body); err != nil {
			t.Fatal(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(sent))
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	name := r.Method + " " + brief(r.URL.String())
	if w.Code != status {
		t.Errorf("%s: status %d, want %d: %.200s", name, w.Code, status, w.Body)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(sent))
	// A question that is refused need not be as described.
	if status == http.StatusOK {
		if ok, errs := d.ValidateHttpRequest(r); !ok {
			t.Errorf("%s: the question: %v %v", name, errs[0].Message, errs[0].Reason)
		}
		r.Body = io.NopCloser(bytes.NewReader(sent))
	}
	_, errs := d.ValidateHttpResponse(r, w.Result())
	for _, e := range errs {
		t.Errorf("%s: status %d: %s: %s", name, status, e.Message, e.Reason)
		for _, v := range e.SchemaValidationErrors[:min(5, len(e.SchemaValidationErrors))] {
			t.Errorf("  %s: %s", v.FieldPath, v.Reason)
		}
	}
}

func request(t *testing.T, method, target string, header ...string) *http.Request {
	t.Helper()
	target, body, _ := strings.Cut(target, " ")
	r := httptest.NewRequestWithContext(t.Context(), method, target, nil)
	if body != "" {
		r.Body = io.NopCloser(strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
	}
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	return r
}

// TestOpenAPIAnswers holds answers of every route to the document, those for
// every document there is among them.
func TestOpenAPIAnswers(t *testing.T) {
	d := readOpenAPI(t)
	targets := []string{
		"/api/v1/search?q=" + url.QueryEscape("輻輳"), "/api/v1/search?q=" + url.QueryEscape("停伝") + "&explain=1", "/api/v1/search?q=xqzzyx", "/api/v1/search",
		"/api/v1/search?q=DNS&kind=case&kind=lesson&domain=telecom&sort=date&page=2&limit=3&explain=1&literal=1&lang=en",
		"/api/v1/search?layer=technical&fy=2021&cause=config-change&service=mobile-voice&equipment=dns-server&operator=kddi&phase=response",
		"/api/v1/suggest?q=" + url.QueryEscape("ふくそ"), "/api/v1/suggest?q=DNS&limit=20",
		"/api/v1/documents/lesson-r03-1-03%23s1/trace", "/api/v1/documents/tags/history", "/api/v1/documents/case-r03-04/file",
		"/api/v1/export?format=csv", "/api/v1/export?format=xlsx&q=DNS", "/api/v1/export?format=md&id=case-r03-04&id=lesson-r03-1-03", // JSON Lines are no JSON to the validator
		"/api/v1/duty?service=voice-emergency&minutes=42&users=30000&on=2026-04-01T09:30", "/api/v1/duty?service=lpwa&service=other",
		"/api/v1/duty?service=critical-facility&on=2020-01-01&time=09:30&all_traffic_lost=no&degraded=unknown&lang=en",
		statisticsAPI, evidenceAPI, openAPIPath, "/healthz", "/readyz", manifestPath, resourceMetadataRoot, resourceMetadataRoot + mcpPath,
	}
	for _, doc := range library().Documents() {
		at := "/api/v1/documents/" + doc.Common().ID
		targets = append(targets, at, at+"/trace", at+"/history", evidenceAPI+"?id="+doc.Common().ID)
	}
	for _, target := range targets {
		d.exchange(t, site, request(t, http.MethodGet, target), http.StatusOK)
	}
	for _, target := range []string{"/api/v1/documents/case-r03-04", statisticsAPI, openAPIPath, manifestPath, "/api/v1/duty?service=voice&on=2026-04-01"} {
		tag := ask(t, http.MethodGet, target).header.Get("ETag")
		d.exchange(t, site, request(t, http.MethodGet, target, "If-None-Match: "+tag), http.StatusNotModified)
	}
	d.exchange(t, site, request(t, http.MethodPost, `/api/v1/similar {"text":"切り戻しで位置登録が集中し、信号交換機が輻輳"}`), http.StatusOK)
	d.exchange(t, site, request(t, http.MethodPost, `/api/v1/similar {"id":"case-r03-04","limit":100}`), http.StatusOK)
	d.exchange(t, site, request(t, http.MethodPost, `/api/v1/similar {"text":"こんにちは"}`), http.StatusOK)
}

// TestOpenAPIErrors holds every error to the document.
func TestOpenAPIErrors(t *testing.T) {
	d := readOpenAPI(t)
	for status, targets := range map[int][]string{
		400: {
			"/api/v1/search?limit=0", "/api/v1/search?sort=best", "/api/v1/suggest?limit=x", "/api/v1/duty", "/api/v1/duty?service=voice&minutes=x",
			"/api/v1/documents/case-r03-04?as_of=never", "/api/v1/export", "/api/v1/export?format=pdf", evidenceAPI + "?id=case-r03-04&page=0", "/api/v1/documents/case-r03-04/history?from=0", "/api/v1/documents/case-r03-04/file?revision=x",
		},
		404: {
			"/api/v1/documents/case-r99-01", "/api/v1/documents/case-r99-01/trace", "/api/v1/documents/case-r99-01/history", "/api/v1/documents/case-r99-01/file",
			"/api/v1/documents/case-r03-04/history?from=99", "/api/v1/export?format=md&id=case-r99-01", evidenceAPI + "?id=case-r99-01",
		},
	} {
		for _, target := range targets {
			d.exchange(t, site, request(t, http.MethodGet, target), status)
		}
	}
	for body, status := range map[string]int{
		`{}`: 400, `{"text":"a","more":1}`: 400, `[`: 400, `{"text":"` + strings.Repeat("a", 66_000) + `"}`: 413,
	} {
		d.exchange(t, site, request(t, http.MethodPost, "/api/v1/similar "+body), status)
	}
	d.exchange(t, site, request(t, http.MethodPost, `/api/v1/similar {"text":"a"}`, "Content-Type: image/png"), 415)
	d.exchange(t, site, request(t, http.MethodPost, `/api/v1/similar {"text":"a"}`, "Sec-Fetch-Site: cross-site"), 403)

	closed, slow := opened(t, Options{}), opened(t, Options{Access: PublicAccess, Rate: 0.1, NoMCP: true})
	_, other := makeToken(t, "kb:other")
	for path, methods := range d.doc.Paths {
		if openPath(path) {
			continue
		}
		for method := range methods {
			target := strings.ReplaceAll(path, "{id}", "case-r03-04")
			ask := func(header ...string) *http.Request {
				r := request(t, strings.ToUpper(method), target+map[string]string{"post": ` {"text":"a"}`}[method], header...)
				r.Host = "127.0.0.1"
				return r
			}
			d.exchange(t, closed, ask(), 401)
			d.exchange(t, closed, ask("Authorization: Bearer "+other), 403)
			rebound := ask()
			rebound.RemoteAddr, rebound.Host = here, "rebound.example"
			d.exchange(t, closed, rebound, 421)
			slow.ServeHTTP(httptest.NewRecorder(), ask())
			d.exchange(t, slow, ask(), 429)
			d.exchange(t, failing(t), ask(), 500)
		}
	}
	for _, target := range []string{manifestPath, resourceMetadataRoot + mcpPath} {
		d.exchange(t, slow, request(t, http.MethodGet, target), 404)
	}
}

// failing is a server whose routes fail.
func failing(t *testing.T) http.Handler {
	t.Helper()
	s := opened(t, Options{Access: PublicAccess})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := s.echo.NewContext(r, w)
		s.handleError(io.ErrUnexpectedEOF, c)
	})
}

// TestOpenAPIParameters holds that each parameter has limits and an example,
// and says in both languages what it is.
func TestOpenAPIParameters(t *testing.T) {
	d := readOpenAPI(t)
	check := func(at string, p apiParameter) {
		bounded := false
		for _, key := range []string{"enum", "maximum", "maxLength", "maxItems"} {
			bounded = bounded || p.Schema[key] != nil
		}
		if !bounded && p.Schema["format"] != "date" && p.Schema["minimum"] == nil {
			t.Errorf("%s: %s has no limits", at, p.Name)
		}
		if p.Example == nil {
			t.Errorf("%s: %s has no example", at, p.Name)
		}
		if ja, en, ok := strings.Cut(p.Description, "\n\n"); !ok || ja == "" || en == "" {
			t.Errorf("%s: %s is not described in both languages", at, p.Name)
		}
	}
	for path, methods := range d.doc.Paths {
		for _, o := range methods {
			for _, p := range o.Parameters {
				check(path, d.doc.parameter(p))
			}
		}
	}
}
