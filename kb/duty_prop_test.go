package kb

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Numbers are drawn near the lines of the tables as well as far from them.
func nearLines(lines ...int) *rapid.Generator[int] {
	return rapid.Custom(func(t *rapid.T) int {
		if rapid.Bool().Draw(t, "near") {
			return max(0, rapid.SampledFrom(lines).Draw(t, "line")+rapid.IntRange(-1, 1).Draw(t, "off"))
		}
		return rapid.IntRange(0, 3*slices.Max(lines)).Draw(t, "any")
	})
}

var (
	someMinutes = nearLines(60, 120, 240, 720, 1440)
	someUsers   = nearLines(30000, 100000, 1000000)
	someVerdict = rapid.SampledFrom([]Verdict{"", Yes, No, Unknown})
)

func maybeInt(t *rapid.T, g *rapid.Generator[int], name string) *int {
	if rapid.Bool().Draw(t, name+" unknown") {
		return nil
	}
	n := g.Draw(t, name)
	return &n
}

func drawInput(t *rapid.T) DutyInput {
	days := rapid.IntRange(0, 7000).Draw(t, "days")
	return DutyInput{
		Service:        rapid.SampledFrom(DutyServices()).Draw(t, "service"),
		On:             When{Time: time.Date(2008, 4, 1, 0, 0, 0, 0, JST).AddDate(0, 0, days), DayOnly: true},
		Minutes:        maybeInt(t, someMinutes, "minutes"),
		Users:          maybeInt(t, someUsers, "users"),
		AllTrafficLost: someVerdict.Draw(t, "lost"),
		Degraded:       someVerdict.Draw(t, "degraded"),
	}
}

func rank(v Verdict) int { return slices.Index([]Verdict{No, Unknown, Yes}, v) }

// TestMoreIsNeverLess: more minutes or more users never make an accident less
// serious.
func TestMoreIsNeverLess(t *testing.T) {
	rules := realDuty(t)
	rapid.Check(t, func(rt *rapid.T) {
		in := drawInput(rt)
		more := in
		if in.Minutes != nil {
			more.Minutes = new(*in.Minutes + someMinutes.Draw(rt, "more minutes"))
		}
		if in.Users != nil {
			more.Users = new(*in.Users + someUsers.Draw(rt, "more users"))
		}
		a, b := judge(t, rules, in), judge(t, rules, more)
		if rank(b.Serious) < rank(a.Serious) {
			rt.Fatalf("%s became %s with more", a.Serious, b.Serious)
		}
	})
}

// TestUnknownIsExact: an answer is unknown if, and only if, what is not known
// can be completed to a yes and to a no; each way is tried out.
func TestUnknownIsExact(t *testing.T) {
	rules := realDuty(t)
	rapid.Check(t, func(rt *rapid.T) {
		in := drawInput(rt)
		whole := judge(t, rules, in)
		serious, periodic := map[Verdict]bool{}, map[Verdict]bool{}
		for _, one := range completions(in) {
			a := judge(t, rules, one)
			serious[a.Serious], periodic[a.Periodic] = true, true
			if len(a.Missing) > 0 {
				rt.Fatalf("all is known, yet %v is missing", a.Missing)
			}
		}
		if want := merged(serious); whole.Serious != want {
			rt.Fatalf("serious %s, completions give %s", whole.Serious, want)
		}
		if want := merged(periodic); whole.Periodic != want {
			rt.Fatalf("periodic %s, completions give %s", whole.Periodic, want)
		}
		if (whole.Serious == Unknown || whole.Periodic == Unknown) && len(whole.Missing) == 0 && len(whole.MaybeVersions) == 0 {
			rt.Fatal("open, but nothing is missing")
		}
	})
}

// completions settles all that is not known, on either side of every line
// that any version draws.
func completions(in DutyInput) []DutyInput {
	list := []DutyInput{in}
	split := func(apply func(DutyInput) []DutyInput) {
		var next []DutyInput
		for _, one := range list {
			next = append(next, apply(one)...)
		}
		list = next
	}
	numbers := func(field func(*DutyInput) **int, values ...int) {
		split(func(one DutyInput) (out []DutyInput) {
			if *field(&one) != nil {
				return []DutyInput{one}
			}
			for _, v := range values {
				*field(&one) = new(v)
				out = append(out, one)
			}
			return out
		})
	}
	verdicts := func(field func(*DutyInput) *Verdict) {
		split(func(one DutyInput) (out []DutyInput) {
			if *field(&one) != Unknown {
				return []DutyInput{one}
			}
			for _, v := range []Verdict{Yes, No} {
				*field(&one) = v
				out = append(out, one)
			}
			return out
		})
	}
	numbers(func(in *DutyInput) **int { return &in.Minutes }, 0, 59, 60, 119, 120, 239, 240, 719, 720, 1439, 1440, 99999)
	numbers(func(in *DutyInput) **int { return &in.Users }, 0, 29999, 30000, 99999, 100000, 999999, 1000000, 99999999)
	verdicts(func(in *DutyInput) *Verdict { return &in.AllTrafficLost })
	verdicts(func(in *DutyInput) *Verdict { return &in.Degraded })
	return list
}

func merged(seen map[Verdict]bool) Verdict {
	switch {
	case seen[Unknown] || seen[Yes] && seen[No]:
		return Unknown
	case seen[Yes]:
		return Yes
	}
	return No
}

// TestBorders: at the minutes or users that the answer names the accident is
// serious; one less and it is not.
func TestBorders(t *testing.T) {
	rules := realDuty(t)
	rapid.Check(t, func(rt *rapid.T) {
		in := drawInput(rt)
		at := judge(t, rules, in).BecomesSerious
		check := func(field func(*DutyInput) **int, line *int) {
			if line == nil {
				return
			}
			for n, want := range map[int]bool{*line: true, *line - 1: false} {
				one := in
				*field(&one) = new(n)
				if got := judge(t, rules, one).Serious; (got == Yes) != want {
					rt.Fatalf("line %d, at %d: %s", *line, n, got)
				}
			}
		}
		check(func(in *DutyInput) **int { return &in.Minutes }, at.Minutes)
		check(func(in *DutyInput) **int { return &in.Users }, at.Users)
	})
}
