package server

import (
	"strings"

	"kyokun/kb"
)

// casesTable has the key facts of each case.
func (c composer) casesTable() table {
	t := table{Title: c.loc.T("home.cases"), Columns: c.columns("case", "case_id", "operator", "start", "end", "length", "affected", "region", "services", "class", "fiscal_year", "url")}
	for _, k := range c.lib.Cases() {
		title, _ := c.title(&k.Head)
		class := c.loc.T("class.other")
		if k.Serious.Stated {
			class = c.loc.T("class.serious")
		}
		row := []any{title, k.ID, c.operatorNames(k.Operators), pointCell(k.Start), pointCell(k.End), numberCell(k.Duration.Minutes),
			affectedCell(k.Affected), k.Region.Text, factsCell(k.Services), class, numberCell(k.FiscalYear), c.address(k.ID, "")}
		t.Rows = append(t.Rows, append(row, c.place(nil, &k.Head)...))
	}
	return t
}

func pointCell(p kb.Point) any {
	if p.At.IsZero() {
		return ""
	}
	return kb.When{Time: p.At.Time}
}

// numberCell leaves a number that is not known empty, so that none takes it for 0.
func numberCell(n int) any {
	if n == 0 {
		return ""
	}
	return n
}

func affectedCell(list []kb.Affected) string {
	var out []string
	for _, a := range list {
		out = append(out, a.Text)
	}
	return strings.Join(out, "\n")
}

func factsCell(list []kb.Fact) string {
	var out []string
	for _, f := range list {
		out = append(out, f.Text)
	}
	return strings.Join(out, "\n")
}

// tagsTable has a row for each case and each tag that it carries, which are the
// editors' judgement.
func (c composer) tagsTable() table {
	t := table{Title: c.loc.T("stat.tags"), Columns: c.columns("facet", "tag", "case", "case_id", "url")}
	for _, f := range c.lib.TagCounts() {
		for _, n := range f.Tags {
			for _, id := range n.Cases {
				d, _ := c.lib.Document(id)
				title, _ := c.title(d.Common())
				row := []any{c.loc.In(f.Label), c.loc.In(n.Label), title, id, c.address(id, "")}
				t.Rows = append(t.Rows, append(row, c.place(nil, d.Common())...))
			}
		}
	}
	return t
}

// errataTable has each reading of each contradiction, with the ruling.
func (c composer) errataTable() table {
	t := table{Title: c.loc.T("source.errata"), Columns: c.columns("erratum", "kind", "confidence", "reading", "ruling", "why", "about", "url")}
	for _, s := range c.lib.Sources() {
		for _, e := range s.Errata {
			var about []string
			for _, a := range e.About {
				about = append(about, strings.Join(nonEmpty(a.ID, c.fieldName(a.Field)), " "))
			}
			ruling := e.Ruling
			if ruling == "" {
				ruling = c.loc.T("erratum.both")
			}
			for i := range e.Readings {
				row := []any{s.ID + "#" + e.ID, c.loc.T("erratum." + string(e.Kind)), c.confidence(e.Confidence), e.Readings[i].Text, ruling, e.Why,
					strings.Join(about, "\n"), c.address(s.ID, e.ID)}
				t.Rows = append(t.Rows, append(row, c.place(&e.Readings[i].Cite, nil)...))
			}
		}
	}
	return t
}

// questionsTable has each check question with an empty column to answer it in.
func (c composer) questionsTable() table {
	t := table{Title: c.loc.T("checklist.title"), Columns: c.columns("work", "question", "answer", "statement_text", "statement_id", "lesson", "phase", "domain", "url")}
	for _, l := range c.lib.Lessons() {
		title, _ := c.title(&l.Head)
		for _, s := range l.Statements {
			for _, q := range s.Questions {
				row := []any{c.tag("work", q.Work), q.Text, "", s.Text, l.ID + "#" + s.ID, title, c.tag("phase", string(l.Phase)), c.tag("domain", l.Domain), c.address(l.ID, s.ID)}
				t.Rows = append(t.Rows, append(row, c.place(s.Cite, &l.Head)...))
			}
		}
	}
	return t
}
