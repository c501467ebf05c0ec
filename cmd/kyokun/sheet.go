package main

import (
	"fmt"
	"strings"

	"kyokun/kb"
)

// sheet prints a document for reading in a terminal.
type sheet struct {
	*app
	*printer
}

func (s sheet) document(doc kb.Document) {
	h := doc.Common()
	s.line(fmt.Sprintf("[%s] %s", h.Kind().Label().In(s.lang), s.strong(h.Title)))
	if s.lang == "en" {
		s.line(h.TitleEN)
	}
	s.line(s.dim(h.ID))
	if h.Domain != kb.Telecom {
		s.line(s.say("分野: ", "Domain: ") + h.Domain)
	}
	s.line("\n" + h.Summary + "\n")
	switch d := doc.(type) {
	case *kb.Case:
		s.accident(d)
	case *kb.Lesson:
		s.lesson(d)
	case *kb.Provision:
		s.provision(d)
	case *kb.Source:
		s.source(d)
	}
	if h.Body != "" {
		s.line("\n" + strings.TrimSpace(h.Body))
	}
	s.heading("出典", "Sources")
	for _, c := range h.Cite {
		s.line("  " + s.cite(c))
	}
}

func (s sheet) heading(ja, en string) { s.line("\n" + s.strong(s.say(ja, en))) }

// row prints one named fact, where there is one.
func (s sheet) row(ja, en, value string) {
	if value != "" {
		s.line("  " + s.say(ja, en) + ": " + value)
	}
}

func (s sheet) cite(c kb.Citation) string {
	line := c.Source + "  " + c.Place(s.lang)
	if c.Note != "" {
		line += s.say("（", " (") + c.Note + s.say("）", ")")
	}
	return line
}

func (s sheet) accident(c *kb.Case) {
	s.row("開始", "Start", s.point(c.Start))
	s.row("終了", "End", s.point(c.End))
	if c.Duration.Minutes > 0 {
		s.row("継続時間", "Duration", fmt.Sprintf("%s (%d%s)", c.Duration.Text, c.Duration.Minutes, s.say("分", " minutes")))
	}
	for _, a := range c.Affected {
		s.row("影響", "Affected", a.Text)
	}
	s.row("地域", "Region", c.Region.Text)
	s.row("重大な事故", "Serious accident", c.Serious.Text)
	s.row("現象", "Phenomenon", c.Phenomenon.Text)
	s.heading("原因", "Causes")
	for _, cause := range c.Causes {
		s.line(fmt.Sprintf("  %s [%s] %s", cause.ID, cause.Role.Label().In(s.lang), cause.Text))
	}
	s.heading("対策", "Measures")
	for _, m := range c.Measures {
		s.line("  " + s.measure(m))
	}
	s.heading("周知", "Notices")
	for _, n := range c.Notices {
		s.line("  " + s.notice(c, n))
	}
	s.row("補足", "Note", c.NoticesNote)
}

// point writes a time; "" where the source gives none.
func (s sheet) point(p kb.Point) string {
	if p.At.IsZero() {
		return ""
	}
	line := p.At.Format("2006-01-02 15:04")
	if p.Approximate {
		line += s.say(" 頃", " or so")
	}
	if p.Basis == kb.Computed {
		line += s.say("（計算値）", " (computed)")
	}
	return line
}

func (s sheet) measure(m kb.Measure) string {
	line := fmt.Sprintf("%s [%s] %s", m.ID, m.Kind.Label().In(s.lang), m.Text)
	if len(m.Answers) > 0 {
		line += " → " + strings.Join(m.Answers, ", ")
	}
	for _, d := range []struct {
		date   *kb.Date
		ja, en string
	}{{m.Started, "開始", "started"}, {m.Due, "予定", "due"}, {m.Done, "完了", "done"}} {
		if d.date != nil {
			line += fmt.Sprintf(" (%s %s)", s.say(d.ja, d.en), d.date)
		}
	}
	return line
}

func (s sheet) notice(c *kb.Case, n kb.Notice) string {
	when := s.say("時刻の記載なし", "time not given")
	if n.At != nil {
		when = strings.Replace(n.At.String(), "T", " ", 1)
	}
	if minutes, ok := c.NoticeMinutes(n); ok {
		when += fmt.Sprintf(s.say("（開始から%d分）", " (%d minutes after the start)"), minutes)
	}
	return when + "  " + n.Text
}

func (s sheet) lesson(d *kb.Lesson) {
	if d.AsOf != nil {
		s.row("時点", "As of", d.AsOf.String())
	}
	for _, st := range d.Statements {
		s.statement(d, st)
	}
	s.links("もとになった事例", "Cases", d.Cases)
	s.links("枠組みの条項", "Provisions", d.Provisions)
}

func (s sheet) statement(d *kb.Lesson, st kb.Statement) {
	s.line(fmt.Sprintf("%s [%s] %s", s.dim(d.ID+"#"+st.ID), s.mark(st), st.Text))
	tags, _ := kb.ParseTags(bundled("tags.yaml"))
	for _, q := range st.Questions {
		s.line("    □ " + q.Text + "  " + s.dim(s.workLabel(tags, q.Work)))
	}
}

// mark is the report's mark on a statement, or how strongly another source puts it.
func (s sheet) mark(st kb.Statement) string {
	switch {
	case st.Status == kb.New:
		return s.say("本年度新規", "new")
	case st.Status == kb.Restated:
		return s.say("再掲 ", "restated ") + joinYears(st.Years)
	case st.Strength == kb.Must:
		return s.say("必須とされる", "called indispensable")
	case st.Strength == kb.Should:
		return s.say("推奨", "recommended")
	case st.Strength == kb.May:
		return s.say("例示", "given as an example")
	case st.Strength == kb.Request:
		return s.say("要望", "asked of the government")
	}
	return "-"
}

func joinYears(years []int) string {
	var out []string
	for _, y := range years {
		out = append(out, fmt.Sprint(y))
	}
	return strings.Join(out, ", ")
}

func (s sheet) links(ja, en string, links []kb.Link) {
	if len(links) == 0 {
		return
	}
	s.heading(ja, en)
	for _, l := range links {
		s.line(fmt.Sprintf("  %s  %s", l.To, s.dim("("+l.Asserted().In(s.lang)+")")))
	}
}

func (s sheet) provision(d *kb.Provision) {
	s.row("層", "Layer", d.Layer.Label().In(s.lang))
	s.row("根拠となる文書", "Instrument", d.Instrument)
	for _, art := range d.Articles {
		line := art.Number
		if art.AsOf != nil {
			line += fmt.Sprintf(s.say("（%s 時点）", " (as of %s)"), art.AsOf)
		}
		if !art.Verified {
			line += s.say("（未確認）", " (not verified)")
		}
		s.row("条項", "Article", line)
	}
	s.row("対象", "Applies to", d.Applies)
	s.row("上位の条項", "Parent", d.Parent)
	s.row("補足", "Note", d.Note)
}

func (s sheet) source(d *kb.Source) {
	s.row("発行者", "Publisher", d.Publisher)
	s.row("発行", "Published", d.Published)
	s.row("番号", "Number", d.Official)
	s.row("URL", "URL", d.URL)
	s.row("利用条件", "Licence", d.Licence)
	s.row("参照した版", "Seen", d.Seen)
	if len(d.Errata) > 0 {
		s.row("食い違いの記録", "Errata", fmt.Sprint(len(d.Errata)))
	}
}
