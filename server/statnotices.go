package server

import (
	"strconv"

	"kyokun/kb"
)

// noticesView says how soon the users of each accident were told.
type noticesView struct {
	// Of is the number of cases, the whole of all counts; Whole says what they are.
	Of    int
	Whole string
	// First and Public count the cases by how they stand to the mark.
	First, Public []targetCount
	// Guideline is where the mark comes from.
	Guideline docRef
	// Chart and Rows are of the latest cases where there are many; Rest says so.
	Chart *delayChart
	Rows  []noticeDelayRow
	Rest  string
}

type targetCount struct {
	State kb.TargetState
	Label string
	Count int
}

// noticeDelayRow is one case; Public says Same where it is the first one too.
type noticeDelayRow struct {
	Anchor        string
	Ref           docRef
	Operators     string
	Start         *timeView
	First, Public delayView
	Same          bool
}

// delayView is the time from the start to a notice.
type delayView struct {
	// Text is the delay, with its bounds where the minute is not known.
	Text, Why string
	State     kb.TargetState
	Label     string
	// URL leads to the notice on the page of its case.
	URL string
	At  *timeView
	// Kind says which notice it is, and Channel how it went out.
	Kind, Channel string
	Cite          *citeView
}

func (c composer) noticeDelays() noticesView {
	rows := c.lib.NoticeDelays()
	v := noticesView{Of: len(rows), Whole: c.wholeOf(len(rows)), Guideline: c.ref(kb.NoticeTargetProvision)}
	v.First = c.targetCounts(rows, func(r kb.NoticeRow) kb.TargetState { return r.First.Target })
	v.Public = c.targetCounts(rows, func(r kb.NoticeRow) kb.TargetState { return r.Public.Target })
	rows, left := latest(rows, caseRowsShown, func(r kb.NoticeRow) *kb.Case { return r.Case })
	v.Chart, v.Rest = c.delayChart(rows), c.restOfLatest(len(rows), left)
	for _, r := range rows {
		v.Rows = append(v.Rows, c.noticeDelayRow(r))
	}
	return v
}

// wholeOf says what the accidents are that figures are counted from.
func (c composer) wholeOf(n int) string {
	if len(c.surveys(accidentCases)) > 0 {
		return c.loc.T("stat.whole.latest", commas(n))
	}
	return c.loc.T("stat.whole", n)
}

func (c composer) noticeDelayRow(r kb.NoticeRow) noticeDelayRow {
	c = c.of(&r.Case.Head)
	row := noticeDelayRow{
		Anchor: "notices-" + r.CaseID, Ref: c.ref(r.CaseID), Operators: c.operatorNames(r.Case.Operators),
		First: c.delay(r.Case, r.First), Public: c.delay(r.Case, r.Public),
		Same: r.First.Notice != nil && r.First.Notice == r.Public.Notice,
	}
	if at := r.Case.Start.At; !at.IsZero() {
		start := moment(at.Time)
		row.Start = &start
	}
	return row
}

func (c composer) targetCounts(rows []kb.NoticeRow, state func(kb.NoticeRow) kb.TargetState) []targetCount {
	var out []targetCount
	for _, s := range []kb.TargetState{kb.TargetMet, kb.TargetMissed, kb.TargetUnknown, kb.TargetNone} {
		n := targetCount{State: s, Label: c.loc.In(s.Label())}
		for _, r := range rows {
			if state(r) == s {
				n.Count++
			}
		}
		out = append(out, n)
	}
	return out
}

func (c composer) delay(k *kb.Case, d kb.NoticeDelay) delayView {
	v := delayView{Text: c.delayText(d), State: d.Target, Label: c.loc.In(d.Target.Label())}
	if d.Target != kb.TargetNone { // whose label says it all
		v.Why = c.loc.textOrEmpty(d.Why)
	}
	if d.Notice == nil {
		return v
	}
	for i := range k.Notices {
		if &k.Notices[i] == d.Notice {
			v.URL = c.loc.URL(documentPath(k.ID, "n"+strconv.Itoa(i+1)))
		}
	}
	if d.Notice.At != nil {
		at := when(*d.Notice.At)
		v.At = &at
	}
	v.Kind, v.Channel = c.loc.T("notice."+string(d.Notice.Kind)), c.tag("channel", d.Notice.Channel)
	v.Cite = c.cite(d.Notice.Cite)
	return v
}

// delayText writes a delay: 42分, 2時間2分（122分）, or its bounds.
func (c composer) delayText(d kb.NoticeDelay) string {
	switch m, known := d.Minutes(); {
	case known && m <= 60:
		return c.loc.T("span.minutes", m)
	case known:
		return c.long(m) + c.loc.T("span.total", commas(m))
	case d.Max == nil:
		return ""
	case d.Min == nil || *d.Min == 0:
		return c.loc.T("stat.delay.upto", c.long(*d.Max), commas(*d.Max))
	}
	return c.loc.T("stat.delay.between", c.long(*d.Min), c.long(*d.Max), commas(*d.Min), commas(*d.Max))
}

// long writes a length, in days and hours where it is more than two days.
func (c composer) long(minutes int) string {
	const day = 24 * 60
	if minutes < 2*day {
		return c.span(minutes)
	}
	return c.loc.T("stat.days", minutes/day, minutes%day/60)
}
