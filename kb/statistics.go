package kb

import "slices"

// Statistics are the tables of accident reports as data, and series over the
// years (content/statistics.yaml). What the sources state is kept as stated,
// also where it does not add up; see [Statistics.Discrepancies].
type Statistics struct {
	Tables []*StatTable  `yaml:"tables" json:"tables"`
	Series []*StatSeries `yaml:"series" json:"series"`
}

// StatTable is one table of counts. Rows and columns may be parts of one
// another, so that sums can be checked.
type StatTable struct {
	ID    string `yaml:"id" json:"id"`
	Title Text   `yaml:"title" json:"title"`
	// FiscalYear is the fiscal year that is counted.
	FiscalYear int `yaml:"fiscal_year" json:"fiscal_year"`
	// Unit is what a value counts, where its column has no unit of its own.
	Unit Text `yaml:"unit" json:"unit"`
	// Denominator says of what whole the percentages are taken.
	Denominator Text `yaml:"denominator" json:"denominator"`
	// Definition says what is counted, and how.
	Definition Text `yaml:"definition" json:"definition"`
	// Absent says what a cell without a value means; required where there are some.
	Absent  *Text        `yaml:"absent,omitempty" json:"absent,omitempty"`
	Columns []StatColumn `yaml:"columns" json:"columns"`
	Rows    []StatRow    `yaml:"rows" json:"rows"`
	// Claims are what a source says of the figures besides the table itself.
	Claims []StatClaim `yaml:"claims,omitempty" json:"claims,omitempty"`
	// Marks say in which cell a source counts a case.
	Marks []StatMark `yaml:"marks,omitempty" json:"marks,omitempty"`
	Notes []Text     `yaml:"notes,omitempty" json:"notes,omitempty"`
	// See are errata that touch the table but no sum of it.
	See []string `yaml:"see,omitempty" json:"see,omitempty"`
	// Cite are the places of the table; the first is that of every row which
	// has none of its own.
	Cite []Citation `yaml:"cite" json:"cite"`
}

// Cells are values by the id of their column; a column without a value is
// left out.
type Cells map[string]int

// Shares are percentages as a source writes them ("49.4"), by the id of their
// column: of the cell in the row of which the row is a part, else of the cell
// in the column of which the column is one. The digits after the point tell
// how far the source rounds.
type Shares map[string]string

// StatColumn is a column of a table.
type StatColumn struct {
	ID   string `yaml:"id" json:"id"`
	Name Text   `yaml:"name" json:"name"`
	// Unit is what the column counts where that differs from the table's unit.
	Unit *Text `yaml:"unit,omitempty" json:"unit,omitempty"`
	// Of is the column that is the sum of this one and its siblings.
	Of string `yaml:"of,omitempty" json:"of,omitempty"`
}

// StatRow is a row of a table.
type StatRow struct {
	ID   string `yaml:"id" json:"id"`
	Name Text   `yaml:"name" json:"name"`
	// Of is the row of which this one is a part.
	Of string `yaml:"of,omitempty" json:"of,omitempty"`
	// Partial is true where the source leaves some parts of this row out: the
	// others then add up to at most its value; see [StatTable.Rest].
	Partial bool   `yaml:"partial,omitempty" json:"partial,omitempty"`
	Values  Cells  `yaml:"values" json:"values"`
	Shares  Shares `yaml:"shares,omitempty" json:"shares,omitempty"`
	// Adopted are the values that Kyokun uses where the erratum rules against
	// those stated.
	Adopted Cells `yaml:"adopted,omitempty" json:"adopted,omitempty"`
	// Erratum is the erratum, such as source-r03-report#e13, that tells of a
	// figure of this row which does not add up.
	Erratum string    `yaml:"erratum,omitempty" json:"erratum,omitempty"`
	Note    *Text     `yaml:"note,omitempty" json:"note,omitempty"`
	Cite    *Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// StatClaim is a figure that a source works out of those of a table: a sum, a
// difference or a share.
type StatClaim struct {
	// Text is the claim in our words.
	Text Text `yaml:"text" json:"text"`
	// Plus and Minus are cells, as row/column; their sum and difference is
	// what Count states, or what Share states as a percentage of the cell Of.
	Plus  []string `yaml:"plus" json:"plus"`
	Minus []string `yaml:"minus,omitempty" json:"minus,omitempty"`
	Of    string   `yaml:"of,omitempty" json:"of,omitempty"`
	Count *int     `yaml:"count,omitempty" json:"count,omitempty"`
	Share string   `yaml:"share,omitempty" json:"share,omitempty"`
	// Erratum is the erratum that tells of the claim where it is wrong.
	Erratum string   `yaml:"erratum,omitempty" json:"erratum,omitempty"`
	Cite    Citation `yaml:"cite" json:"cite"`
}

// StatMark says that a source counts a case in a cell.
type StatMark struct {
	// Case is the id of a case, At the cell as row/column.
	Case string `yaml:"case" json:"case"`
	At   string `yaml:"at" json:"at"`
}

// StatSeries is one figure over the fiscal years.
type StatSeries struct {
	ID         string `yaml:"id" json:"id"`
	Title      Text   `yaml:"title" json:"title"`
	Unit       Text   `yaml:"unit" json:"unit"`
	Definition Text   `yaml:"definition" json:"definition"`
	// Breaks are changes of definition; figures on two sides of one can't be
	// compared without care.
	Breaks []StatBreak `yaml:"breaks,omitempty" json:"breaks,omitempty"`
	// Points hold every year from the first to the last, gaps included.
	Points []StatPoint `yaml:"points" json:"points"`
}

// StatPoint is the figure of one fiscal year, or why there is none.
type StatPoint struct {
	Year  int  `yaml:"year" json:"year"`
	Value *int `yaml:"value,omitempty" json:"value,omitempty"`
	// Missing says why there is no value.
	Missing *Text `yaml:"missing,omitempty" json:"missing,omitempty"`
	Note    *Text `yaml:"note,omitempty" json:"note,omitempty"`
	// Cite is the place of the value; required with it.
	Cite *Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// StatBreak is a change in what a series counts.
type StatBreak struct {
	// Year is the first fiscal year under the new definition.
	Year int      `yaml:"year" json:"year"`
	Text Text     `yaml:"text" json:"text"`
	Cite Citation `yaml:"cite" json:"cite"`
}

// Table returns the table with the id.
func (s *Statistics) Table(id string) (*StatTable, bool) {
	i := slices.IndexFunc(s.Tables, func(t *StatTable) bool { return t.ID == id })
	if i < 0 {
		return nil, false
	}
	return s.Tables[i], true
}

// Row returns the row with the id.
func (t *StatTable) Row(id string) (*StatRow, bool) {
	i := slices.IndexFunc(t.Rows, func(r StatRow) bool { return r.ID == id })
	if i < 0 {
		return nil, false
	}
	return &t.Rows[i], true
}

// Column returns the column with the id.
func (t *StatTable) Column(id string) (*StatColumn, bool) {
	i := slices.IndexFunc(t.Columns, func(c StatColumn) bool { return c.ID == id })
	if i < 0 {
		return nil, false
	}
	return &t.Columns[i], true
}

// Errata returns the errata that the table, its rows and its claims name, in
// that order, each once.
func (t *StatTable) Errata() []string {
	out := slices.Clone(t.See)
	for _, r := range t.Rows {
		out = append(out, r.Erratum)
	}
	for _, c := range t.Claims {
		out = append(out, c.Erratum)
	}
	seen := map[string]bool{"": true}
	return slices.DeleteFunc(out, func(ref string) bool {
		again := seen[ref]
		seen[ref] = true
		return again
	})
}

// RowCite returns where the row stands.
func (t *StatTable) RowCite(r *StatRow) Citation {
	if r.Cite != nil {
		return *r.Cite
	}
	return t.Cite[0]
}

// Rest returns what a partial row counts beyond the parts that the source
// gives, by the adopted values where there are any; ok is false where the row
// is not partial, has no parts or is smaller than they are.
func (t *StatTable) Rest(row, column string) (rest int, ok bool) {
	r, found := t.Row(row)
	if !found || !r.Partial {
		return 0, false
	}
	sum, parts := 0, 0
	for i := range t.Rows {
		if v, given := t.Rows[i].Used(column); given && t.Rows[i].Of == row {
			sum, parts = sum+v, parts+1
		}
	}
	whole, given := r.Used(column)
	return whole - sum, given && parts > 0 && whole >= sum
}

// Used returns the value that Kyokun uses: the adopted one where there is any,
// else the one stated; ok is false where there is neither.
func (r *StatRow) Used(column string) (v int, ok bool) {
	if v, ok := r.Adopted[column]; ok {
		return v, true
	}
	v, ok = r.Values[column]
	return v, ok
}
