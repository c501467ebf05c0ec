package server

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
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

// TestSitemapParts holds that the parts of a sitemap are no larger than asked
// for and list, each once, what a single one does.
func TestSitemapParts(t *testing.T) {
	lib := library()
	whole := newSitemap(lib, "", "", sitemapMost)
	for _, most := range []int{len(sitemapPages) + 1, 50, len(whole.URLs), len(whole.URLs) + 1} {
		var listed []sitemapURL
		for _, after := range sitemapParts(lib, most) {
			part := newSitemap(lib, "", after, most)
			if len(part.URLs) > most {
				t.Errorf("%d pages in a part of %d", len(part.URLs), most)
			}
			listed = append(listed, part.URLs...)
		}
		if !slices.Equal(listed, whole.URLs) {
			t.Errorf("parts of %d list %d pages, want %d", most, len(listed), len(whole.URLs))
		}
	}
	index := newSitemapIndex("http://example.com", sitemapParts(lib, 50))
	for _, p := range index.Parts {
		var m sitemap
		getXML(t, strings.TrimPrefix(p.Loc, "http://example.com"), "application/xml", &m)
	}
	if a := ask(t, http.MethodGet, sitemapPath+"?after=x"); a.status != http.StatusBadRequest {
		t.Errorf("after no id: status %d", a.status)
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
