package server

import (
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// TestTableCharts holds that every table of the reports is drawn above its
// figures, and that the charts show no figure that the table lacks.
func TestTableCharts(t *testing.T) {
	doc := get(t, "/statistics/tables?lang=ja")
	for _, table := range library().Statistics().Tables {
		section := doc.Find("section[aria-labelledby=" + table.ID + "]")
		known := map[string]bool{}
		for i := range table.Rows {
			for _, col := range table.Columns {
				if n, ok := table.Rows[i].Used(col.ID); ok {
					known[commas(n)] = true
				}
			}
		}
		values := section.Find(".bar-chart .chart-value")
		if values.Length() < len(table.Rows)-1 {
			t.Errorf("%s: %d values drawn of %d rows", table.ID, values.Length(), len(table.Rows))
		}
		values.Each(func(_ int, v *goquery.Selection) {
			figure := strings.TrimRight(strings.Split(v.Text(), "（")[0], "件社")
			if !known[figure] {
				t.Errorf("%s: the chart shows %q", table.ID, v.Text())
			}
		})
		if section.Find(".bar-charts ~ table, .bar-charts ~ .scroll table").Length() == 0 {
			t.Errorf("%s: no table beneath the chart", table.ID)
		}
		checkLengths(t, section.Find(".bar-chart rect"))
	}
}

// checkLengths holds that the longest bar is the same in each chart and none is
// longer.
func checkLengths(t *testing.T, bars *goquery.Selection) {
	t.Helper()
	longest := 0.0
	bars.Each(func(_ int, s *goquery.Selection) {
		width, err := strconv.ParseFloat(strings.TrimSuffix(s.AttrOr("width", ""), "%"), 64)
		if err != nil || width < 0 || width > barLongest {
			t.Errorf("a bar of %q", s.AttrOr("width", ""))
		}
		longest = max(longest, width)
	})
	if longest != barLongest {
		t.Errorf("the longest bar is %v%%", longest)
	}
}

func TestYearCharts(t *testing.T) {
	doc := get(t, "/statistics/years?lang=ja")
	for _, series := range library().Statistics().Series {
		chart := doc.Find("section[aria-labelledby=" + series.ID + "] .year-chart")
		gaps, breaks := 0, 0
		for i, p := range series.Points {
			if p.Value == nil {
				gaps++
			}
			if i > 0 && breakAt(series, p.Year) != nil {
				breaks++
			}
		}
		if got := chart.Find("g").Length(); got != len(series.Points) {
			t.Errorf("%s: %d years drawn, want %d", series.ID, got, len(series.Points))
		}
		if got := chart.Find("rect[fill]").Length(); got != gaps {
			t.Errorf("%s: %d gaps drawn, want %d", series.ID, got, gaps)
		}
		if got := chart.Find(".chart-break").Length(); got != breaks {
			t.Errorf("%s: %d changes of definition drawn, want %d", series.ID, got, breaks)
		}
	}
}

func TestDelayChart(t *testing.T) {
	rows, chart := library().NoticeDelays(), get(t, "/statistics/cases?lang=ja").Find(".delay-chart")
	if got := chart.Find("text .chart-value, text tspan").Length(); got < len(rows) {
		t.Errorf("%d cases drawn, want %d", got, len(rows))
	}
	points, bars := 0, 0
	for _, r := range rows {
		if _, known := r.First.Minutes(); known {
			points++
		} else if r.First.Max != nil {
			bars++
		}
	}
	if got := chart.Find("circle").Length(); got != points || points == 0 {
		t.Errorf("%d points, want %d", got, points)
	}
	if got := chart.Find("rect").Length(); got != bars || bars == 0 {
		t.Errorf("%d bars, want %d", got, bars)
	}
}
