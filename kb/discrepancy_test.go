package kb

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestStatisticsAddUp holds the statistics to the list of what does not add up
// in the sources: each entry has its erratum, and there is no other.
func TestStatisticsAddUp(t *testing.T) {
	lib, _ := realLibrary(t)
	want := []Discrepancy{
		{"r03-users-duration", "claims[1]", ClaimWrong, "26.8%", "26.9%", "source-r03-report#e15"},
		{"r03-services", "claims[0]", ClaimWrong, "93%", "92%", "source-r03-report#e16"},
		{"r03-causes", "claims[0]", ClaimWrong, "90%", "55%", "source-r03-report#e14"},
		{"r03-equipment", "all/reports", PartsSum, "6709", "6611", "source-r03-report#e13"},
		{"r03-equipment", "lines/reports", ShareWrong, "44%", "45%", "source-r03-report#e13"},
		{"r03-equipment", "switching/reports", ShareWrong, "41%", "42%", "source-r03-report#e13"},
	}
	if got := lib.Statistics().Discrepancies(); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// TestAdoptedValuesAddUp checks that the value ruled for is one that mends the
// table.
func TestAdoptedValuesAddUp(t *testing.T) {
	lib, _ := realLibrary(t)
	table, ok := lib.Statistics().Table("r03-equipment")
	if !ok {
		t.Fatal("no table of equipment")
	}
	mended := *table
	mended.Rows = slices.Clone(table.Rows)
	for i, r := range mended.Rows {
		if r.Adopted != nil {
			mended.Rows[i].Values = r.Adopted
		}
	}
	if got := mended.discrepancies(); len(got) > 0 {
		t.Errorf("with the adopted values: %v", got)
	}
}

// TestEveryFigureIsChecked changes each value, total and percentage of the
// real tables that takes part in a sum, and expects a new discrepancy.
func TestEveryFigureIsChecked(t *testing.T) {
	lib, _ := realLibrary(t)
	table, _ := lib.Statistics().Table("r03-users-duration")
	before := len(table.discrepancies())
	cells := 0
	for _, r := range table.Rows {
		for column, v := range r.Values {
			r.Values[column] = v + 1
			if len(table.discrepancies()) <= before {
				t.Errorf("%s/%s may be one more unnoticed", r.ID, column)
			}
			r.Values[column] = v
			cells++
		}
		for column, share := range r.Shares {
			r.Shares[column] = Percent(units(share)+1, 1000, 1)
			if len(table.discrepancies()) <= before {
				t.Errorf("the percentage of %s/%s may be %s unnoticed", r.ID, column, r.Shares[column])
			}
			r.Shares[column] = share
		}
	}
	if cells != 4*4+5*7 {
		t.Errorf("%d cells with a value, want 51: 12 of the 63 are outside the quarterly report", cells)
	}
}

func TestImpliedWhole(t *testing.T) {
	lib, _ := realLibrary(t)
	services, _ := lib.Statistics().Table("r03-services")
	low, high, ok := services.ImpliedWhole("reports")
	if !ok || low != 12205 || high != 12287 {
		t.Errorf("the whole of the services lies in %d–%d (%v), want 12205–12287", low, high, ok)
	}
	for whole := low - 1; whole <= high+1; whole++ {
		fits := Percent(8294, whole, 0) == "68" && Percent(2868, whole, 0) == "23"
		if inside := whole >= low && whole <= high; fits != inside {
			t.Errorf("whole %d fits: %v, within the bounds: %v", whole, fits, inside)
		}
	}
	causes, _ := lib.Statistics().Table("r03-causes")
	if low, high, ok := causes.ImpliedWhole("reports"); ok {
		t.Errorf("implied whole %d–%d of a table that holds it", low, high)
	}
}

func TestRest(t *testing.T) {
	lib, _ := realLibrary(t)
	for _, tt := range []struct {
		table, row string
		want       int
	}{
		{"r03-services", "data", 1512},
		{"r03-services", "voice", 150},
		{"r03-causes", "all", 283},
		{"r03-causes", "external", 402},
		{"r03-causes", "equipment", 123},
		{"r03-equipment", "known", 631}, // by the adopted 4,073
		{"r03-equipment", "lines", 541},
		{"r03-equipment", "switching", 315},
	} {
		table, _ := lib.Statistics().Table(tt.table)
		if got, ok := table.Rest(tt.row, "reports"); !ok || got != tt.want {
			t.Errorf("%s/%s: rest %d (%v), want %d", tt.table, tt.row, got, ok, tt.want)
		}
	}
	table, _ := lib.Statistics().Table("r03-users-duration")
	if got, ok := table.Rest("all", "all"); ok {
		t.Errorf("rest %d of a row whose parts are all given", got)
	}
}

func TestPercent(t *testing.T) {
	for _, tt := range []struct {
		part, whole, digits int
		want                string
	}{
		{1802, 6709, 1, "26.9"}, {1802, 6709, 0, "27"}, {19, 6709, 1, "0.3"}, {4, 6709, 1, "0.1"},
		{1, 8, 1, "12.5"}, {1, 8, 0, "13"}, {1, 40, 1, "2.5"}, {1, 2000, 1, "0.1"}, {0, 5, 1, "0.0"}, {5, 5, 1, "100.0"},
	} {
		if got := Percent(tt.part, tt.whole, tt.digits); got != tt.want {
			t.Errorf("Percent(%d, %d, %d) = %s, want %s", tt.part, tt.whole, tt.digits, got, tt.want)
		}
	}
}

// TestPercentIsNearest checks that no other percentage of so many digits lies
// nearer, and that halves go up.
func TestPercentIsNearest(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		whole := rapid.IntRange(1, 100000).Draw(rt, "whole")
		part := rapid.IntRange(0, whole).Draw(rt, "part")
		places := rapid.IntRange(0, 2).Draw(rt, "digits")
		got := Percent(part, whole, places)
		if digits(got) != places {
			rt.Fatalf("%s has %d digits, want %d", got, digits(got), places)
		}
		// Twice the distance, in units of the last digit times the whole.
		if off := 2*units(got)*whole - 2*part*100*pow10(places); off > whole || off <= -whole {
			rt.Fatalf("Percent(%d, %d, %d) = %s is not the nearest", part, whole, places, got)
		}
	})
}

// TestSettled tells the discrepancies that an adopted value mends from the
// others, which are of claims.
func TestSettled(t *testing.T) {
	lib, _ := realLibrary(t)
	stats, settled := lib.Statistics(), map[string]bool{}
	for _, d := range stats.Discrepancies() {
		settled[d.Table+" "+d.At] = stats.Settled(d)
	}
	want := map[string]bool{
		"r03-users-duration claims[1]": false, "r03-services claims[0]": false, "r03-causes claims[0]": false,
		"r03-equipment all/reports": true, "r03-equipment lines/reports": true, "r03-equipment switching/reports": true,
	}
	if !maps.Equal(settled, want) {
		t.Errorf("got  %v\nwant %v", settled, want)
	}
	if stats.Settled(Discrepancy{Table: "none"}) {
		t.Error("a table that does not exist is settled")
	}
	table, _ := stats.Table("r03-equipment")
	if v, _ := table.Value("known/reports"); v != 3975 {
		t.Errorf("the stated value became %d", v)
	}
}
