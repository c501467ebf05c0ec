package server

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kyokun/kb"
)

// maxPageBytes is what a page may weigh before compression; the first page has
// a limit of its own.
const (
	maxPageBytes  = 150_000
	maxFirstBytes = 60_000
)

func TestEveryPage(t *testing.T) {
	if n := len(library().Documents()); n < 100 {
		t.Fatalf("only %d documents", n)
	}
	for _, path := range pages() {
		for _, lang := range languages {
			t.Run(strings.Trim(path, "/")+" "+lang, func(t *testing.T) {
				a := ask(t, http.MethodGet, withLang(path, lang))
				if a.status != http.StatusOK {
					t.Fatalf("status %d", a.status)
				}
				if len(a.body) > maxPageBytes {
					t.Errorf("page weighs %d bytes, more than %d", len(a.body), maxPageBytes)
				}
				doc := parse(t, a)
				checkHTML(t, doc, lang)
				if lang == "en" {
					checkEnglish(t, doc)
				}
			})
		}
	}
}

// checkHTML holds what is true of every page.
func checkHTML(t *testing.T, doc *goquery.Document, lang string) {
	t.Helper()
	if got, _ := doc.Find("html").Attr("lang"); got != lang {
		t.Errorf("html lang is %q, want %q", got, lang)
	}
	for selector, want := range map[string]int{"h1": 1, "main": 1, "header.site": 1, "footer.site": 1, "form[role=search]": 1, "a.skip": 1, "nav[aria-label]:first-of-type": 1} {
		if got := doc.Find(selector).Length(); got < 1 || selector == "h1" && got != want {
			t.Errorf("%d of %s", got, selector)
		}
	}
	if strings.TrimSpace(doc.Find("h1").Text()) == "" || strings.TrimSpace(doc.Find("title").Text()) == "" {
		t.Error("no heading or no title")
	}
	if html, _ := doc.Html(); strings.Contains(html, "⟦") || strings.Contains(html, "%!") || strings.Contains(html, "ZgotmplZ") {
		t.Error("a message is missing, takes other arguments, or a value was refused by the template")
	}
	if n := doc.Find("[style], [onclick], style, script:not([src])").Length(); n > 0 {
		t.Errorf("%d inline styles or scripts, which the policy forbids", n)
	}
	checkHeadings(t, doc)
	checkIDs(t, doc)
}

// checkHeadings holds that no level is left out on the way down.
func checkHeadings(t *testing.T, doc *goquery.Document) {
	t.Helper()
	level := 0
	doc.Find("main h1, main h2, main h3, main h4, main h5, main h6").Each(func(_ int, s *goquery.Selection) {
		next := int(goquery.NodeName(s)[1] - '0')
		if next > level+1 {
			t.Errorf("heading %q jumps from level %d to %d", words(s), level, next)
		}
		level = next
	})
}

func checkIDs(t *testing.T, doc *goquery.Document) {
	t.Helper()
	seen := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if seen[id] || id == "" || strings.ContainsAny(id, " \t\n") {
			t.Errorf("id %q is empty, has a space or occurs twice", id)
		}
		seen[id] = true
	})
	doc.Find("[aria-labelledby]").Each(func(_ int, s *goquery.Selection) {
		if id := s.AttrOr("aria-labelledby", ""); !seen[id] {
			t.Errorf("aria-labelledby %q leads nowhere", id)
		}
	})
}

// TestLinks follows every link of every page, fragments included. Of links to
// results, of which there are hundreds, it holds that they can be read. All pages
// are read before any link is followed: most links lead to one of them.
func TestLinks(t *testing.T) {
	known := crawler{}
	links := map[string][]string{} // by page
	list := append(pages(), "/search?q=%E8%BC%BB%E8%BC%B3", "/search?q=zzzz+qqqq")
	for _, path := range list {
		doc := get(t, path)
		known[path] = anchorsOf(doc)
		doc.Find("a[href], link[href], form[action]").Each(func(_ int, s *goquery.Selection) {
			links[path] = append(links[path], s.AttrOr("href", s.AttrOr("action", "")))
		})
	}
	for _, path := range list {
		here, err := url.Parse(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, href := range links[path] {
			to, err := here.Parse(href)
			switch {
			case err != nil:
				t.Errorf("%s: link %q: %v", path, href, err)
			case to.Host != "":
			case to.Path == "/search":
				if _, err := readSearch(to.Query(), library().Tags()); err != nil {
					t.Errorf("%s: link %q: %v", path, href, err)
				}
			case !known.leads(t, to):
				t.Errorf("%s: link %q leads nowhere", path, href)
			}
		}
	}
}

// crawler knows the anchors of pages by their addresses; nil where there is no page.
type crawler map[string]map[string]bool

func (c crawler) leads(t *testing.T, to *url.URL) bool {
	t.Helper()
	page := *to
	page.Fragment, page.RawFragment = "", ""
	anchors, ok := c[page.String()]
	if !ok {
		if a := ask(t, http.MethodGet, page.String()); a.status == http.StatusOK {
			anchors = anchorsOf(parse(t, a))
		}
		c[page.String()] = anchors
	}
	return anchors[to.Fragment]
}

// anchorsOf are the fragments that lead somewhere on a page, the empty one too.
func anchorsOf(doc *goquery.Document) map[string]bool {
	anchors := map[string]bool{"": true}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) { anchors[s.AttrOr("id", "")] = true })
	return anchors
}

var japanese = regexp.MustCompile(`[\p{Hiragana}\p{Katakana}\p{Han}]`)

func TestEnglishOfErrorsAndResults(t *testing.T) {
	for _, path := range []string{"/search?q=%E8%BC%BB%E8%BC%B3", "/search?q=zzzz", "/cases/none", "/search?page=x"} {
		checkEnglish(t, parse(t, ask(t, http.MethodGet, withLang(path, "en"))))
	}
}

// checkEnglish holds that in English all Japanese is marked as such.
func checkEnglish(t *testing.T, doc *goquery.Document) {
	t.Helper()
	// The query is the reader's own, in whatever language.
	doc.Find("[lang=ja], title, head, h1.vh").Remove()
	text := words(doc.Find("body"))
	if at := japanese.FindStringIndex(text); at != nil {
		t.Errorf("unmarked Japanese: …%s…", text[max(0, at[0]-40):min(len(text), at[1]+60)])
	}
}

// accidents are the cases of the domain telecom.
func accidents() []*kb.Case {
	return slices.DeleteFunc(slices.Clone(library().Cases()), func(k *kb.Case) bool { return k.Domain != kb.Telecom })
}

func TestFirstPage(t *testing.T) {
	a := ask(t, http.MethodGet, "/")
	if len(a.body) > maxFirstBytes {
		t.Errorf("first page weighs %d bytes, more than %d", len(a.body), maxFirstBytes)
	}
	doc := parse(t, a)
	if n := doc.Find("input[autofocus]").Length(); n != 0 {
		t.Error("the box takes the focus by itself")
	}
	if got, want := doc.Find("table.cases tbody tr").Length(), min(homeCases, len(accidents())); got != want {
		t.Errorf("%d cases listed, want %d", got, want)
	}
	if got := doc.Find(".browse-facet").Length(); got != len(browseFacets) {
		t.Errorf("%d ways of browsing, want %d", got, len(browseFacets))
	}
	doc.Find(".browse-facet li").Each(func(_ int, s *goquery.Selection) {
		link := s.Find("a").AttrOr("href", "")
		if got, want := words(get(t, link).Find(".total strong")), words(s.Find(".count"))+"件"; got != want {
			t.Errorf("%s promises %s and finds %s", link, want, got)
		}
	})
}

func TestWrongKindRedirects(t *testing.T) {
	a := ask(t, http.MethodGet, "/cases/lesson-r03-1-01?lang=en")
	if a.status != http.StatusMovedPermanently || a.header.Get("Location") != "/lessons/lesson-r03-1-01?lang=en" {
		t.Errorf("status %d to %q", a.status, a.header.Get("Location"))
	}
}

func TestNotFound(t *testing.T) {
	for _, path := range []string{
		"/nowhere", "/cases/case-r99-01", "/cases/case-r03-01/", "/cases/case-r03-01/x", "/cases/", "/cases/tags",
		"/glossary/", "/static/app.css", "/static/../server.go", "/cases/case-r03-01%2F", "/lessons/lesson-r03-1-01%23s1",
	} {
		a := ask(t, http.MethodGet, path)
		if a.status != http.StatusNotFound {
			t.Errorf("GET %s: status %d", path, a.status)
			continue
		}
		if parse(t, a).Find("form[role=search] input[name=q]").Length() != 1 {
			t.Errorf("GET %s: no search offered", path)
		}
	}
}

func TestEveryKindHasAPage(t *testing.T) {
	for _, kind := range kb.Kinds() {
		if pagePaths[kind] == "" {
			t.Errorf("no page for %s", kind)
		}
	}
}
