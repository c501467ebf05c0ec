package server

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"kyokun/kb"
)

// timeView is a point in time for a <time> element.
type timeView struct {
	// ISO is the machine's form, with the zone where there is an hour.
	ISO  string
	Text string
}

const (
	dayForm    = "2006-01-02"
	minuteForm = "2006-01-02 15:04"
)

// moment writes a minute in the short form of tables.
func moment(t time.Time) timeView {
	t = t.In(kb.JST)
	return timeView{ISO: t.Format(time.RFC3339), Text: t.Format(minuteForm)}
}

// day writes a day in the short form of tables.
func day(t time.Time) timeView {
	s := t.In(kb.JST).Format(dayForm)
	return timeView{ISO: s, Text: s}
}

// when writes a minute, or a day where the hour is not known.
func when(w kb.When) timeView {
	if w.DayOnly {
		return day(w.Time)
	}
	return moment(w.Time)
}

// fullMoment writes a minute with the weekday and both calendars.
func (c composer) fullMoment(t time.Time) timeView {
	t = t.In(kb.JST)
	v := moment(t)
	if c.loc.lang == "en" {
		v.Text = t.Format("Mon 2 January 2006, 15:04") + " JST"
		return v
	}
	weekday := []string{"日", "月", "火", "水", "木", "金", "土"}[t.Weekday()]
	v.Text = fmt.Sprintf("%d年（%s年）%d月%d日（%s）%s",
		t.Year(), era(t), t.Month(), t.Day(), weekday, t.Format("15:04"))
	return v
}

// asOf says that something was said on a day, and may since have changed.
func (c composer) asOf(t time.Time) timeView {
	t = t.In(kb.JST)
	text := fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
	if c.loc.lang == "en" {
		text = t.Format("2 January 2006")
	}
	return timeView{ISO: t.Format(dayForm), Text: c.loc.T("lesson.asof", text)}
}

// era writes the year of a day in the Japanese calendar, such as 令和3.
func era(t time.Time) string {
	reiwa := time.Date(2019, time.May, 1, 0, 0, 0, 0, kb.JST)
	heisei := time.Date(1989, time.January, 8, 0, 0, 0, 0, kb.JST)
	switch {
	case !t.Before(reiwa):
		return "令和" + nth(t.Year()-2018)
	case !t.Before(heisei):
		return "平成" + nth(t.Year()-1988)
	}
	return "昭和" + nth(t.Year()-1925)
}

// eraYear writes the year in which a fiscal year begins. Fiscal 2019 began in
// Heisei, yet ministries call it 令和元年度.
func eraYear(fiscal int) string {
	return era(time.Date(fiscal, time.May, 1, 0, 0, 0, 0, kb.JST))
}

func nth(year int) string {
	if year == 1 {
		return "元"
	}
	return strconv.Itoa(year)
}

// span writes a length in minutes, such as 3時間58分.
func (c composer) span(minutes int) string {
	hours, rest := minutes/60, minutes%60
	switch {
	case hours == 0:
		return c.loc.T("span.minutes", rest)
	case rest == 0:
		return c.loc.T("span.hours", hours)
	}
	return c.loc.T("span.both", hours, rest)
}

// offset writes how long after the start something was, with the minutes that
// an auditor compares.
func (c composer) offset(start, at time.Time) string {
	minutes := int(at.Sub(start) / time.Minute)
	switch {
	case minutes == 0:
		return c.loc.T("offset.same")
	case minutes < 0:
		return c.loc.T("offset.before", c.span(-minutes))
	case minutes <= 60:
		return c.loc.T("offset.after", c.span(minutes))
	}
	return c.loc.T("offset.long", c.span(minutes), commas(minutes))
}

// commas writes a count with separators of thousands.
func commas(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	var parts []string
	for len(s) > 3 {
		parts = append([]string{s[len(s)-3:]}, parts...)
		s = s[:len(s)-3]
	}
	return sign + strings.Join(append([]string{s}, parts...), ",")
}
