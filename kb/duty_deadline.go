package kb

import "time"

func minutesLong(n int) time.Duration { return time.Duration(n) * time.Minute }

// by returns the last day of the deadline of an accident that began on the
// day; "" where it counts from a day that is not known.
//
// Days count from the day after, as the Civil Code has it (art. 140), and
// months that begin on the first end on the last day of a month (art. 143).
func (d DeadlineRule) by(on time.Time) string {
	switch d.Due {
	case WithoutDelay:
		return string(WithoutDelay)
	case DaysAfterStart:
		return Date{on.AddDate(0, 0, d.Amount)}.String()
	case MonthsAfterQuarter:
		next := time.Date(on.Year(), (on.Month()-1)/3*3+4, 1, 0, 0, 0, 0, JST)
		return monthsFrom(next, d.Amount)
	case MonthsAfterFiscalYear:
		next := time.Date(FiscalYear(on)+1, time.April, 1, 0, 0, 0, 0, JST)
		return monthsFrom(next, d.Amount)
	}
	return ""
}

// monthsFrom returns the last of so many months that begin on the day.
func monthsFrom(first time.Time, months int) string {
	return Date{first.AddDate(0, months, -1)}.String()
}

// deadlines returns those of the serious accident, then those of the periodic
// report.
func (r *DutyRules) deadlines(c *dutyCase, a *DutyAnswer) []DutyDeadline {
	list := []DutyDeadline{}
	if a.Serious != No {
		list = append(list, r.due(c.serious[0].Deadlines, c.in.On, a.Serious)...)
	}
	if a.Periodic != No && c.periodic != nil {
		list = append(list, r.due(c.periodic.Deadlines, c.in.On, a.Periodic)...)
	}
	return list
}

// due works out the deadlines with the ids.
func (r *DutyRules) due(ids []string, on When, applies Verdict) []DutyDeadline {
	list := make([]DutyDeadline, 0, len(ids))
	for _, id := range ids {
		if d, ok := r.deadline(id); ok {
			list = append(list, DutyDeadline{ID: d.ID, What: d.What, By: d.by(day(on.Time)), When: d.When, How: d.How,
				Applies: applies, Provision: d.Provision, Article: d.Article})
		}
	}
	return list
}

func (r *DutyRules) nearMiss(on When) *NearMissCheck {
	v, ok := versionAt(r.NearMiss, day(on.Time))
	if !ok {
		return nil
	}
	return &NearMissCheck{Version: v.ID, Who: v.Who, AllOf: v.AllOf, AnyOf: v.AnyOf, NoneOf: v.NoneOf, Also: v.Also,
		Provision: v.Provision, Article: v.Article, Deadlines: r.due(v.Deadlines, on, Unknown)}
}
