package server

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kyokun/kb"
)

// glossaryPages are the pages of all rows, and of queries that find some terms,
// too many, and none.
func glossaryPages() []string {
	list := []string{"/glossary"}
	for _, row := range kanaRows {
		list = append(list, rowPath(row))
	}
	for _, q := range []string{"IP", "イ", "zzzz"} {
		list = append(list, findTerm(q))
	}
	return list
}

func findTerm(q string) string { return "/glossary?q=" + url.QueryEscape(q) }

// defined are the terms of the glossary by their anchors.
func defined(t *testing.T) map[string]kb.Term {
	t.Helper()
	out := map[string]kb.Term{}
	for _, term := range library().Vocabulary().Terms {
		if term.Definition != "" {
			out[termAnchor(term)] = term
		}
	}
	if len(out) < 300 {
		t.Fatalf("only %d terms", len(out))
	}
	return out
}

// TestGlossaryNames holds that the first page lists all terms by row, each
// under the anchor that leads on to its definition.
func TestGlossaryNames(t *testing.T) {
	doc := get(t, "/glossary?lang=ja")
	var heads []string
	doc.Find("main section h2").Each(func(_ int, s *goquery.Selection) { heads = append(heads, words(s)) })
	order := []string{"英字など", "ア行", "カ行", "サ行", "タ行", "ナ行", "ハ行", "マ行", "ヤ行", "ラ行", "ワ行"}
	if len(heads) < 10 || !slices.IsSortedFunc(heads, func(a, b string) int {
		return slices.Index(order, a) - slices.Index(order, b)
	}) {
		t.Errorf("rows are %v", heads)
	}
	terms := defined(t)
	if got := doc.Find(".term-names > li").Length(); got != len(terms) {
		t.Errorf("%d terms, want %d", got, len(terms))
	}
	for anchor, term := range terms {
		at := doc.Find(`li[id="` + anchor + `"] > a`)
		to, err := url.Parse(at.AttrOr("href", ""))
		if err != nil || words(at) != term.Term || to.Fragment != anchor || to.Query().Get("row") != rowOf(term).name {
			t.Errorf("%s: %q leads to %s", term.Term, words(at), to)
		}
	}
	if got := words(doc.Find(".kana [aria-current]")); got != "すべての語" {
		t.Errorf("the page is shown as %q", got)
	}
}

// TestGlossaryRows follows the chips: each row has the terms it promises, and
// all rows together have every term, once, with its definition.
func TestGlossaryRows(t *testing.T) {
	terms := defined(t)
	left := len(terms)
	get(t, "/glossary?lang=ja").Find(".kana a:has(.count)").Each(func(_ int, chip *goquery.Selection) {
		doc := get(t, chip.AttrOr("href", ""))
		if got := words(doc.Find(".kana [aria-current]")); got != words(chip) {
			t.Errorf("%s leads to %s", words(chip), got)
		}
		if got, want := words(doc.Find("h1")), "用語集 "+strings.Fields(words(chip))[0]; got != want {
			t.Errorf("the page is headed %q, want %q", got, want)
		}
		rows := doc.Find(".glossary > div")
		if got := strconv.Itoa(rows.Length()); got != words(chip.Find(".count")) {
			t.Errorf("%s has %s terms", words(chip), got)
		}
		rows.Each(func(_ int, s *goquery.Selection) {
			term, ok := terms[s.AttrOr("id", "")]
			if !ok || !strings.HasPrefix(words(s.Find("dd")), strings.Join(strings.Fields(term.Definition), " ")) {
				t.Errorf("%s: %s", s.AttrOr("id", ""), words(s))
			}
			left--
		})
	})
	if left != 0 {
		t.Errorf("%d terms are on no page of a row", left)
	}
}

// TestGlossaryTurning reads the rows one after the other, as a book.
func TestGlossaryTurning(t *testing.T) {
	var back []string
	at := "/glossary?row=latin"
	for range kanaRows {
		doc := get(t, at)
		if got := doc.Find("nav.paging a[rel=prev]").AttrOr("href", ""); len(back) > 0 && got != back[len(back)-1] {
			t.Errorf("%s goes back to %q, want %q", at, got, back[len(back)-1])
		}
		back = append(back, at)
		next, ok := doc.Find("nav.paging a[rel=next]").Attr("href")
		if !ok {
			break
		}
		at = next
	}
	if want := get(t, "/glossary").Find(".kana a:has(.count)").Length(); len(back) != want {
		t.Errorf("%d rows can be turned, want %d: %v", len(back), want, back)
	}
	last := back[len(back)-1]
	empty := get(t, "/glossary?row=wa&lang=ja")
	if got := empty.Find("nav.paging a[rel=prev]").AttrOr("href", ""); got != withLang(last, "ja") {
		t.Errorf("the empty row goes back to %q, want %q", got, last)
	}
	if !strings.Contains(words(empty.Find(".total")), "当てはまる語はありません") {
		t.Errorf("the empty row says %q", words(empty.Find(".total")))
	}
}

// TestGlossaryFilter finds terms by all their forms.
func TestGlossaryFilter(t *testing.T) {
	for _, c := range []struct{ q, first string }{
		{"一次措置", "一次措置"},
		{"いちじそち", "一次措置"},              // the reading in hiragana
		{"ｲﾁｼﾞｿﾁ", "一次措置"},             // in half-width katakana
		{"異常輻輳", "異常ふくそう対策"},           // a variant
		{"affected users", "影響利用者数"},   // words of the English
		{"安全信頼性基準", "安信基準"},            // without the dot of the variant
		{"ＤＮＳ", "DNS"},                 // full width; itself before DNSSEC
		{"pgw", "P-GW"},                // without the hyphen
		{"jpcert cc", "JPCERT/CC"},     // two words
		{"おろしえきむ", "卸役務"},              // before terms that contain it
		{"&row=latin&q=dns", ""},       // the query is but a text
		{"加入者位置情報サーバー", "加入者・位置情報サーバ"}, // the dot and the long mark
	} {
		doc := get(t, findTerm(c.q)+"&lang=ja")
		if got := doc.Find(".glossary dt a").First().Text(); got != c.first {
			t.Errorf("%s finds %q first, want %q", c.q, got, c.first)
		}
		if got := doc.Find("#filter").AttrOr("value", ""); got != c.q {
			t.Errorf("%s is shown as %q", c.q, got)
		}
	}
	if got := get(t, "/glossary?row=latin&q=DNS&lang=ja").Find(".glossary > div"); got.Length() == 0 || got.Length() >= get(t, findTerm("DNS")).Find(".glossary > div").Length() {
		t.Errorf("within a row, %d terms", got.Length())
	}
}

// TestGlossaryFilterEnds holds what is said of too many terms and of none.
func TestGlossaryFilterEnds(t *testing.T) {
	many := get(t, findTerm("イ")+"&lang=ja")
	if got := many.Find(".term-names > li").Length(); got <= maxDefinitions || many.Find(".glossary").Length() != 0 {
		t.Errorf("%d names", got)
	}
	for _, q := range []string{"zzzz", "・"} {
		none := get(t, findTerm(q)+"&lang=ja")
		if got := words(none.Find(".total")); !strings.HasPrefix(got, "0語 当てはまる語はありません。") {
			t.Errorf("%s: %q", q, got)
		}
		to, err := url.Parse(none.Find(".total a").AttrOr("href", ""))
		if err != nil || to.Path != "/search" || to.Query().Get("q") != q {
			t.Errorf("%s: the way on is %s", q, to)
		}
	}
}

func TestGlossaryFaults(t *testing.T) {
	for target, says := range map[string][]string{
		"/glossary?row=xx&lang=ja":                                 {"row", "latin", "ka", "wa"},
		"/glossary?row=%E3%81%8B&lang=ja":                          {"row", "ka"},
		"/glossary?lang=ja&q=" + strings.Repeat("a", 501):          {"q", "500"},
		"/glossary?row=ka&lang=en&q=" + strings.Repeat("b", 5e2+1): {"q", "500"},
	} {
		a := ask(t, http.MethodGet, target)
		text := words(parse(t, a).Find("main"))
		for _, word := range says {
			if a.status != http.StatusBadRequest || !strings.Contains(text, word) {
				t.Errorf("%s: status %d, %s", target, a.status, text)
			}
		}
	}
}

// TestGlossaryLicences holds that a page names the licence of the sources under
// CC BY-SA if, and only if, it shows a definition that cites one.
func TestGlossaryLicences(t *testing.T) {
	terms, named := defined(t), 0
	for _, path := range glossaryPages() {
		doc, want := get(t, path), false
		doc.Find(".glossary > div").Each(func(_ int, s *goquery.Selection) {
			if cite := terms[s.AttrOr("id", "")].Cite; cite != nil {
				d, _ := library().Document(cite.Source)
				source := d.(*kb.Source)
				want = want || strings.Contains(source.Licence, "CC BY-SA 4.0")
			}
		})
		if got := strings.Contains(words(doc.Find(".glossary-licences")), "CC BY-SA 4.0"); got != want {
			t.Errorf("%s: licence named: %v, want %v", path, got, want)
		}
		named += boolInt(want)
	}
	if named == 0 {
		t.Error("no page cites a source under CC BY-SA")
	}
}
