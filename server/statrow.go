package server

import (
	"strings"

	"kyokun/kb"
)

// statRowView is a row of a table, or what a partial row leaves over.
type statRowView struct {
	// Anchor is the row's permalink; what is left over has none.
	Anchor string
	Name   string
	// Depth is how many rows above it are those of which it is a part.
	Depth int
	// Rest is true for what is left over, which we compute.
	Rest  bool
	Cells []statCellView
	// Share is what the source says of the only column, as 外的要因の90%.
	Share string
	// ShareUnequal is true where Share does not agree with the counts.
	ShareUnequal bool
	Note         string
	Cite         *citeView
	// Checks are the figures of the row that do not add up; Erratum tells of it.
	Checks  []checkView
	Erratum *erratumView
}

// besideView is what stands below a row, over all its columns.
type besideView struct {
	Checks  []checkView
	Erratum *erratumView
	Span    int
}

// Beside is what stands below the row in a table of so many columns.
func (r statRowView) Beside(span int) besideView { return besideView{r.Checks, r.Erratum, span} }

// Shown is true where there is anything to say.
func (b besideView) Shown() bool { return len(b.Checks) > 0 || b.Erratum != nil }

type statCellView struct {
	// Value is empty where the source has none.
	Value string
	// Adopted is the value that we use instead.
	Adopted string
	// Share is the percentage beside the value in a table of several columns.
	Share string
	// Marked counts the cases that the source counts here.
	Marked int
	// Unequal is true where the value, or Share, does not add up.
	Unequal bool
}

// checkView is one check that a figure failed.
type checkView struct {
	Kind, Stated, Computed string
	// Settled is true where the value that we use mends it.
	Settled bool
	// ErratumID is such as e13, ErratumURL its entry on the source's page.
	ErratumID, ErratumURL string
}

func (c composer) check(d kb.Discrepancy) checkView {
	v := checkView{
		Kind: c.loc.In(d.Kind.Label()), Stated: withCommas(d.Stated), Computed: withCommas(d.Computed),
		Settled: c.lib.Statistics().Settled(d),
	}
	if e := c.erratumByRef(d.Erratum); e != nil {
		v.ErratumID, v.ErratumURL = e.ID, e.URL
	}
	return v
}

// statRows lists the rows in the source's order, with what each partial row
// leaves over after the last of its parts.
func (c composer) statRows(t *kb.StatTable) []statRowView {
	tree := newRowTree(t)
	failed := map[string][]kb.Discrepancy{}
	for _, d := range c.lib.Statistics().Discrepancies() {
		if row, _, ok := strings.Cut(d.At, "/"); ok && d.Table == t.ID {
			failed[row] = append(failed[row], d)
		}
	}
	var out []statRowView
	for i := range t.Rows {
		out = append(out, c.statRow(t, tree, i, failed[t.Rows[i].ID]))
		for _, above := range tree.endingAt(i) {
			if rest, ok := c.statRest(t, tree, above); ok {
				out = append(out, rest)
			}
		}
	}
	return out
}

func (c composer) statRow(t *kb.StatTable, tree rowTree, i int, failed []kb.Discrepancy) statRowView {
	r := &t.Rows[i]
	v := statRowView{
		Anchor: t.ID + "-" + r.ID, Name: c.loc.In(r.Name), Depth: tree.depth[i],
		Note: c.loc.textOrEmpty(r.Note), Erratum: c.erratumByRef(r.Erratum),
	}
	if r.Cite != nil {
		v.Cite = c.cite(r.Cite)
	}
	for _, col := range t.Columns {
		v.Cells = append(v.Cells, c.statCell(t, r, col, failed))
	}
	for _, d := range failed {
		v.Checks = append(v.Checks, c.check(d))
		v.ShareUnequal = v.ShareUnequal || d.Kind == kb.ShareWrong
	}
	if len(t.Columns) == 1 {
		v.Share = c.partOf(t, r, t.Columns[0].ID)
	}
	return v
}

func (c composer) statCell(t *kb.StatTable, r *kb.StatRow, col kb.StatColumn, failed []kb.Discrepancy) statCellView {
	at, v := r.ID+"/"+col.ID, statCellView{}
	value, ok := r.Values[col.ID]
	if !ok {
		return v
	}
	v.Value = commas(value)
	if adopted, ok := r.Adopted[col.ID]; ok {
		v.Adopted = commas(adopted)
	}
	if share, ok := r.Shares[col.ID]; ok && len(t.Columns) > 1 {
		v.Share = share + "%"
	}
	for _, m := range t.Marks {
		if m.At == at {
			v.Marked++
		}
	}
	for _, d := range failed {
		v.Unequal = v.Unequal || d.At == at && (d.Kind != kb.ShareWrong || v.Share != "")
	}
	return v
}

// partOf says what part the row is of the one above it, as the source states it.
func (c composer) partOf(t *kb.StatTable, r *kb.StatRow, column string) string {
	share := r.Shares[column]
	if share == "" {
		return ""
	}
	if above, ok := t.Row(r.Of); ok {
		return c.loc.T("stat.share", c.loc.In(above.Name), share)
	}
	return c.loc.T("stat.share.whole", share)
}

// statRest is what the partial row leaves over.
func (c composer) statRest(t *kb.StatTable, tree rowTree, i int) (statRowView, bool) {
	above := &t.Rows[i]
	v := statRowView{Name: c.loc.T("stat.rest", c.loc.In(above.Name)), Depth: tree.depth[i] + 1, Rest: true}
	known := false
	for _, col := range t.Columns {
		rest, ok := t.Rest(above.ID, col.ID)
		cell := statCellView{}
		if ok {
			known, cell.Value = true, commas(rest)
		}
		v.Cells = append(v.Cells, cell)
	}
	return v, known
}
