package backup

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, 4, 1, 3, 0, 0, 0, time.UTC)

func record(t *testing.T, j *Journal, e Event, err error) {
	t.Helper()
	if err := j.Record(e, err); err != nil {
		t.Fatal(err)
	}
}

// TestStatusRules goes through what makes and breaks each rule.
func TestStatusRules(t *testing.T) {
	day := 24 * time.Hour
	made := func(id string, ago time.Duration, f Facts) Event {
		return Event{Time: noon.Add(-ago), Action: ActionCreate, Repository: id, Place: "/" + id, Facts: f, Generation: "g-" + id}
	}
	disk, tape := Facts{Medium: "disk", Encrypted: true}, Facts{Medium: "tape", OffSite: true, Locked: true, Encrypted: true}
	drill := func(ago time.Duration) Event {
		return Event{Time: noon.Add(-ago), Action: ActionDrill, Repository: "B", Place: "/B"}
	}
	for name, tt := range map[string]struct {
		events []Event
		failed []Event
		unmet  []string
	}{
		"nothing":       {unmet: []string{"copies", "media", "off-site", "drill", "unchangeable"}},
		"all":           {events: []Event{made("A", day, disk), made("B", day, tape), drill(day)}},
		"one copy":      {events: []Event{made("B", day, tape), drill(day)}, unmet: []string{"copies"}},
		"too old":       {events: []Event{made("A", 8*day, disk), made("B", day, tape), drill(day)}, unmet: []string{"copies"}},
		"same medium":   {events: []Event{made("A", day, disk), made("B", day, Facts{Medium: "disk", OffSite: true, Encrypted: true}), drill(day)}, unmet: []string{"media", "unchangeable"}},
		"all here":      {events: []Event{made("A", day, disk), made("B", day, Facts{Medium: "tape", Encrypted: true}), drill(day)}, unmet: []string{"off-site", "unchangeable"}},
		"no drill":      {events: []Event{made("A", day, disk), made("B", day, tape)}, unmet: []string{"drill"}},
		"old drill":     {events: []Event{drill(200 * day), made("A", day, disk), made("B", day, tape)}, unmet: []string{"drill"}},
		"not encrypted": {events: []Event{made("A", day, Facts{Medium: "disk"}), made("B", day, tape), drill(day)}, unmet: []string{"encrypted"}},
		"failing":       {events: []Event{made("A", day, disk), made("B", day, tape), drill(day)}, failed: []Event{made("A", time.Hour, disk)}, unmet: []string{"copies"}},
		"failing unopened": {events: []Event{made("A", day, disk), made("B", day, tape), drill(day)},
			failed: []Event{{Time: noon.Add(-time.Hour), Action: ActionCreate, Place: "/A"}}, unmet: []string{"copies"}},
	} {
		t.Run(name, func(t *testing.T) {
			j := NewJournal(t.TempDir())
			for _, e := range tt.events {
				record(t, j, e, nil)
			}
			for _, e := range tt.failed {
				record(t, j, e, errors.New("失敗"))
			}
			s, err := j.Status(noon)
			if err != nil {
				t.Fatal(err)
			}
			var unmet []string
			for _, r := range append(s.Rules, s.Advice...) {
				if !r.Met {
					unmet = append(unmet, r.Rule)
				}
				if r.Met != (r.Missing == Text{}) || r.Text.JA == "" || r.Text.EN == "" {
					t.Errorf("rule %+v", r)
				}
			}
			if !reflect.DeepEqual(unmet, tt.unmet) {
				t.Errorf("unmet %v, want %v", unmet, tt.unmet)
			}
		})
	}
}

// TestJournalSurvives has several writers, a line cut short by a full disk, and
// noise.
func TestJournalSurvives(t *testing.T) {
	dir := t.TempDir()
	j := NewJournal(dir)
	var writers sync.WaitGroup
	for i := range 8 {
		writers.Go(func() {
			for k := range 20 {
				if err := j.Record(Event{Time: noon, Action: ActionCreate, Repository: fmt.Sprint(i), Place: fmt.Sprint(k)}, nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	f, err := os.OpenFile(filepath.Join(dir, journalName), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("\n{\"time\":\"2026-04-01T00:0"); err != nil {
		t.Fatal(err)
	}
	f.Close()
	record(t, j, Event{Time: noon, Action: ActionDrill, Repository: "last"}, nil)
	events, err := j.Events()
	if err != nil || len(events) != 161 || events[160].Repository != "last" {
		t.Errorf("%d events, error %v", len(events), err)
	}
}

func TestCompactKeepsTheState(t *testing.T) {
	j := NewJournal(t.TempDir())
	record(t, j, Event{Time: noon, Action: ActionDrill, Repository: "A", Place: "/A"}, nil)
	record(t, j, Event{Time: noon, Action: ActionCreate, Repository: "gone", Place: "/gone", Facts: Facts{Medium: "tape"}}, nil)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for i := range 6000 {
		if err := enc.Encode(Event{Time: noon.Add(time.Duration(i) * time.Minute), Action: ActionCreate, Repository: "A", Place: "/A", Generation: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(j.dir, journalName)
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(old, b.Bytes()...), 0o600); err != nil {
		t.Fatal(err)
	}
	before, err := j.Status(noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Compact(); err != nil {
		t.Fatal(err)
	}
	after, err := j.Status(noon)
	if err != nil || !reflect.DeepEqual(after, before) {
		t.Errorf("status %+v, was %+v, error %v", after, before, err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() > journalLimit {
		t.Errorf("still %d bytes, error %v", info.Size(), err)
	}
}

// FuzzJournal feeds the reader of the journal; the status of anything is a status.
func FuzzJournal(f *testing.F) {
	line, err := json.Marshal(Event{Time: noon, Action: ActionCreate, Repository: "A", Place: "/A", Facts: Facts{Medium: "disk"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(line)
	f.Add(append(append(bytes.Clone(line), '\n'), line...))
	f.Add([]byte(`{"time":"2026-04-01T00:00:00Z","action":"drill","error":{"ja":"x"}}`))
	f.Add([]byte("\n\n{}\n[1]\nnull\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		events := parseEvents(data)
		for _, c := range copiesOf(events) {
			if c.Repository == "" && c.Place != "" {
				t.Errorf("a copy at %q has no name", c.Place)
			}
		}
	})
}

// FuzzSchedule feeds the reader of schedules; what it accepts is complete.
func FuzzSchedule(f *testing.F) {
	for _, s := range []string{
		"/mnt/backup every 6h plain", "/mnt/a every b/c every 90m age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p keep=9,1,2,3,4 medium=tape off-site",
		"s3://bucket/x?endpoint=http://127.0.0.1:1&lock=compliance&days=3 every 24h plain keep=all", "x every 1s plain", " every 1h plain", "x every 1h", "x every 1h plain age1",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseSchedule(s)
		if err != nil {
			if !errors.Is(err, ErrUsage) {
				t.Errorf("error %v is of no known kind", err)
			}
			return
		}
		if got.Target == "" || got.Every < leastEvery || got.Every > mostEvery || got.Keep.Last < leastLast {
			t.Errorf("%q reads as %+v", s, got)
		}
	})
}

func TestScheduleWords(t *testing.T) {
	got, err := ParseSchedule("/mnt/a every day every 90m plain keep=9,1,2,3,4 medium=tape off-site")
	want := Schedule{Target: "/mnt/a every day", Every: 90 * time.Minute, Medium: "tape", OffSite: true, Keep: Policy{9, 1, 2, 3, 4}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, error %v; want %+v", got, err, want)
	}
	for _, bad := range []string{"x", "x every 6h", "x every 6h keep=all", "x every 1s plain", "x every 6h plain keep=7,0,0,0,0", "x every 6h plain sometimes", "x every 6h age1nonsense", "s3://b?lock=x every 6h plain"} {
		if _, err := ParseSchedule(bad); !errors.Is(err, ErrUsage) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestScheduleDue(t *testing.T) {
	s := Schedule{Target: "/mnt/a", Every: 6 * time.Hour}
	j := NewJournal(t.TempDir())
	due := func(want time.Time) {
		t.Helper()
		if got, err := s.Due(j); err != nil || !got.Equal(want) {
			t.Errorf("due %v, want %v, error %v", got, want, err)
		}
	}
	due(time.Time{})
	record(t, j, Event{Time: noon, Action: ActionCreate, Place: "/mnt/a"}, nil)
	record(t, j, Event{Time: noon.Add(time.Hour), Action: ActionCreate, Place: "/mnt/other"}, nil)
	due(noon.Add(6 * time.Hour))
	record(t, j, Event{Time: noon.Add(6 * time.Hour), Action: ActionCreate, Place: "/mnt/a"}, errors.New("満杯"))
	due(noon.Add(6*time.Hour + retryAfter))
}

// TestPolicy holds the policy to what it promises, for any set of times.
func TestPolicy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Policy{
			Last: rapid.IntRange(8, 12).Draw(t, "last"), Daily: rapid.IntRange(0, 10).Draw(t, "daily"), Weekly: rapid.IntRange(0, 10).Draw(t, "weekly"),
			Monthly: rapid.IntRange(0, 10).Draw(t, "monthly"), Yearly: rapid.IntRange(0, 5).Draw(t, "yearly"),
		}
		at := noon
		var times []time.Time
		for _, gap := range rapid.SliceOfN(rapid.IntRange(1, 24*90), 0, 60).Draw(t, "hours") {
			times = append(times, at)
			at = at.Add(-time.Duration(gap) * time.Hour)
		}
		keep := p.keeps(times)
		days, months := map[string]bool{}, map[string]bool{}
		for i, at := range times {
			day, month := at.In(jst()).Format(time.DateOnly), at.In(jst()).Format("2006-01")
			newestOfDay, newestOfMonth := !days[day], !months[month]
			if !keep[i] && (i < p.Last || newestOfDay && len(days) < p.Daily || newestOfMonth && len(months) < p.Monthly) {
				t.Fatalf("generation %d of %v is dropped by %v", i, at, p)
			}
			days[day], months[month] = true, true
		}
		kept := 0
		for _, k := range keep {
			if k {
				kept++
			}
		}
		if most := p.Last + p.Daily + p.Weekly + p.Monthly + p.Yearly; kept > most {
			t.Fatalf("%d are kept by %v", kept, p)
		}
	})
	if again, err := ParsePolicy(DefaultPolicy().String()); err != nil || again != DefaultPolicy() {
		t.Errorf("the default reads back as %v, error %v", again, err)
	}
}

func jst() *time.Location { return time.FixedZone("JST", 9*60*60) }
