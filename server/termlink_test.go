package server

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"pgregory.net/rapid"

	"kyokun/kb"
)

func testTerms() *termTable {
	return newTermTable(&kb.Vocabulary{Terms: []kb.Term{
		{Term: "輻輳", Definition: "混雑。", Variants: []kb.Variant{{Text: "ふくそう"}, {Text: "congestion"}}},
		{Term: "サーバ", Definition: "応える機器。", Variants: []kb.Variant{{Text: "サーバー"}}},
		{Term: "DNSサーバ", Definition: "名前を引く。"},
		{Term: "IP", Definition: "規約。"},
		{Term: "設備", Variants: []kb.Variant{{Text: "機器"}}}, // without a definition
	}})
}

func TestFindTerms(t *testing.T) {
	for text, want := range map[string]string{
		"DNSサーバが輻輳し、サーバが落ちる": "DNSサーバ 輻輳 サーバ",
		"異常輻輳の対策":            "輻輳",
		"サーバーとサーバレス":         "サーバー", // サーバ is not the word サーバレス
		"IPv6とIP、VoIP":       "IP",
		"ふくそう、設備":            "", // hiragana alone is too often part of other words
		"":                   "",
	} {
		var got []string
		for _, f := range testTerms().find(text) {
			got = append(got, text[f.start:f.end])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestProseKeepsTheText holds that linking changes no character and links no
// term twice.
func TestProseKeepsTheText(t *testing.T) {
	table := testTerms()
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(rapid.StringOf(rapid.SampledFrom([]rune("輻輳サーバーDNSIPv6、の\xff")))).Draw(t, "texts")
		linker, seen := newTermLinker(table, locale{lang: "ja"}), map[string]bool{}
		for _, text := range texts {
			var b strings.Builder
			for _, run := range (prose{text, linker}).Runs() {
				b.WriteString(run.Text)
				if run.URL != "" && seen[run.URL] {
					t.Fatalf("%s is linked twice", run.URL)
				}
				seen[run.URL] = true
			}
			if b.String() != text {
				t.Fatalf("%q became %q", text, b.String())
			}
		}
	})
}

// TestTermsOnPages holds that documents link their terms, each once, to a
// definition, and never within another link.
func TestTermsOnPages(t *testing.T) {
	linked := 0
	for _, d := range library().Documents() {
		seen := map[string]bool{}
		get(t, documentPath(d.Common().ID, "")+"?lang=ja").Find("a.term").Each(func(_ int, a *goquery.Selection) {
			linked++
			href := a.AttrOr("href", "")
			if seen[href] || a.AttrOr("title", "") == "" || !strings.HasPrefix(href, "/glossary?row=") {
				t.Errorf("%s: term %q with link %q and title %q", d.Common().ID, a.Text(), href, a.AttrOr("title", ""))
			}
			if a.ParentsFiltered("a, .prose h3, .prose h4").Length() > 0 {
				t.Errorf("%s: term %q within a link or a heading", d.Common().ID, a.Text())
			}
			seen[href] = true
		})
	}
	if linked < 200 {
		t.Errorf("only %d terms are linked", linked)
	}
}

// TestCitationsOnDemand holds that each citation of a document opens, and that
// none is listed that nothing opens.
func TestCitationsOnDemand(t *testing.T) {
	for _, d := range library().Documents() {
		if d.Common().Kind() == kb.KindSource {
			continue
		}
		doc := get(t, documentPath(d.Common().ID, "")+"?lang=ja")
		opened := map[string]bool{}
		doc.Find("button.cite").Each(func(_ int, b *goquery.Selection) { opened[b.AttrOr("popovertarget", "")] = true })
		notes := doc.Find(".cite-note[popover]")
		if notes.Length() != len(opened) {
			t.Errorf("%s: %d notes for %d citations", d.Common().ID, notes.Length(), len(opened))
		}
		notes.Each(func(_ int, n *goquery.Selection) {
			if !opened[n.AttrOr("id", "")] || n.Find(`a[href^="/sources/"]`).Length() != 1 {
				t.Errorf("%s: note %q is not opened, or leads to no source", d.Common().ID, words(n))
			}
		})
	}
}

// TestPlainSummaries holds that what stands on top of each page is at most three
// sentences.
func TestPlainSummaries(t *testing.T) {
	for _, path := range pages() {
		top := get(t, withLang(path, "ja")).Find("main .summary, main .lead").First()
		if top.Length() == 0 && !strings.HasPrefix(path, "/search") {
			t.Errorf("%s has no summary", path)
		}
		if n := strings.Count(words(top), "。"); n > 3 {
			t.Errorf("%s begins with %d sentences: %s", path, n, words(top))
		}
	}
}
