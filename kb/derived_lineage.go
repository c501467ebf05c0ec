package kb

import (
	"cmp"
	"slices"
)

// Lineage shows in which years' reports each statement of a telecom lesson
// appears, as far as the reports held say so.
type Lineage struct {
	// Years run from the first named to the last held, without a gap.
	Years []LineageYear `json:"years"`
	// Rows are the statements, the most repeated first.
	Rows []LineageRow `json:"rows"`
}

// LineageYear is the report of one fiscal year.
type LineageYear struct {
	Year int `json:"year"`
	// Held is whether lessons of that year's report are in the library. Of a
	// year that is not held, only what later reports restate is known.
	Held bool `json:"held"`
}

// LineageRow is one statement over the years.
type LineageRow struct {
	Lesson    *Lesson    `json:"-"`
	Statement *Statement `json:"-"`
	// Ref is the statement's id, such as lesson-r03-1-01#s1.
	Ref string `json:"ref"`
	// Marks are as many as the years, in their order.
	Marks []LineageMark `json:"marks"`
	// Times is the number of reports that have the statement.
	Times int `json:"times"`
	// FirstYear is the earliest of them that is named.
	FirstYear int `json:"first_year"`
}

// LineageMark is what is known of a statement in one year's report.
type LineageMark string

// The marks.
const (
	MarkNone     LineageMark = ""         // not named
	MarkNamed    LineageMark = "named"    // a later report says that it stood there
	MarkNew      LineageMark = "new"      // new in this report, which is held
	MarkRestated LineageMark = "restated" // restated in this report, which is held
)

// Label names the mark for readers.
func (m LineageMark) Label() Text {
	switch m {
	case MarkNamed:
		return Text{"後の報告書による", "named by a later report"}
	case MarkNew:
		return Text{"新規", "new"}
	case MarkRestated:
		return Text{"再掲", "restated"}
	}
	return Text{"", ""}
}

// Lineage returns the statements of all telecom lessons against the years.
func (l *Library) Lineage() Lineage {
	held := map[int]bool{}
	first, last := 0, 0
	for _, d := range l.telecomLessons() {
		held[d.FiscalYear] = true
		last = max(last, d.FiscalYear)
		for _, y := range append([]int{d.FiscalYear}, namedYears(d)...) {
			if first == 0 || y < first {
				first = y
			}
		}
	}
	var out Lineage
	if first == 0 {
		return out
	}
	for y := first; y <= last; y++ {
		out.Years = append(out.Years, LineageYear{Year: y, Held: held[y]})
	}
	for _, d := range l.telecomLessons() {
		for i := range d.Statements {
			out.Rows = append(out.Rows, lineageRow(d, &d.Statements[i], first, last))
		}
	}
	slices.SortStableFunc(out.Rows, func(a, b LineageRow) int { return cmp.Compare(b.Times, a.Times) })
	return out
}

func namedYears(d *Lesson) []int {
	var out []int
	for _, s := range d.Statements {
		out = append(out, s.Years...)
	}
	return out
}

func lineageRow(d *Lesson, s *Statement, first, last int) LineageRow {
	row := LineageRow{Lesson: d, Statement: s, Ref: d.ID + "#" + s.ID,
		Marks: make([]LineageMark, last-first+1), Times: 1 + len(s.Years), FirstYear: d.FiscalYear}
	for _, y := range s.Years {
		row.Marks[y-first] = MarkNamed
		row.FirstYear = min(row.FirstYear, y)
	}
	row.Marks[d.FiscalYear-first] = MarkNew
	if s.Status == Restated {
		row.Marks[d.FiscalYear-first] = MarkRestated
	}
	return row
}
