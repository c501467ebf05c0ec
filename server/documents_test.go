package server

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kyokun/kb"
)

func TestCasePage(t *testing.T) {
	for _, k := range library().Cases() {
		t.Run(k.ID, func(t *testing.T) {
			doc := get(t, documentPath(k.ID, ""))
			for selector, want := range map[string]int{
				"#notices + .scroll tbody tr": len(k.Notices),
				".pairs > li":                 len(k.Causes),
				".answers > li[id^=m]":        len(k.Measures),
				".at-start":                   boolInt(!k.Start.At.IsZero()),
				".at-end":                     boolInt(!k.End.At.IsZero()),
			} {
				if got := doc.Find(selector).Length(); got != want {
					t.Errorf("%d of %q, want %d", got, selector, want)
				}
			}
			for _, c := range k.Causes {
				if doc.Find("li#"+c.ID).Length() != 1 {
					t.Errorf("no anchor for cause %s", c.ID)
				}
			}
			for _, m := range k.Measures {
				if doc.Find("li#"+m.ID).Length() != 1 {
					t.Errorf("no anchor for measure %s", m.ID)
				}
			}
			if got, want := words(doc.Find(".summary")), strings.Join(strings.Fields(k.Summary), " "); got != want {
				t.Errorf("summary is %q", got)
			}
		})
	}
}

// TestCaseCitations holds that every key fact but the year shows its place.
func TestCaseCitations(t *testing.T) {
	for _, k := range library().Cases() {
		get(t, documentPath(k.ID, "")).Find("section[aria-labelledby=facts] .facts > div").Each(func(i int, s *goquery.Selection) {
			label := words(s.Find("dt"))
			if label != "年度" && s.Find("button.cite").Length() == 0 {
				t.Errorf("%s: no citation at %s", k.ID, label)
			}
		})
	}
}

func TestCaseFacts(t *testing.T) {
	doc := get(t, "/cases/case-r03-04?lang=ja")
	facts := words(doc.Find("section[aria-labelledby=facts]"))
	for _, want := range []string{"2021年（令和3年）9月11日（土）13:23", "2021年（令和3年）9月11日（土）17:26", "4時間3分（243分）", "計算値", "資料間で食い違い"} {
		if !strings.Contains(facts, want) {
			t.Errorf("key facts lack %q: %s", want, facts)
		}
	}
	if got := doc.Find("section[aria-labelledby=facts] time").First().AttrOr("datetime", ""); got != "2021-09-11T13:23:00+09:00" {
		t.Errorf("start is %q for machines", got)
	}
	if doc.Find(".gap:contains('対応する対策の記載なし')").Length() == 0 {
		t.Error("causes without a measure are not shown as such")
	}
}

// TestNoticeOffsets holds the minutes after the start that auditors compare.
func TestNoticeOffsets(t *testing.T) {
	rows := get(t, "/cases/case-r03-02?lang=ja").Find("section[aria-labelledby=notices] tbody .offset")
	if got := words(rows.First()); got != "発生から20分後" {
		t.Errorf("first notice is %q", got)
	}
	late := words(get(t, "/cases/case-r03-03?lang=ja").Find("section[aria-labelledby=notices] tbody .offset"))
	if !strings.Contains(late, "（1,009分）") {
		t.Errorf("no notice after 1,009 minutes: %s", late)
	}
}

func TestTimelineIsOrdered(t *testing.T) {
	for _, k := range library().Cases() {
		var last string
		get(t, documentPath(k.ID, "")).Find(".timeline time").Each(func(_ int, s *goquery.Selection) {
			at := s.AttrOr("datetime", "")
			if at[:10] < last[:min(10, len(last))] {
				t.Errorf("%s: %s after %s", k.ID, at, last)
			}
			last = at
		})
	}
}

func TestLessonPage(t *testing.T) {
	for _, l := range library().Lessons() {
		doc := get(t, documentPath(l.ID, ""))
		if got := doc.Find("article.statement").Length(); got != len(l.Statements) {
			t.Errorf("%s: %d statements, want %d", l.ID, got, len(l.Statements))
		}
		for _, s := range l.Statements {
			at := doc.Find("article#" + s.ID)
			if got := at.Find(".questions > li").Length(); got != len(s.Questions) {
				t.Errorf("%s#%s: %d questions, want %d", l.ID, s.ID, got, len(s.Questions))
			}
			for i, q := range s.Questions {
				work, _ := library().Tags().Tag("work", q.Work)
				if got := words(at.Find(".questions > li").Eq(i).Find(".mark")); got != work.JA || got == "" {
					t.Errorf("%s#%s: check %d belongs to %q, want %q", l.ID, s.ID, i, got, work.JA)
				}
			}
			if at.Find("button.cite").Length() == 0 {
				t.Errorf("%s#%s: no citation", l.ID, s.ID)
			}
			if s.Status == kb.New && !strings.Contains(words(at), "本年度新規") {
				t.Errorf("%s#%s: not marked as new", l.ID, s.ID)
			}
		}
	}
}

// TestAsserters holds that each link says in words who stands behind it.
func TestAsserters(t *testing.T) {
	for _, l := range library().Lessons() {
		doc := get(t, documentPath(l.ID, ""))
		section := doc.Find("section[aria-labelledby=provisions] .links > li")
		if section.Length() != len(l.Provisions) {
			t.Errorf("%s: %d provisions, want %d", l.ID, section.Length(), len(l.Provisions))
		}
		section.Each(func(_ int, s *goquery.Selection) {
			by := words(s.Find(".by"))
			if by != "出典の記載" && !strings.HasPrefix(by, "編集部の推定・確信度") {
				t.Errorf("%s: link asserted by %q", l.ID, by)
			}
		})
	}
}

func TestProvisionBacklinks(t *testing.T) {
	gaps := 0
	for _, p := range library().Provisions() {
		doc := get(t, documentPath(p.ID, ""))
		lessons := map[string]bool{}
		links, _ := library().Backlinks(p.ID)
		for _, e := range links {
			if e.Relation == kb.LeansOn {
				lessons[e.From] = true
			}
		}
		section := doc.Find("section[aria-labelledby=lessons]")
		if got := section.Find(".cards > li").Length(); got != len(lessons) {
			t.Errorf("%s: %d lessons, want %d", p.ID, got, len(lessons))
		}
		if len(lessons) == 0 {
			gaps++
			if !strings.Contains(words(section), "提示された教訓なし") {
				t.Errorf("%s: the gap is not shown", p.ID)
			}
		}
	}
	if got := get(t, "/framework?lang=ja").Find("tr.is-gap").Length(); got != gaps {
		t.Errorf("framework shows %d gaps, want %d", got, gaps)
	}
}

func TestSourcePage(t *testing.T) {
	doc := get(t, "/sources/source-r03-report")
	d, _ := library().Document("source-r03-report")
	source := d.(*kb.Source)
	if got := doc.Find("section[aria-labelledby=errata] tbody tr").Length(); got != len(source.Errata) || got == 0 {
		t.Errorf("%d errata, want %d", got, len(source.Errata))
	}
	row := doc.Find(`[id="` + sectionAnchor("1(2)イ(エ)") + `"]`)
	if !strings.Contains(row.Find("a[href^='/cases/case-r03-04']").AttrOr("href", ""), "case-r03-04") {
		t.Error("the section of case 4 does not name it")
	}
}

// TestErrataBeside holds that every erratum about a document is on its page.
func TestErrataBeside(t *testing.T) {
	shown := 0
	for _, d := range library().Documents() {
		errata := library().Errata(d.Common().ID)
		if len(errata) == 0 {
			continue
		}
		doc := get(t, documentPath(d.Common().ID, ""))
		for _, e := range errata {
			link := documentPath(e.Source.ID, e.Erratum.ID)
			if doc.Find(`.erratum a[href="`+link+`"]`).Length() == 0 {
				t.Errorf("%s: erratum %s is not shown", d.Common().ID, link)
			}
			shown++
		}
	}
	if shown == 0 {
		t.Error("no erratum touches any document")
	}
}
