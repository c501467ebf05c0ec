package server

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
	"github.com/xuri/excelize/v2"

	"kyokun/kb"
)

// table is what a page shows as a table, in the form in which spreadsheets
// take it: one thing a row, each row with its source.
type table struct {
	// Name is the file's, Title the sheet's; Survey follows it where the table
	// is made of a part of the documents.
	Name, Title, Survey string
	Columns             []string
	// Rows hold strings, ints and moments of time, as many as there are columns.
	Rows [][]any
}

const (
	tablesFolder = "/tables/"
	csvType      = "text/csv; charset=utf-8"
	xlsxType     = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// download leads to a table in the two forms.
type download struct {
	CSV, XLSX string
	// Surveys say of what the table has only a part.
	Surveys []surveyView
}

// Download leads from a page to a table, in the language of the page.
func (p page) Download(name string) download {
	return download{
		p.loc.URL(tablesFolder + name + ".csv"), p.loc.URL(tablesFolder + name + ".xlsx"),
		composer{loc: p.loc, lib: p.lib}.surveys(tables[name].of...),
	}
}

func (s *Server) getTable(c echo.Context) error {
	loc := localeOf(c.Request())
	name, form, _ := strings.Cut(c.Param("file"), ".")
	made, known := tables[name]
	if !known {
		return notFound()
	}
	t := made.make(composer{loc: loc, lib: s.current.Load().lib}.atSite(siteBase(c)))
	t.Name = "kyokun-" + name
	var body []byte
	var mediaType string
	var err error
	switch form {
	case "csv":
		mediaType = csvType
		body, err = t.csv()
	case "xlsx":
		mediaType = xlsxType
		body, err = t.xlsx()
	default:
		return notFound()
	}
	if err != nil {
		return fmt.Errorf("write table %s: %w", c.Param("file"), err)
	}
	h := c.Response().Header()
	h.Add(echo.HeaderVary, "Accept-Language")
	h.Set(echo.HeaderContentDisposition, "attachment; filename="+url.PathEscape(t.Name+"."+form))
	return sendCached(c, mediaType, body)
}

// make makes the table and says of how much.
func (m madeTable) make(c composer) table {
	t := m.compose(c)
	for _, n := range surveysOf(c.lib, m.of...) {
		t.Survey += c.loc.T("survey.title", commas(n.Taken), commas(n.Total))
	}
	return t
}

// csv writes the table with the byte order mark by which Excel knows UTF-8.
func (t table) csv() ([]byte, error) {
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b)
	w.UseCRLF = true
	if err := w.Write(t.Columns); err != nil {
		return nil, err
	}
	for _, row := range t.Rows {
		line := make([]string, len(row))
		for i, v := range row {
			line[i] = csvCell(v)
		}
		if err := w.Write(line); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// csvCell writes a cell. A text that a spreadsheet would run as a formula gets
// an apostrophe in front, as OWASP's page on CSV injection asks for.
func csvCell(v any) string {
	switch v := v.(type) {
	case int:
		return strconv.Itoa(v)
	case kb.When:
		return v.Format(whenForm(v))
	}
	s := v.(string)
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// whenForm is how a time is written where Excel is to read it as one.
func whenForm(w kb.When) string {
	if w.DayOnly {
		return dayForm
	}
	return "2006-01-02 15:04"
}

// maxSheetName is the most letters that Excel takes in the name of a sheet.
const maxSheetName = 31

// xlsx writes the table as a workbook of one sheet; texts are never formulas there.
func (t table) xlsx() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	name := []rune(strings.NewReplacer("：", " ", "×", "x", "/", " ", ":", " ").Replace(t.Title))
	survey := []rune(t.Survey)
	survey = survey[:min(len(survey), maxSheetName)]
	sheet := string(append(name[:min(len(name), maxSheetName-len(survey))], survey...))
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return nil, err
	}
	w, err := f.NewStreamWriter(sheet)
	if err != nil {
		return nil, err
	}
	if err := t.write(f, w); err != nil {
		return nil, err
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (t table) write(f *excelize.File, w *excelize.StreamWriter) error {
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	wrap, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	for i := range t.Columns {
		if err := w.SetColWidth(i+1, i+1, t.width(i)); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(t.Columns))
	for i, column := range t.Columns {
		head[i] = excelize.Cell{Value: column, StyleID: bold}
	}
	if err := w.SetRow("A1", head); err != nil {
		return err
	}
	times, err := timeStyles(f)
	if err != nil {
		return err
	}
	for i, row := range t.Rows {
		cells := make([]any, len(row))
		for j, v := range row {
			cell := excelize.Cell{Value: v, StyleID: wrap}
			if at, ok := v.(kb.When); ok {
				// A workbook knows no zones: it gets what the clocks in Japan showed.
				y, m, d := at.Date()
				cell = excelize.Cell{Value: time.Date(y, m, d, at.Hour(), at.Minute(), 0, 0, time.UTC), StyleID: times[at.DayOnly]}
			}
			cells[j] = cell
		}
		if err := w.SetRow("A"+strconv.Itoa(i+2), cells); err != nil {
			return err
		}
	}
	return nil
}

// timeStyles are the styles of times, by whether they are days alone.
func timeStyles(f *excelize.File) (map[bool]int, error) {
	styles := map[bool]int{}
	for dayOnly, form := range map[bool]string{true: "yyyy-mm-dd", false: "yyyy-mm-dd hh:mm"} {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &form, Alignment: &excelize.Alignment{Vertical: "top"}})
		if err != nil {
			return nil, err
		}
		styles[dayOnly] = id
	}
	return styles, nil
}

// width is that of a column in Latin letters, of which a Japanese one takes two.
func (t table) width(column int) float64 {
	widest := 2 * utf8.RuneCountInString(t.Columns[column])
	for _, row := range t.Rows {
		if _, ok := row[column].(kb.When); ok {
			widest = max(widest, len("2006-01-02 15:04"))
		} else if s, ok := row[column].(string); ok {
			widest = max(widest, utf8.RuneCountInString(s)+(len(s)-utf8.RuneCountInString(s))/2)
		}
	}
	return float64(min(max(widest+2, 8), 60))
}

// places are the columns of a citation, as [composer.place] fills them.
var places = []string{"source", "section", "pages", "source_id"}

// place is where a row stands in its source; the document's own place where it
// has none of its own.
func (c composer) place(cite *kb.Citation, head *kb.Head) []any {
	if cite == nil && head != nil && len(head.Cite) > 0 {
		cite = &head.Cite[0]
	}
	if cite == nil {
		return []any{"", "", "", ""}
	}
	title := cite.Source
	if d, ok := c.lib.Document(cite.Source); ok {
		title, _ = c.title(d.Common())
	}
	return []any{title, cite.Section, strings.TrimLeft(pageRange(cite), "p."), cite.Source}
}
