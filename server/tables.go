package server

import (
	"strconv"
	"strings"

	"kyokun/kb"
)

// madeTable makes a table to download of what is surveyed.
type madeTable struct {
	compose func(composer) table
	of      []surveyed
}

// tables are those that can be downloaded, by the name of their file.
var tables = map[string]madeTable{
	"framework":  {composer.frameworkTable, []surveyed{allLessons}},
	"provisions": {composer.provisionsTable, []surveyed{allProvisions, allLessons}},
	"lineage":    {composer.lineageTable, []surveyed{allLessons}},
	"measures":   {composer.measuresTable, []surveyed{allCases}},
	"notices":    {composer.noticesTable, []surveyed{allCases}},
	"statistics": {composer.statisticsTable, nil},
	"series":     {composer.seriesTable, nil},
	"cases":      {composer.casesTable, []surveyed{allCases}},
	"tags":       {composer.tagsTable, []surveyed{accidentCases}},
	"errata":     {composer.errataTable, []surveyed{allSources}},
	"questions":  {composer.questionsTable, []surveyed{allLessons}},
}

// columns names the columns by the messages table.NAME, with those of a place
// in a source at the end.
func (c composer) columns(names ...string) []string {
	var out []string
	for _, n := range append(names, places...) {
		out = append(out, c.loc.T("table."+n))
	}
	return out
}

// atSite makes addresses whole, for tables that leave the site.
func (c composer) atSite(base string) composer {
	c.base = base
	return c
}

func (c composer) address(id, part string) string { return c.base + c.loc.URL(documentPath(id, part)) }

// frameworkTable has a row for each provision that a lesson leans on, and one
// for each layer where it leans on none. What an editor infers has no place of
// its own in a source: it stands at that of the lesson.
func (c composer) frameworkTable() table {
	t := table{Title: c.loc.T("framework.matrix"), Columns: c.columns("lesson", "lesson_id", "statement", "phase", "layer", "provision",
		"provision_id", "asserted_by", "confidence", "why", "url")}
	for _, l := range c.lib.Lessons() {
		if l.Domain != kb.Telecom {
			continue
		}
		title, _ := c.title(&l.Head)
		found := map[kb.Layer]bool{}
		for _, e := range c.lib.Links(l.ID) {
			if e.Relation != kb.LeansOn {
				continue
			}
			d, _ := c.lib.Document(e.To)
			p, ok := d.(*kb.Provision)
			if !ok {
				continue
			}
			found[p.Layer] = true
			name, _ := c.title(&p.Head)
			row := []any{title, l.ID, e.FromStatement, c.tag("phase", string(l.Phase)), c.layer(p.Layer), name, p.ID,
				c.link(e.Link).Label, c.confidence(e.Link.Confidence), e.Link.Why, c.address(l.ID, e.FromStatement)}
			t.Rows = append(t.Rows, append(row, c.place(e.Link.Cite, &l.Head)...))
		}
		for _, layer := range kb.Layers() {
			if !found[layer] {
				row := []any{title, l.ID, "", c.tag("phase", string(l.Phase)), c.layer(layer), c.loc.T("framework.none"), "", "", "", "", c.address(l.ID, "")}
				t.Rows = append(t.Rows, append(row, c.place(nil, &l.Head)...))
			}
		}
	}
	return t
}

func (c composer) confidence(level kb.Confidence) string {
	if level == "" {
		return ""
	}
	return c.loc.In(level.Label())
}

// provisionsTable has each provision with how many lessons lean on it; 0 is a gap.
func (c composer) provisionsTable() table {
	t := table{Title: c.loc.T("framework.provisions"), Columns: c.columns("provision", "provision_id", "layer", "article", "verified", "lessons", "statements", "summary", "url")}
	leanings := c.leanings(c.scope(nil), nil)
	for _, p := range c.lib.Provisions() {
		row := c.provisionRow(p, 0)
		row.Lessons, row.Statements = leanings.ofProvision(p.ID)
		verified := c.loc.In(kb.No.Label())
		if row.Verified {
			verified = c.loc.In(kb.Yes.Label())
		}
		line := []any{row.Ref.Title, p.ID, c.layer(p.Layer), row.Article, verified, row.Lessons, row.Statements, p.Summary, c.address(p.ID, "")}
		t.Rows = append(t.Rows, append(line, c.place(nil, &p.Head)...))
	}
	return t
}

// lineageTable has the statements against the fiscal years, as [kb.Lineage].
func (c composer) lineageTable() table {
	l := c.lib.Lineage()
	names := []string{"statement_text", "statement_id", "lesson", "status", "times", "first_year", "url"}
	t := table{Title: c.loc.T("stat.lineage"), Columns: c.columns(names...)}
	var years []string
	for _, y := range l.Years {
		name := c.loc.T("stat.year", y.Year)
		if !y.Held {
			name += " " + c.loc.T("stat.lineage.unheld")
		}
		years = append(years, name)
	}
	t.Columns = append(t.Columns[:len(names):len(names)], append(years, t.Columns[len(names):]...)...)
	for _, r := range l.Rows {
		title, _ := c.title(&r.Lesson.Head)
		row := []any{r.Statement.Text, r.Ref, title, c.loc.T("status." + string(r.Statement.Status)), r.Times, r.FirstYear, c.address(r.Lesson.ID, r.Statement.ID)}
		for _, m := range r.Marks {
			row = append(row, c.loc.In(m.Label()))
		}
		t.Rows = append(t.Rows, append(row, c.place(r.Statement.Cite, &r.Lesson.Head)...))
	}
	return t
}

// measuresTable has each measure with the causes that it answers, and each
// cause that none answers.
func (c composer) measuresTable() table {
	t := table{Title: c.loc.T("case.measures"), Columns: c.columns("case", "case_id", "cause", "cause_role", "measure_id", "measure_kind", "measure", "answers_by", "started", "due", "done", "url")}
	for _, k := range c.lib.Cases() {
		title, _ := c.title(&k.Head)
		answered := map[string]bool{}
		for _, m := range k.Measures {
			var texts, roles []string
			for _, v := range k.Causes {
				for _, id := range m.Answers {
					if id == v.ID {
						answered[id] = true
						texts, roles = append(texts, v.ID+" "+v.Text), append(roles, c.loc.In(v.Role.Label()))
					}
				}
			}
			by := ""
			if m.AnswersBy != "" {
				by = c.link(kb.Link{By: m.AnswersBy}).Label
			}
			row := []any{title, k.ID, strings.Join(texts, "\n"), strings.Join(roles, "\n"), m.ID, c.loc.In(m.Kind.Label()), m.Text, by,
				dateCell(m.Started), dateCell(m.Due), dateCell(m.Done), c.address(k.ID, m.ID)}
			t.Rows = append(t.Rows, append(row, c.place(m.Cite, &k.Head)...))
		}
		for _, v := range k.Causes {
			if !answered[v.ID] {
				row := []any{title, k.ID, v.ID + " " + v.Text, c.loc.In(v.Role.Label()), "", "", c.loc.T("case.unanswered"), "", "", "", "", c.address(k.ID, v.ID)}
				t.Rows = append(t.Rows, append(row, c.place(v.Cite, &k.Head)...))
			}
		}
	}
	return t
}

func dateCell(d *kb.Date) any {
	if d == nil {
		return ""
	}
	return kb.When{Time: d.Time, DayOnly: true}
}

// noticesTable has each notice with its minutes after the start.
func (c composer) noticesTable() table {
	t := table{Title: c.loc.T("case.notices"), Columns: c.columns("case", "case_id", "time", "minutes", "notice_kind", "channel", "operator", "audience", "text", "url")}
	for _, k := range c.lib.Cases() {
		title, _ := c.title(&k.Head)
		for i, n := range k.Notices {
			at, minutes := any(""), any("")
			if n.At != nil {
				at = *n.At
				if !n.At.DayOnly && !k.Start.At.IsZero() {
					minutes = int(n.At.Sub(k.Start.At.Time).Minutes())
				}
			}
			audience := c.loc.T("notice.closed")
			if n.Public {
				audience = c.loc.T("notice.public")
			}
			row := []any{title, k.ID, at, minutes, c.loc.T("notice." + string(n.Kind)), c.tag("channel", n.Channel), c.tag("operator", n.Operator), audience, n.Text,
				c.address(k.ID, "n"+strconv.Itoa(i+1))}
			t.Rows = append(t.Rows, append(row, c.place(n.Cite, &k.Head)...))
		}
	}
	return t
}

// statisticsTable has each cell of the reports' tables in a row of its own.
func (c composer) statisticsTable() table {
	t := table{Title: c.loc.T("stat.title.tables"), Columns: c.columns("table", "fiscal_year", "row", "part_of", "column", "value", "unit", "denominator", "url")}
	for _, s := range c.lib.Statistics().Tables {
		for _, r := range s.Rows {
			of := ""
			if whole, ok := s.Row(r.Of); ok {
				of = c.loc.In(whole.Name)
			}
			for _, col := range s.Columns {
				v, ok := s.Value(r.ID + "/" + col.ID)
				if !ok {
					continue
				}
				unit := c.loc.In(s.Unit)
				if col.Unit != nil {
					unit = c.loc.In(*col.Unit)
				}
				cite := r.Cite
				if cite == nil {
					cite = &s.Cite[0]
				}
				row := []any{c.loc.In(s.Title), s.FiscalYear, c.loc.In(r.Name), of, c.loc.In(col.Name), v, unit, c.loc.In(s.Denominator), c.base + c.loc.URL(statTables.at(s.ID))}
				t.Rows = append(t.Rows, append(row, c.place(cite, nil)...))
			}
		}
	}
	return t
}

// seriesTable has the figures over the fiscal years.
func (c composer) seriesTable() table {
	t := table{Title: c.loc.T("stat.title.years"), Columns: c.columns("table", "fiscal_year", "value", "unit", "missing", "definition", "url")}
	for _, s := range c.lib.Statistics().Series {
		for _, p := range s.Points {
			value := any("")
			if p.Value != nil {
				value = *p.Value
			}
			row := []any{c.loc.In(s.Title), p.Year, value, c.loc.In(s.Unit), c.loc.textOrEmpty(p.Missing), c.loc.In(s.Definition), c.base + c.loc.URL(statYears.at(s.ID))}
			t.Rows = append(t.Rows, append(row, c.place(p.Cite, nil)...))
		}
	}
	return t
}
