package server

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func admin(t *testing.T, method, path, body string) answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, adminFolder+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	site.Admin().ServeHTTP(w, r)
	return answer{status: w.Code, header: w.Header(), body: w.Body.Bytes()}
}

func TestAdminTokens(t *testing.T) {
	var made createdTokenResponse
	a := admin(t, http.MethodPost, "tokens", `{"name":"監視","scopes":["kb:read","kb:read"],"days":90}`)
	if err := json.Unmarshal(a.body, &made); err != nil || a.status != 200 || len(made.Scopes) != 1 || !strings.HasPrefix(made.Secret, tokenPrefix+made.ID+"_") {
		t.Fatalf("status %d, %s", a.status, a.body)
	}
	if got := made.Expires.Sub(made.Created).Hours(); got != 90*24 {
		t.Errorf("it holds for %v hours", got)
	}
	if got := a.header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("the secret may be kept: %q", got)
	}
	if list := admin(t, http.MethodGet, "tokens", "").body; !strings.Contains(string(list), made.ID) || strings.Contains(string(list), made.Secret[20:]) || strings.Contains(string(list), "hash") {
		t.Errorf("the list: %s", list)
	}
	if a := admin(t, http.MethodPost, "tokens/revoke", `{"id":"`+made.ID+`"}`); a.status != 200 || !strings.Contains(string(a.body), "revoked") {
		t.Errorf("status %d, %s", a.status, a.body)
	}
	for body, param := range map[string]string{
		`{"scopes":["kb:read"],"days":0}`:                                           "expires",
		`{"scopes":["kb:read"],"days":731}`:                                         "expires",
		`{"scopes":["kb:write"],"days":1}`:                                          "scope",
		`{"scopes":[],"days":1}`:                                                    "scope",
		`{"name":"` + strings.Repeat("a", 101) + `","scopes":["kb:read"],"days":1}`: "name",
		`{"name":"two\nlines","scopes":["kb:read"],"days":1}`:                       "name",
	} {
		var p problemDocument
		a := admin(t, http.MethodPost, "tokens", body)
		if err := json.Unmarshal(a.body, &p); err != nil || a.status != 400 || p.Parameter != param {
			t.Errorf("%s: status %d, %s", body, a.status, a.body)
		}
	}
	if a := admin(t, http.MethodPost, "tokens/revoke", `{"id":"nosuch"}`); a.status != 404 {
		t.Errorf("revoking no token: status %d", a.status)
	}
	if a := ask(t, http.MethodGet, adminFolder+"tokens"); a.status != 404 {
		t.Errorf("the network gets status %d for the tokens", a.status)
	}
}
