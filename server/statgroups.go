package server

import (
	"strings"

	"kyokun/kb"
)

// statGroup are the entries of one part in the contents on the overview.
type statGroup struct {
	link
	Lead    string
	Entries []statEntry
}

// statEntry leads to one table and says in a line what it counts of what.
type statEntry struct {
	link
	Note string
}

func (c composer) statGroups() []statGroup {
	return []statGroup{
		c.statGroup(statTables, c.tableEntries()),
		c.statGroup(statYears, c.seriesEntries()),
		c.statGroup(statCases, c.caseEntries()),
		c.statGroup(statLessons, c.lessonEntries()),
	}
}

func (c composer) statGroup(part statPart, entries []statEntry) statGroup {
	return statGroup{
		link: link{URL: c.loc.URL(part.path()), Text: c.loc.T("stat.part." + string(part))},
		Lead: c.loc.T("stat.lead." + string(part)), Entries: entries,
	}
}

func (c composer) statEntry(part statPart, anchor, title, note string) statEntry {
	return statEntry{link: link{URL: c.loc.URL(part.at(anchor)), Text: title}, Note: note}
}

func (c composer) tableEntries() []statEntry {
	var out []statEntry
	for _, t := range c.lib.Statistics().Tables {
		out = append(out, c.statEntry(statTables, t.ID, c.loc.In(t.Title),
			c.loc.T("stat.entry.table", c.fiscalYear(t.FiscalYear), c.loc.In(t.Denominator))))
	}
	return out
}

func (c composer) seriesEntries() []statEntry {
	var out []statEntry
	for _, s := range c.lib.Statistics().Series {
		if len(s.Points) == 0 {
			continue
		}
		out = append(out, c.statEntry(statYears, s.ID, c.loc.In(s.Title), c.seriesSpan(s)))
	}
	return out
}

func (c composer) caseEntries() []statEntry {
	notices, measures := c.noticeDelays(), c.measureCounts()
	out := []statEntry{
		c.statEntry(statCases, "notices", c.loc.T("stat.notices"),
			c.loc.T("stat.entry.cases", notices.Of)+targetSummary(c.loc, notices.First)),
		c.statEntry(statCases, "measures", c.loc.T("stat.measures"),
			c.loc.T("stat.entry.measures", measures.Total.Of, measures.Plans)),
	}
	for _, f := range c.lib.TagCounts() {
		if len(f.Tags) == 0 {
			continue
		}
		out = append(out, c.statEntry(statCases, "by-"+f.Facet, c.loc.T("stat.by", c.loc.In(f.Label)),
			c.loc.T("stat.entry.cases", f.Of)+c.mostFrequent(f.Tags)))
	}
	return out
}

// mostFrequent names the tags that as many cases carry as the first.
func (c composer) mostFrequent(tags []kb.TagCount) string {
	var names []string
	for _, t := range tags {
		if t.Count == tags[0].Count {
			names = append(names, c.loc.T("stat.entry.tag", c.loc.In(t.Label)))
		}
	}
	key := "stat.entry.top"
	if len(names) > 1 {
		key = "stat.entry.tops"
	}
	return c.loc.T(key, strings.Join(names, c.loc.T("list.comma")), tags[0].Count)
}

func targetSummary(loc locale, counts []targetCount) string {
	var parts []string
	for _, t := range counts {
		parts = append(parts, loc.T("stat.entry.count", t.Label, t.Count))
	}
	return strings.Join(parts, loc.T("list.comma"))
}

func (c composer) lessonEntries() []statEntry {
	v := c.lineage()
	return []statEntry{c.statEntry(statLessons, "lineage", c.loc.T("stat.lineage"),
		c.loc.T("stat.entry.lineage", v.Of, v.Restated, v.New))}
}

// checkRow is one figure that does not follow from the others.
type checkRow struct {
	// URL and Table lead to the table, Where names the cell or the claim.
	URL, Table, Where string
	checkView
	// Ruling is in Japanese.
	Ruling string
}

// checkRows lists all figures of the tables that do not add up.
func (c composer) checkRows() []checkRow {
	var out []checkRow
	stats := c.lib.Statistics()
	for _, d := range stats.Discrepancies() {
		t, _ := stats.Table(d.Table)
		row := checkRow{
			URL: c.loc.URL(statTables.at(t.ID)), Table: c.loc.In(t.Title),
			Where: c.checked(t, d.At), checkView: c.check(d),
		}
		if e := c.erratumByRef(d.Erratum); e != nil {
			row.Ruling = e.Ruling
		}
		out = append(out, row)
	}
	return out
}

// checked names the cell or claim at which a discrepancy stands.
func (c composer) checked(t *kb.StatTable, at string) string {
	for i := range t.Claims {
		if kb.ClaimAt(i) == at {
			return c.loc.In(t.Claims[i].Text)
		}
	}
	return c.cellName(t, at)
}
