package kb

import (
	"slices"
	"time"
)

// day returns midnight in Japan of the day that t lies in.
func day(t time.Time) time.Time {
	y, m, d := t.In(JST).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, JST)
}

// within is whether the day lies between from and to, both included; nil is
// open.
func within(d time.Time, from, to *Date) bool {
	return (from == nil || !d.Before(from.Time)) && (to == nil || !d.After(to.Time))
}

// versionAt returns the version that holds on the day.
func versionAt[V interface{ version() *RuleVersion }](list []V, d time.Time) (V, bool) {
	for _, v := range list {
		if r := v.version(); within(d, &r.From, r.To) {
			return v, true
		}
	}
	var none V
	return none, false
}

// seriousAt returns the versions that may hold on the day: first the one whose
// dates cover it, then those that may have begun already.
func (r *DutyRules) seriousAt(d time.Time) []*SeriousRules {
	first, ok := versionAt(r.Serious, d)
	if !ok {
		return nil
	}
	list := []*SeriousRules{first}
	for _, v := range r.Serious {
		if v.MaybeFrom != nil && within(d, v.MaybeFrom, nil) && d.Before(v.From.Time) {
			list = append(list, v)
		}
	}
	return list
}

// row returns the row that the class of services falls in; lint sees to it
// that there is one.
func (s *SeriousRules) row(service DutyService) SeriousRow {
	for _, row := range s.Rows {
		if slices.Contains(row.Services, service) {
			return row
		}
	}
	return SeriousRow{}
}

// Service returns the class with the id.
func (r *DutyRules) Service(id DutyService) (ServiceClass, bool) {
	for _, s := range r.Services {
		if s.ID == id {
			return s, true
		}
	}
	return ServiceClass{}, false
}

// deadline returns the deadline with the id.
func (r *DutyRules) deadline(id string) (DeadlineRule, bool) {
	for _, d := range r.Deadlines {
		if d.ID == id {
			return d, true
		}
	}
	return DeadlineRule{}, false
}
