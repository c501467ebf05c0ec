package server

import (
	"slices"
	"strconv"
	"strings"

	"kyokun/kb"
)

// lineageView shows in which years' reports each statement stands.
type lineageView struct {
	// Of is the number of statements, Lessons that of the lessons they are in.
	Of, Lessons   int
	New, Restated int
	Years         []lineageYear
	// Held are the years whose reports are in the library.
	Held string
	// Spread counts the statements by the number of reports they stand in.
	Spread []spreadRow
	// Rows are the most repeated; Rest says how many more there are.
	Rows   []lineageRow
	Rest   string
	Legend []lineageCell
}

type lineageYear struct {
	Name string
	Held bool
}

type spreadRow struct {
	Times, Count int
	Bar          string
}

type lineageRow struct {
	Anchor string
	// URL leads to the statement, whose Text is in Japanese; Lesson is what it
	// is part of.
	URL, Text string
	Lesson    docRef
	Times     int
	Cells     []lineageCell
}

// lineageCell is a statement in one year's report.
type lineageCell struct {
	Year  string
	Mark  kb.LineageMark
	Label string
	// Held is whether that report is in the library; of one that is not, an
	// empty cell says nothing.
	Held bool
}

// Symbol is the mark as the table draws it.
func (l lineageCell) Symbol() string {
	switch l.Mark {
	case kb.MarkNamed:
		return "○"
	case kb.MarkNew:
		return "◆"
	case kb.MarkRestated:
		return "●"
	}
	return ""
}

func (c composer) lineage() lineageView {
	l := c.lib.Lineage()
	v := lineageView{Of: len(l.Rows)}
	var held, lessons []string
	for _, y := range l.Years {
		v.Years = append(v.Years, lineageYear{Name: c.loc.T("stat.year", y.Year), Held: y.Held})
		if y.Held {
			held = append(held, c.fiscalYear(y.Year))
		}
	}
	v.Held = strings.Join(held, c.loc.T("list.comma"))
	shown, left := cut(l.Rows, statementsShown)
	for _, r := range shown {
		v.Rows = append(v.Rows, c.lineageRow(r, l.Years))
	}
	v.Rest = c.restOfRows(left)
	for _, r := range l.Rows {
		if r.Statement.Status == kb.Restated {
			v.Restated++
		} else {
			v.New++
		}
		lessons = append(lessons, r.Lesson.ID)
	}
	slices.Sort(lessons)
	v.Lessons = len(slices.Compact(lessons))
	v.Spread = spread(l.Rows)
	for _, m := range []kb.LineageMark{kb.MarkNew, kb.MarkRestated, kb.MarkNamed} {
		v.Legend = append(v.Legend, lineageCell{Mark: m, Label: c.loc.In(m.Label())})
	}
	return v
}

func (c composer) lineageRow(r kb.LineageRow, years []kb.LineageYear) lineageRow {
	row := lineageRow{
		Anchor: lineageAnchor(r.Lesson.ID, r.Statement.ID), URL: c.loc.URL(documentPath(r.Lesson.ID, r.Statement.ID)),
		Text: r.Statement.Text, Lesson: c.ref(r.Lesson.ID), Times: r.Times,
	}
	for i, m := range r.Marks {
		cell := lineageCell{Year: strconv.Itoa(years[i].Year), Mark: m, Label: c.loc.In(m.Label()), Held: years[i].Held}
		switch {
		case m != kb.MarkNone:
		case cell.Held:
			cell.Label = c.loc.T("stat.lineage.none")
		default:
			cell.Label = c.loc.T("stat.lineage.unknown")
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// lineageAnchor is the id of a statement's row.
func lineageAnchor(lesson, statement string) string { return lesson + "-" + statement }

// spread counts the statements by how many reports they stand in, the most
// repeated first.
func spread(rows []kb.LineageRow) []spreadRow {
	var out []spreadRow
	for _, r := range rows { // sorted by Times
		if n := len(out); n == 0 || out[n-1].Times != r.Times {
			out = append(out, spreadRow{Times: r.Times})
		}
		out[len(out)-1].Count++
	}
	for i := range out {
		out[i].Bar = kb.Percent(out[i].Count, len(rows), 1) + "%"
	}
	return out
}
