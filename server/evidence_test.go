package server

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kyokun/content"
	"kyokun/index"
	"kyokun/kb"
	"kyokun/kb/store"
)

// The text of an invented source, and a case that cites it: once well, once
// with another figure, once at a place that is not there.
const (
	evidenceText = `{"source":"source-own-tale","section":"1","page":2,"exact":true,"position":1,"text":"これは別の話である。"}
{"source":"source-own-tale","section":"1","page":2,"page_to":3,"exact":true,"position":2,"text":"<b>ポンプ</b>の停止は令和6年4月3日 午前9時15分頃に始まり、最大約１，２００人が水を使えなかった。"}
{"source":"source-own-tale","section":"2","page":9,"position":3,"text":"予備のポンプを置いた。"}
`
	evidenceSource = `---
id: source-own-tale
title: 水の話
title_en: A tale of water
summary: 作り話。
domain: telecom
type: guide
publisher: 試験者
published: "2024"
licence: 公開
paginated: true
seen: 全文
---
`
	evidenceCase = `---
id: case-own-tale
title: ポンプの停止
title_en: A pump stops
summary: ポンプの停止で水が止まった。
domain: small-business
cite: [{source: source-own-tale, section: '1', page: 2, page_to: 3}]
affected: [{max: 1200, unit: 人, text: 最大約1200人, cite: {source: source-own-tale, section: '1', page: 2, page_to: 3}}]
phenomenon: {text: 水が出ない、1300人}
causes: [{id: c1, role: direct, text: ポンプが1台だけ, by: source, cite: {source: source-own-tale, section: '7', page: 40}}]
measures: [{id: m1, kind: permanent, text: 予備のポンプを15台, cite: {source: source-own-tale, section: '2', page: 9}}]
notices: []
notices_note: 無い
---
`
)

// evidenceSite opens a site of its own whose store has the case, the source and
// its passages.
func evidenceSite(t *testing.T) (*Server, *store.Store) {
	t.Helper()
	dir := t.TempDir()
	files, err := kb.ReadFiles(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	if _, err := st.Import(t.Context(), kb.BundledActor, files); err != nil {
		t.Fatal(err)
	}
	var drafts []store.Draft
	for name, text := range map[string]string{"case-own-tale.md": evidenceCase, "source-own-tale.md": evidenceSource, "passages-source-own-tale.jsonl": evidenceText} {
		drafts = append(drafts, store.Draft{File: kb.DocumentFile(name, []byte(text))})
	}
	if _, err := st.Put(t.Context(), store.Author{Actor: "試験者"}, drafts); err != nil {
		t.Fatal(err)
	}
	idx, err := index.Open(t.Context(), st, index.Options{Dir: filepath.Join(dir, "index"), OnDemand: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = idx.Close() })
	s, err := New(Options{Store: st, Index: idx, Access: PublicAccess})
	if err != nil {
		t.Fatal(err)
	}
	return s, st
}

func evidenceOn(t *testing.T, s *Server, path string) *goquery.Document {
	t.Helper()
	a := askOf(t, s, http.MethodGet, path)
	if a.status != http.StatusOK || a.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%s: status %d, Cache-Control %q", path, a.status, a.header.Get("Cache-Control"))
	}
	if len(a.body) > maxPageBytes {
		t.Errorf("%s weighs %d bytes", path, len(a.body))
	}
	page := parse(t, a)
	if page.Find(`meta[name=robots][content=noindex]`).Length() != 1 {
		t.Errorf("%s may be indexed", path)
	}
	lang := page.Find("html").AttrOr("lang", "")
	checkHTML(t, page, lang)
	if lang == "en" {
		checkEnglish(t, parse(t, a)) // which takes the page apart
	}
	return page
}

// TestEvidence follows the link of a citation to its passage, with the words
// that both have marked and the figures that it lacks named.
func TestEvidence(t *testing.T) {
	s, st := evidenceSite(t)
	page := parse(t, askOf(t, s, http.MethodGet, "/cases/case-own-tale"))
	links := page.Find(`.cite-note a[href^="/evidence"]`)
	if links.Length() != 2 {
		t.Fatalf("%d citations lead to passages, want the 2 that resolve", links.Length())
	}
	for _, lang := range languages {
		held := evidenceOn(t, s, withLang(links.First().AttrOr("href", ""), lang))
		if n := held.Find(".evidence").Length(); n != 1 {
			t.Fatalf("%d places are shown, want the one asked for", n)
		}
		passage := held.Find(".passage").First()
		if got := words(passage.Find("p")); !strings.Contains(got, "<b>ポンプ</b>の停止は") {
			t.Errorf("the first passage is %q", got)
		}
		if got := passage.Find("p mark").Map(func(_ int, m *goquery.Selection) string { return m.Text() }); !slices.Contains(got, "停止") || !slices.Contains(got, "ポンプ") {
			t.Errorf("marked in the source: %q", got)
		}
		ours := held.Find(".rows")
		if got := ours.Find("mark").Map(func(_ int, m *goquery.Selection) string { return m.Text() }); !slices.Contains(got, "停止") {
			t.Errorf("marked in ours: %q", got)
		}
		if got := words(ours.Find(".missing span")); got != "1300" {
			t.Errorf("missing figures %q, want 1300 alone", got)
		}
		if n := ours.Find("li").Length(); n != 3 { // the summary, the count, the phenomenon, which rests on the main citation
			t.Errorf("%d facts rest on the place", n)
		}
	}
	const exact = "/evidence?id=case-own-tale&source=source-own-tale&section=1&page=2"
	if n := evidenceOn(t, s, exact).Find(".evidence").Length(); n != 1 {
		t.Errorf("%d places for a part of one", n)
	}
	whole := evidenceOn(t, s, "/evidence?id=case-own-tale")
	if n, gap := whole.Find(".evidence").Length(), words(whole.Find(".theirs .gap")); n != 3 || !strings.Contains(gap, "原文にありません") {
		t.Errorf("%d places, with the note %q", n, gap)
	}
	if got := words(evidenceOn(t, s, "/evidence?id=lesson-r03-1-03").Find(".theirs .gap").First()); !strings.Contains(got, "取り込まれていません") {
		t.Errorf("of a source without text it says %q", got)
	}
	for path, want := range map[string]int{
		"/evidence?id=case-zzz": 404, "/evidence?id=case-own-tale&source=source-r03-report": 404, "/evidence?id=case-own-tale&page=x": 400,
		"/evidence?id=case-own-tale&section=" + strings.Repeat("1", maxSection+1): 400, "/cases/case-own-tale?as_of=2999-01-01": 200,
	} {
		if a := askOf(t, s, http.MethodGet, path); a.status != want {
			t.Errorf("%s: status %d, want %d", path, a.status, want)
		}
	}
	if _, err := st.Withdraw(t.Context(), store.Author{Actor: "試験者", Reason: "終わり"}, 0, kb.PassagesID("source-own-tale")); err != nil {
		t.Fatal(err)
	}
	if err := s.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if page := parse(t, askOf(t, s, http.MethodGet, "/cases/case-own-tale")); page.Find(`a[href*="/evidence"]`).Length() > 0 {
		t.Error("links lead to passages that are withdrawn")
	}
}

// TestEvidenceOverview lists what the text does not bear out, as the API does.
func TestEvidenceOverview(t *testing.T) {
	s, _ := evidenceSite(t)
	for _, lang := range languages {
		page := evidenceOn(t, s, "/evidence?lang="+lang)
		rows := page.Find("#source-own-tale").Parent().Find("tbody tr")
		if rows.Length() != 2 || !strings.Contains(words(rows.Last()), "15") {
			t.Errorf("%s: %d findings: %s", lang, rows.Length(), words(rows))
		}
		rows.Find(`a[href^="/evidence"]`).Each(func(_ int, a *goquery.Selection) {
			evidenceOn(t, s, a.AttrOr("href", ""))
		})
	}
	var got checkedResponse
	if err := json.Unmarshal(askOf(t, s, http.MethodGet, evidenceAPI).body, &got); err != nil {
		t.Fatal(err)
	}
	if got.Citations != 4 || got.Unresolved != 1 || got.Unsupported != 1 || len(got.Problems) != 2 || len(got.Sources) != 1 || got.Sources[0].Passages != 3 || got.Elsewhere == 0 {
		t.Errorf("%+v", got)
	}
	if p := got.Problems[0]; p.File != "cases/case-own-tale.md" || p.Line != 10 || p.Field != "causes[0].cite" {
		t.Errorf("the first problem is %+v", p)
	}
	var one evidenceResponse
	if err := json.Unmarshal(askOf(t, s, http.MethodGet, evidenceAPI+"?id=case-own-tale&section=2").body, &one); err != nil {
		t.Fatal(err)
	}
	if len(one.Places) != 1 || one.Places[0].Found != 1 || one.Places[0].Passages[0].Passage.Position != 3 || !slices.Equal(one.Places[0].Facts[0].Missing, []string{"15"}) {
		t.Errorf("%+v", one)
	}
}

// TestPassagesStayHome: the text of a source is in no search and no export, and
// the changes name it; no page leads to it but those for it.
func TestPassagesStayHome(t *testing.T) {
	s, _ := evidenceSite(t)
	for _, path := range []string{"/api/v1/export?format=jsonl", "/api/v1/export?format=md&id=case-own-tale", "/api/v1/documents/case-own-tale", sitemapPath} {
		if a := askOf(t, s, http.MethodGet, path); a.status != http.StatusOK || bytes.Contains(a.body, []byte("水を使えなかった")) || bytes.Contains(a.body, []byte("passages-")) {
			t.Errorf("%s: status %d, or it has the text of the source", path, a.status)
		}
	}
	const id = "passages-source-own-tale"
	if a := askOf(t, s, http.MethodGet, "/api/v1/export?format=jsonl&id="+id); a.status != http.StatusNotFound {
		t.Errorf("passages are exported: status %d", a.status)
	}
	<-s.index.Ready()
	if a := askOf(t, s, http.MethodGet, "/api/v1/search?q=%E4%BD%BF%E3%81%88%E3%81%AA%E3%81%8B%E3%81%A3%E3%81%9F&literal=1"); bytes.Contains(a.body, []byte(id)) {
		t.Errorf("a search finds passages: %s", a.body)
	}
	for path, want := range map[string]string{"/changes": "出典の原文（水の話）", "/changes?lang=en": "Passages of A tale of water", "/documents/" + id + "/history": "出典の原文（水の話）"} {
		if got := words(parse(t, askOf(t, s, http.MethodGet, path)).Find("main")); !strings.Contains(got, want) || strings.Contains(got, "水を使えなかった") {
			t.Errorf("%s says %q", path, got)
		}
	}
	if href := parse(t, askOf(t, s, http.MethodGet, "/sources/source-own-tale")).Find(`a[href^="/evidence"]`).AttrOr("href", ""); href != "/evidence#source-own-tale" {
		t.Errorf("the page of the source leads to %q", href)
	}
}

// TestNoPassages: where nothing is imported, no page offers any, and those for
// it say what to do.
func TestNoPassages(t *testing.T) {
	for _, path := range []string{"/lessons/lesson-r03-1-03", "/cases/case-r03-04", "/sources/source-r03-report"} {
		if get(t, path).Find(`a[href*="/evidence"]`).Length() > 0 {
			t.Errorf("%s leads to passages that are not there", path)
		}
	}
	for _, path := range []string{"/evidence", "/evidence?id=lesson-r03-1-03", "/evidence?lang=en"} {
		if got := words(evidenceOn(t, site, path).Find("main")); !strings.Contains(got, "kyokun import") || !strings.Contains(got, "kyokun put") {
			t.Errorf("%s says %q", path, got)
		}
	}
}

// TestFactWords: whatever a citation of the content stands behind has words and
// the name of a field.
func TestFactWords(t *testing.T) {
	c := composer{loc: locale{lang: "en"}, lib: library()}
	for _, d := range library().Documents() {
		id := d.Common().ID
		for _, f := range append(library().CitedFacts(id), library().RestingFacts(id)...) {
			if got, _ := c.factWords(f.Fact); got == "" || strings.Contains(c.fieldLabel(f.Field), "⟦") {
				t.Errorf("%s %s (%T): %q, %q", id, f.Field, f.Fact, c.fieldLabel(f.Field), got)
			}
		}
	}
}
