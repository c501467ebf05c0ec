package kb

import (
	"encoding/json"
	"fmt"
	"time"
)

// JST is Japan Standard Time, the zone of every time in the content.
var JST = time.FixedZone("JST", 9*60*60)

const (
	dateLayout   = "2006-01-02"
	momentLayout = "2006-01-02T15:04"
)

// Date is a calendar day, written 2021-10-14.
type Date struct{ time.Time }

// UnmarshalText parses a day; one that does not exist, such as 2021-02-30, is
// an error.
func (d *Date) UnmarshalText(b []byte) error {
	t, err := time.ParseInLocation(dateLayout, string(b), JST)
	if err != nil {
		return fmt.Errorf("%q is not a date of the form YYYY-MM-DD", b)
	}
	d.Time = t
	return nil
}

// MarshalText writes the day as UnmarshalText reads it.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// MarshalJSON writes the text form; [time.Time] would write its own.
func (d Date) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// UnmarshalJSON reads the text form.
func (d *Date) UnmarshalJSON(b []byte) error { return fromJSON(b, d.UnmarshalText) }

func (d Date) String() string { return d.Format(dateLayout) }

// Moment is a minute in Japan, written 2021-10-14T17:37.
type Moment struct{ time.Time }

// UnmarshalText parses a minute; one that does not exist is an error.
func (m *Moment) UnmarshalText(b []byte) error {
	t, err := time.ParseInLocation(momentLayout, string(b), JST)
	if err != nil {
		return fmt.Errorf("%q is not a time of the form YYYY-MM-DDThh:mm", b)
	}
	m.Time = t
	return nil
}

// MarshalText writes the minute as UnmarshalText reads it.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// MarshalJSON writes the text form; [time.Time] would write its own.
func (m Moment) MarshalJSON() ([]byte, error) { return json.Marshal(m.String()) }

// UnmarshalJSON reads the text form.
func (m *Moment) UnmarshalJSON(b []byte) error { return fromJSON(b, m.UnmarshalText) }

func (m Moment) String() string { return m.Format(momentLayout) }

// When is a minute, or a day where the hour is not known.
type When struct {
	time.Time
	// DayOnly is true where only the day is known; the time is then midnight.
	DayOnly bool
}

// UnmarshalText parses a minute or a day.
func (w *When) UnmarshalText(b []byte) error {
	var m Moment
	if m.UnmarshalText(b) == nil {
		*w = When{Time: m.Time}
		return nil
	}
	var d Date
	if d.UnmarshalText(b) == nil {
		*w = When{Time: d.Time, DayOnly: true}
		return nil
	}
	return fmt.Errorf("%q is neither a day YYYY-MM-DD nor a time YYYY-MM-DDThh:mm", b)
}

// MarshalText writes the value as UnmarshalText reads it.
func (w When) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// MarshalJSON writes the text form; [time.Time] would write its own.
func (w When) MarshalJSON() ([]byte, error) { return json.Marshal(w.String()) }

// UnmarshalJSON reads the text form.
func (w *When) UnmarshalJSON(b []byte) error { return fromJSON(b, w.UnmarshalText) }

func (w When) String() string {
	if w.DayOnly {
		return w.Format(dateLayout)
	}
	return w.Format(momentLayout)
}

func fromJSON(b []byte, parse func([]byte) error) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	return parse([]byte(s))
}

// FiscalYear returns the Japanese fiscal year of t: April to March.
func FiscalYear(t time.Time) int {
	t = t.In(JST)
	if t.Month() < time.April {
		return t.Year() - 1
	}
	return t.Year()
}
