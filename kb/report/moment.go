package report

import (
	"fmt"
	"regexp"
	"time"

	"kyokun/kb"
)

// stamp is a point in time that stands in a text.
type stamp struct {
	at       time.Time
	dayOnly  bool
	approx   bool // 頃
	from, to int  // where it stands in the text, in bytes
}

func (s stamp) when() kb.When { return kb.When{Time: s.at, DayOnly: s.dayOnly} }

var stampForm = regexp.MustCompile(`(?:(?:(令和|平成|昭和|R|H|S)\s*(\d{1,2}|元)|(同|(?:19|20)\d\d))\s*年\s*)?(?:(\d{1,2})\s*月\s*(\d{1,2})\s*日|((?:19|20)\d\d)[/.-](\d{1,2})[/.-](\d{1,2})|(\d{1,2})/(\d{1,2})|(同日))` +
	`(?:\s*\([月火水木金土日祝・曜日]+\))?(?:\s*(午前|午後|AM|PM)?\s*(\d{1,2})\s*(?::\s*(\d{2})|時(?:\s*(\d{1,2})\s*分)?))?(?:\s*(頃|ごろ))?`)

var timeForm = regexp.MustCompile(`^\s*(?:から|より)?\s*[~〜～-]\s*(午前|午後)?\s*(\d{1,2})\s*(?::\s*(\d{2})|時(?:\s*(\d{1,2})\s*分)?)`)

// stamps finds the dates and times in a folded text. A date without its year
// is taken in the year of, or next after, the day given; with none given it is
// left out.
func stamps(text string, after time.Time) []stamp {
	var out []stamp
	last := after
	for _, m := range stampForm.FindAllStringSubmatchIndex(text, -1) {
		g := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return text[m[2*i]:m[2*i+1]]
		}
		year := yearOf(g(1), g(2), g(3), g(6), last)
		month, day := g(4)+g(7)+g(9), g(5)+g(8)+g(10)
		if year == 0 && !last.IsZero() {
			year = nextYear(number(month), number(day), last, after)
		}
		if g(11) != "" && !last.IsZero() {
			year, month, day = last.Year(), fmt.Sprint(int(last.Month())), fmt.Sprint(last.Day())
		}
		hour, minute := clock(g(12), g(13), g(14)+g(15))
		at, ok := date(year, number(month), number(day), hour, minute)
		if !ok {
			continue
		}
		out = append(out, stamp{at: at, dayOnly: g(13) == "", approx: g(16) != "", from: m[0], to: m[1]})
		last = at
	}
	return out
}

func yearOf(era, eraYear, plain, slashed string, last time.Time) int {
	switch {
	case plain == "同":
		return last.Year()
	case plain != "":
		return number(plain)
	case slashed != "":
		return number(slashed)
	case era != "":
		return eraToYear(era, eraYear)
	}
	return 0
}

// eraToYear turns 令和3 into 2021.
func eraToYear(era, year string) int {
	n := number(year)
	if year == "元" {
		n = 1
	}
	base := map[string]int{"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}[era]
	if n == 0 || base == 0 {
		return 0
	}
	return base + n
}

// nextYear is the year of a day that follows the accident.
func nextYear(month, day int, last, after time.Time) int {
	at := time.Date(last.Year(), time.Month(month), day, 23, 59, 0, 0, kb.JST)
	if at.Before(after) {
		return last.Year() + 1
	}
	return last.Year()
}

func clock(half, hour, minute string) (int, int) {
	h := number(hour)
	if (half == "午後" || half == "PM") && h < 12 {
		h += 12
	}
	return h, number(minute)
}

// date makes a time that the calendar has.
func date(year, month, day, hour, minute int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), day, hour, minute, 0, 0, kb.JST)
	ok := year > 1900 && t.Year() == year && int(t.Month()) == month && t.Day() == day && hour < 24 && minute < 60
	return t, ok
}

// until reads the time that ends a span, such as 21:06 in 20:46～21:06.
func until(text string, s stamp) (time.Time, bool) {
	m := timeForm.FindStringSubmatch(text[s.to:])
	if m == nil || s.dayOnly {
		return time.Time{}, false
	}
	hour, minute := clock(m[1], m[2], m[3]+m[4])
	t, ok := date(s.at.Year(), int(s.at.Month()), s.at.Day(), hour, minute)
	if ok && t.Before(s.at) {
		t = t.AddDate(0, 0, 1)
	}
	return t, ok
}

var yearForm = regexp.MustCompile(`(令和|平成|昭和)\s*(\d{1,2}|元)\s*年|((?:19|20)\d\d)\s*年`)

// years reads the fiscal years that a mark names.
func years(s string) []int {
	var out []int
	for _, m := range yearForm.FindAllStringSubmatch(fold(s), -1) {
		y := number(m[3])
		if m[1] != "" {
			y = eraToYear(m[1], m[2])
		}
		if y > 0 {
			out = append(out, y)
		}
	}
	return out
}
