package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestCorrectedSearch shows the results of what was meant, says so, and leads
// back to what was typed.
func TestCorrectedSearch(t *testing.T) {
	typed := url.QueryEscape("停伝")
	page := parse(t, ask(t, http.MethodGet, "/search?q="+typed))
	notice := page.Find(".suggested")
	if page.Find(".hits .hit").Length() == 0 || !strings.Contains(words(notice), "「停伝」では何も見つからないので、停電の結果を示します。") {
		t.Fatalf("the notice is %q", words(notice))
	}
	back, ok := notice.Find("a").Last().Attr("href")
	if !ok || !strings.Contains(back, "literal=1") {
		t.Fatalf("the way back is %q", back)
	}
	page = parse(t, ask(t, http.MethodGet, back))
	if n := page.Find(".hits:not(.near) .hit").Length(); n != 0 {
		t.Errorf("%d hits for what was typed", n)
	}
	if to, _ := page.Find(".suggested a").Attr("href"); !strings.Contains(to, url.QueryEscape("停電")) || strings.Contains(to, "literal") {
		t.Errorf("what was meant is at %q", to)
	}
	if a := ask(t, http.MethodGet, "/search?q="+typed+"&literal=2"); a.status != http.StatusBadRequest {
		t.Errorf("literal=2 gives %d", a.status)
	}
}
