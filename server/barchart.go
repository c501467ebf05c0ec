package server

import "kyokun/kb"

// barChart draws the counts of a table as bars, each below its name and beside
// its value, so that it is read without colour and at any width. Lengths are
// percentages of the width; heights are pixels.
type barChart struct {
	// Title says what is counted along it, and Whole the total, if there is one.
	Title, Whole string
	// Label tells the chart's readers that the table beneath says the same.
	Label  string
	Height int
	Bars   []chartBar
}

type chartBar struct {
	Name, Value string
	// NameX is where the name begins, Width how long the bar is.
	NameX, Width string
	// NameY, BarY and ValueX place its parts.
	NameY, BarY int
	ValueX      string
}

const (
	barStep    = 36 // from one bar to the next
	barName    = 14 // from the top to the foot of the name
	barTop     = 19 // from the top to the bar
	barLongest = 66 // how long the longest bar is, in percent; its value stands beside it
)

// counted is a name with its count, before it is drawn.
type counted struct {
	name  string
	count int
	// share is the percentage that the source states, if any.
	share string
	depth int
}

// barChart draws counts against the greatest of them; nil where there are none.
func (c composer) barChart(title, whole, unit string, counts []counted) *barChart {
	greatest := 0
	for _, n := range counts {
		greatest = max(greatest, n.count)
	}
	if greatest == 0 {
		return nil
	}
	v := &barChart{Title: title, Whole: whole, Label: c.loc.T("stat.chart", title), Height: len(counts)*barStep + 4}
	for i, n := range counts {
		length := float64(barLongest) * float64(n.count) / float64(greatest)
		bar := chartBar{
			Name: n.name, Value: commas(n.count) + unit, NameX: percentage(float64(2 * n.depth)),
			Width: percentage(length), ValueX: percentage(length + 1),
			NameY: i*barStep + barName, BarY: i*barStep + barTop,
		}
		if n.share != "" {
			bar.Value += c.loc.T("stat.chart.share", n.share)
		}
		v.Bars = append(v.Bars, bar)
	}
	return v
}

// tableCharts draws a table: where its columns are parts of a total, the totals
// of rows and of columns; else each column for itself, as they count different
// things.
func (c composer) tableCharts(t *kb.StatTable) []*barChart {
	unit := func(col kb.StatColumn) string {
		if c.loc.lang == "en" {
			return ""
		}
		if col.Unit != nil {
			return c.loc.In(*col.Unit)
		}
		return c.loc.In(t.Unit)
	}
	var out []*barChart
	for _, col := range t.Columns {
		if col.Of != "" {
			continue
		}
		title := c.loc.In(col.Name)
		if whole := wholeOf(t, col.ID); whole != nil && len(t.Columns) > 1 {
			title = c.loc.T("stat.chart.rows")
			out = append(out, c.barChart(c.loc.T("stat.chart.columns"), "", unit(col), c.partsOf(t, col.ID, whole)))
		}
		out = append(out, c.barChart(title, c.wholeText(t, col), unit(col), c.rowCounts(t, col.ID)))
	}
	return compact(out)
}

func compact(charts []*barChart) []*barChart {
	var out []*barChart
	for _, v := range charts {
		if v != nil {
			out = append(out, v)
		}
	}
	return out
}

// wholeOf is the row of the totals where the column is the total of others.
func wholeOf(t *kb.StatTable, column string) *kb.StatRow {
	parts := false
	for _, col := range t.Columns {
		parts = parts || col.Of == column
	}
	if !parts {
		return nil
	}
	return totalRow(t)
}

// totalRow is the row of which all others are parts; nil where there is none.
func totalRow(t *kb.StatTable) *kb.StatRow {
	var total *kb.StatRow
	for i := range t.Rows {
		if t.Rows[i].Of != "" {
			continue
		}
		if total != nil {
			return nil
		}
		total = &t.Rows[i]
	}
	return total
}

// partsOf are the columns that a total column sums up, by the row of the totals.
func (c composer) partsOf(t *kb.StatTable, total string, row *kb.StatRow) []counted {
	var out []counted
	for _, col := range t.Columns {
		if n, ok := row.Used(col.ID); ok && col.Of == total {
			out = append(out, counted{name: c.loc.In(col.Name), count: n, share: row.Shares[col.ID]})
		}
	}
	return out
}

// rowCounts are the values of a column by row, but for the total of all rows.
func (c composer) rowCounts(t *kb.StatTable, column string) []counted {
	total, tree := totalRow(t), newRowTree(t)
	var out []counted
	for i := range t.Rows {
		r := &t.Rows[i]
		n, ok := r.Used(column)
		if !ok || r == total && len(t.Rows) > 1 {
			continue
		}
		depth := tree.depth[i]
		if total != nil {
			depth = max(depth-1, 0)
		}
		n1 := counted{name: c.loc.In(r.Name), count: n, depth: depth}
		if total != nil && r.Of == total.ID {
			n1.share = r.Shares[column]
		}
		out = append(out, n1)
	}
	return out
}

// wholeText says the total of a column, if the table has one.
func (c composer) wholeText(t *kb.StatTable, col kb.StatColumn) string {
	total := totalRow(t)
	if total == nil || len(t.Rows) < 2 {
		return ""
	}
	n, ok := total.Used(col.ID)
	if !ok {
		return ""
	}
	return c.loc.T("stat.chart.whole", c.loc.In(total.Name), commas(n))
}
