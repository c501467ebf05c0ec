package report

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"kyokun/kb"
)

// figures are the numbers, days and times that a text holds, however it writes
// them: 50万 and 500,000, 令和3年 and 2021年, 午後7時57分 and 19:57.
type figures struct {
	numbers map[int]bool
	days    map[string]bool // 10-14, and 2021-10-14 where the year is told
	times   map[string]bool // 19:57
	spans   map[int]bool    // minutes
	years   map[int]bool
	plain   string
}

var (
	amountForm = regexp.MustCompile(amount)
	clockForm  = regexp.MustCompile(`(午前|午後)?\s*(\d{1,2})\s*(?::\s*(\d{2})|時\s*(?:(\d{1,2})\s*分)?)`)
	monthDay   = regexp.MustCompile(`(\d{1,2})\s*月\s*(\d{1,2})\s*日|(\d{1,2})/(\d{1,2})`)
)

// figuresOf reads the figures of a text.
func figuresOf(text string) *figures {
	f := &figures{numbers: map[int]bool{}, days: map[string]bool{}, times: map[string]bool{}, spans: map[int]bool{}, years: map[int]bool{}, plain: squeeze(text)}
	for _, m := range amountForm.FindAllStringSubmatch(f.plain, -1) {
		f.numbers[number(m[1])] = true
		if n, ok := scaled(m[1], m[2], m[3], m[4]); ok {
			f.numbers[n] = true
		}
	}
	spaced := strings.ReplaceAll(fold(text), "\n", " ")
	for _, m := range monthDay.FindAllStringSubmatch(spaced, -1) {
		f.days[fmt.Sprintf("%d-%d", number(m[1]+m[3]), number(m[2]+m[4]))] = true
	}
	for _, s := range stamps(spaced, time.Time{}) {
		f.days[s.at.Format("2006-1-2")] = true
		f.days[s.at.Format("1-2")] = true
	}
	for _, m := range clockForm.FindAllStringSubmatch(spaced, -1) {
		hour, minute := clock(m[1], m[2], m[3]+m[4])
		f.times[fmt.Sprintf("%d:%d", hour, minute)] = true
	}
	for _, m := range durationForm.FindAllStringSubmatch(f.plain, -1) {
		if m[2] != "" || m[3] != "" {
			f.spans[number(m[1])*24*60+number(m[2])*60+number(m[3])] = true
		}
	}
	for _, y := range years(f.plain) {
		f.years[y] = true
	}
	return f
}

// missing names the figures of a fact that the passages do not hold.
func (f *figures) missing(fact any) []string {
	var out []string
	need := func(ok bool, words string) {
		if !ok {
			out = append(out, words)
		}
	}
	switch x := fact.(type) {
	case *kb.Point:
		if x.Basis == kb.Stated {
			need(f.hasDay(x.At.Time) && f.hasTime(x.At.Time), x.At.String())
		}
	case *kb.Duration:
		need(f.spans[x.Minutes], x.Text)
	case *kb.Affected:
		for _, n := range []*int{x.Min, x.Max} {
			need(n == nil || f.numbers[*n], x.Text)
		}
	case *kb.Inquiries:
		for _, p := range x.Parts {
			need(f.numbers[p.Count], strconv.Itoa(p.Count))
		}
		need(x.Total == nil || x.Basis == kb.Computed || f.numbers[*x.Total], "total")
	case *kb.Measure:
		for _, d := range []*kb.Date{x.Started, x.Due, x.Done} {
			need(d == nil || f.hasDay(d.Time), fmt.Sprint(d))
		}
		out = append(out, f.missingIn(x.Text)...)
	case *kb.Notice:
		for _, w := range []*kb.When{x.At, x.To} {
			need(w == nil || f.hasWhen(*w), fmt.Sprint(w))
		}
		need(x.Count == 0 || f.numbers[x.Count], strconv.Itoa(x.Count))
	case *kb.Event:
		need(f.hasWhen(x.At), x.At.String())
	case *kb.Statement:
		out = append(out, append(f.missingYears(x.Years), f.missingIn(x.Text)...)...)
	case *kb.Incident:
		out = append(out, f.missingYears(x.Years)...)
	case *kb.Region:
		for _, name := range x.Except {
			need(strings.Contains(f.plain, squeeze(name)), name)
		}
	case *kb.Fact:
		out = append(out, f.missingIn(x.Text)...)
	case *kb.Cause:
		if x.By == kb.BySource {
			out = append(out, f.missingIn(x.Text)...)
		}
	case *kb.Reading:
		out = append(out, f.missingIn(x.Text)...)
	case *kb.Window:
		out = append(out, f.missingWindow(x)...)
	}
	return distinctWords(out)
}

func (f *figures) missingWindow(w *kb.Window) []string {
	out := append(f.missing(&w.Start), f.missing(&w.End)...)
	out = append(out, f.missing(&w.Duration)...)
	for i := range w.Affected {
		out = append(out, f.missing(&w.Affected[i])...)
	}
	return append(out, f.missing(&w.Region)...)
}

func (f *figures) hasDay(t time.Time) bool {
	return f.days[t.Format("2006-1-2")] || f.days[t.Format("1-2")]
}

func (f *figures) hasTime(t time.Time) bool {
	return f.times[fmt.Sprintf("%d:%d", t.Hour(), t.Minute())]
}

func (f *figures) hasWhen(w kb.When) bool {
	return f.hasDay(w.Time) && (w.DayOnly || f.hasTime(w.Time))
}

func (f *figures) missingYears(want []int) []string {
	var out []string
	for _, y := range want {
		if !f.years[y] {
			out = append(out, fmt.Sprintf("%d年度", y))
		}
	}
	return out
}

// textFigure is a figure in running text, with what stands around it, so that
// names such as IPv6 and counts such as 2つ can be told from it.
var textFigure = regexp.MustCompile(`[A-Za-z\d#+.-]*\d[\d,]*(?:\.\d+)?[億万千]*[A-Za-z]*`)

// missingIn names the figures in our words that the passages do not hold. Names
// that hold a digit must stand there as they are; a lone digit is a count of
// ours (2つの項目) as often as a figure, and is left out.
func (f *figures) missingIn(text string) []string {
	var out []string
	for _, token := range textFigure.FindAllString(squeeze(text), -1) {
		switch {
		case strings.ContainsAny(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"):
			if !strings.Contains(strings.ToLower(f.plain), strings.ToLower(strings.Trim(token, ".-#+"))) {
				out = append(out, token)
			}
		case len(strings.Trim(token, "億万千")) < 2 && len(token) < 2:
		default:
			if !f.hasNumber(token) {
				out = append(out, token)
			}
		}
	}
	return out
}

func (f *figures) hasNumber(token string) bool {
	m := amountForm.FindStringSubmatch(token)
	if m == nil {
		return true
	}
	n, ok := scaled(m[1], m[2], m[3], m[4])
	if !ok {
		return strings.Contains(f.plain, token)
	}
	if f.numbers[n] || f.years[n] {
		return true
	}
	if n > 12 && n < 24 { // an hour that the source counts from noon
		for t := range f.times {
			if strings.HasPrefix(t, strconv.Itoa(n)+":") {
				return true
			}
		}
	}
	return f.spans[n]
}

func distinctWords(in []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range in {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
