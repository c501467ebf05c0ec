package server

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"kyokun/kb"
)

// readCSV downloads a table.
func readCSV(t *testing.T, name string) [][]string {
	t.Helper()
	a := ask(t, http.MethodGet, tablesFolder+name+".csv?lang=ja")
	if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("%s: status %d, %s", name, a.status, a.header.Get("Content-Disposition"))
	}
	body, marked := bytes.CutPrefix(a.body, []byte("\ufeff"))
	if !marked {
		t.Errorf("%s: no byte order mark: Excel takes it for Shift_JIS", name)
	}
	rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%s: %d rows (error %v)", name, len(rows), err)
	}
	return rows
}

// TestTables holds that each table names the source of each row, and that the
// workbook says the same as the text.
func TestTables(t *testing.T) {
	for name := range tables {
		rows := readCSV(t, name)
		id := slices.Index(rows[0], "出典のID")
		for i, row := range rows[1:] {
			missing := name == "series" && row[id] == "" // a year without a value has no source
			if d, ok := library().Document(row[id]); !missing && (!ok || d.Common().Kind() != kb.KindSource) {
				t.Errorf("%s, row %d: the source is %q", name, i+2, row[id])
			}
			if address := row[slices.Index(rows[0], "アドレス")]; !strings.HasPrefix(address, "http://") {
				t.Errorf("%s, row %d: the address is %q", name, i+2, address)
			}
		}
		a := ask(t, http.MethodGet, tablesFolder+name+".xlsx?lang=ja")
		book, err := excelize.OpenReader(bytes.NewReader(a.body))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		sheet, err := book.GetRows(book.GetSheetName(0))
		if err != nil || len(sheet) != len(rows) {
			t.Fatalf("%s: %d rows in the workbook, %d in the text (error %v)", name, len(sheet), len(rows), err)
		}
		for i := range rows {
			for j, want := range rows[i] {
				got := ""
				if j < len(sheet[i]) {
					got = sheet[i][j]
				}
				if got != want {
					t.Errorf("%s, row %d, column %d: the workbook has %q, the text %q", name, i+1, j+1, got, want)
				}
			}
		}
	}
}

// TestFrameworkTableShowsGaps holds that a layer on which a lesson does not lean
// has a row that says so.
func TestFrameworkTableShowsGaps(t *testing.T) {
	rows := readCSV(t, "framework")
	gaps := 0
	for _, row := range rows {
		if slices.Contains(row, "なし") {
			gaps++
		}
	}
	doc := get(t, "/framework?lang=ja")
	if want := doc.Find(".matrix td.is-gap").Length(); gaps != want || want == 0 {
		t.Errorf("%d gaps in the table, %d on the page", gaps, want)
	}
}

func TestUnknownTable(t *testing.T) {
	for _, target := range []string{"/tables/nothing.csv", "/tables/framework.pdf", "/tables/framework", "/tables/.csv"} {
		if a := ask(t, http.MethodGet, target); a.status != http.StatusNotFound {
			t.Errorf("%s: status %d", target, a.status)
		}
	}
}

func TestOldLineage(t *testing.T) {
	a := ask(t, http.MethodGet, "/statistics/lessons?lang=en")
	if a.status != http.StatusMovedPermanently || a.header.Get("Location") != "/lineage?lang=en" {
		t.Errorf("status %d to %s", a.status, a.header.Get("Location"))
	}
}

// TestNoFormula holds that no text starts a formula and none is lost.
func TestNoFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		got := csvCell(s)
		if got != "" && strings.ContainsAny(got[:1], "=+-@\t\r") {
			t.Fatalf("%q becomes %q", s, got)
		}
		if strings.TrimPrefix(got, "'") != strings.TrimPrefix(s, "'") || !utf8.ValidString(s) {
			t.Fatalf("%q becomes %q", s, got)
		}
	})
}
