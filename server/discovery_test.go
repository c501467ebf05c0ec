package server

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func getXML(t *testing.T, target, mediaType string, v any) {
	t.Helper()
	a := ask(t, http.MethodGet, target)
	if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), mediaType) {
		t.Fatalf("GET %s: status %d, %s", target, a.status, a.header.Get("Content-Type"))
	}
	if err := xml.Unmarshal(a.body, v); err != nil {
		t.Fatalf("GET %s: %v", target, err)
	}
}

// TestSitemap holds that every document is listed and every address there is a
// page of this site.
func TestSitemap(t *testing.T) {
	var m sitemap
	getXML(t, sitemapPath, "application/xml", &m)
	listed := map[string]bool{}
	for _, u := range m.URLs {
		path, ours := strings.CutPrefix(u.Loc, "http://example.com")
		if !ours || listed[path] {
			t.Errorf("%q is listed", u.Loc)
		}
		listed[path] = true
		if a := ask(t, http.MethodHead, path); a.status != http.StatusOK {
			t.Errorf("%s: status %d", path, a.status)
		}
	}
	for _, d := range library().Documents() {
		if id := d.Common().ID; !listed[documentPath(id, "")] {
			t.Errorf("%s is not listed", id)
		}
	}
}

// TestOpenSearch holds that the pages lead to the description of the search,
// and that to the results.
func TestOpenSearch(t *testing.T) {
	at := get(t, "/").Find("link[rel=search]").AttrOr("href", "")
	var o openSearch
	getXML(t, at, "application/opensearchdescription+xml", &o)
	if n := len([]rune(o.ShortName)); n == 0 || n > 16 {
		t.Errorf("the short name %q has %d characters", o.ShortName, n)
	}
	target := strings.Replace(strings.TrimPrefix(o.URL.Template, "http://example.com"), "{searchTerms}", url.QueryEscape("輻輳"), 1)
	if got := get(t, target).Find(".hits:not(.near) .hit").Length(); got == 0 {
		t.Errorf("%s finds nothing", target)
	}
	if a := ask(t, http.MethodGet, strings.TrimPrefix(o.Image.URL, "http://example.com")); a.status != http.StatusOK {
		t.Errorf("the icon %s: status %d", o.Image.URL, a.status)
	}
}
