package server

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kyokun/kb"
)

// TestMatrix holds each cell of lesson × layer against the links of the library.
func TestMatrix(t *testing.T) {
	rows := get(t, "/framework?lang=ja").Find("table.matrix tbody tr")
	var lessons []*kb.Lesson
	for _, l := range library().Lessons() {
		if l.Domain == kb.Telecom {
			lessons = append(lessons, l)
		}
	}
	if rows.Length() != len(lessons) {
		t.Fatalf("%d rows, want %d", rows.Length(), len(lessons))
	}
	gaps := 0
	for i, l := range lessons {
		source, editor := map[kb.Layer]map[string]bool{}, map[kb.Layer]map[string]bool{}
		for _, layer := range kb.Layers() {
			source[layer], editor[layer] = map[string]bool{}, map[string]bool{}
		}
		for _, e := range library().Links(l.ID) {
			d, _ := library().Document(e.To)
			if p, ok := d.(*kb.Provision); ok && e.Link.By == kb.BySource {
				source[p.Layer][p.ID] = true
			} else if ok {
				editor[p.Layer][p.ID] = true
			}
		}
		for j, layer := range kb.Layers() {
			for id := range source[layer] {
				delete(editor[layer], id)
			}
			want := ""
			if n := len(source[layer]); n > 0 {
				want = "出典 " + strconv.Itoa(n)
			}
			if n := len(editor[layer]); n > 0 {
				want = strings.TrimSpace(want + " 推定 " + strconv.Itoa(n))
			}
			cell := rows.Eq(i).Find("td").Eq(j)
			if want == "" {
				want, gaps = "なし", gaps+1
				if !cell.HasClass("is-gap") {
					t.Errorf("%s, %s: the gap is not shown as one", l.ID, layer)
				}
			}
			if got := words(cell.Find("summary, .gap")); got != want {
				t.Errorf("%s, %s: %q, want %q", l.ID, layer, got, want)
			}
			if n := len(source[layer]) + len(editor[layer]); cell.Find("li a[href^='/provisions/']").Length() != n || cell.Find("li a.by").Length() != n {
				t.Errorf("%s, %s: %d provisions, the cell names %q", l.ID, layer, n, words(cell.Find("ul")))
			}
		}
	}
	if gaps == 0 {
		t.Error("no gap at all")
	}
}

// TestTechnicalStandards holds what the page says of the technical standards
// against the links, and the note on the one place that names them.
func TestTechnicalStandards(t *testing.T) {
	bySource := 0
	for _, p := range library().Provisions() {
		links, _ := library().Backlinks(p.ID)
		for _, e := range links {
			if p.Layer == kb.Technical && e.Relation == kb.LeansOn && e.Link.By == kb.BySource {
				bySource++
			}
		}
	}
	box := get(t, "/framework?lang=ja").Find("#technical-cited")
	if says := strings.Contains(words(box), "技術基準の条項を1つも挙げていません"); says != (bySource == 0) {
		t.Errorf("%d links, but: %s", bySource, words(box))
	}
	if !strings.Contains(words(box.Find("a.cite")), "2(1)カ") {
		t.Errorf("the place is not cited: %s", words(box))
	}
	if box.Find("a[href^='/sources/source-r03-report'][href$='#e04']").Length() != 1 {
		t.Error("no link to the erratum")
	}
}

// TestFrameworkArticles holds what the page says of a letter that moved, of one
// that came later and of a place that was not read.
func TestFrameworkArticles(t *testing.T) {
	doc := get(t, "/framework?lang=ja")
	for id, want := range map[string]string{
		"provision-management-m-incident": "第29条第1項第3号ワ2022-09-01の版では 第29条第1項第3号ル",
		"provision-management-m-basic":    "第29条第1項第3号イ",
		"provision-management-m-bcp":      "第29条第1項第3号ヲ",
		"provision-safety-min":            "2.管理基準 第3.方法 2.事故発生時の取組 未確認",
	} {
		row := doc.Find("table.framework tr").Has("a[href='" + withLang("/provisions/"+id, "ja") + "']")
		if got := words(row.Find("td").Eq(1)); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	unread := 0
	for _, p := range library().Provisions() {
		if !p.Articles[len(p.Articles)-1].Verified {
			unread++
		}
	}
	if got := doc.Find("table.framework .is-restated").Length(); got != unread || unread == 0 {
		t.Errorf("%d places marked as not verified, want %d", got, unread)
	}
}

func TestLayerCounts(t *testing.T) {
	counts := map[kb.Layer]int{}
	for _, p := range library().Provisions() {
		counts[p.Layer]++
	}
	rows := get(t, "/framework?lang=ja").Find("table.layer-counts tbody tr")
	for i, layer := range kb.Layers() {
		var n []int
		rows.Eq(i).Find("td.count").Each(func(_ int, s *goquery.Selection) {
			v, err := strconv.Atoi(words(s))
			if err != nil {
				t.Fatal(err)
			}
			n = append(n, v)
		})
		if len(n) != 4 || n[0] != counts[layer] || n[1]+n[2]+n[3] != n[0] {
			t.Errorf("%s: %v of %d", layer, n, counts[layer])
		}
	}
}

// TestFrameworkApplies follows the links to one type of operator.
func TestFrameworkApplies(t *testing.T) {
	all := get(t, "/framework?lang=ja")
	links := all.Find(".applies ul:nth-child(3) a")
	if links.Length() != 4 || words(all.Find(".applies ul:nth-child(3) a[aria-current]")) != "すべて" {
		t.Fatalf("%d links, %q in use", links.Length(), words(all.Find(".applies ul:nth-child(3) a[aria-current]")))
	}
	for _, id := range []string{"facility-based", "large-non-facility", "non-facility"} {
		link := all.Find(".applies ul:nth-child(3) a[href*='applies="+id+"']").AttrOr("href", "")
		doc, want := get(t, link), 0
		for _, p := range library().Provisions() {
			for _, a := range p.Tags["applies"] {
				if a == id {
					want++
				}
			}
		}
		if got := doc.Find("table.framework tbody tr").Length(); got != want || want == 0 {
			t.Errorf("%s: %d provisions, want %d", id, got, want)
		}
		if doc.Find(".applies ul:nth-child(3) a[aria-current]").AttrOr("href", "") != link {
			t.Errorf("%s: the choice is not shown", id)
		}
	}
	small := get(t, "/framework?lang=ja&applies=non-facility")
	if got := words(small.Find("table.matrix tbody tr").First().Find("td").First()); got != "対象外" {
		t.Errorf("technical standards for those they do not bind: %q", got)
	}
	if !strings.Contains(words(small.Find("#technical-cited")), "1つも挙げていません") {
		t.Error("what the report says changes with the choice")
	}
	if a := ask(t, http.MethodGet, "/framework?applies=nobody"); a.status != http.StatusBadRequest {
		t.Errorf("an unknown type: status %d", a.status)
	}
}

// TestFrameworkFilters narrows the matrix in each way, and in all at once.
func TestFrameworkFilters(t *testing.T) {
	all := get(t, "/framework?lang=ja")
	rows := all.Find("table.matrix tbody tr").Length()
	for _, c := range []struct {
		query string
		check func(*goquery.Document) bool
	}{
		{"layer=safety", func(d *goquery.Document) bool {
			return d.Find("table.matrix thead th").Length() == 2 && d.Find("h2#safety").Length() == 1 && d.Find("h2#technical").Length() == 0
		}},
		{"phase=response", func(d *goquery.Document) bool {
			n := d.Find("table.matrix tbody tr").Length()
			return n > 0 && n < rows
		}},
		{"by=source", func(d *goquery.Document) bool {
			return d.Find("table.matrix .by-editor").Length() == 0 && d.Find("table.matrix .by-source").Length() > 0 &&
				d.Find("h2#technical").Length() == 1 && d.Find("section[aria-labelledby=technical] tr.is-gap").Length() == d.Find("section[aria-labelledby=technical] tbody tr").Length() &&
				d.Find("table.matrix td.is-gap").Length() > all.Find("table.matrix td.is-gap").Length()
		}},
		{"by=editor", func(d *goquery.Document) bool {
			return d.Find("table.matrix .by-source").Length() == 0 && d.Find("table.matrix .by-editor").Length() > 0
		}},
		{"layer=technical&phase=prevention&by=editor&applies=facility-based", func(d *goquery.Document) bool {
			return d.Find(".framework-filters .is-on").Length() == 4 && d.Find(".framework-filters .is-on[href='/framework?lang=ja']").Length() == 0
		}},
	} {
		if d := get(t, "/framework?lang=ja&"+c.query); !c.check(d) {
			t.Errorf("%s: %.300s", c.query, words(d.Find("main")))
		}
	}
	for _, query := range []string{"layer=x", "phase=x", "by=x", "by=source&by=editor", "applies=x"} {
		if a := ask(t, http.MethodGet, "/framework?"+query); a.status != http.StatusBadRequest {
			t.Errorf("%s: status %d", query, a.status)
		}
	}
}
