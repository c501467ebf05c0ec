package server

import (
	"strconv"
	"strings"

	"kyokun/kb"
)

// statTableView is one table as a report states it, with our checks.
type statTableView struct {
	ID, Title, Year, Unit           string
	Denominator, Definition, Absent string
	// Implied is the whole that the percentages point to where the source does
	// not state it.
	Implied string
	Cites   []citeView
	Columns []statColumnView
	Rows    []statRowView
	// Charts draw it.
	Charts []*barChart
	// Wide is true for a table of several columns, which scrolls on a phone.
	Wide   bool
	Claims []claimView
	Marks  []statMarkView
	Notes  []string
	See    []erratumView
}

// Span is the number of columns with that of the names.
func (v statTableView) Span() int {
	if v.Wide {
		return len(v.Columns) + 1
	}
	return 3
}

// statColumnView is the head of a column; Unit is empty where it is the table's.
type statColumnView struct{ Name, Unit string }

// statMarkView says in which cell the source counts a case.
type statMarkView struct {
	Ref  docRef
	Cell string
}

func (c composer) statTables() []statTableView {
	var out []statTableView
	for _, t := range c.lib.Statistics().Tables {
		out = append(out, c.statTable(t))
	}
	return out
}

func (c composer) statTable(t *kb.StatTable) statTableView {
	v := statTableView{
		ID: t.ID, Title: c.loc.In(t.Title), Year: c.fiscalYear(t.FiscalYear), Unit: c.loc.In(t.Unit),
		Denominator: c.loc.In(t.Denominator), Definition: c.loc.In(t.Definition), Absent: c.loc.textOrEmpty(t.Absent),
		Cites: c.cites(t.Cite), Wide: len(t.Columns) > 1,
	}
	c.main = t.Cite
	for _, col := range t.Columns {
		v.Columns = append(v.Columns, statColumnView{c.loc.In(col.Name), c.loc.textOrEmpty(col.Unit)})
		if low, high, ok := t.ImpliedWhole(col.ID); ok && low <= high {
			v.Implied = c.loc.T("stat.implied", commas(low), commas(high))
		}
	}
	v.Rows, v.Charts = c.statRows(t), c.tableCharts(t)
	for i := range t.Claims {
		v.Claims = append(v.Claims, c.claim(t, i))
	}
	for _, m := range t.Marks {
		v.Marks = append(v.Marks, statMarkView{Ref: c.ref(m.Case), Cell: c.cellName(t, m.At)})
	}
	for _, n := range t.Notes {
		v.Notes = append(v.Notes, c.loc.In(n))
	}
	for _, ref := range t.See {
		if e := c.erratumByRef(ref); e != nil {
			v.See = append(v.See, *e)
		}
	}
	return v
}

// cellName names a cell, given as row/column, by its row and, where there are
// several, its column.
func (c composer) cellName(t *kb.StatTable, at string) string {
	row, column, _ := strings.Cut(at, "/")
	name := c.loc.T("stat.rows.all")
	if r, ok := t.Row(row); ok {
		name = c.loc.In(r.Name)
	}
	if col, ok := t.Column(column); ok && len(t.Columns) > 1 {
		name += c.loc.T("stat.times") + c.loc.In(col.Name)
	}
	return name
}

// claimView is a figure that the source works out in its text.
type claimView struct {
	Anchor, Text     string
	Stated, Computed string
	// Formula shows how Computed comes about.
	Formula string
	Agrees  bool
	Cite    *citeView
	Erratum *erratumView
}

func (c composer) claim(t *kb.StatTable, i int) claimView {
	claim := &t.Claims[i]
	stated, computed := t.Claimed(claim)
	return claimView{
		Anchor: t.ID + "-claim" + strconv.Itoa(i+1), Text: c.loc.In(claim.Text),
		Stated: withCommas(stated), Computed: withCommas(computed), Formula: formula(t, claim),
		Agrees: stated == computed, Cite: c.cite(&claim.Cite), Erratum: c.erratumByRef(claim.Erratum),
	}
}

// formula writes the cells behind a claim, such as (1,056 + 746) ÷ 6,709.
func formula(t *kb.StatTable, claim *kb.StatClaim) string {
	var b strings.Builder
	for i, ref := range claim.Plus {
		v, _ := t.Value(ref)
		if i > 0 {
			b.WriteString(" + ")
		}
		b.WriteString(commas(v))
	}
	for _, ref := range claim.Minus {
		v, _ := t.Value(ref)
		b.WriteString(" − " + commas(v))
	}
	if whole, ok := t.Value(claim.Of); ok {
		if sum := b.String(); len(claim.Plus)+len(claim.Minus) > 1 {
			return "(" + sum + ") ÷ " + commas(whole)
		}
		b.WriteString(" ÷ " + commas(whole))
	}
	return b.String()
}

// withCommas writes a figure that may be a percentage.
func withCommas(figure string) string {
	if n, err := strconv.Atoi(figure); err == nil {
		return commas(n)
	}
	return figure
}
