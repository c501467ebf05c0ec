package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// What a page with its style and scripts may weigh on the wire.
const (
	maxPage  = 150_000
	maxFirst = 60_000
)

// crawl follows the links of a site over real connections.
type crawl struct {
	t    *testing.T
	base *url.URL
	// anchors are those of each page seen; nil for what is no page.
	anchors map[string]map[string]bool
	// wanted are links by the page and fragment they lead to, with one page
	// that has them.
	wanted map[string]string
	queue  []string
	assets int // bytes of style and scripts
	// taken counts the pages queued of a sort of which a few stand for all.
	taken map[string]int
}

// sampleOf names the sort of page of which the crawl opens only a few: what the
// same code makes of every document. Pages that are read are all opened.
func sampleOf(to *url.URL) string {
	q := to.Query()
	switch {
	case strings.HasPrefix(to.Path, "/api/"):
		if strings.HasSuffix(to.Path, "/trace") {
			return "trace"
		}
		return "api" + q.Get("format")
	case to.Path == "/search":
		return to.Path
	}
	for _, name := range []string{"as_of", "revision", "from", "before"} {
		if q.Has(name) {
			return name
		}
	}
	if strings.HasSuffix(to.Path, "/history") {
		return "history"
	}
	return ""
}

// sampled is how many pages of such a sort are opened.
const sampled = 25

// fetch returns an answer and its weight as sent.
func (c *crawl) fetch(path string) (*http.Response, []byte, int) {
	c.t.Helper()
	req, err := http.NewRequest(http.MethodGet, c.base.String()+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "gzip")
	req.Header.Set("Accept-Language", "ja")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	weight := len(body)
	if resp.Header.Get("Content-Encoding") == "gzip" {
		r, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			c.t.Fatal(err)
		}
		if body, err = io.ReadAll(r); err != nil {
			c.t.Fatal(err)
		}
	}
	return resp, body, weight
}

// page reads one page and queues what it links to. Filters, which lead to one
// another without end, are followed one deep.
func (c *crawl) page(path string) {
	resp, body, weight := c.fetch(path)
	if resp.StatusCode != http.StatusOK {
		c.t.Errorf("%s answers %s", path, resp.Status)
		return
	}
	if most := map[bool]int{true: maxFirst, false: maxPage}[path == "/"]; weight+c.assets > most {
		c.t.Errorf("%s weighs %d bytes with style and scripts, more than %d", path, weight+c.assets, most)
	}
	if !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		c.anchors[path] = nil
		return
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	seen := map[string]bool{"": true}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) { seen[s.AttrOr("id", "")] = true })
	c.anchors[path] = seen
	here := c.base.JoinPath()
	here, err = here.Parse(path)
	if err != nil {
		c.t.Fatal(err)
	}
	doc.Find("a[href]").Each(func(_ int, s *goquery.Selection) {
		to, err := here.Parse(s.AttrOr("href", ""))
		if err != nil {
			c.t.Errorf("%s: link %q: %v", path, s.AttrOr("href", ""), err)
			return
		}
		if to.Host == c.base.Host && !(here.RawQuery != "" && to.Path == here.Path && to.RawQuery != here.RawQuery) && to.Query().Get("lang") != "en" {
			c.want(path, to)
		}
	})
}

func (c *crawl) want(from string, to *url.URL) {
	page := to.EscapedPath()
	if to.RawQuery != "" {
		page += "?" + to.RawQuery
	}
	if _, ok := c.wanted[page+"#"+to.Fragment]; ok {
		return
	}
	c.wanted[page+"#"+to.Fragment] = from
	if _, ok := c.anchors[page]; !ok {
		if sort := sampleOf(to); sort != "" {
			if c.taken[sort]++; c.taken[sort] > sampled {
				delete(c.wanted, page+"#"+to.Fragment)
				return
			}
		}
		c.anchors[page] = nil
		c.queue = append(c.queue, page)
	}
}

// TestCrawl opens every page that can be reached from the first one and holds
// that every link leads to a page, and every fragment to an anchor on it.
func TestCrawl(t *testing.T) {
	t.Parallel()
	base, err := url.Parse(site(t))
	if err != nil {
		t.Fatal(err)
	}
	c := &crawl{t: t, base: base, anchors: map[string]map[string]bool{"/": nil}, wanted: map[string]string{}, taken: map[string]int{}, queue: []string{"/"}}
	_, home, _ := c.fetch("/")
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(home))
	if err != nil {
		t.Fatal(err)
	}
	doc.Find("link[rel=stylesheet], script[src]").Each(func(_ int, s *goquery.Selection) {
		_, _, weight := c.fetch(s.AttrOr("href", s.AttrOr("src", "")))
		c.assets += weight
	})
	for len(c.queue) > 0 {
		next := c.queue[0]
		c.queue = c.queue[1:]
		c.page(next)
	}
	for link, from := range c.wanted {
		page, fragment, _ := strings.Cut(link, "#")
		if anchors := c.anchors[page]; fragment != "" && !anchors[fragment] {
			t.Errorf("%s: link to %s leads to no anchor", from, link)
		}
	}
	if len(c.anchors) < 300 || c.assets == 0 {
		t.Errorf("only %d pages were reached, with %d bytes of style and scripts", len(c.anchors), c.assets)
	}
	t.Logf("%d pages, %d links", len(c.anchors), len(c.wanted))
}
