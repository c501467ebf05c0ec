package server

import (
	"cmp"
	"net/url"
	"slices"

	"kyokun/kb"
)

// facetCountView counts the cases that carry each tag of a facet.
type facetCountView struct {
	Anchor, Title string
	// Of is the number of cases counted.
	Of           int
	Tags         []tagCountView
	Untagged     []link
	UntaggedRest string
}

type tagCountView struct {
	// URL leads to the results that the count promises.
	URL, Label string
	Count      int
	Bar        string
	// Cases are the latest where there are many; Rest says how many more.
	Cases []link
	Rest  string
}

func (c composer) facetCounts() []facetCountView {
	var out []facetCountView
	order := c.latestOrder()
	for _, f := range c.lib.TagCounts() {
		v := facetCountView{Anchor: "by-" + f.Facet, Title: c.loc.T("stat.by", c.loc.In(f.Label)), Of: f.Of}
		v.Untagged, v.UntaggedRest = c.someCases(f.Untagged, order)
		for _, n := range f.Tags {
			tag := tagCountView{
				URL:   c.tagResults(f.Facet, n.Tag),
				Label: c.loc.In(n.Label), Count: n.Count, Bar: kb.Percent(n.Count, f.Of, 1) + "%",
			}
			tag.Cases, tag.Rest = c.someCases(n.Cases, order)
			v.Tags = append(v.Tags, tag)
		}
		out = append(out, v)
	}
	return out
}

// latestOrder numbers the accidents, from the latest on.
func (c composer) latestOrder() map[string]int {
	out := map[string]int{}
	for i, k := range c.lib.Latest(kb.Telecom, kb.Surveyed) {
		out[k.ID] = i
	}
	return out
}

// someCases names cases, the latest where there are too many, and says how many
// more there are.
func (c composer) someCases(ids []string, order map[string]int) (named []link, rest string) {
	if len(ids) > tagCasesShown {
		ids = slices.SortedFunc(slices.Values(ids), func(a, b string) int { return cmp.Compare(order[a], order[b]) })
	}
	ids, left := cut(ids, tagCasesShown)
	return c.caseLinks(ids), c.rest(left, false)
}

// tagResults are the cases with a tag; empty where the search does not sort by
// the facet.
func (c composer) tagResults(facet, tag string) string {
	if !isFacet(facet) {
		return ""
	}
	return c.loc.URL(domainPath(kb.Telecom, kb.KindCase) + "&" + facet + "=" + url.QueryEscape(tag))
}

// caseLinks name cases by operator and day, which is shorter than their titles.
func (c composer) caseLinks(ids []string) []link {
	var out []link
	for _, id := range ids {
		d, _ := c.lib.Document(id)
		if k, ok := d.(*kb.Case); ok {
			out = append(out, link{URL: c.loc.URL(documentPath(id, "")), Text: c.caseName(k)})
		}
	}
	return out
}

func (c composer) caseName(k *kb.Case) string {
	name := k.ID
	switch len(k.Operators) {
	case 0:
	case 1:
		name = c.tag("operator", k.Operators[0].ID)
	default:
		name = c.loc.T("stat.etal", c.tag("operator", k.Operators[0].ID))
	}
	if k.Start.At.IsZero() {
		return name
	}
	return name + " " + day(k.Start.At.Time).Text
}

// measuresView counts the measures of the cases by what the report says of them.
type measuresView struct {
	States []string
	// Cases is the number of cases.
	Cases int
	// Rows are of the latest cases where there are many; RowsRest says so.
	Rows     []measureCountRow
	RowsRest string
	// Total has no Ref.
	Total measureCountRow
	// Plans is how many are planned; of many, Planned has those due last.
	Plans       int
	Planned     []plannedView
	PlannedRest string
}

// measureCountRow are the measures of one case by state, in the order of States.
type measureCountRow struct {
	Ref    docRef
	Of     int
	Counts []labelledCount
}

type labelledCount struct {
	Label string
	Count int
}

// plannedView is a measure that was still to come when the report came out.
type plannedView struct {
	Ref docRef
	URL string
	// Text is in Japanese.
	Text   string
	Due    timeView
	Report docRef
	Cite   *citeView
}

// measureStates are the states in the order of columns.
var measureStates = []kb.MeasureState{kb.MeasureDone, kb.MeasurePlanned, kb.MeasureOverdue, kb.MeasureUndated}

func (c composer) measureCounts() measuresView {
	var v measuresView
	for _, s := range measureStates {
		v.States = append(v.States, c.loc.In(s.Label()))
	}
	all, byCase := stateCounts{}, map[string]stateCounts{}
	for _, m := range c.lib.Measures() {
		if byCase[m.CaseID] == nil {
			byCase[m.CaseID] = stateCounts{}
		}
		all[m.State]++
		byCase[m.CaseID][m.State]++
	}
	v.Total = c.measureRow(all)
	cases := c.accidents()
	v.Cases = len(cases)
	cases, left := latest(cases, caseRowsShown, func(k *kb.Case) *kb.Case { return k })
	for _, k := range cases {
		row := c.measureRow(byCase[k.ID])
		row.Ref = c.refTo(k)
		v.Rows = append(v.Rows, row)
	}
	v.RowsRest = c.restOfLatest(len(cases), left)
	c.plannedMeasures(&v)
	return v
}

// stateCounts are numbers of measures.
type stateCounts map[kb.MeasureState]int

func (c composer) measureRow(counts stateCounts) measureCountRow {
	var row measureCountRow
	for _, s := range measureStates {
		row.Of += counts[s]
		row.Counts = append(row.Counts, labelledCount{Label: c.loc.In(s.Label()), Count: counts[s]})
	}
	return row
}

// plannedMeasures fills in the measures that were still to come.
func (c composer) plannedMeasures(v *measuresView) {
	rows := c.lib.PlannedMeasures()
	v.Plans = len(rows)
	if len(rows) > caseRowsShown { // the next ones are those due last
		slices.Reverse(rows)
	}
	rows, left := cut(rows, caseRowsShown)
	v.PlannedRest = c.restOfLatest(len(rows), left)
	for _, m := range rows {
		c := c.of(&m.Case.Head)
		v.Planned = append(v.Planned, plannedView{
			Ref: c.ref(m.CaseID), URL: c.loc.URL(documentPath(m.CaseID, m.Measure.ID)), Text: m.Measure.Text,
			Due: day(m.Measure.Due.Time), Report: c.ref(m.Report), Cite: c.cite(m.Measure.Cite),
		})
	}
}
