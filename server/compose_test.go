package server

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"kyokun/index"
	"kyokun/kb"
)

var ja, en = composer{loc: locale{lang: "ja"}}, composer{loc: locale{lang: "en"}}

func TestEra(t *testing.T) {
	for day, want := range map[string]string{
		"2019-04-30": "平成31", "2019-05-01": "令和元", "2021-09-11": "令和3", "1989-01-07": "昭和64", "1989-01-08": "平成元",
	} {
		at, err := time.ParseInLocation(dayForm, day, kb.JST)
		if err != nil {
			t.Fatal(err)
		}
		if got := era(at); got != want {
			t.Errorf("%s is %s, want %s", day, got, want)
		}
	}
}

func TestSpans(t *testing.T) {
	start := time.Date(2021, 9, 11, 13, 23, 0, 0, kb.JST)
	for _, c := range []struct {
		minutes int
		ja, en  string
	}{
		{0, "発生と同時", "at the start"},
		{20, "発生から20分後", "20 min after the start"},
		{60, "発生から1時間後", "1 h after the start"},
		{1009, "発生から16時間49分後（1,009分）", "16 h 49 min after the start (1,009 min)"},
		{-30, "発生の30分前", "30 min before the start"},
	} {
		at := start.Add(time.Duration(c.minutes) * time.Minute)
		if got := ja.offset(start, at); got != c.ja {
			t.Errorf("%d: %s, want %s", c.minutes, got, c.ja)
		}
		if got := en.offset(start, at); got != c.en {
			t.Errorf("%d: %s, want %s", c.minutes, got, c.en)
		}
	}
}

func TestCommas(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000"} {
		if got := commas(n); got != want {
			t.Errorf("%d is %s", n, got)
		}
	}
}

func TestWithLang(t *testing.T) {
	for path, want := range map[string]string{
		"/":                        "/?lang=en",
		"/search?q=a":              "/search?q=a&lang=en",
		"/search?lang=ja&q=a":      "/search?q=a&lang=en",
		"/lessons/x#s1":            "/lessons/x?lang=en#s1",
		"/search?q=a&lang=ja#here": "/search?q=a&lang=en#here",
	} {
		if got := withLang(path, "en"); got != want {
			t.Errorf("%s becomes %s, want %s", path, got, want)
		}
	}
}

func TestToggle(t *testing.T) {
	p := searchParams{q: "停電", filters: map[string][]string{"kind": {"case"}}, sort: "date", page: 3}
	for _, c := range []struct {
		facet, value, want string
	}{
		{"kind", "lesson", "kind=case&kind=lesson&q=%E5%81%9C%E9%9B%BB&sort=date"},
		{"kind", "case", "q=%E5%81%9C%E9%9B%BB&sort=date"},
		{"fy", "2021", "fy=2021&kind=case&q=%E5%81%9C%E9%9B%BB&sort=date"},
	} {
		if got := p.toggle(c.facet, c.value).path(); got != "/search?"+c.want {
			t.Errorf("%s=%s: %s", c.facet, c.value, got)
		}
	}
	if len(p.filters["kind"]) != 1 || p.page != 3 {
		t.Error("toggle changes what it was called on")
	}
}

func TestReadSearch(t *testing.T) {
	p, err := readSearch(url.Values{
		"q": {"  DNS\n障害\x00 "}, "kind": {"case", "", "case"}, "sort": {"users"}, "page": {"2"}, "utm_source": {"x"},
	}, library().Tags())
	if err != nil {
		t.Fatal(err)
	}
	if p.q != "DNS 障害" || len(p.filters["kind"]) != 1 || p.sort != index.ByUsers || p.page != 2 {
		t.Errorf("%+v", p)
	}
	if got := p.query(20); got.Offset != 20 || got.Limit != 20 {
		t.Errorf("%+v", got)
	}
}

func TestPagingLinks(t *testing.T) {
	for _, c := range []struct {
		total, page int
		want        string
	}{
		{20, 1, ""},
		{21, 1, "[1] 2"},
		{400, 10, "1 … 8 9 [10] 11 12 … 20"},
		{400, 20, "1 … 18 19 [20]"},
	} {
		v := searchView{Total: c.total}
		ja.paging(&v, searchParams{page: c.page, sort: sorts[0]})
		var got []string
		for _, l := range v.Pages {
			if l.Current {
				l.Text = "[" + l.Text + "]"
			}
			got = append(got, l.Text)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%d on page %d: %v, want %s", c.total, c.page, got, c.want)
		}
	}
}

func TestKanaOrder(t *testing.T) {
	for _, c := range []struct{ first, second string }{
		{"カイセン", "ガイブ"}, {"サーバ", "サイキ"}, {"キャク", "キヤクカ"}, {"ハンイ", "バンゴウ"}, {"ハヒ", "パフ"},
	} {
		if byReading(kb.Term{Reading: c.first}, kb.Term{Reading: c.second}) >= 0 {
			t.Errorf("%s (%s) does not come before %s (%s)", c.first, baseKana(c.first), c.second, baseKana(c.second))
		}
	}
	for reading, want := range map[string]string{"ガイブ": "カ", "": "", "ヴイ": "ア", "ワイファイ": "ワ", "ヤクム": "ヤ"} {
		if got := rowOf(kb.Term{Reading: reading}).head(); got != want {
			t.Errorf("%s stands under %s, want %s", reading, got, want)
		}
	}
}

func TestBody(t *testing.T) {
	c := composer{loc: locale{lang: "en", explicit: true}, lib: library()}
	got := string(c.body("# 背景\n\n**太字**と[事例](case-r03-04.md#c1)、<script>x</script>\n\n## 背景\n\n[外](https://example.com/a) [悪](javascript:alert(1))\n").HTML())
	for _, want := range []string{
		`<h3 id="body-背景">`, `<h4 id="body-背景-2">`, `<strong>太字</strong>`, `href="/cases/case-r03-04?lang=en#c1"`, `href="https://example.com/a"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %s: %s", want, got)
		}
	}
	if strings.Contains(got, "<script") || strings.Contains(got, "javascript:") {
		t.Errorf("lets through what it must not: %s", got)
	}
}

func TestCite(t *testing.T) {
	c := composer{loc: locale{lang: "ja"}, lib: library(), main: []kb.Citation{{Source: "source-r03-report", Section: "1(2)イ(エ)", Page: 22}}}
	for _, tc := range []struct {
		cite  *kb.Citation
		label string
	}{
		{nil, "p.22"},
		{&kb.Citation{Source: "source-r03-report", Section: "1(2)イ(エ)", Page: 22, PageTo: 24}, "pp.22–24"},
		{&kb.Citation{Source: "source-r03-report", Section: "おわりに"}, "おわりに"},
	} {
		got := c.cite(tc.cite)
		if got.Label != tc.label || !strings.HasPrefix(got.URL, "/sources/source-r03-report#sec-") {
			t.Errorf("%+v, want %s", got, tc.label)
		}
	}
	if got := c.cite(&kb.Citation{Source: "source-r03-summary", Section: "教訓等"}); !strings.Contains(got.Label, "概要") {
		t.Errorf("another source is not named: %q", got.Label)
	}
}
