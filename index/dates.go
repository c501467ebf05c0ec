package index

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// datespan is a date found in a normal text. What the text does not give is 0:
// the day, the month, or the year where it gives a day or month alone.
type datespan struct {
	start, end       int
	year, month, day int
	fiscal           bool // 年度
}

const numeral = `(?:[0-9]{1,2}|[〇一二三四五六七八九十]{1,3}|元)`

// The ways in which the content and its readers write dates, in normal text.
var (
	// 令和3年10月14日, r3年度, 2021年10月, 二〇二一年十月十四日
	dateInWords = regexp.MustCompile(`(?:(令和|平成|昭和|大正|明治|\b[rhst])(` + numeral + `)|([0-9]{4}|[〇一二三四五六七八九]{4}))年(度)?(?:(` + numeral + `)月(?:(` + numeral + `)日)?)?`)
	// r3.10.9, h30/4/1; no hyphen, which ids have (lesson-r03-1-03)
	dateByEra = regexp.MustCompile(`\b([rhst])([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{1,2})\b`)
	// 2021-10-14, 2021/10/14, 2021.10.14, 2021-10
	dateByYear = regexp.MustCompile(`\b((?:19|20)[0-9]{2})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?|\.([0-9]{1,2})\.([0-9]{1,2}))(?:\b|t[0-9])`)
	// 10月14日, 10月
	dateOfYear = regexp.MustCompile(`(` + numeral + `)月(?:(` + numeral + `)日)?`)
	// 10/14, where no further number follows or goes before
	dateShort = regexp.MustCompile(`(?:^|[^0-9a-z/.])([0-9]{1,2})/([0-9]{1,2})(?:$|[^0-9a-z/.%])`)
)

// findDates returns the dates of a normal text, in order, none overlapping.
func findDates(s string) []datespan {
	if !strings.ContainsAny(s, "0123456789年月/") {
		return nil
	}
	var found []datespan
	for _, m := range dateInWords.FindAllStringSubmatchIndex(s, -1) {
		found = append(found, inWords(s, m))
	}
	for _, m := range dateByEra.FindAllStringSubmatchIndex(s, -1) {
		year := eraYear(group(s, m, 1), number(group(s, m, 2)))
		found = append(found, datespan{start: m[0], end: m[1], year: year, month: number(group(s, m, 3)), day: number(group(s, m, 4))})
	}
	for _, m := range dateByYear.FindAllStringSubmatchIndex(s, -1) {
		found = append(found, byYear(s, m))
	}
	for _, m := range dateOfYear.FindAllStringSubmatchIndex(s, -1) {
		found = append(found, datespan{start: m[0], end: m[1], month: number(group(s, m, 1)), day: number(group(s, m, 2))})
	}
	for _, m := range dateShort.FindAllStringSubmatchIndex(s, -1) {
		found = append(found, datespan{start: m[2], end: m[5], month: number(group(s, m, 1)), day: number(group(s, m, 2))})
	}
	return disjoint(found)
}

func group(s string, m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return s[m[2*i]:m[2*i+1]]
}

func inWords(s string, m []int) datespan {
	d := datespan{start: m[0], end: m[1], fiscal: group(s, m, 4) != ""}
	if y := group(s, m, 3); y != "" {
		d.year = digits(y)
	} else {
		d.year = eraYear(group(s, m, 1), number(group(s, m, 2)))
	}
	d.month, d.day = number(group(s, m, 5)), number(group(s, m, 6))
	return d
}

func byYear(s string, m []int) datespan {
	d := datespan{start: m[0], year: number(group(s, m, 1))}
	for _, i := range []int{2, 4} {
		if group(s, m, i) != "" {
			d.month, d.end = number(group(s, m, i)), m[2*i+1]
		}
	}
	for _, i := range []int{3, 5} {
		if group(s, m, i) != "" {
			d.day, d.end = number(group(s, m, i)), m[2*i+1]
		}
	}
	return d
}

// disjoint keeps the dates that exist, the longest of those that overlap.
func disjoint(found []datespan) []datespan {
	slices.SortFunc(found, func(a, b datespan) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	out := found[:0]
	end := 0
	for _, d := range found {
		if d.start >= end && d.valid() {
			out = append(out, d)
			end = d.end
		}
	}
	return out
}

// valid reports whether there is such a date.
func (d datespan) valid() bool {
	switch {
	case d.month == 0:
		return d.year >= 1868 && d.year < 2200 && d.day == 0
	case d.month > 12 || d.day > 31 || d.month < 0 || d.day < 0:
		return false
	case d.day == 0:
		return d.year == 0 || d.year >= 1868 && d.year < 2200
	}
	year := d.year
	if year == 0 {
		year = 2000 // a leap year: 2月29日 may stand without its year
	}
	return time.Date(year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).Day() == d.day
}

// The marks that keep date terms apart from words.
const (
	markDate   = "\x01d"
	markFiscal = "\x01f"
)

// terms returns the terms under which a document with the date is found, the
// most telling first. A year is also a plain number, for who types 2021 alone.
func (d datespan) terms() []string {
	var out []string
	if d.year > 0 && d.month > 0 && d.day > 0 {
		out = append(out, fmt.Sprintf("%s%04d-%02d-%02d", markDate, d.year, d.month, d.day))
	}
	if d.month > 0 && d.day > 0 {
		out = append(out, fmt.Sprintf("%s--%02d-%02d", markDate, d.month, d.day))
	}
	if d.year > 0 && d.month > 0 {
		out = append(out, fmt.Sprintf("%s%04d-%02d", markDate, d.year, d.month))
	}
	if d.month > 0 {
		out = append(out, fmt.Sprintf("%s--%02d", markDate, d.month))
	}
	if d.fiscal {
		return append(out, markFiscal+strconv.Itoa(d.year))
	}
	if d.year > 0 {
		out = append(out, markDate+strconv.Itoa(d.year), strconv.Itoa(d.year))
	}
	return out
}

// eraYear turns a year of an era into one of the common era.
func eraYear(era string, year int) int {
	switch era {
	case "令和", "r":
		return 2018 + year
	case "平成", "h":
		return 1988 + year
	case "昭和", "s":
		return 1925 + year
	case "大正", "t":
		return 1911 + year
	case "明治":
		return 1867 + year
	}
	return 0
}

const kanjiDigits = "〇一二三四五六七八九"

// number reads 14, 十四, 二十 or 元; 0 for the empty string, -1 for what is none.
func number(s string) int {
	switch {
	case s == "":
		return 0
	case s == "元":
		return 1
	case isDigit(rune(s[0])):
		n, err := strconv.Atoi(s)
		if err != nil {
			return -1
		}
		return n
	}
	tens, ones, found := strings.Cut(s, "十")
	switch {
	case !found:
		return digits(s)
	case strings.Contains(ones, "十"):
		return -1
	case tens == "":
		return 10 + digits(ones)
	}
	return digits(tens)*10 + digits(ones)
}

// digits reads figures set one after the other, Arabic or kanji: 二〇二一.
func digits(s string) int {
	n := 0
	for _, r := range s {
		d := int(r - '0')
		if !isDigit(r) {
			i := strings.IndexRune(kanjiDigits, r)
			if i < 0 {
				return -1
			}
			d = i / len("一")
		}
		n = n*10 + d
	}
	return n
}
