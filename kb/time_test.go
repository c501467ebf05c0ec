package kb

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTimesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "unix"), 0).In(JST).Truncate(time.Minute)
		var m Moment
		if err := m.UnmarshalText([]byte(Moment{at}.String())); err != nil || !m.Equal(at) {
			t.Fatalf("moment %v came back as %v (%v)", at, m, err)
		}
		var w When
		if err := w.UnmarshalText([]byte(m.String())); err != nil || w.DayOnly || !w.Equal(at) {
			t.Fatalf("when %v came back as %v (%v)", at, w, err)
		}
		day := Date{at}.String()
		if err := w.UnmarshalText([]byte(day)); err != nil || !w.DayOnly || w.String() != day {
			t.Fatalf("day %s came back as %v (%v)", day, w, err)
		}
	})
}

// TestTimesInJSON: documents travel as JSON between the server and the command
// line, and a day must not come back as midnight.
func TestTimesInJSON(t *testing.T) {
	type doc struct {
		Day  When   `json:"day"`
		Hour When   `json:"hour"`
		Date Date   `json:"date"`
		At   Moment `json:"at"`
	}
	const want = `{"day":"2021-10-08","hour":"2021-10-14T17:37","date":"2021-12-27","at":"2021-10-14T17:37"}`
	var d doc
	if err := json.Unmarshal([]byte(want), &d); err != nil {
		t.Fatal(err)
	}
	if !d.Day.DayOnly || d.Hour.DayOnly {
		t.Errorf("day only: %v and %v", d.Day.DayOnly, d.Hour.DayOnly)
	}
	if got, err := json.Marshal(d); err != nil || string(got) != want {
		t.Errorf("came back as %s (error %v)", got, err)
	}
}

func TestImpossibleTimes(t *testing.T) {
	for _, s := range []string{"", "2021-02-29", "2021-13-01", "2021-10-14T24:00", "2021-10-14 17:37", "令和3年10月14日", "2021-10-14T17:37:00Z"} {
		var w When
		if err := w.UnmarshalText([]byte(s)); err == nil {
			t.Errorf("%q read as %v", s, w)
		}
	}
}

func TestFiscalYear(t *testing.T) {
	for s, want := range map[string]int{"2021-04-01T00:00": 2021, "2022-03-31T23:59": 2021, "2022-04-01T00:00": 2022} {
		var m Moment
		if err := m.UnmarshalText([]byte(s)); err != nil {
			t.Fatal(err)
		}
		if got := FiscalYear(m.UTC()); got != want {
			t.Errorf("%s lies in fiscal year %d, want %d", s, got, want)
		}
	}
}
