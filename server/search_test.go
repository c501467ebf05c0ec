package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

func searchFor(q string) string { return "/search?lang=ja&q=" + url.QueryEscape(q) }

func TestSearchPage(t *testing.T) {
	doc := get(t, searchFor("端末の再試行 輻輳"))
	if doc.Find(".hits .hit").Length() == 0 {
		t.Fatal("nothing found")
	}
	if got := doc.Find("#q").AttrOr("value", ""); got != "端末の再試行 輻輳" {
		t.Errorf("the query in the box is %q", got)
	}
	if doc.Find(".hit mark").Length() == 0 {
		t.Error("no match is marked")
	}
	if doc.Find(".hit .why li").Length() == 0 {
		t.Error("no hit says why it was found")
	}
	doc.Find(".hit").Each(func(_ int, s *goquery.Selection) {
		if s.Find("h3 .badge").Length() != 1 || words(s.Find("h3 .badge")) == "" {
			t.Errorf("no kind in words: %s", words(s.Find("h3")))
		}
	})
}

// TestSearchVariant holds that a word is found in its other spelling and that
// the page says so.
func TestSearchVariant(t *testing.T) {
	doc := get(t, searchFor("輻輳"))
	if !strings.Contains(words(doc.Find(".why")), "「輻輳」→「ふくそう」") {
		t.Errorf("the other spelling is not explained: %s", words(doc.Find(".why")))
	}
}

func TestEmptyQueryListsAll(t *testing.T) {
	total := words(get(t, "/search?lang=ja").Find(".total strong"))
	if want := commas(len(library().Documents())) + "件"; total != want {
		t.Errorf("%s, want %s", total, want)
	}
	cases := words(get(t, "/search?lang=ja&kind=case").Find(".total strong"))
	if want := commas(len(library().Cases())) + "件"; cases != want {
		t.Errorf("%s, want %s", cases, want)
	}
}

// TestFacets follows each value of each facet and holds the count it promises.
func TestFacets(t *testing.T) {
	doc := get(t, searchFor("障害"))
	if doc.Find(".facet").Length() < 3 {
		t.Fatal("too few facets")
	}
	doc.Find(".facet li").Each(func(_ int, s *goquery.Selection) {
		link := s.Find("a").AttrOr("href", "")
		narrowed := get(t, link)
		if got, want := words(narrowed.Find(".total strong")), words(s.Find(".count"))+"件"; got != want {
			t.Errorf("%s promises %s and finds %s", link, want, got)
		}
		if narrowed.Find(".selected .chip.is-on").Length() != 1 {
			t.Errorf("%s: the selection is not shown", link)
		}
	})
}

func TestFacetsCombine(t *testing.T) {
	doc := get(t, "/search?lang=ja&kind=case&kind=lesson&phase=prevention")
	if got := doc.Find(".selected .chip.is-on").Length(); got != 3 {
		t.Errorf("%d chips, want 3", got)
	}
	first := doc.Find(".selected .chip.is-on").First()
	if got := first.AttrOr("aria-label", ""); got != "種類「事例」を外す" {
		t.Errorf("chip says %q", got)
	}
	if got := first.AttrOr("href", ""); strings.Contains(got, "kind=case") || !strings.Contains(got, "kind=lesson") {
		t.Errorf("chip leads to %q", got)
	}
	if got := doc.Find("form.search input[type=hidden]").Length(); got != 4 { // the filters and the language
		t.Errorf("a new query keeps %d fields, want 4", got)
	}
}

func TestPaging(t *testing.T) {
	seen := map[string]bool{}
	link := "/search?lang=ja"
	for pages := 0; link != ""; pages++ {
		if pages > 50 {
			t.Fatal("paging does not end")
		}
		doc := get(t, link)
		doc.Find(".hits:not(.near) .meta code").Each(func(_ int, s *goquery.Selection) { seen[words(s)] = true })
		link = doc.Find(".paging a[rel=next]").AttrOr("href", "")
	}
	if got, want := len(seen), len(library().Documents()); got != want {
		t.Errorf("paging shows %d documents, want %d", got, want)
	}
	if a := ask(t, http.MethodGet, "/search?page=400"); a.status != http.StatusFound {
		t.Errorf("a page beyond the last: status %d", a.status)
	}
}

func TestZeroResults(t *testing.T) {
	doc := get(t, searchFor("量子もつれ鉄道運賃改定 衛星軌道屋台"))
	if got := words(doc.Find(".total strong")); got != "0件" {
		t.Fatalf("the index finds %s", got)
	}
	if doc.Find(".zero li").Length() < 3 {
		t.Error("no help")
	}
	if got := doc.Find(".zero .chips a[href*='q=']").Length(); got != 2 {
		t.Errorf("%d queries with a word less, want 2", got)
	}
}

func TestHostileQueries(t *testing.T) {
	for _, q := range []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' OR 1=1 --`, `{{.}}`, "javascript:alert(1)",
		"DNS:障害", `"未完`, "-", "OR", "\x00\xff", strings.Repeat("あ", maxQueryRunes), "%%s%n", "🗼", "a\r\nX: y",
		"\u202e停電\u200f", strings.Repeat("😀", maxQueryRunes), strings.Repeat("ア", maxQueryRunes), strings.Repeat("停 伝 ", 120), strings.Repeat("28条 ", 120),
	} {
		a := ask(t, http.MethodGet, searchFor(q))
		if a.status != http.StatusOK {
			t.Errorf("%q: status %d", q, a.status)
			continue
		}
		doc := parse(t, a)
		if doc.Find("script:not([src]), img, [onerror], [href^='javascript:']").Length() > 0 {
			t.Errorf("%q gets into the page", q)
		}
		checkHTML(t, doc, "ja")
	}
}

func TestBadParameters(t *testing.T) {
	for target, param := range map[string]string{
		"q=" + strings.Repeat("a", 60_000):               "q",
		"q=" + url.QueryEscape(strings.Repeat("あ", 501)): "q",
		"q=" + strings.Repeat("%E5%81%9C", 350_000):      "q", // 1 MB
		"q=" + strings.Repeat("a%20", 10_000):            "q",
		"kind=accident":                                  "kind",
		"cause=bad-luck":                                 "cause",
		"fy=R3":                                          "fy",
		"sort=best":                                      "sort",
		"page=0":                                         "page",
		"page=1e9":                                       "page",
	} {
		a := ask(t, http.MethodGet, "/search?"+target)
		if a.status != http.StatusBadRequest || words(parse(t, a).Find("main code")) != param {
			t.Errorf("%.40s: status %d, names %q", target, a.status, words(parse(t, a).Find("main code")))
		}
		if len(a.body) > 10_000 {
			t.Errorf("%.40s: the page repeats it in %d bytes", target, len(a.body))
		}
	}
}
