package server

import (
	"net/url"

	"kyokun/kb"
)

// facetCountView counts the cases that carry each tag of a facet.
type facetCountView struct {
	Anchor, Title string
	// Of is the number of cases counted.
	Of       int
	Tags     []tagCountView
	Untagged []link
}

type tagCountView struct {
	// URL leads to the results that the count promises.
	URL, Label string
	Count      int
	Bar        string
	Cases      []link
}

func (c composer) facetCounts() []facetCountView {
	var out []facetCountView
	for _, f := range c.lib.TagCounts() {
		v := facetCountView{
			Anchor: "by-" + f.Facet, Title: c.loc.T("stat.by", c.loc.In(f.Label)),
			Of: f.Of, Untagged: c.caseLinks(f.Untagged),
		}
		for _, n := range f.Tags {
			v.Tags = append(v.Tags, tagCountView{
				URL:   c.tagResults(f.Facet, n.Tag),
				Label: c.loc.In(n.Label), Count: n.Count, Bar: kb.Percent(n.Count, f.Of, 1) + "%",
				Cases: c.caseLinks(n.Cases),
			})
		}
		out = append(out, v)
	}
	return out
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
	Rows   []measureCountRow
	// Total has no Ref.
	Total   measureCountRow
	Planned []plannedView
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
	all := c.lib.Measures()
	v.Total = c.measureRow(all, "")
	for _, k := range c.lib.Cases() {
		if k.Domain == kb.Telecom {
			v.Rows = append(v.Rows, c.measureRow(all, k.ID))
		}
	}
	for _, m := range c.lib.PlannedMeasures() {
		c := c.of(&m.Case.Head)
		v.Planned = append(v.Planned, plannedView{
			Ref: c.ref(m.CaseID), URL: c.loc.URL(documentPath(m.CaseID, m.Measure.ID)), Text: m.Measure.Text,
			Due: day(m.Measure.Due.Time), Report: c.ref(m.Report), Cite: c.cite(m.Measure.Cite),
		})
	}
	return v
}

// measureRow counts the measures of a case; of all of them where it is empty.
func (c composer) measureRow(all []kb.MeasureRow, caseID string) measureCountRow {
	row := measureCountRow{}
	if caseID != "" {
		row.Ref = c.ref(caseID)
	}
	for _, s := range measureStates {
		n := labelledCount{Label: c.loc.In(s.Label())}
		for _, m := range all {
			if m.State == s && (caseID == "" || m.CaseID == caseID) {
				n.Count++
			}
		}
		row.Of += n.Count
		row.Counts = append(row.Counts, n)
	}
	return row
}
