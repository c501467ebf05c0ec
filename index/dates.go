package index

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// datespan is a date found in a normal text. What the text does not give is 0:
// the day, the month, or the year where it gives a day or month alone.
type datespan struct {
	start, end       int
	year, month, day int
	fiscal           bool // 年度
}

// The ways in which the content and its readers write dates, in normal text,
// besides those in words.
var (
	// r3.10.9, h30/4/1; no hyphen, which ids have (lesson-r03-1-03)
	dateByEra = regexp.MustCompile(`\b([rhst])([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{1,2})\b`)
	// 2021-10-14, 2021/10/14, 2021.10.14, 2021-10
	dateByYear = regexp.MustCompile(`\b((?:19|20)[0-9]{2})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?|\.([0-9]{1,2})\.([0-9]{1,2}))(?:\b|t[0-9])`)
	// 10/14, where no further number follows or goes before
	dateShort = regexp.MustCompile(`(?:^|[^0-9a-z/.])([0-9]{1,2})/([0-9]{1,2})(?:$|[^0-9a-z/.%])`)
)

// findDates returns the dates of a normal text, in order, none overlapping.
func findDates(s string) []datespan {
	found := datesInWords(nil, s)
	joined := joinedNumbers(s)
	if joined.era {
		for _, m := range dateByEra.FindAllStringSubmatchIndex(s, -1) {
			year := eraYear(group(s, m, 1), number(group(s, m, 2)))
			found = append(found, datespan{start: m[0], end: m[1], year: year, month: number(group(s, m, 3)), day: number(group(s, m, 4))})
		}
	}
	if joined.year {
		for _, m := range dateByYear.FindAllStringSubmatchIndex(s, -1) {
			found = append(found, byYear(s, m))
		}
	}
	found = datesOfYear(found, s)
	if joined.slash {
		for _, m := range dateShort.FindAllStringSubmatchIndex(s, -1) {
			found = append(found, datespan{start: m[2], end: m[5], month: number(group(s, m, 1)), day: number(group(s, m, 2))})
		}
	}
	return disjoint(found)
}

// joints are the kinds of numbers joined by . / or - that a text has. Each kind
// of date needs one of them, and most texts have none.
type joints struct {
	era   bool // after the letter of an era: r3.10
	year  bool // after a year: 2021-1
	slash bool // 10/1
}

func joinedNumbers(s string) joints {
	var found joints
	for i := 1; i+1 < len(s); i++ {
		switch s[i] {
		case '.', '/', '-':
		default:
			continue
		}
		if !isDigit(rune(s[i-1])) || !isDigit(rune(s[i+1])) {
			continue
		}
		found.slash = found.slash || s[i] == '/'
		found.era = found.era || i >= 2 && isEraLetter(s[i-2]) || i >= 3 && isEraLetter(s[i-3])
		found.year = found.year || i >= 4 && (s[i-4:i-2] == "19" || s[i-4:i-2] == "20")
	}
	return found
}

func isEraLetter(c byte) bool { return c == 'r' || c == 'h' || c == 's' || c == 't' }

// datesInWords appends the dates with a year in words: 令和3年10月14日,
// r3年度, 2021年10月, 二〇二一年十月十四日.
func datesInWords(to []datespan, s string) []datespan {
	for at := 0; ; {
		i := strings.Index(s[at:], "年")
		if i < 0 {
			return to
		}
		end := at + i + len("年")
		if start, year, ok := yearAtEnd(s[:at+i]); ok {
			d := datespan{start: start, year: year}
			if strings.HasPrefix(s[end:], "度") {
				d.fiscal, end = true, end+len("度")
			}
			n, month := countAhead(s[end:], "月")
			end += n
			if n > 0 {
				n, d.day = countAhead(s[end:], "日")
			}
			d.month, d.end = month, end+n
			to = append(to, d)
		}
		at = end
	}
}

// datesOfYear appends the dates without a year in words: 10月14日, 10月.
func datesOfYear(to []datespan, s string) []datespan {
	for at := 0; ; {
		i := strings.Index(s[at:], "月")
		if i < 0 {
			return to
		}
		end := at + i + len("月")
		if n := numeralAtEnd(s[:at+i]); n > 0 {
			d := datespan{start: at + i - n, month: number(s[at+i-n : at+i])}
			n, d.day = countAhead(s[end:], "日")
			d.end = end + n
			to = append(to, d)
		}
		at = end
	}
}

// yearAtEnd reads the year at the end of a text, of an era or in four figures.
func yearAtEnd(s string) (start, year int, ok bool) {
	if n := numeralAtEnd(s); n > 0 {
		if era := eraAtEnd(s[:len(s)-n]); era != "" {
			return len(s) - n - len(era), eraYear(era, number(s[len(s)-n:])), true
		}
	}
	start = len(s)
	for n := 0; n < 4; n++ {
		r, size := utf8.DecodeLastRuneInString(s[:start])
		start -= size
		// Figures are all of one kind.
		if !isDigit(r) && (size == 0 || !strings.ContainsRune(kanjiDigits, r)) || isDigit(r) != isDigit(rune(s[len(s)-1])) {
			return 0, 0, false
		}
	}
	return start, digits(s[start:]), true
}

// eraAtEnd returns the name of an era at the end of a text, in kanji or as a
// letter that begins a word; empty where there is none.
func eraAtEnd(s string) string {
	for _, era := range []string{"令和", "平成", "昭和", "大正", "明治"} {
		if strings.HasSuffix(s, era) {
			return era
		}
	}
	if n := len(s); n > 0 && isEraLetter(s[n-1]) && (n == 1 || !isASCIIWord(s[n-2])) {
		return s[n-1:]
	}
	return ""
}

// isASCIIWord tells the characters that \b holds for parts of words.
func isASCIIWord(c byte) bool {
	return c == '_' || c < utf8.RuneSelf && classOf(rune(c)) == classWord
}

// countAhead reads the number before a counter at the start of a text, and
// returns the length of both; 0 where there are none.
func countAhead(s, counter string) (length, n int) {
	length = numeralAhead(s)
	if length == 0 || !strings.HasPrefix(s[length:], counter) {
		return 0, 0
	}
	return length + len(counter), number(s[:length])
}

// The numerals of months, days and years of an era are 1 to 2 digits, 1 to 3
// kanji, or 元.
const (
	mostDigits = 2
	mostKanji  = 3
)

// numeralAhead returns the length of the numeral at the start of a text.
func numeralAhead(s string) int {
	n := 0
	for n < mostDigits && n < len(s) && isDigit(rune(s[n])) {
		n++
	}
	if n > 0 {
		return n
	}
	for range mostKanji {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !isKanjiNumeral(r) {
			break
		}
		n += size
	}
	if n == 0 && strings.HasPrefix(s, "元") {
		return len("元")
	}
	return n
}

// numeralAtEnd returns the length of the numeral at the end of a text.
func numeralAtEnd(s string) int {
	n := 0
	for n < mostDigits && n < len(s) && isDigit(rune(s[len(s)-1-n])) {
		n++
	}
	if n > 0 {
		return n
	}
	for range mostKanji {
		r, size := utf8.DecodeLastRuneInString(s[:len(s)-n])
		if !isKanjiNumeral(r) {
			break
		}
		n += size
	}
	if n == 0 && strings.HasSuffix(s, "元") {
		return len("元")
	}
	return n
}

func isKanjiNumeral(r rune) bool { return r == '十' || strings.ContainsRune(kanjiDigits, r) }

func group(s string, m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return s[m[2*i]:m[2*i+1]]
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
