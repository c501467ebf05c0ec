package kb

import (
	"errors"
	"slices"
)

// ErrNoDutyRules is the error of judging by a content folder without duty.yaml.
var ErrNoDutyRules = errors.New("the content holds no tables of the report duty")

// JudgeAll judges an accident that touched several classes of services, each
// by itself: it is serious where any of them is.
func (r *DutyRules) JudgeAll(ins []DutyInput) ([]DutyAnswer, error) {
	answers := make([]DutyAnswer, 0, len(ins))
	for _, in := range ins {
		a, err := r.Judge(in)
		if err != nil {
			return nil, err
		}
		answers = append(answers, a)
	}
	return answers, nil
}

// Judge holds an accident against the rules of the day on which it began.
// What is not known leaves an answer unknown exactly where it could turn out
// either way. A fault in the input, such as a day before the first version,
// is a [*DutyInputError]; without rules the error is [ErrNoDutyRules].
func (r *DutyRules) Judge(in DutyInput) (DutyAnswer, error) {
	if len(r.Serious) == 0 {
		return DutyAnswer{}, ErrNoDutyRules
	}
	if err := in.validate(); err != nil {
		return DutyAnswer{}, err
	}
	on := day(in.On.Time)
	c := &dutyCase{in: in, serious: r.seriousAt(on)}
	if len(c.serious) == 0 {
		return DutyAnswer{}, r.noVersion(on)
	}
	c.periodic, _ = versionAt(r.Periodic, on)
	c.complete()

	a := DutyAnswer{Input: in, On: in.On.String(), Serious: c.verdict(c.isSerious), Missing: c.missing(c.isSerious)}
	c.fillRow(&a)
	a.Why = c.why(a.Serious, a.Missing)
	a.BecomesSerious = c.threshold(a.Serious)
	c.fillPeriodic(&a)
	a.Deadlines = r.deadlines(c, &a)
	a.NearMiss = r.nearMiss(in.On)
	a.Notes = r.notes(c, &a)
	return a, nil
}

func (c *dutyCase) fillRow(a *DutyAnswer) {
	rules := c.serious[0]
	row := rules.row(c.in.Service)
	a.Row, a.RowName, a.Criteria = row.Row, row.Name, row.AnyOf
	a.RuleVersion, a.Provision, a.Article = rules.ID, rules.Provision, rules.Article
	for _, v := range c.serious[1:] {
		a.MaybeVersions = append(a.MaybeVersions, v.ID)
	}
}

func (c *dutyCase) fillPeriodic(a *DutyAnswer) {
	if c.periodic == nil {
		a.Periodic = Unknown
		a.PeriodicWhy = Text{"この日に当たる定期報告の版を収録していません。", "No version of the periodic report is held for this day."}
		return
	}
	a.Periodic, a.PeriodicVersion = c.verdict(c.isPeriodic), c.periodic.ID
	for _, name := range c.missing(c.isPeriodic) {
		if !slices.Contains(a.Missing, name) {
			a.Missing = append(a.Missing, name)
		}
	}
	a.PeriodicWhy = c.periodicWhy(a.Periodic)
}

// threshold finds where the accident becomes serious.
func (c *dutyCase) threshold(serious Verdict) DutyThreshold {
	minutes, users := func(k Criterion) int { return k.Minutes }, func(k Criterion) int { return k.Users }
	t := DutyThreshold{Minutes: c.least(c.in.Users, minutes, users)}
	if c.in.Service != CriticalFacility {
		t.Users = c.least(c.in.Minutes, users, minutes)
	}
	t.MinutesLeft, t.UsersLeft = left(t.Minutes, c.in.Minutes), left(t.Users, c.in.Users)
	if t.Minutes != nil && !c.in.On.DayOnly {
		t.At = &Moment{c.in.On.Add(minutesLong(*t.Minutes))}
	}
	if c.settled() {
		t.Text = c.thresholdText(t, serious)
	}
	return t
}

// settled is whether nothing but minutes and users stands between the
// accident and being serious.
func (c *dutyCase) settled() bool {
	yes := func(v Verdict) bool { return v == Yes || v == "" }
	return yes(c.in.Degraded) && (c.in.Service != CriticalFacility || yes(c.in.AllTrafficLost))
}

// least returns the least number, of which need gives a criterion's line, that
// makes the accident serious in every version that may apply, while the other
// number, with the lines of other, stays as it is.
func (c *dutyCase) least(known *int, need, other func(Criterion) int) *int {
	if !c.settled() {
		return nil
	}
	worst := 0
	for _, rules := range c.serious {
		best := -1
		for _, k := range rules.row(c.in.Service).AnyOf {
			if reaches(known, other(k)) && (best < 0 || need(k) < best) {
				best = need(k)
			}
		}
		if best < 0 {
			return nil
		}
		worst = max(worst, best)
	}
	return &worst
}

// reaches is whether the number is known to reach the line.
func reaches(known *int, line int) bool { return line == 0 || known != nil && *known >= line }

// left returns how far it is from where one is to the line.
func left(line, known *int) *int {
	if line == nil || known == nil || *known >= *line {
		return nil
	}
	n := *line - *known
	return &n
}
