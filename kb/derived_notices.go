package kb

import (
	"fmt"
	"time"
)

// The yardstick for first notices: the guideline of 2023 asks the eight
// largest carriers for a first notice within 30 minutes as a rule. It is later
// than every accident of fiscal 2021 and is held to them in hindsight only.
const (
	NoticeTargetMinutes   = 30
	NoticeTargetProvision = "provision-guide-shuchi"
)

// NoticeRow is how soon the users of a telecom case were told.
type NoticeRow struct {
	Case   *Case  `json:"-"`
	CaseID string `json:"case"`
	// First is the delay of the first notice to anybody, Public that of the
	// first one that everybody could see.
	First  NoticeDelay `json:"first"`
	Public NoticeDelay `json:"public"`
}

// NoticeDelay is the time from the start of an accident to a notice, in
// minutes, as closely as the source lets it be known.
type NoticeDelay struct {
	// Min and Max bound the delay; they are equal where the minute is known
	// and nil on a side that nothing bounds.
	Min *int `json:"min,omitempty"`
	Max *int `json:"max,omitempty"`
	// Why says why the minute can't be computed; nil where it is known.
	Why *Text `json:"why,omitempty"`
	// Notice is the notice measured, or the one that bounds the delay.
	Notice *Notice `json:"notice,omitempty"`
	// Target says how the delay stands to [NoticeTargetMinutes].
	Target TargetState `json:"target"`
}

// TargetState says whether a mark was met.
type TargetState string

// The states.
const (
	TargetMet     TargetState = "met"
	TargetMissed  TargetState = "missed"
	TargetUnknown TargetState = "unknown"
	TargetNone    TargetState = "none" // there was no notice to measure
)

// Label names the state for readers.
func (s TargetState) Label() Text {
	switch s {
	case TargetMet:
		return Text{fmt.Sprintf("%d分以内", NoticeTargetMinutes), fmt.Sprintf("within %d minutes", NoticeTargetMinutes)}
	case TargetMissed:
		return Text{fmt.Sprintf("%d分を超える", NoticeTargetMinutes), fmt.Sprintf("more than %d minutes", NoticeTargetMinutes)}
	case TargetUnknown:
		return Text{"判定できない", "can't be told"}
	case TargetNone:
		return Text{"周知の記載なし", "no notice stated"}
	}
	return Text{string(s), string(s)}
}

// Minutes returns the delay where the minute is known.
func (d NoticeDelay) Minutes() (int, bool) {
	if d.Min == nil || d.Max == nil || *d.Min != *d.Max {
		return 0, false
	}
	return *d.Min, true
}

// NoticeDelays returns the delays of all telecom cases, by case.
func (l *Library) NoticeDelays() []NoticeRow {
	var out []NoticeRow
	for _, c := range l.telecomCases() {
		out = append(out, NoticeRow{Case: c, CaseID: c.ID,
			First:  c.noticeDelay(func(Notice) bool { return true }),
			Public: c.noticeDelay(func(n Notice) bool { return n.Public })})
	}
	return out
}

// noticeDelay measures the earliest of the notices that count. An untimed one
// matters only where it is the first of its channel: no other can be earliest.
func (c *Case) noticeDelay(counts func(Notice) bool) NoticeDelay {
	if c.Start.At.IsZero() {
		return NoticeDelay{Target: TargetUnknown, Why: &Text{"事故の始まりの時刻が書かれていない。", "The start of the accident is not stated."}}
	}
	var timed, dated, untimed *Notice
	for i := range c.Notices {
		n := &c.Notices[i]
		switch {
		case !counts(*n):
		case n.At == nil && n.Kind == First:
			untimed = n
		case n.At == nil:
		case n.At.DayOnly:
			dated = earliest(dated, n)
		default:
			timed = earliest(timed, n)
		}
	}
	return c.bounds(timed, dated, untimed)
}

func earliest(a, b *Notice) *Notice {
	if a == nil || b.At.Before(a.At.Time) {
		return b
	}
	return a
}

// bounds works out the delay from the earliest notice with a time, with a day
// only, and without either.
func (c *Case) bounds(timed, dated, untimed *Notice) NoticeDelay {
	var d NoticeDelay
	switch {
	case timed != nil:
		m, _ := c.NoticeMinutes(*timed)
		d = NoticeDelay{Min: &m, Max: &m, Notice: timed}
	case dated != nil:
		// Sometime on that day, though not before the accident.
		from := max(0, c.minutesTo(dated.At.Time))
		to := c.minutesTo(dated.At.AddDate(0, 0, 1)) - 1
		d = NoticeDelay{Min: &from, Max: &to, Notice: dated, Why: dayOnly(dated)}
	case untimed != nil:
		return NoticeDelay{Min: new(int), Notice: untimed, Target: TargetUnknown, Why: &Text{
			"初報の時刻が書かれていない。", "The time of the first notice is not stated."}}
	default:
		return NoticeDelay{Target: TargetNone, Why: &Text{"周知の記載が無い。", "No notice is stated."}}
	}
	if untimed != nil {
		d.Min, d.Notice, d.Why = new(int), untimed, &Text{
			fmt.Sprintf("初報の時刻が書かれていない。ほかの知らせから、遅くとも%d分後には出ていたと分かる。", *d.Max),
			fmt.Sprintf("The time of the first notice is not stated; by another notice it came after %d minutes at the latest.", *d.Max)}
	} else if timed != nil && dated != nil && dated.Kind == First && dated.At.Before(timed.At.Time) {
		from := max(0, c.minutesTo(dated.At.Time))
		d.Min, d.Notice, d.Why = &from, dated, dayOnly(dated)
	}
	d.Target = target(d)
	return d
}

func dayOnly(n *Notice) *Text {
	day := n.At.String()
	if n.Kind == After {
		return &Text{"収まった後の" + day + "に説明があったことだけが分かり、時刻は書かれていない。事故の間の知らせの記載は無い。",
			"Only an explanation afterwards, on " + day + ", is stated, without the hour; no notice during the accident is."}
	}
	return &Text{day + "とだけあり、時刻が書かれていない。", "The day, " + day + ", is stated without the hour."}
}

func (c *Case) minutesTo(t time.Time) int { return int(t.Sub(c.Start.At.Time).Minutes()) }

func target(d NoticeDelay) TargetState {
	switch {
	case *d.Max <= NoticeTargetMinutes:
		return TargetMet
	case *d.Min > NoticeTargetMinutes:
		return TargetMissed
	}
	return TargetUnknown
}
