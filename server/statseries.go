package server

import (
	"strconv"

	"kyokun/kb"
)

// statSeriesView is one figure over the fiscal years.
type statSeriesView struct {
	ID, Title, Unit, Definition string
	// Span says from when to when, and how many years are missing.
	Span    string
	Chart   *yearChart
	Periods []statPeriod
}

// statPeriod are the years counted by one definition; Change, empty for the
// first, says what became different.
type statPeriod struct {
	Change string
	Cite   *citeView
	Points []statPointView
}

type statPointView struct {
	Anchor, Year, Era string
	// Value is empty where there is none; Missing says why.
	Value, Missing, Note string
	Cite                 *citeView
}

func (c composer) statSeries() []statSeriesView {
	var out []statSeriesView
	for _, s := range c.lib.Statistics().Series {
		if len(s.Points) > 0 {
			out = append(out, c.oneSeries(s))
		}
	}
	return out
}

func (c composer) oneSeries(s *kb.StatSeries) statSeriesView {
	v := statSeriesView{ID: s.ID, Title: c.loc.In(s.Title), Unit: c.loc.In(s.Unit), Definition: c.loc.In(s.Definition)}
	v.Span, v.Chart = c.seriesSpan(s), c.yearChart(s)
	for i, p := range s.Points {
		change := breakAt(s, p.Year)
		if i == 0 || change != nil {
			v.Periods = append(v.Periods, c.period(change))
		}
		last := &v.Periods[len(v.Periods)-1]
		last.Points = append(last.Points, c.statPoint(s, p))
	}
	return v
}

// seriesSpan says from when to when a series runs, and how many years are missing.
func (c composer) seriesSpan(s *kb.StatSeries) string {
	missing := 0
	for _, p := range s.Points {
		if p.Value == nil {
			missing++
		}
	}
	return c.loc.T("stat.entry.series", s.Points[0].Year, s.Points[len(s.Points)-1].Year, missing)
}

// breakAt returns the change of definition with which the year begins.
func breakAt(s *kb.StatSeries, year int) *kb.StatBreak {
	for i := range s.Breaks {
		if s.Breaks[i].Year == year {
			return &s.Breaks[i]
		}
	}
	return nil
}

func (c composer) period(change *kb.StatBreak) statPeriod {
	if change == nil {
		return statPeriod{}
	}
	return statPeriod{Change: c.loc.T("stat.break", change.Year, c.loc.In(change.Text)), Cite: c.cite(&change.Cite)}
}

func (c composer) statPoint(s *kb.StatSeries, p kb.StatPoint) statPointView {
	v := statPointView{
		Anchor: s.ID + "-" + strconv.Itoa(p.Year), Year: c.loc.T("stat.year", p.Year),
		Missing: c.loc.textOrEmpty(p.Missing), Note: c.loc.textOrEmpty(p.Note),
	}
	if c.loc.lang == "ja" {
		v.Era = eraYear(p.Year)
	}
	if p.Cite != nil {
		v.Cite = c.cite(p.Cite)
	}
	if p.Value != nil {
		v.Value = commas(*p.Value)
	}
	return v
}
