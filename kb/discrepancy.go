package kb

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// DiscrepancyKind tells which check a figure failed.
type DiscrepancyKind string

// The checks.
const (
	RowSum     DiscrepancyKind = "row-sum"     // the columns of a row
	ColumnSum  DiscrepancyKind = "column-sum"  // the rows of a column
	GrandTotal DiscrepancyKind = "grand-total" // all cells of a table of rows and columns
	PartsSum   DiscrepancyKind = "parts"       // the parts of a whole
	ShareWrong DiscrepancyKind = "share"       // a percentage and the counts behind it
	ShareSum   DiscrepancyKind = "share-sum"   // percentages that make up 100
	WholeSplit DiscrepancyKind = "whole"       // percentages of a whole that is not stated
	ClaimWrong DiscrepancyKind = "claim"       // what a source works out in words
)

// Label names the check for readers.
func (k DiscrepancyKind) Label() Text {
	switch k {
	case RowSum:
		return Text{"行の和", "Sum of the row"}
	case ColumnSum:
		return Text{"列の和", "Sum of the column"}
	case GrandTotal:
		return Text{"総計", "Grand total"}
	case PartsSum:
		return Text{"内訳の和", "Sum of the parts"}
	case ShareWrong:
		return Text{"割合", "Percentage"}
	case ShareSum:
		return Text{"割合の和", "Sum of the percentages"}
	case WholeSplit:
		return Text{"割合から求めた分母", "Whole implied by the percentages"}
	case ClaimWrong:
		return Text{"本文の記載", "Statement in the text"}
	}
	return Text{string(k), string(k)}
}

// Discrepancy is a figure of a table that does not follow from the others.
type Discrepancy struct {
	// Table is the id of the table, At the cell as row/column or the index of
	// the claim as claims[0].
	Table string          `json:"table"`
	At    string          `json:"at"`
	Kind  DiscrepancyKind `json:"kind"`
	// Stated is the figure of the source, Computed what the others give.
	Stated   string `json:"stated"`
	Computed string `json:"computed"`
	// Erratum is the erratum that tells of it, "" where none does.
	Erratum string `json:"erratum,omitempty"`
}

// Discrepancies adds up every row, column, part and percentage of the tables
// and returns what does not agree, table by table. Percentages are rounded
// half up to as many digits as the source gives.
func (s *Statistics) Discrepancies() []Discrepancy {
	var out []Discrepancy
	for _, t := range s.Tables {
		out = append(out, t.discrepancies()...)
	}
	return out
}

func (t *StatTable) discrepancies() []Discrepancy {
	c := &sumCheck{table: t}
	for i := range t.Rows {
		c.rowSums(&t.Rows[i])
	}
	for i := range t.Columns {
		c.columnSums(t.Columns[i].ID)
	}
	c.grandTotals()
	for i := range t.Rows {
		c.shares(&t.Rows[i])
	}
	for i := range t.Columns {
		c.shareSums(t.Columns[i].ID)
		c.impliedWhole(t.Columns[i].ID)
	}
	for i := range t.Claims {
		c.claim(i, &t.Claims[i])
	}
	return c.found
}

// sumCheck gathers the discrepancies of one table.
type sumCheck struct {
	table *StatTable
	found []Discrepancy
}

// add records a discrepancy; rows are those whose figures take part, the one
// that states the figure first.
func (c *sumCheck) add(kind DiscrepancyKind, at, stated, computed string, rows ...*StatRow) {
	d := Discrepancy{Table: c.table.ID, At: at, Kind: kind, Stated: stated, Computed: computed}
	for _, r := range rows {
		if d.Erratum == "" {
			d.Erratum = r.Erratum
		}
	}
	c.found = append(c.found, d)
}

func (c *sumCheck) columnsOf(id string) []string {
	var out []string
	for _, col := range c.table.Columns {
		if col.Of == id {
			out = append(out, col.ID)
		}
	}
	return out
}

func (c *sumCheck) rowsOf(id string) []*StatRow {
	var out []*StatRow
	for i := range c.table.Rows {
		if r := &c.table.Rows[i]; r.Of == id {
			out = append(out, r)
		}
	}
	return out
}

// rowSums holds each total among the columns to the columns it sums.
func (c *sumCheck) rowSums(r *StatRow) {
	for _, col := range c.table.Columns {
		stated, ok := r.Values[col.ID]
		sum, n := 0, 0
		for _, part := range c.columnsOf(col.ID) {
			if v, given := r.Values[part]; given {
				sum, n = sum+v, n+1
			}
		}
		if ok && n > 0 && sum != stated {
			c.add(RowSum, r.ID+"/"+col.ID, strconv.Itoa(stated), strconv.Itoa(sum), r)
		}
	}
}

// columnSums holds each row that has parts to their sum.
func (c *sumCheck) columnSums(column string) {
	kind := PartsSum
	if len(c.table.Columns) > 1 {
		kind = ColumnSum
	}
	for i := range c.table.Rows {
		r := &c.table.Rows[i]
		stated, ok := r.Values[column]
		sum, n, rows := 0, 0, []*StatRow{r}
		for _, part := range c.rowsOf(r.ID) {
			if v, given := part.Values[column]; given {
				sum, n, rows = sum+v, n+1, append(rows, part)
			}
		}
		if ok && n > 0 && (sum > stated || sum < stated && !r.Partial) {
			c.add(kind, r.ID+"/"+column, strconv.Itoa(stated), strconv.Itoa(sum), rows...)
		}
	}
}

// grandTotals holds a total of totals to all cells that are no totals.
func (c *sumCheck) grandTotals() {
	for i := range c.table.Rows {
		r := &c.table.Rows[i]
		for _, col := range c.table.Columns {
			rows, columns := c.rowsOf(r.ID), c.columnsOf(col.ID)
			stated, ok := r.Values[col.ID]
			if !ok || r.Partial || len(rows) == 0 || len(columns) == 0 {
				continue
			}
			sum := 0
			for _, part := range rows {
				for _, id := range columns {
					sum += part.Values[id]
				}
			}
			if sum != stated {
				c.add(GrandTotal, r.ID+"/"+col.ID, strconv.Itoa(stated), strconv.Itoa(sum), append([]*StatRow{r}, rows...)...)
			}
		}
	}
}

// claim holds a figure in words to the cells it is worked out of.
func (c *sumCheck) claim(i int, claim *StatClaim) {
	if stated, computed := c.table.Claimed(claim); computed != "" && stated != computed {
		c.found = append(c.found, Discrepancy{Table: c.table.ID, At: ClaimAt(i), Kind: ClaimWrong,
			Stated: stated, Computed: computed, Erratum: claim.Erratum})
	}
}

// ClaimAt is where [Discrepancy.At] says that the i-th claim stands.
func ClaimAt(i int) string { return fmt.Sprintf("claims[%d]", i) }

// Claimed returns the figure that a claim of the table states and the one that
// its cells give, both written alike; the latter is empty where the cell of
// which it is a percentage is 0.
func (t *StatTable) Claimed(claim *StatClaim) (stated, computed string) {
	sum := 0
	for _, ref := range claim.Plus {
		v, _ := t.Value(ref)
		sum += v
	}
	for _, ref := range claim.Minus {
		v, _ := t.Value(ref)
		sum -= v
	}
	if claim.Count != nil {
		return strconv.Itoa(*claim.Count), strconv.Itoa(sum)
	}
	if whole, _ := t.Value(claim.Of); whole > 0 {
		computed = Percent(sum, whole, digits(claim.Share)) + "%"
	}
	return claim.Share + "%", computed
}

// Settled says whether the discrepancy is gone once the values that Kyokun
// adopts stand in the place of those stated.
func (s *Statistics) Settled(d Discrepancy) bool {
	t, ok := s.Table(d.Table)
	if !ok {
		return false
	}
	settled := *t
	settled.Rows = slices.Clone(t.Rows)
	for i := range settled.Rows {
		r := &settled.Rows[i]
		values := Cells{}
		maps.Copy(values, r.Values)
		maps.Copy(values, r.Adopted)
		r.Values = values
	}
	return !slices.ContainsFunc(settled.discrepancies(), func(left Discrepancy) bool {
		return left.At == d.At && left.Kind == d.Kind
	})
}

// Value returns the stated value of a cell, named as row/column.
func (t *StatTable) Value(ref string) (v int, ok bool) {
	row, column, _ := strings.Cut(ref, "/")
	r, found := t.Row(row)
	if !found {
		return 0, false
	}
	v, ok = r.Values[column]
	return v, ok
}
