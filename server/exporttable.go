package server

import (
	"slices"
	"strings"

	"kyokun/kb"
)

// exportTags are the facets that a row of the export has a column for.
var exportTags = []string{"cause", "service", "equipment", "operator", "trigger"}

// documentsTable has a row for each document: what all kinds have, then what
// some have, empty elsewhere.
func (c composer) documentsTable(docs []kb.Document) table {
	t := table{Title: c.loc.T("export.title"), Columns: c.columns("document_id", "document_kind", "title", "summary", "domain", "fiscal_year", "phase", "layer",
		"article", "start", "end", "length", "affected", "class", "statements_text", "tag_cause", "tag_service", "tag_equipment", "tag_operator", "tag_trigger", "text", "url")}
	for _, d := range docs {
		h := d.Common()
		title, _ := c.title(h)
		row := []any{h.ID, c.loc.In(h.Kind().Label()), title, h.Summary, c.tag("domain", h.Domain)}
		row = append(row, c.ownCells(d)...)
		for _, facet := range exportTags {
			row = append(row, c.tagCell(facet, h.Tags[facet]))
		}
		row = append(row, h.Body, c.address(h.ID, ""))
		t.Rows = append(t.Rows, append(row, c.place(nil, h)...))
	}
	return t
}

// ownCells are the columns from the fiscal year to the statements.
func (c composer) ownCells(d kb.Document) []any {
	cells := slices.Repeat([]any{""}, 10)
	switch d := d.(type) {
	case *kb.Case:
		cells[0], cells[4], cells[5] = numberCell(d.FiscalYear), pointCell(d.Start), pointCell(d.End)
		cells[6], cells[7] = numberCell(d.Duration.Minutes), affectedCell(d.Affected)
		cells[8] = c.loc.T("class.other")
		if d.Serious.Stated {
			cells[8] = c.loc.T("class.serious")
		}
	case *kb.Lesson:
		var statements []string
		for _, s := range d.Statements {
			statements = append(statements, s.ID+" "+s.Text)
		}
		cells[0], cells[1], cells[9] = numberCell(d.FiscalYear), c.tag("phase", string(d.Phase)), strings.Join(statements, "\n")
	case *kb.Provision:
		cells[2], cells[3] = c.layer(d.Layer), c.provisionRow(d, 0).Article
	}
	return cells
}

func (c composer) tagCell(facet string, tags []string) string {
	var out []string
	for _, id := range tags {
		out = append(out, c.tag(facet, id))
	}
	return strings.Join(out, "\n")
}
