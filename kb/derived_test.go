package kb

import (
	"fmt"
	"slices"
	"testing"
)

// TestNoticeDelays holds the delays to those counted by hand from the report.
func TestNoticeDelays(t *testing.T) {
	lib, _ := realLibrary(t)
	want := map[string][2]string{
		"case-r03-01": {"5 met", "199..1638 missed"}, // the public notice has a day only
		"case-r03-02": {"20 met", "20 met"},
		"case-r03-03": {"42 missed", "42 missed"},
		"case-r03-04": {"122 missed", "122 missed"},
		"case-r03-05": {"37 missed", "37 missed"},
		"case-r03-06": {"16 met", "16 met"},
		"case-r03-07": {"0..204 unknown", "0..204 unknown"},
		"case-r03-08": {"21493..22932 missed", "21493..22932 missed"}, // nine days after the end
		"case-r03-09": {"none", "none"},
	}
	rows := lib.NoticeDelays()
	if len(rows) != len(want) {
		t.Errorf("%d rows, want %d", len(rows), len(want))
	}
	for _, r := range rows {
		if got := [2]string{delayText(r.First), delayText(r.Public)}; got != want[r.CaseID] {
			t.Errorf("%s: %v, want %v", r.CaseID, got, want[r.CaseID])
		}
		for _, d := range []NoticeDelay{r.First, r.Public} {
			if _, known := d.Minutes(); known == (d.Why != nil) {
				t.Errorf("%s: minute known %v, but reason why not %v", r.CaseID, known, d.Why)
			}
		}
	}
	if _, ok := lib.Document(NoticeTargetProvision); !ok {
		t.Errorf("%s, the ground of the mark, is missing", NoticeTargetProvision)
	}
}

func delayText(d NoticeDelay) string {
	if m, ok := d.Minutes(); ok {
		return fmt.Sprint(m, " ", d.Target)
	}
	if d.Min == nil || d.Max == nil {
		return string(d.Target)
	}
	return fmt.Sprintf("%d..%d %s", *d.Min, *d.Max, d.Target)
}

// TestNoticeDelayBounds checks the cases that the real content lacks.
func TestNoticeDelayBounds(t *testing.T) {
	when := func(s string) *When {
		w := new(When)
		if err := w.UnmarshalText([]byte(s)); err != nil {
			t.Fatal(err)
		}
		return w
	}
	var start Moment
	if err := start.UnmarshalText([]byte("2021-10-14T17:00")); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		what    string
		notices []Notice
		want    string
	}{
		{"the day of the start", []Notice{{At: when("2021-10-14"), Kind: First}}, "0..419 unknown"},
		{"a day before a time", []Notice{{At: when("2021-10-14"), Kind: First}, {At: when("2021-10-14T18:00"), Kind: First}}, "0..60 unknown"},
		{"untimed, but another in time", []Notice{{Kind: First}, {At: when("2021-10-14T17:20"), Kind: First}}, "0..20 met"},
		{"untimed only", []Notice{{Kind: First}}, "unknown"},
		{"an update without time hides nothing", []Notice{{Kind: Update}, {At: when("2021-10-14T17:31"), Kind: First}}, "31 missed"},
		{"exactly at the mark", []Notice{{At: when("2021-10-14T17:30"), Kind: First}}, "30 met"},
	} {
		c := &Case{Start: Point{At: start}, Notices: tt.notices}
		if got := delayText(c.noticeDelay(func(Notice) bool { return true })); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.what, got, tt.want)
		}
	}
}

func TestLineage(t *testing.T) {
	lib, _ := realLibrary(t)
	lineage := lib.Lineage()
	var years, held []int
	for _, y := range lineage.Years {
		years = append(years, y.Year)
		if y.Held {
			held = append(held, y.Year)
		}
	}
	if !slices.Equal(years, []int{2015, 2016, 2017, 2018, 2019, 2020, 2021}) || !slices.Equal(held, []int{2021}) {
		t.Errorf("years %v, held %v", years, held)
	}
	marks, byRef := map[LineageMark]int{}, map[string]LineageRow{}
	for _, r := range lineage.Rows {
		marks[r.Marks[6]]++
		byRef[r.Ref] = r
	}
	if len(lineage.Rows) != 28 || marks[MarkNew] != 14 || marks[MarkRestated] != 14 {
		t.Errorf("%d rows, marks of 2021 %v", len(lineage.Rows), marks)
	}
	// Restated from 2016, 2017, 2019 and from 2015, 2016, 2020: four reports each.
	if top := []string{lineage.Rows[0].Ref, lineage.Rows[1].Ref}; !slices.Equal(top, []string{"lesson-r03-1-11#s2", "lesson-r03-2-02#s1"}) || lineage.Rows[2].Times != 3 {
		t.Errorf("on top %v, then %d times", top, lineage.Rows[2].Times)
	}
	want := []LineageMark{MarkNone, MarkNamed, MarkNamed, MarkNone, MarkNamed, MarkNone, MarkRestated}
	if r := byRef["lesson-r03-1-11#s2"]; !slices.Equal(r.Marks, want) || r.Times != 4 || r.FirstYear != 2016 {
		t.Errorf("lesson-r03-1-11#s2: %v, %d times, first %d", r.Marks, r.Times, r.FirstYear)
	}
	if r := byRef["lesson-r03-1-02#s1"]; r.Times != 1 || r.FirstYear != 2021 {
		t.Errorf("a new statement: %d times, first %d", r.Times, r.FirstYear)
	}
}

func TestTagCounts(t *testing.T) {
	lib, _ := realLibrary(t)
	counts := lib.TagCounts()
	var facets []string
	got := map[string]int{}
	for _, f := range counts {
		facets = append(facets, f.Facet)
		if f.Of != 9 {
			t.Errorf("%s: out of %d cases, want the 9 of telecom", f.Facet, f.Of)
		}
		if !slices.IsSortedFunc(f.Tags, func(a, b TagCount) int { return b.Count - a.Count }) {
			t.Errorf("%s is not ordered by count", f.Facet)
		}
		for _, n := range f.Tags {
			got[f.Facet+"/"+n.Tag] = n.Count
			if n.Count != len(n.Cases) || n.Count == 0 {
				t.Errorf("%s/%s: count %d of %v", f.Facet, n.Tag, n.Count, n.Cases)
			}
		}
	}
	if !slices.Equal(facets, CaseFacets()) {
		t.Errorf("facets %v", facets)
	}
	for key, want := range map[string]int{
		"cause/capacity-shortage": 5, "cause/coordination-gap": 3, "cause/power-loss": 1, "cause/information-leak": 0,
		"equipment/dns-server": 4, "service/mobile-data": 3, "trigger/planned-work": 2, "trigger/attack": 1,
		"propagation/dependency-failure": 4, "detection/not-stated": 5,
	} {
		if got[key] != want {
			t.Errorf("%s: %d cases, want %d", key, got[key], want)
		}
	}
}

func TestMeasures(t *testing.T) {
	lib, _ := realLibrary(t)
	var planned []string
	for _, r := range lib.PlannedMeasures() {
		planned = append(planned, r.CaseID+"#"+r.Measure.ID+" "+r.Measure.Due.String()+" "+r.ReportDate.String())
	}
	if want := []string{"case-r03-02#m2 2022-11-30 2022-11-01", "case-r03-07#m3 2024-03-31 2022-11-01"}; !slices.Equal(planned, want) {
		t.Errorf("planned %v, want %v", planned, want)
	}
	states, total := map[MeasureState]int{}, 0
	for _, r := range lib.Measures() {
		states[r.State]++
	}
	for _, c := range lib.telecomCases() {
		total += len(c.Measures)
	}
	want := map[MeasureState]int{MeasurePlanned: 2, MeasureUndated: 12, MeasureDone: 25}
	if fmt.Sprint(states) != fmt.Sprint(want) || total != 39 {
		t.Errorf("states %v of %d measures, want %v of 39", states, total, want)
	}
}

func TestPublishedFrom(t *testing.T) {
	for published, want := range map[string]string{"2022-11": "2022-11-01", "2014-09-01": "2014-09-01", "2012": "2012-01-01"} {
		if day, ok := (&Source{Published: published}).PublishedFrom(); !ok || day.String() != want {
			t.Errorf("%s: %s (%v), want %s", published, day, ok, want)
		}
	}
	if _, ok := (&Source{Published: "2022-13"}).PublishedFrom(); ok {
		t.Error("month 13 accepted")
	}
}
