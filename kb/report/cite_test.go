package report

import (
	"strings"
	"testing"

	"kyokun/kb"
)

// TestCheckCitations: each kind of fact is held against the figures of the place
// that it cites, however the two write them.
func TestCheckCitations(t *testing.T) {
	passages := kb.NewPassages([]kb.Passage{
		{Source: "source-test", Section: "1", Page: 2, Position: 1, Text: "発生日時 令和3年10月14日 午後5時37分頃、継続時間 2 時間 20 分、影響利用者数 約 100 万人 (奈良県を除く。)"},
		{Source: "source-test", Section: "1", Page: 2, Position: 2, Text: "【平成 28 年度及び令和元年度報告の再掲】 IPv6 の設定。10/15 8:26 に掲載。37件と913件。"},
	})
	const place = "cite: {source: source-test, section: '1', page: 2}"
	for _, tt := range []struct{ fact, missing string }{
		{"start: {at: 2021-10-14T17:37, basis: stated, " + place + "}", ""},
		{"start: {at: 2021-10-14T17:38, basis: stated, " + place + "}", "2021-10-14T17:38"},
		{"end: {at: 2021-10-14T19:57, basis: computed, " + place + "}", ""},
		{"duration: {minutes: 140, text: 2時間20分, " + place + "}", ""},
		{"duration: {minutes: 141, text: 2時間21分, " + place + "}", "2時間21分"},
		{"affected: [{max: 1000000, unit: 人, text: 約100万人, " + place + "}]", ""},
		{"affected: [{max: 100000, unit: 人, text: 約10万人, " + place + "}]", "約10万人"},
		{"region: {text: 全国, except: [奈良県], " + place + "}", ""},
		{"region: {text: 全国, except: [奈良県, 福井県], " + place + "}", "福井県"},
		{"inquiries: {total: 950, basis: computed, parts: [{who: a, count: 37}, {who: b, count: 913}], " + place + "}", ""},
		{"inquiries: {total: 950, basis: stated, " + place + "}", "total"},
		{"equipment: [{text: IPv6の設備が2つ, " + place + "}]", ""},
		{"equipment: [{text: IPv4の設備が42台, " + place + "}]", "IPv4、42"},
		{"events: [{at: 2021-10-15T08:26, text: 掲載, " + place + "}]", ""},
		{"events: [{at: 2021-10-16, text: 掲載, " + place + "}]", "2021-10-16"},
	} {
		problems := check(t, tt.fact, passages).Problems
		switch {
		case tt.missing == "" && len(problems) > 0:
			t.Errorf("%s: %s", tt.fact, problems[0].Format("ja"))
		case tt.missing != "" && (len(problems) != 1 || !strings.HasSuffix(problems[0].Message.JA, ": "+tt.missing)):
			t.Errorf("%s: %v, want one problem that names %s", tt.fact, problems, tt.missing)
		}
	}
	got := check(t, "equipment: [{text: 装置, cite: {source: source-test, section: '2', page: 2}}, {text: 装置, cite: {source: source-other, section: '1'}}]", passages)
	if got.Citations != 1 || got.Elsewhere != 2 || got.Unresolved != 1 || got.Unsupported != 0 {
		t.Errorf("%+v, want one citation that leads nowhere and two not checked", got)
	}
}

// check holds a case with one more field against the passages.
func check(t *testing.T, field string, p *kb.Passages) Checked {
	t.Helper()
	doc := "---\nid: case-a\ntitle: 例\ntitle_en: Example\nsummary: 例。\ndomain: other\ncite: [{source: source-other, section: '1'}]\n" + field + "\n"
	if !strings.HasPrefix(field, "affected") {
		doc += "affected: []\n"
	}
	doc += "phenomenon: {text: 遅い}\ncauses: []\nmeasures: []\nnotices: []\n---\n"
	file := kb.File{Path: "cases/case-a.md", Data: []byte(doc)}
	if _, problems := kb.ParseDocument(file); len(problems) > 0 {
		t.Fatal(problems)
	}
	return CheckCitations(kb.CitedFacts([]kb.File{file}), p)
}
