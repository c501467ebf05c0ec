package server

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"pgregory.net/rapid"

	"kyokun/kb"
)

// TestTimelineChart holds that the picture shows each point of the list, or
// says how many it leaves out.
func TestTimelineChart(t *testing.T) {
	drawn := 0
	for _, k := range library().Cases() {
		doc := get(t, documentPath(k.ID, "")+"?lang=ja")
		chart := doc.Find("svg.timeline-chart")
		known := !k.Start.At.IsZero() && k.End.At.After(k.Start.At.Time)
		if (chart.Length() == 1) != known {
			t.Errorf("%s: %d charts", k.ID, chart.Length())
		}
		if chart.Length() == 0 {
			continue
		}
		drawn++
		outside, _ := strconv.Atoi(doc.Find("[data-outside]").AttrOr("data-outside", "0"))
		listed := doc.Find(".timeline > li:not(.at-start, .at-end)").Length()
		if n := chart.Find(".chart-mark").Length(); n+outside != listed {
			t.Errorf("%s: %d marks and %d outside for %d points", k.ID, n, outside, listed)
		}
		chart.Find(".chart-mark title").Each(func(_ int, s *goquery.Selection) {
			if !strings.Contains(s.Text(), ":") {
				t.Errorf("%s: %q has no hour, and is drawn at one", k.ID, s.Text())
			}
		})
		chart.Find("[x], [cx]").Each(func(_ int, s *goquery.Selection) {
			if x, percent := strings.CutSuffix(s.AttrOr("x", ""), "%"); percent {
				if at, err := strconv.ParseFloat(x, 64); err != nil || at < 0 || at > 100 {
					t.Errorf("%s: a mark at %s%%", k.ID, x)
				}
			}
		})
		if chart.AttrOr("role", "") != "img" || chart.AttrOr("aria-label", "") == "" {
			t.Errorf("%s: the picture has no name", k.ID)
		}
	}
	if drawn == 0 {
		t.Error("no case has a chart")
	}
}

// TestChartTicks holds that any span has a few round ticks, none outside it.
func TestChartTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "from"), 0).In(kb.JST)
		to := from.Add(time.Duration(rapid.Int64Range(int64(time.Minute), int64(1000*24*time.Hour)).Draw(t, "length")))
		ticks := chartTicks(from, to)
		if len(ticks) > maxTicks+1 {
			t.Fatalf("%d ticks from %s to %s", len(ticks), from, to)
		}
		for _, tick := range ticks {
			if tick.Before(from) || tick.After(to) || tick.Minute()%10 != 0 {
				t.Fatalf("a tick at %s from %s to %s", tick, from, to)
			}
		}
	})
}
