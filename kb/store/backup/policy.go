package backup

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"kyokun/kb"
)

// Policy says which generations are kept: the newest ones, and beside them the
// newest of each of the last days, weeks, months and years that have one. Days
// are those of Japan, weeks begin on Monday.
type Policy struct{ Last, Daily, Weekly, Monthly, Yearly int }

// leastLast is how many of the newest generations are always kept.
const leastLast = 8

// DefaultPolicy is what holds where nothing is said.
func DefaultPolicy() Policy {
	return Policy{Last: leastLast, Daily: 14, Weekly: 8, Monthly: 12, Yearly: 5}
}

// ParsePolicy reads the five numbers, such as 8,14,8,12,5.
func ParsePolicy(s string) (Policy, error) {
	var p Policy
	fields := strings.Split(s, ",")
	into := []*int{&p.Last, &p.Daily, &p.Weekly, &p.Monthly, &p.Yearly}
	bad := wrong("残す世代の数は「直近,日,週,月,年」の5つの整数です（例: 8,14,8,12,5）: %s", "what to keep is five numbers, last,daily,weekly,monthly,yearly, such as 8,14,8,12,5: %s", s)
	if len(fields) != len(into) {
		return Policy{}, bad
	}
	for i, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil || n < 0 || n > 100000 {
			return Policy{}, bad
		}
		*into[i] = n
	}
	return p, p.check()
}

func (p Policy) check() error {
	if p.Last < leastLast {
		return wrong("直近の世代は%d個以上残します（指定は%d個）。", "at least the last %d generations are kept (%d given)", leastLast, p.Last)
	}
	return nil
}

// String writes the policy as ParsePolicy reads it.
func (p Policy) String() string {
	return fmt.Sprintf("%d,%d,%d,%d,%d", p.Last, p.Daily, p.Weekly, p.Monthly, p.Yearly)
}

// keeps returns for each time, the newest first, whether the policy keeps it.
func (p Policy) keeps(times []time.Time) []bool {
	keep := make([]bool, len(times))
	for i := range min(p.Last, len(times)) {
		keep[i] = true
	}
	for _, rule := range []struct {
		n      int
		period func(time.Time) string
	}{
		{p.Daily, func(t time.Time) string { return t.Format(time.DateOnly) }},
		{p.Weekly, func(t time.Time) string { y, w := t.ISOWeek(); return fmt.Sprint(y, w) }},
		{p.Monthly, func(t time.Time) string { return t.Format("2006-01") }},
		{p.Yearly, func(t time.Time) string { return t.Format("2006") }},
	} {
		seen, last := 0, ""
		for i, t := range times {
			period := rule.period(t.In(kb.JST))
			if period == last {
				continue
			}
			if seen++; seen > rule.n {
				break
			}
			keep[i], last = true, period
		}
	}
	return keep
}
