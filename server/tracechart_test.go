package server

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"pgregory.net/rapid"

	"kyokun/kb"
)

// TestTraceChart holds that the picture of every lesson shows what the list
// beneath it says, and no two boxes over each other.
func TestTraceChart(t *testing.T) {
	lessons := 0
	for _, d := range library().Documents() {
		doc := get(t, documentPath(d.Common().ID, "")+"?lang=ja")
		chart := doc.Find(".trace-chart svg")
		if _, isLesson := d.(*kb.Lesson); (chart.Length() == 1) != isLesson {
			t.Errorf("%s: %d pictures of the trace", d.Common().ID, chart.Length())
			continue
		} else if !isLesson {
			continue
		}
		lessons++
		drawn := map[string]bool{}
		chart.Find("a").Each(func(_ int, a *goquery.Selection) {
			drawn[a.AttrOr("href", "")] = true
			if a.AttrOr("tabindex", "") != "-1" {
				t.Errorf("%s: %q is a stop for the keyboard in a picture that screen readers skip", d.Common().ID, words(a))
			}
		})
		// What relates to the lesson without being traced to has no place in it.
		doc.Find(".trace > .tree > li").Each(func(_ int, li *goquery.Selection) {
			if strings.HasPrefix(words(li), "関連") || li.Find("> .kind-source").Length() > 0 {
				return
			}
			li.Find("a[href]:not(.cite)").Each(func(_ int, a *goquery.Selection) {
				if href := a.AttrOr("href", ""); !strings.HasPrefix(href, "/sources/") && !drawn[href] {
					t.Errorf("%s: the list leads to %s, the picture does not", d.Common().ID, href)
				}
			})
		})
		checkBoxes(t, d.Common().ID, chart)
	}
	if lessons < 40 {
		t.Errorf("only %d lessons", lessons)
	}
}

type rectangle struct{ left, top, right, bottom int }

func checkBoxes(t *testing.T, id string, chart *goquery.Selection) {
	t.Helper()
	number := func(s *goquery.Selection, name string) int {
		n, err := strconv.Atoi(s.AttrOr(name, ""))
		if err != nil {
			t.Fatalf("%s: %s is %q", id, name, s.AttrOr(name, ""))
		}
		return n
	}
	width, height := number(chart, "width"), number(chart, "height")
	var boxes []rectangle
	chart.Find("rect").Each(func(_ int, s *goquery.Selection) {
		b := rectangle{left: number(s, "x"), top: number(s, "y")}
		b.right, b.bottom = b.left+number(s, "width"), b.top+number(s, "height")
		if b.left < 0 || b.top < headHeight || b.right > width || b.bottom > height {
			t.Errorf("%s: a box %+v outside %d × %d", id, b, width, height)
		}
		if i := slices.IndexFunc(boxes, b.meets); i >= 0 {
			t.Errorf("%s: boxes %+v and %+v lie over each other", id, b, boxes[i])
		}
		boxes = append(boxes, b)
	})
	if len(boxes) < 2 {
		t.Errorf("%s: %d boxes", id, len(boxes))
	}
}

func (r rectangle) meets(o rectangle) bool {
	return r.left < o.right && o.left < r.right && r.top < o.bottom && o.top < r.bottom
}

// TestTraceChartTellsWhoAsserts holds the dashes to the editors' links.
func TestTraceChartTellsWhoAsserts(t *testing.T) {
	doc := get(t, "/lessons/lesson-r03-1-03?lang=ja")
	if all, editors := doc.Find(".trace-chart path").Length(), doc.Find(".trace-chart path.is-editor").Length(); editors == 0 || editors == all {
		t.Errorf("%d of %d links are dashed", editors, all)
	}
}

func TestWrapText(t *testing.T) {
	if got := wrapText("DNS手前のファイアウォールのセッション上限到達", 12, 3); !slices.Equal(got, []string{"DNS手前の", "ファイア", "ウォールの…"}) {
		t.Errorf("%q", got)
	}
	if got := wrapText("Congestion of the mail relay", 12, 3); !slices.Equal(got, []string{"Congestion", "of the mail", "relay"}) {
		t.Errorf("%q", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("ab 漢字かなカナー、DNS"))).Draw(t, "text")
		width, lines := rapid.IntRange(18, 60).Draw(t, "width"), rapid.IntRange(1, 4).Draw(t, "lines")
		got := wrapText(s, width, lines)
		if len(got) > lines {
			t.Fatalf("%d lines", len(got))
		}
		for _, line := range got {
			if displayWidth(line) > width {
				t.Fatalf("%q is wider than %d", line, width)
			}
		}
		plain := func(s string) string { return strings.TrimSuffix(strings.ReplaceAll(s, " ", ""), "…") }
		if !strings.HasPrefix(plain(s), plain(strings.Join(got, ""))) {
			t.Fatalf("%q became %q", s, got)
		}
	})
}
