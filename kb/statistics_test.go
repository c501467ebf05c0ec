package kb

import (
	"slices"
	"strings"
	"testing"
)

// TestStatisticsAgreeWithCases holds the tables to the cases, which are the
// report's table 3.
func TestStatisticsAgreeWithCases(t *testing.T) {
	lib, _ := realLibrary(t)
	operators, marked, accidents, reports := map[string]bool{}, []string{}, 0, 0
	for _, c := range lib.telecomCases() {
		if !c.Serious.Stated {
			continue
		}
		accidents++
		reports += len(c.Operators)
		marked = append(marked, c.ID)
		for _, o := range c.Operators {
			operators[o.ID] = true
		}
	}
	stats := lib.Statistics()
	table, _ := stats.Table("r03-reports")
	if v, _ := table.Value("serious/reports"); v != accidents {
		t.Errorf("%d serious accidents stated, %d cases", v, accidents)
	}
	if v, _ := table.Value("serious/operators"); v != len(operators) {
		t.Errorf("%d operators stated, %d in the cases", v, len(operators))
	}
	// The closing chapter counts 6,696 quarterly-reported accidents: erratum e10.
	if v, _ := table.Value("detailed/reports"); v-reports != 6696 {
		t.Errorf("%d reports without those of serious accidents, want 6696", v-reports)
	}
	places, _ := stats.Table("r03-users-duration")
	var got []string
	for _, m := range places.Marks {
		got = append(got, m.Case)
	}
	if !slices.Equal(got, marked) {
		t.Errorf("marked in the table: %v, serious: %v", got, marked)
	}
}

// TestMarksFitTheCells holds the cell of each marked case to its duration.
func TestMarksFitTheCells(t *testing.T) {
	lib, _ := realLibrary(t)
	from := map[string]int{"d120": 120, "d300": 300, "d720": 720, "d1440": 1440}
	to := map[string]int{"d120": 300, "d300": 720, "d720": 1440, "d1440": 1 << 30}
	table, _ := lib.Statistics().Table("r03-users-duration")
	for _, m := range table.Marks {
		d, _ := lib.Document(m.Case)
		row, _, _ := strings.Cut(m.At, "/")
		if minutes := d.(*Case).Duration.Minutes; minutes < from[row] || minutes >= to[row] || to[row] == 0 {
			t.Errorf("%s took %d minutes, marked in row %s", m.Case, minutes, row)
		}
	}
}

// TestSeries checks figures of years against the tables, and that every gap
// and every change of definition is marked.
func TestSeries(t *testing.T) {
	lib, _ := realLibrary(t)
	table, _ := lib.Statistics().Table("r03-reports")
	cell := map[string]string{"serious": "serious/reports", "serious-operators": "serious/operators",
		"detailed": "detailed/reports", "simple": "simple/reports"}
	breaks := map[int]bool{}
	for _, s := range lib.Statistics().Series {
		gaps := []int{}
		for _, p := range s.Points {
			if p.Value == nil && p.Year > 2009 {
				gaps = append(gaps, p.Year)
			}
			ref := cell[s.ID]
			if p.Year == 2020 {
				ref += "-before"
			}
			if v, ok := table.Value(ref); p.Year >= 2020 && p.Year <= 2021 && (!ok || p.Value == nil || *p.Value != v) {
				t.Errorf("%s %d differs from %s, %d", s.ID, p.Year, ref, v)
			}
		}
		if !slices.Equal(gaps, []int{2016, 2017, 2018, 2019}) {
			t.Errorf("%s: gaps %v", s.ID, gaps)
		}
		for _, b := range s.Breaks {
			breaks[b.Year] = true
		}
	}
	if len(cell) != len(lib.Statistics().Series) || !breaks[2008] || !breaks[2010] || !breaks[2015] {
		t.Errorf("%d series, changes of definition in %v", len(lib.Statistics().Series), breaks)
	}
}
