package server

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kyokun/kb"
)

// section returns the part of a page under the heading with the id.
func section(t *testing.T, doc *goquery.Document, id string) *goquery.Selection {
	t.Helper()
	s := doc.Find(`section[aria-labelledby="` + id + `"]`)
	if s.Length() != 1 {
		t.Fatalf("%d sections %s", s.Length(), id)
	}
	return s
}

// TestReportedTables holds that each table of the content shows every value,
// its denominator, definition, unit and year, and links to its places.
func TestReportedTables(t *testing.T) {
	tables := library().Statistics().Tables
	if len(tables) == 0 {
		t.Fatal("no tables")
	}
	for _, lang := range languages {
		doc := get(t, "/statistics/tables?lang="+lang)
		for _, table := range tables {
			s := section(t, doc, table.ID)
			loc := locale{lang: lang}
			for _, want := range []string{
				loc.In(table.Title), loc.In(table.Denominator), loc.In(table.Definition), loc.In(table.Unit), strconv.Itoa(table.FiscalYear),
			} {
				if !strings.Contains(words(s), want) {
					t.Errorf("%s (%s) lacks %q", table.ID, lang, want)
				}
			}
			for _, cite := range table.Cite {
				if !linksTo(s, withLang(sectionPath(cite.Source, cite.Section), lang)) {
					t.Errorf("%s does not link to %s %s", table.ID, cite.Source, cite.Section)
				}
			}
			for i := range table.Rows {
				checkReportedRow(t, s, table, &table.Rows[i])
			}
		}
	}
}

// linksTo tells whether a link in the selection leads to the address.
func linksTo(s *goquery.Selection, address string) bool {
	return s.Find("a").FilterFunction(func(_ int, a *goquery.Selection) bool { return a.AttrOr("href", "") == address }).Length() > 0
}

func checkReportedRow(t *testing.T, s *goquery.Selection, table *kb.StatTable, r *kb.StatRow) {
	t.Helper()
	row := s.Find("tr#" + table.ID + "-" + r.ID)
	if row.Find("th[scope=row]").Length() != 1 {
		t.Errorf("%s: row %s has no head", table.ID, r.ID)
	}
	for i, col := range table.Columns {
		cell := row.Find("td").Eq(i)
		v, ok := r.Values[col.ID]
		switch got := words(cell.Find("b")); {
		case ok && got != commas(v):
			t.Errorf("%s: %s/%s is %q, want %s", table.ID, r.ID, col.ID, got, commas(v))
		case !ok && (got != "" || words(cell.Find(".vh")) == ""):
			t.Errorf("%s: %s/%s must say that it is empty: %q", table.ID, r.ID, col.ID, words(cell))
		}
		if share := r.Shares[col.ID]; share != "" && !strings.Contains(words(row), share+"%") {
			t.Errorf("%s: %s/%s lacks the share %s", table.ID, r.ID, col.ID, share)
		}
	}
}

// TestFiguresThatDisagree holds that what does not add up is marked in its
// place with both figures, and that every erratum stands beside it.
func TestFiguresThatDisagree(t *testing.T) {
	doc, stats := get(t, "/statistics/tables?lang=ja"), library().Statistics()
	beside := 0
	besides := func(row *goquery.Selection, ref string) {
		if ref == "" {
			return
		}
		beside++
		source, id, _ := strings.Cut(ref, "#")
		box := row.Next().Filter(".beside").Find(".erratum")
		if !linksTo(box, withLang(documentPath(source, id), "ja")) {
			t.Errorf("%s is not beside %s", ref, words(row))
		}
		if box.Find("li").Length() < 2 || !strings.Contains(words(box), "採用：") {
			t.Errorf("%s lacks readings or ruling: %s", ref, words(box))
		}
	}
	for _, table := range stats.Tables {
		for _, r := range table.Rows {
			besides(doc.Find("tr#"+table.ID+"-"+r.ID), r.Erratum)
		}
		for i, c := range table.Claims {
			row := doc.Find(fmt.Sprintf("tr#%s-claim%d", table.ID, i+1))
			besides(row, c.Erratum)
			if stated, computed := table.Claimed(&table.Claims[i]); (stated != computed) != (row.Find(".unequal").Length() == 1) {
				t.Errorf("%s: claim %d is not marked by whether it agrees", table.ID, i)
			}
		}
		for _, ref := range table.See {
			source, id, _ := strings.Cut(ref, "#")
			if !linksTo(section(t, doc, table.ID), withLang(documentPath(source, id), "ja")) {
				t.Errorf("%s lacks %s", table.ID, ref)
			}
		}
	}
	if beside == 0 {
		t.Error("no erratum at all")
	}
	known := words(doc.Find("#r03-equipment-known"))
	if !strings.Contains(known, "3,975") || !strings.Contains(known, "採用 4,073") {
		t.Errorf("both values of the equipment that is known: %s", known)
	}
	lines := doc.Find("#r03-equipment-lines")
	if lines.Find(".share .unequal").Length() != 1 || !strings.Contains(words(lines.Next()), "記載は44%、計算では45%") {
		t.Errorf("a share that does not agree: %s, %s", words(lines), words(lines.Next()))
	}
}

// TestListOfDisagreements holds the list on the overview to the library's.
func TestListOfDisagreements(t *testing.T) {
	rows := get(t, "/statistics?lang=ja").Find("table.stat-checks tbody tr")
	want := library().Statistics().Discrepancies()
	if rows.Length() != len(want) || len(want) == 0 {
		t.Fatalf("%d rows, want %d", rows.Length(), len(want))
	}
	for i, d := range want {
		row := rows.Eq(i)
		source, id, _ := strings.Cut(d.Erratum, "#")
		if got := []string{words(row.Find("td.figure").Eq(0)), words(row.Find("td.figure").Eq(1))}; !slices.Equal(got, []string{withCommas(d.Stated), withCommas(d.Computed)}) {
			t.Errorf("%s %s: %v", d.Table, d.At, got)
		}
		if !linksTo(row, withLang(statTables.at(d.Table), "ja")) || !linksTo(row, withLang(documentPath(source, id), "ja")) {
			t.Errorf("%s %s lacks its links", d.Table, d.At)
		}
	}
}

// TestRests holds what partial rows leave over, as computed by hand.
func TestRests(t *testing.T) {
	doc := get(t, "/statistics/tables?lang=ja")
	for after, want := range map[string]string{
		"#r03-services-mobile-access": "「データ通信サービス」の残り 計算値1,512", // 8294 - 3314 - 2002 - 1466
		"#r03-causes-breakdown":       "「設備要因」の残り 計算値123",        // 2327 - 2204
	} {
		if got := words(doc.Find(after).Next().Filter(".is-rest")); got != want {
			t.Errorf("after %s: %q, want %q", after, got, want)
		}
	}
	// 6,709 - 4,099 - 2,327, after the rest of the last cause.
	if got := words(doc.Find("#r03-causes-breakdown").Next().Next()); got != "「計」の残り 計算値283" {
		t.Errorf("the causes that are left: %q", got)
	}
}

// TestSeriesPage holds each year of each series, gaps and breaks included.
func TestSeriesPage(t *testing.T) {
	series := library().Statistics().Series
	if len(series) == 0 {
		t.Fatal("no series")
	}
	for _, lang := range languages {
		loc, doc := locale{lang: lang}, get(t, "/statistics/years?lang="+lang)
		for _, s := range series {
			part := section(t, doc, s.ID)
			for _, want := range []string{loc.In(s.Title), loc.In(s.Definition), loc.In(s.Unit), loc.T("stat.counts.only")} {
				if !strings.Contains(words(part), want) {
					t.Errorf("%s (%s) lacks %q", s.ID, lang, want)
				}
			}
			for _, p := range s.Points {
				checkPoint(t, loc, part.Find(fmt.Sprintf("tr#%s-%d", s.ID, p.Year)), p)
			}
			for _, b := range s.Breaks {
				head := part.Find(fmt.Sprintf("tr#%s-%d", s.ID, b.Year)).Prev()
				if !head.HasClass("break") || !strings.Contains(words(head), loc.In(b.Text)) || !linksTo(head, withLang(sectionPath(b.Cite.Source, b.Cite.Section), lang)) {
					t.Errorf("%s: no break before %d: %s", s.ID, b.Year, words(head))
				}
			}
			if got := part.Find("tr.break").Length(); got != len(s.Breaks) {
				t.Errorf("%s: %d breaks, want %d", s.ID, got, len(s.Breaks))
			}
		}
	}
}

func checkPoint(t *testing.T, loc locale, row *goquery.Selection, p kb.StatPoint) {
	t.Helper()
	cell := row.Find("td").First()
	if p.Value == nil {
		if words(cell) != loc.T("stat.missing") || !strings.Contains(words(row), loc.In(*p.Missing)) {
			t.Errorf("%d has no value and says %q", p.Year, words(row))
		}
		return
	}
	if words(cell) != commas(*p.Value) || !linksTo(row, withLang(sectionPath(p.Cite.Source, p.Cite.Section), loc.lang)) {
		t.Errorf("%d: %q, want %d with its source", p.Year, words(row), *p.Value)
	}
}

func TestNoStatisticsBeyondTheParts(t *testing.T) {
	for _, path := range []string{"/statistics/", "/statistics/nothing", "/statistics/overview", "/statistics/cases/x"} {
		if a := ask(t, http.MethodGet, path); a.status != http.StatusNotFound {
			t.Errorf("GET %s: status %d", path, a.status)
		}
	}
}

// TestWithoutStatistics asks a server whose content has no tables and no
// documents: the pages say so, and the JSON has lists.
func TestWithoutStatistics(t *testing.T) {
	lib, _ := kb.NewLibrary(nil)
	s := withIndex(site.index)
	s.current.Store(&snapshot{lib: lib})
	for _, p := range statParts {
		if a := askOf(t, s, http.MethodGet, p.path()); a.status != http.StatusOK {
			t.Errorf("%s: status %d", p.path(), a.status)
		}
	}
	if a := askOf(t, s, http.MethodGet, statisticsAPI); a.status != http.StatusOK || !strings.Contains(string(a.body), `"tables":[],"series":[]`) {
		t.Errorf("status %d, %s", a.status, a.body)
	}
	for _, p := range []statPart{statTables, statYears, statLessons} {
		if got := words(parse(t, askOf(t, s, http.MethodGet, p.path())).Find(".gap")); got != "この内容には、統計の表がありません。" {
			t.Errorf("%s says %q", p.path(), got)
		}
	}
}

// TestMostFrequent holds that the overview names all tags of the highest count.
func TestMostFrequent(t *testing.T) {
	contents := words(section(t, get(t, "/statistics?lang=ja"), "contents"))
	for _, f := range library().TagCounts() {
		for _, n := range f.Tags {
			top := n.Count == f.Tags[0].Count
			if named := strings.Contains(contents, "「"+n.Label.JA+"」"); top && !named {
				t.Errorf("%s/%s is not named as one of the most frequent", f.Facet, n.Tag)
			}
		}
	}
	for _, want := range []string{"9件のうち、30分以内 3件", "対策39件のうち、報告書の時点で予定のもの2件", "28文のうち、再掲14、新規14"} {
		if !strings.Contains(contents, want) {
			t.Errorf("the contents lack %q", want)
		}
	}
}
