package kb

import (
	"cmp"
	"slices"
)

// MeasureState is what the documents say of a measure at the time of the
// report; whether it was carried out afterwards they do not know.
type MeasureState string

// The states.
const (
	MeasureDone    MeasureState = "done"    // has a date of completion
	MeasurePlanned MeasureState = "planned" // not done, with a date after the report
	MeasureOverdue MeasureState = "overdue" // not done, with a date before the report
	MeasureUndated MeasureState = "undated" // neither a date of completion nor a due date
)

// Label names the state for readers.
func (s MeasureState) Label() Text {
	switch s {
	case MeasureDone:
		return Text{"報告書の時点で完了", "Done at the time of the report"}
	case MeasurePlanned:
		return Text{"報告書の時点で予定", "Planned at the time of the report"}
	case MeasureOverdue:
		return Text{"期限が報告書より前で、完了の記載なし", "Due before the report, completion not stated"}
	case MeasureUndated:
		return Text{"日付の記載なし", "No date given"}
	}
	return Text{string(s), string(s)}
}

// MeasureRow is a measure of a telecom case with its state.
type MeasureRow struct {
	Case    *Case        `json:"-"`
	CaseID  string       `json:"case"`
	Measure Measure      `json:"measure"`
	State   MeasureState `json:"state"`
	// Report is the source against whose date the state is taken: the first
	// that the case cites. ReportDate is the first day of its month.
	Report     string `json:"report"`
	ReportDate Date   `json:"report_date"`
}

// Measures returns the measures of all telecom cases: those planned first, by
// due date, then overdue, undated and done ones, each by case.
func (l *Library) Measures() []MeasureRow {
	var out []MeasureRow
	for _, c := range l.telecomCases() {
		report, date, ok := l.reportOf(c)
		if !ok {
			continue // lint asks every case for a source with a date
		}
		for _, m := range c.Measures {
			out = append(out, MeasureRow{Case: c, CaseID: c.ID, Measure: m, State: stateAt(m, date), Report: report, ReportDate: date})
		}
	}
	order := []MeasureState{MeasurePlanned, MeasureOverdue, MeasureUndated, MeasureDone}
	slices.SortStableFunc(out, func(a, b MeasureRow) int {
		byState := cmp.Compare(slices.Index(order, a.State), slices.Index(order, b.State))
		if byState != 0 || a.State != MeasurePlanned && a.State != MeasureOverdue {
			return byState
		}
		return a.Measure.Due.Compare(b.Measure.Due.Time)
	})
	return out
}

// PlannedMeasures returns the measures that were still to come when the report
// was published, the earliest due date first.
func (l *Library) PlannedMeasures() []MeasureRow {
	return slices.DeleteFunc(l.Measures(), func(r MeasureRow) bool { return r.State != MeasurePlanned })
}

func (l *Library) reportOf(c *Case) (id string, date Date, ok bool) {
	if len(c.Cite) == 0 {
		return "", Date{}, false
	}
	d, _ := l.Document(c.Cite[0].Source)
	s, ok := d.(*Source)
	if !ok {
		return "", Date{}, false
	}
	date, ok = s.PublishedFrom()
	return s.ID, date, ok
}

func stateAt(m Measure, report Date) MeasureState {
	switch {
	case m.Done != nil:
		return MeasureDone
	case m.Due == nil:
		return MeasureUndated
	case m.Due.Before(report.Time):
		return MeasureOverdue
	}
	return MeasurePlanned
}
