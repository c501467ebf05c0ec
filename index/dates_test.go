package index

import (
	"regexp"
	"slices"
	"testing"
)

func TestFindDates(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"令和3年10月14日", markDate + "2021-10-14"},
		{"2021-10-14", markDate + "2021-10-14"},
		{"2021/10/14に", markDate + "2021-10-14"},
		{"2021年10月14日17時37分", markDate + "2021-10-14"},
		{"2021-10-14T17:37", markDate + "2021-10-14"},
		{"２０２１．１０．１４", markDate + "2021-10-14"},
		{"R3.10.9", markDate + "2021-10-09"},
		{"R3年10月9日", markDate + "2021-10-09"},
		{"令和三年十月十四日", markDate + "2021-10-14"},
		{"二〇二一年十月二十日", markDate + "2021-10-20"},
		{"平成元年1月8日", markDate + "1989-01-08"},
		{"令和3年10月", markDate + "2021-10"},
		{"2021-10", markDate + "2021-10"},
		{"10 月 14 日", markDate + "--10-14"},
		{"令和3年度", markFiscal + "2021"},
		{"R3年度の", markFiscal + "2021"},
		{"2021年", markDate + "2021"},
	} {
		found := findDates(normalForm(tc.in))
		if len(found) != 1 {
			t.Errorf("%q holds dates %+v, want one", tc.in, found)
			continue
		}
		if got := found[0].terms()[0]; got != tc.want {
			t.Errorf("%q is %q, want %q", tc.in, got, tc.want)
		}
	}
}

func TestNoDates(t *testing.T) {
	for _, in := range []string{"lesson-r03-1-03", "case-r03-04", "2021-13-01", "2021年2月30日", "10.0.0.1", "13月40日", "1.2.3", "03-1234-5678", "令和"} {
		for _, d := range findDates(normalForm(in)) {
			if d.day > 0 || d.month > 0 {
				t.Errorf("%q is taken for the date %+v", in, d)
			}
		}
	}
}

func TestDateTerms(t *testing.T) {
	d := findDates("2021-10-14")[0]
	for _, want := range []string{markDate + "2021-10", markDate + "--10-14", markDate + "2021", "2021"} {
		if !slices.Contains(d.terms(), want) {
			t.Errorf("terms %q lack %q", d.terms(), want)
		}
	}
}

const numeral = `(?:[0-9]{1,2}|[〇一二三四五六七八九十]{1,3}|元)`

// What dates in words are, as regular expressions, which are slow to find.
var (
	dateInWords = regexp.MustCompile(`(?:(令和|平成|昭和|大正|明治|\b[rhst])(` + numeral + `)|([0-9]{4}|[〇一二三四五六七八九]{4}))年(度)?(?:(` + numeral + `)月(?:(` + numeral + `)日)?)?`)
	dateOfYear  = regexp.MustCompile(`(` + numeral + `)月(?:(` + numeral + `)日)?`)
)

// FuzzDates compares the dates found in words with what they are by definition,
// and makes sure that no other date is overlooked for want of its joints.
func FuzzDates(f *testing.F) {
	for _, s := range []string{
		"", "令和3年10月14日", "r3年度と2021年10月、二〇二一年十月十四日", "平成元年四月1日", "昭和六十三年12月", "大正十年", "明治三十二年度五月", "ar3年", "_s5年", "・h30年1月",
		"12021年", "1二三四年", "一二三四五年三十一月二十日", "十二三年", "2021年10月2022年11月12月", "1元月元日", "元年元月元日", "123月4日", "2021年度10月14日", "年月日年度",
		"r3.10.9", "h30/4/1", "2021-10-14", "2021/10/14t12", "2021.10.14", "10/14", "1/2/3", "99.99", "lesson-r03-1-03", "2021-10", "年\xe5\xb9", "1\xff月",
		"令和十年〇月三日", "一二十三年", "一二三四年", "二0二一年", "20二一年",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var words, months []datespan
		for _, m := range dateInWords.FindAllStringSubmatchIndex(s, -1) {
			d := datespan{start: m[0], end: m[1], fiscal: group(s, m, 4) != "", month: number(group(s, m, 5)), day: number(group(s, m, 6))}
			if y := group(s, m, 3); y != "" {
				d.year = digits(y)
			} else {
				d.year = eraYear(group(s, m, 1), number(group(s, m, 2)))
			}
			words = append(words, d)
		}
		if got := datesInWords(nil, s); !slices.Equal(got, words) {
			t.Errorf("%q: %+v, not %+v", s, got, words)
		}
		for _, m := range dateOfYear.FindAllStringSubmatchIndex(s, -1) {
			months = append(months, datespan{start: m[0], end: m[1], month: number(group(s, m, 1)), day: number(group(s, m, 2))})
		}
		if got := datesOfYear(nil, s); !slices.Equal(got, months) {
			t.Errorf("%q: %+v, not %+v", s, got, months)
		}
		found := joinedNumbers(s)
		if !found.era && dateByEra.MatchString(s) || !found.year && dateByYear.MatchString(s) || !found.slash && dateShort.MatchString(s) {
			t.Errorf("%q has a date, but %+v", s, found)
		}
	})
}
