package server

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"kyokun/kb"
)

func export(t *testing.T, query string) answer {
	t.Helper()
	a := ask(t, http.MethodGet, exportPath+"?lang=ja&"+query)
	if a.status != http.StatusOK || !strings.Contains(a.header.Get("Content-Disposition"), "kyokun-export.") {
		t.Fatalf("%s: status %d, %q", query, a.status, a.header.Get("Content-Disposition"))
	}
	return a
}

// TestExportLines holds that JSON Lines carry every document with its file as
// it was written.
func TestExportLines(t *testing.T) {
	lines := bufio.NewScanner(bytes.NewReader(export(t, "format=jsonl").body))
	lines.Buffer(nil, 1<<20)
	n := 0
	for ; lines.Scan(); n++ {
		var line struct {
			ID       string
			Kind     kb.Kind
			Revision int
			File     string
			Document struct{ Title string }
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		d, problems := kb.ParseDocument(kb.File{Path: kb.PathOf(line.ID), Data: []byte(line.File)})
		if len(problems) > 0 || d.Common().Title != line.Document.Title || line.Revision < 1 || line.Kind != d.Common().Kind() {
			t.Errorf("%s: %v, %q", line.ID, problems, line.Document.Title)
		}
	}
	if want := len(library().Documents()); n != want {
		t.Errorf("%d lines for %d documents", n, want)
	}
}

// TestExportOfAQuery holds that an export has what the search counts, in its
// order, and of its kind alone.
func TestExportOfAQuery(t *testing.T) {
	const query = "q=%E8%BC%BB%E8%BC%B3&kind=case"
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(export(t, query+"&format=csv").body, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var found struct {
		Total int
		Hits  []struct{ ID string }
	}
	if err := json.Unmarshal(ask(t, http.MethodGet, "/api/v1/search?limit=100&"+query).body, &found); err != nil {
		t.Fatal(err)
	}
	if len(rows)-1 != found.Total || found.Total == 0 {
		t.Fatalf("%d rows for %d results", len(rows)-1, found.Total)
	}
	for i, h := range found.Hits {
		if rows[i+1][0] != h.ID {
			t.Errorf("row %d is %s, want %s", i+1, rows[i+1][0], h.ID)
		}
	}
}

// TestExportSheet holds that times are times in the workbook, as the text
// writes them.
func TestExportSheet(t *testing.T) {
	book, err := excelize.OpenReader(bytes.NewReader(export(t, "format=xlsx&id=case-r03-04&id=lesson-r03-1-03").body))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows (error %v)", len(rows), err)
	}
	at := slices.Index(rows[0], "発生")
	if got := rows[1][at]; got != "2021-09-11 13:23" {
		t.Errorf("the start is %q", got)
	}
	cell, _ := excelize.CoordinatesToCellName(at+1, 2)
	if kind, err := book.GetCellType(book.GetSheetName(0), cell); err != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
		t.Errorf("the start is a text (%v, error %v)", kind, err)
	}
}

// TestWorkPaper holds that a work paper has every statement, cause, measure and
// notice with the place in the source.
func TestWorkPaper(t *testing.T) {
	paper := string(export(t, "format=md").body)
	for _, d := range library().Documents() {
		if !strings.Contains(paper, "- ID: "+escapeMarkdown(d.Common().ID)) {
			t.Errorf("%s is not in it", d.Common().ID)
		}
	}
	one := string(export(t, "format=md&id=lesson-r03-1-03&id=case-r03-04").body)
	for _, want := range []string{"s1 本年度新規", "- [ ] ", "1(2)イ(エ) p.22", "対応する対策の記載なし", "m4 恒久", "編集部の推定", "Kyokunの言葉"} {
		if !strings.Contains(one, want) {
			t.Errorf("the paper lacks %q", want)
		}
	}
	if strings.Contains(one, "%!") || strings.Contains(one, "⟦") {
		t.Error("a message is missing or takes other arguments")
	}
}

func TestBadExports(t *testing.T) {
	for query, want := range map[string]int{
		"":                       http.StatusBadRequest,
		"format=pdf":             http.StatusBadRequest,
		"format=csv&kind=x":      http.StatusBadRequest,
		"format=csv&id=case-zzz": http.StatusNotFound,
		"format=csv&" + strings.Repeat("id=case-r03-04&", maxExportIDs+1): http.StatusBadRequest,
	} {
		if a := ask(t, http.MethodGet, exportPath+"?"+query); a.status != want || !strings.Contains(a.header.Get("Content-Type"), "problem+json") {
			t.Errorf("%.40s: status %d, want %d", query, a.status, want)
		}
	}
}

func TestEscapeMarkdown(t *testing.T) {
	if got := escapeMarkdown("a*b\n# c [d](e) <x> | 1"); got != `a\*b \# c \[d\](e) \<x\> \| 1` {
		t.Errorf("%q", got)
	}
}
