package server

import (
	"math"

	"kyokun/kb"
)

// delayChart draws how soon the users of each accident were told, on a scale of
// powers: minutes and days have room on one line.
type delayChart struct {
	Height int
	Ticks  []chartTick
	// Mark is where the guideline's minutes stand.
	Mark string
	Rows []delayBar
}

// delayBar is one case: a point where the minute is known, a bar where bounds
// are, and neither where there was no notice.
type delayBar struct {
	Name, Text   string
	NameY, LineY int
	// X places a point, Left and Width a bar between bounds.
	X, Left, Width string
}

const (
	delayFrom = 5            // minutes, at the left edge
	delayTo   = 30 * 24 * 60 // at the right edge
	delayHead = 22           // pixels above the first case
	delayStep = 40           // from one case to the next
)

// delayX places a number of minutes between the edges.
func delayX(minutes int) float64 {
	m := math.Min(math.Max(float64(minutes), delayFrom), delayTo)
	return 100 * math.Log(m/delayFrom) / math.Log(float64(delayTo)/delayFrom)
}

// roughly writes a tick: whole days without their hours.
func (c composer) roughly(minutes int) string {
	if days := minutes / (24 * 60); days*24*60 == minutes && days > 1 {
		return c.loc.T("stat.days.whole", days)
	}
	return c.long(minutes)
}

func (c composer) delayChart(rows []kb.NoticeRow) *delayChart {
	v := &delayChart{Height: delayHead + len(rows)*delayStep, Mark: percentage(delayX(kb.NoticeTargetMinutes))}
	for _, minutes := range []int{10, 30, 2 * 60, 12 * 60, 2 * 24 * 60, 14 * 24 * 60} {
		v.Ticks = append(v.Ticks, chartTick{percentage(delayX(minutes)), c.roughly(minutes)})
	}
	for i, r := range rows {
		bar := delayBar{Name: c.caseName(r.Case), NameY: delayHead + i*delayStep + 14, LineY: delayHead + i*delayStep + 26}
		minutes, known := r.First.Minutes()
		switch {
		case known:
			bar.X, bar.Text = percentage(delayX(minutes)), c.long(minutes)
		case r.First.Max != nil:
			from := 0
			if r.First.Min != nil {
				from = *r.First.Min
			}
			left := delayX(from)
			bar.Text = c.long(from) + c.loc.T("stat.chart.to") + c.long(*r.First.Max)
			bar.Left, bar.Width = percentage(left), percentage(delayX(*r.First.Max)-left)
		default:
			bar.Text = c.loc.In(r.First.Target.Label())
		}
		v.Rows = append(v.Rows, bar)
	}
	return v
}
