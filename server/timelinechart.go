package server

import (
	"strconv"
	"time"

	"kyokun/kb"
)

// timelineChart draws an accident to scale: the outage as a bar, above it what
// was said, below it what happened. The list beneath says the same in words.
// Positions are percentages of the width, so that letters keep their size.
type timelineChart struct {
	// Start and Length place the bar; Label says how long it is.
	Start, Length, Label string
	Ticks                []chartTick
	Marks                []chartMark
	// Outside are as many points of the list as lie too far off for the scale,
	// or have no hour.
	Outside int
}

type chartTick struct{ X, Text string }

// chartMark is one point of the list; Notice tells its lane and shape.
type chartMark struct {
	X      string
	Notice bool
	// Text names it, as the list does.
	Text string
}

// The chart shows a part of the outage's length before its start and after its end.
const (
	chartBefore = 4 // a quarter of it
	chartAfter  = 2 // half of it
	maxTicks    = 5
)

// timelineChart is nil where start or end is not known to the minute.
func (c composer) timelineChart(k *kb.Case, items []timelineItem) *timelineChart {
	start, end := k.Start.At.Time, k.End.At.Time
	if start.IsZero() || end.IsZero() || !end.After(start) {
		return nil
	}
	length := end.Sub(start)
	from, to := start.Add(-length/chartBefore), end.Add(length/chartAfter)
	at := func(t time.Time) string { return chartPercent(t.Sub(from), to.Sub(from)) }
	v := &timelineChart{Start: at(start), Length: chartPercent(length, to.Sub(from)), Label: c.span(int(length / time.Minute))}
	for _, tick := range chartTicks(from, to) {
		text := tick.Format("15:04")
		if tick.Hour() == 0 && tick.Minute() == 0 {
			text = tick.Format("1/2")
		}
		v.Ticks = append(v.Ticks, chartTick{at(tick), text})
	}
	for _, item := range items {
		switch {
		case item.Class == "start" || item.Class == "end":
		case len(item.Time.ISO) == len(dayForm), item.sort.Before(from), item.sort.After(to):
			// A day without its hour has no place on a scale of minutes.
			v.Outside++
		default:
			v.Marks = append(v.Marks, chartMark{X: at(item.sort), Notice: item.Class == "notice", Text: item.Time.Text + " " + item.Label})
		}
	}
	return v
}

func chartPercent(part, whole time.Duration) string {
	return percentage(100 * float64(part) / float64(whole))
}

// percentage writes a length for SVG.
func percentage(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) + "%" }

// chartTicks are the round times between two, in Japan, at most maxTicks.
func chartTicks(from, to time.Time) []time.Time {
	step := 10 * time.Minute
	for _, wider := range []time.Duration{30 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour} {
		if to.Sub(from)/step <= maxTicks {
			break
		}
		step = wider
	}
	for to.Sub(from)/step > maxTicks {
		step *= 2
	}
	midnight := time.Date(from.In(kb.JST).Year(), from.In(kb.JST).Month(), from.In(kb.JST).Day(), 0, 0, 0, 0, kb.JST)
	var out []time.Time
	for t := midnight; !t.After(to); t = t.Add(step) {
		if !t.Before(from) {
			out = append(out, t)
		}
	}
	return out
}
