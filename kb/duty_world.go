package kb

import "slices"

// world is one way in which what is not known of an accident may turn out:
// every input settled.
type world struct {
	rules          *SeriousRules
	minutes, users int
	lost, degraded bool
}

// dutyCase is an accident with the versions that may apply to it.
type dutyCase struct {
	in       DutyInput
	serious  []*SeriousRules
	periodic *PeriodicRules // nil where no version is known
	worlds   []world
}

// complete lists the worlds that the input leaves open. The rules only ask
// whether a number reaches one of a few lines, so that 0 and those lines stand
// for all numbers.
func (c *dutyCase) complete() {
	minutes, users := c.steps()
	for _, rules := range c.serious {
		for _, m := range settle(c.in.Minutes, minutes) {
			for _, u := range settle(c.in.Users, users) {
				for _, lost := range c.in.AllTrafficLost.possible() {
					for _, degraded := range c.in.Degraded.possible() {
						c.worlds = append(c.worlds, world{rules, m, u, lost, degraded})
					}
				}
			}
		}
	}
}

// steps returns the minutes and the users at which an answer may change.
func (c *dutyCase) steps() (minutes, users []int) {
	minutes, users = []int{0}, []int{0}
	for _, rules := range c.serious {
		for _, k := range rules.row(c.in.Service).AnyOf {
			minutes, users = append(minutes, k.Minutes), append(users, k.Users)
		}
	}
	if c.periodic != nil {
		minutes, users = append(minutes, c.periodic.Minutes), append(users, c.periodic.Users)
	}
	return minutes, users
}

func settle(known *int, steps []int) []int {
	if known != nil {
		return []int{*known}
	}
	slices.Sort(steps)
	return slices.Compact(steps)
}

func (c *dutyCase) isSerious(w world) bool {
	return w.degraded && slices.ContainsFunc(w.rules.row(c.in.Service).AnyOf, func(k Criterion) bool { return k.met(w) })
}

func (k Criterion) met(w world) bool {
	if k.AllTrafficLost {
		return w.minutes >= k.Minutes && w.lost
	}
	return w.minutes >= k.Minutes && w.users >= k.Users
}

func (c *dutyCase) isPeriodic(w world) bool {
	reached := w.minutes >= c.periodic.Minutes || w.users >= c.periodic.Users
	return w.degraded && reached && (c.periodic.IncludesSerious || !c.isSerious(w))
}

// verdict is yes or no where all worlds agree, else unknown.
func (c *dutyCase) verdict(holds func(world) bool) Verdict {
	var yes, no bool
	for _, w := range c.worlds {
		if holds(w) {
			yes = true
		} else {
			no = true
		}
	}
	switch {
	case yes && no:
		return Unknown
	case yes:
		return Yes
	}
	return No
}

// matters is whether two worlds that differ in one input alone, which erase
// clears, have different outcomes.
func (c *dutyCase) matters(holds func(world) bool, erase func(*world)) bool {
	seen := map[world]bool{}
	for _, w := range c.worlds {
		outcome := holds(w)
		erase(&w)
		if first, ok := seen[w]; ok && first != outcome {
			return true
		}
		seen[w] = outcome
	}
	return false
}

// missing names the inputs that would help to settle the outcome, as the
// parameters of a query are called.
func (c *dutyCase) missing(holds func(world) bool) []string {
	names := []string{}
	for _, input := range []struct {
		name  string
		erase func(*world)
	}{
		{ParamMinutes, func(w *world) { w.minutes = 0 }},
		{ParamUsers, func(w *world) { w.users = 0 }},
		{ParamAllTrafficLost, func(w *world) { w.lost = false }},
		{ParamDegraded, func(w *world) { w.degraded = false }},
	} {
		if c.matters(holds, input.erase) {
			names = append(names, input.name)
		}
	}
	return names
}
