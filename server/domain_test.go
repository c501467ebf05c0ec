package server

import (
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kyokun/kb"
)

// domainLabel is the Japanese name of a domain.
func domainLabel(t *testing.T, id string) string {
	t.Helper()
	tag, ok := library().Tags().Tag("domain", id)
	if !ok {
		t.Fatalf("no domain %s", id)
	}
	return tag.JA
}

// TestHitsSayTheirDomain holds that no hit passes for one of another domain.
func TestHitsSayTheirDomain(t *testing.T) {
	seen := map[string]bool{}
	for _, target := range []string{searchFor("バックアップ"), searchFor("サイバー攻撃"), "/search?lang=ja&kind=case"} {
		doc := get(t, target)
		if got := doc.Find(".facet summary").Eq(1).Text(); got != "分野" {
			t.Errorf("%s: the second facet is %q", target, got)
		}
		doc.Find(".hit").Each(func(_ int, s *goquery.Selection) {
			id := words(s.Find(".meta code"))
			d, _ := library().Document(id)
			want := d.Common().Domain
			seen[want] = true
			if got := words(s.Find("h3 .domain")); got != domainLabel(t, want) {
				t.Errorf("%s: %s shows the domain %q", target, id, got)
			}
			if quiet := s.Find("h3 .is-telecom").Length() == 1; quiet != (want == kb.Telecom) {
				t.Errorf("%s: %s is told apart wrongly", target, id)
			}
		})
	}
	if len(seen) < 4 {
		t.Errorf("only the domains %v were found", seen)
	}
}

func TestHitOfOtherDomain(t *testing.T) {
	hit := get(t, "/search?lang=ja&kind=case&domain=small-business").Find(".hit")
	if hit.Length() != 1 || words(hit.Find("h3 .badge")) != "事例" || hit.Find("time").Length() != 0 {
		t.Fatalf("%s", words(hit))
	}
	if meta := words(hit.Find(".meta")); meta != "28,212件case-sme-01" {
		t.Errorf("the short facts are %q", meta)
	}
	if got := words(get(t, "/search?lang=ja&domain=ransomware&kind=case").Find(".total strong")); got != "0件" {
		t.Errorf("ransomware has %s cases", got)
	}
}

func TestAPIDomain(t *testing.T) {
	for domain := range map[string]bool{"telecom": true, "ransomware": true, "mcp": true, "small-business": true} {
		var res apiSearchResponse
		getJSON(t, "/api/v1/search?limit=100&kind=lesson&domain="+domain, &res)
		if len(res.Hits) == 0 {
			t.Errorf("nothing of %s", domain)
		}
		for _, h := range res.Hits {
			if h.Domain != domain {
				t.Errorf("%s is of %q, want %s", h.ID, h.Domain, domain)
			}
		}
	}
}

// TestHomeIsTelecom holds that the first page lists accidents alone and the
// other domains apart, and that its counts are those behind its links.
func TestHomeIsTelecom(t *testing.T) {
	doc := get(t, "/?lang=ja")
	if rows := words(doc.Find("table.cases")); strings.Contains(rows, "カード情報") {
		t.Errorf("a case of another domain is among the accidents: %s", rows)
	}
	doc.Find(".browse-facet a, .hero .chips a, header nav a[href*='kind=case'], header nav a[href*='kind=lesson']").Each(func(_ int, s *goquery.Selection) {
		to, err := url.Parse(s.AttrOr("href", ""))
		if err != nil || to.Query().Get("domain") != kb.Telecom {
			t.Errorf("%s leads to other domains too: %s", words(s), to)
		}
	})
	others := doc.Find("section[aria-labelledby=others]")
	if got := others.Find(".others > li").Length(); got != 3 || words(others.Find("h2")) != "ほかの分野" {
		t.Errorf("%d other domains under %q", got, words(others.Find("h2")))
	}
	doc.Find(".hero .chips a, .others .chips a").Each(func(_ int, s *goquery.Selection) {
		total := words(get(t, s.AttrOr("href", "")).Find(".total strong"))
		if !strings.HasSuffix(words(s), " "+total) {
			t.Errorf("%q leads to %s", words(s), total)
		}
	})
}

// TestCaseWithoutTimes holds that what the source leaves out is left out.
func TestCaseWithoutTimes(t *testing.T) {
	for _, lang := range languages {
		doc := get(t, "/cases/case-sme-01?lang="+lang)
		for _, gone := range []string{"#operators", "#scope", "#timeline", "#facts ~ dl time", "a[href='#timeline']"} {
			if doc.Find(gone).Length() != 0 {
				t.Errorf("%s: %s is there", lang, gone)
			}
		}
		if got := doc.Find("section[aria-labelledby=facts] .facts > div").Length(); got != 1 {
			t.Errorf("%s: %d key facts, want the count affected alone", lang, got)
		}
		doc.Find("section:has(#similar)").Remove() // tells of other cases
		text := words(doc.Find("main"))
		for _, wrong := range []string{"0001", "1年1月1日", "0分", "0 min", "0年度", "FY0", "Monday", "重大な事故"} {
			if strings.Contains(text, wrong) {
				t.Errorf("%s: the page says %q", lang, wrong)
			}
		}
	}
	if got := words(get(t, "/cases/case-sme-01?lang=ja").Find(".doc-kind .domain")); got != "分野：中小企業の情報セキュリティ" {
		t.Errorf("the domain at the top is %q", got)
	}
}

// TestPartialTimes composes cases that give some of their times.
func TestPartialTimes(t *testing.T) {
	d, _ := library().Document("case-r03-04")
	whole := *d.(*kb.Case)
	c := composer{loc: locale{lang: "ja"}, lib: library()}.of(&whole.Head)
	for name, cut := range map[string]func(*kb.Case){
		"no start": func(k *kb.Case) { k.Start, k.End, k.Duration = kb.Point{}, kb.Point{}, kb.Duration{} },
		"no end":   func(k *kb.Case) { k.End, k.Duration = kb.Point{}, kb.Duration{} },
		"nothing": func(k *kb.Case) {
			*k = kb.Case{Head: k.Head, Notices: k.Notices, Events: k.Events, Phenomenon: k.Phenomenon}
		},
	} {
		k := whole
		cut(&k)
		v := c.caseView(&k)
		for _, item := range v.Timeline {
			if strings.HasPrefix(item.Time.ISO, "0001") || k.Start.At.IsZero() && item.Offset != "" {
				t.Errorf("%s: %+v", name, item)
			}
		}
		for _, n := range v.Notices {
			if k.Start.At.IsZero() && n.Offset != "" {
				t.Errorf("%s: notice %q after the start", name, n.Offset)
			}
		}
		shown := 0
		for _, list := range v.Doc.Errata {
			shown += len(list)
		}
		if want := len(library().Errata(k.ID)); shown != want {
			t.Errorf("%s: %d contradictions, want %d", name, shown, want)
		}
		for field := range v.Doc.Errata {
			if field == "end" && k.End.At.IsZero() {
				t.Errorf("%s: a contradiction stands beside a row that is not there", name)
			}
		}
	}
}

// TestStrength holds that statements of other domains say how strongly they are put.
func TestStrength(t *testing.T) {
	want := map[kb.Strength]string{kb.Must: "必須とされる", kb.Should: "推奨", kb.May: "例示", kb.Request: "要望"}
	seen := map[kb.Strength]bool{}
	for _, l := range library().Lessons() {
		if l.Domain == kb.Telecom {
			continue
		}
		doc := get(t, documentPath(l.ID, "")+"?lang=ja")
		if strings.Contains(words(doc.Find(".facts.short")), "対象年度") {
			t.Errorf("%s: a fiscal year", l.ID)
		}
		for _, s := range l.Statements {
			seen[s.Strength] = true
			if got := words(doc.Find("#" + s.ID + " .statement-top .strength-" + string(s.Strength))); got != want[s.Strength] {
				t.Errorf("%s#%s: %q, want %q", l.ID, s.ID, got, want[s.Strength])
			}
		}
		if got := doc.Find(".statement .is-new, .statement .is-restated").Length(); got != 0 {
			t.Errorf("%s: %d marks of an accident report", l.ID, got)
		}
	}
	if len(seen) != len(want) {
		t.Errorf("only the strengths %v occur", seen)
	}
}

func TestAsOf(t *testing.T) {
	doc := get(t, "/lessons/lesson-sme-01?lang=ja")
	if got := words(doc.Find(".doc-head .as-of time")); got != "2016年4月14日時点の内容です" {
		t.Errorf("the lesson is of %q", got)
	}
	if get(t, "/lessons/lesson-r03-1-01").Find(".as-of").Length() != 0 {
		t.Error("a lesson without a date has one")
	}
}

// TestLicences holds that all pages of the guide under CC BY-SA name its licence.
func TestLicences(t *testing.T) {
	for _, d := range library().Documents() {
		h := d.Common()
		doc := get(t, documentPath(h.ID, ""))
		if other := doc.Find(".doc-kind .domain").Length() == 1; other != (h.Domain != kb.Telecom) {
			t.Errorf("%s: the domain at the top is wrong", h.ID)
		}
		place := ".tools .licences"
		if h.ID == "source-owasp-mcp-guide" {
			place = "section[aria-labelledby=record]"
		}
		named := strings.Contains(words(doc.Find(place)), "CC BY-SA 4.0") &&
			doc.Find(place+" a[href='https://creativecommons.org/licenses/by-sa/4.0/legalcode']").Length() == 1
		if named != (h.Domain == "mcp") {
			t.Errorf("%s of %s: licence named: %v", h.ID, h.Domain, named)
		}
	}
}

func TestErratumKinds(t *testing.T) {
	doc := get(t, "/sources/source-r03-report?lang=ja")
	if got := words(doc.Find("tr#e01 .mark")); got != "報告書の誤りの疑い（原PDFは未確認）" {
		t.Errorf("e01 is %q", got)
	}
	doc.Find("section[aria-labelledby=errata] tbody .mark").Each(func(_ int, s *goquery.Selection) {
		if !japanese.MatchString(s.Text()) {
			t.Errorf("a kind is not in words: %q", words(s))
		}
	})
}
