package server

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kyokun/kb"
)

// TestNoticeDelayRows holds the page to delays counted by hand from the
// notices of the cases.
func TestNoticeDelayRows(t *testing.T) {
	doc := get(t, "/statistics/cases?lang=ja")
	// 2021-10-14 17:37 to 17:53; 2021-09-11 13:23 to 15:25; 2022-02-01, none.
	for id, want := range map[string][]string{
		"case-r03-06": {"16分 30分以内", "17:53"},
		"case-r03-04": {"2時間2分（122分） 30分を超える", "15:25"},
		"case-r03-03": {"42分 30分を超える", "21:30"},
		"case-r03-01": {"5分 30分以内", "20:46", "3時間19分〜27時間18分（199〜1,638分） 30分を超える"},
		"case-r03-07": {"判定できない", "遅くとも3時間24分（0〜204分）"},
		"case-r03-09": {"周知の記載なし"},
	} {
		row := doc.Find("tr#notices-" + id)
		for _, w := range want {
			if !strings.Contains(words(row), w) {
				t.Errorf("%s lacks %q: %s", id, w, words(row))
			}
		}
	}
	// Of nine: by hand, and nothing is missed out.
	for i, want := range [][]string{{"3", "4", "1", "1", "9"}, {"2", "5", "1", "1", "9"}} {
		if got := texts(doc.Find("table.targets tbody tr").Eq(i).Find("td")); !slices.Equal(got, want) {
			t.Errorf("counts %v, want %v", got, want)
		}
	}
}

func texts(s *goquery.Selection) []string {
	return s.Map(func(_ int, c *goquery.Selection) string { return words(c) })
}

// TestDerivedCases holds the tables of the cases to those of the library.
func TestDerivedCases(t *testing.T) {
	doc, lib := get(t, "/statistics/cases?lang=ja"), library()
	delays := doc.Find("table.delays tbody tr")
	if delays.Length() != len(lib.NoticeDelays()) {
		t.Errorf("%d delays, want %d", delays.Length(), len(lib.NoticeDelays()))
	}
	for i, r := range lib.NoticeDelays() {
		if !linksTo(delays.Eq(i), withLang(documentPath(r.CaseID, ""), "ja")) || r.Case.Domain != kb.Telecom {
			t.Errorf("row %d does not lead to %s", i, r.CaseID)
		}
	}
	for _, f := range lib.TagCounts() {
		table := doc.Find("#by-" + f.Facet).Parent().Find("table.by-tag")
		if !strings.Contains(words(table.Find("caption")), fmt.Sprintf("%d件のうち", f.Of)) {
			t.Errorf("%s: no denominator", f.Facet)
		}
		rows := table.Find("tbody tr")
		if rows.Length() != len(f.Tags) || len(f.Tags) == 0 {
			t.Errorf("%s: %d rows, want %d", f.Facet, rows.Length(), len(f.Tags))
		}
		for i, n := range f.Tags {
			checkTagCount(t, rows.Eq(i), n)
		}
	}
	total := texts(doc.Find("table.measure-counts tfoot td"))
	if got := total[len(total)-1]; got != strconv.Itoa(len(lib.Measures())) || total[1] != strconv.Itoa(len(lib.PlannedMeasures())) {
		t.Errorf("measures %v, want %d", total, len(lib.Measures()))
	}
	planned := doc.Find("table.planned tbody tr")
	for i, m := range lib.PlannedMeasures() {
		row := planned.Eq(i)
		if !strings.Contains(words(row), m.Measure.Due.String()) || !linksTo(row, withLang(documentPath(m.CaseID, m.Measure.ID), "ja")) {
			t.Errorf("planned %s#%s: %s", m.CaseID, m.Measure.ID, words(row))
		}
	}
}

// checkTagCount holds a count to its cases, and to the results it leads to.
func checkTagCount(t *testing.T, row *goquery.Selection, n kb.TagCount) {
	t.Helper()
	if got := words(row.Find("td.figure")); got != strconv.Itoa(n.Count) {
		t.Errorf("%s: %s, want %d", n.Tag, got, n.Count)
	}
	for _, id := range n.Cases {
		if !linksTo(row, withLang(documentPath(id, ""), "ja")) {
			t.Errorf("%s does not lead to %s", n.Tag, id)
		}
	}
	results := row.Find("th a").AttrOr("href", "")
	if results == "" {
		return // the search does not sort by this facet
	}
	if got, want := words(get(t, results).Find(".total strong")), fmt.Sprintf("%d件", n.Count); got != want {
		t.Errorf("%s promises %s and finds %s", results, want, got)
	}
}

// TestLineagePage holds the marks of each statement to the library's.
func TestLineagePage(t *testing.T) {
	doc, lineage := get(t, "/lineage?lang=ja"), library().Lineage()
	if got := doc.Find("table.lineage tbody tr").Length(); got != len(lineage.Rows) || got == 0 {
		t.Fatalf("%d rows, want %d", got, len(lineage.Rows))
	}
	symbols := map[kb.LineageMark]string{kb.MarkNone: "", kb.MarkNamed: "○", kb.MarkNew: "◆", kb.MarkRestated: "●"}
	for _, r := range lineage.Rows {
		row := doc.Find("tr#" + lineageAnchor(r.Lesson.ID, r.Statement.ID))
		if !linksTo(row, withLang(documentPath(r.Lesson.ID, r.Statement.ID), "ja")) || words(row.Find("td").Last()) != strconv.Itoa(r.Times) {
			t.Errorf("%s: %s", r.Ref, words(row))
		}
		for i, m := range r.Marks {
			cell := row.Find("td").Eq(i)
			if got := words(cell.Find("[aria-hidden]")); got != symbols[m] {
				t.Errorf("%s, %d: %q, want %q", r.Ref, lineage.Years[i].Year, got, symbols[m])
			}
			if says := words(cell.Find(".vh")); says == "" || m == kb.MarkNone && !lineage.Years[i].Held && !strings.Contains(says, "不明") {
				t.Errorf("%s, %d says %q", r.Ref, lineage.Years[i].Year, says)
			}
		}
	}
}

// TestWaysToTheStatistics follows the links from a case and a statement.
func TestWaysToTheStatistics(t *testing.T) {
	for path, want := range map[string]string{
		"/":                         "/statistics",
		"/cases/case-r03-04":        "/statistics/cases#notices-case-r03-04",
		"/lessons/lesson-r03-1-11":  "/lineage#lesson-r03-1-11-s2",
		"/statistics":               "/api/v1/statistics",
		"/statistics/cases?lang=en": "/statistics?lang=en",
	} {
		if !linksTo(get(t, path).Find("main"), want) {
			t.Errorf("%s does not lead to %s", path, want)
		}
	}
	if n := get(t, "/cases/case-sme-01").Find("main a[href^='/statistics']").Length(); n != 0 {
		t.Error("a case of another domain leads to the statistics of telecom")
	}
}

func TestAPIStatistics(t *testing.T) {
	var res apiStatisticsResponse
	getJSON(t, "/api/v1/statistics", &res)
	lib := library()
	if len(res.Tables) != len(lib.Statistics().Tables) || len(res.Series) != len(lib.Statistics().Series) || len(res.Tables) == 0 {
		t.Errorf("%d tables, %d series", len(res.Tables), len(res.Series))
	}
	if len(res.Derived.NoticeDelays) != len(lib.NoticeDelays()) || len(res.Derived.Lineage.Rows) != len(lib.Lineage().Rows) || len(res.Derived.Measures) != len(lib.Measures()) {
		t.Errorf("derived: %d delays, %d statements, %d measures", len(res.Derived.NoticeDelays), len(res.Derived.Lineage.Rows), len(res.Derived.Measures))
	}
	settled := 0
	for _, d := range res.Discrepancies {
		if d.Erratum == "" {
			t.Errorf("%s %s has no erratum", d.Table, d.At)
		}
		if d.Settled {
			settled++
		}
	}
	if settled != 3 { // a sum and two shares of r03-equipment, by the value of e13
		t.Errorf("%d discrepancies are settled by the values used here, want 3", settled)
	}
}
