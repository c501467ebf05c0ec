package report

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"kyokun/kb"
)

// Quote is a stretch of the source, for the person who finishes a draft.
type Quote struct {
	Text         string
	Page, PageTo int // 0 where they are not known
}

// quote joins lines to a quote.
func quote(in []line) Quote {
	var rows []string
	q := Quote{}
	for _, l := range in {
		if l.text != "" {
			rows = append(rows, l.text)
		}
	}
	q.Page, q.PageTo = pageRange(in)
	q.Text = strings.Join(rows, "\n")
	return q
}

// Name is a name as the source writes it, with the id of the tag that it names,
// empty where the tags have none.
type Name struct{ Text, ID string }

// Accident is what the text tells of one accident. What it does not tell is the
// zero value.
type Accident struct {
	ID      string
	Section Section
	// Table is true where the accident has a table of its own; one that stands
	// in a row of a list has only what the list tells.
	Table bool

	Operators []Name
	// Listed are those that only the list of accidents names.
	Listed    []Name
	Start     *kb.Point
	Day       *kb.Date // where only the day is told
	End       *kb.Point
	Duration  *kb.Duration
	Affected  []kb.Affected
	Region    *kb.Region
	Inquiries *kb.Inquiries
	Serious   *bool
	Rows      []string
	// Classes are the services in the brackets of the class.
	Classes  []string
	Causes   []Cause
	Measures []Measure
	Notices  []Notice
	// NoNotices is true where the table says that there were none.
	NoNotices bool
	Wider     *kb.Window
	// Differs holds what the list tells otherwise, in Japanese.
	Differs []string

	quotes map[cell]Quote
}

// accident reads one accident table.
func (r *reader) accident(t table, s Section) Accident {
	a := Accident{Section: s, Table: true, quotes: map[cell]Quote{}}
	for c, rows := range t.rows {
		a.quotes[c] = quote(rows)
	}
	a.Operators = r.operators(t.text(cellOperators))
	a.times(t)
	a.Affected = affected(t.text(cellAffected))
	if text := t.text(cellRegion); text != "" {
		reg := region(text)
		a.Region = &reg
	}
	a.Inquiries = inquiries(t.text(cellInquiries), r.shortName)
	a.class(t.text(cellClass), s)
	a.Causes = causes(t.rows[cellCauses])
	a.Causes = append(a.Causes, issues(t.rows[cellMeasures])...)
	a.Measures = measures(t.rows[cellMeasures], a.Causes, a.after())
	headed(a.Measures, a.Causes)
	a.notices(r, t)
	a.wider(t.rows[cellWider])
	return a
}

// after is the day from which dates without a year are counted.
func (a *Accident) after() time.Time {
	switch {
	case a.Start != nil:
		return a.Start.At.Time
	case a.Day != nil:
		return a.Day.Time
	}
	return time.Time{}
}

// times reads start, duration and end. The end is the source's where it gives
// one that fits, else the start plus the duration.
func (a *Accident) times(t table) {
	text := t.text(cellStart)
	minutes, words := duration(t.text(cellDuration))
	if minutes > 0 {
		a.Duration = &kb.Duration{Minutes: minutes, Text: words}
	}
	found := stamps(strings.ReplaceAll(text, "\n", " "), time.Time{})
	if len(found) == 0 {
		return
	}
	first := found[0]
	if first.dayOnly {
		a.Day = &kb.Date{Time: first.at}
		return
	}
	a.Start = &kb.Point{At: kb.Moment{Time: first.at}, Approximate: first.approx, Basis: kb.Stated}
	if minutes == 0 {
		return
	}
	end := first.at.Add(time.Duration(minutes) * time.Minute)
	a.End = &kb.Point{At: kb.Moment{Time: end}, Basis: kb.Computed}
	if statesEnd(t, first.at, end) {
		a.End.Basis = kb.Stated
	}
}

var endWords = regexp.MustCompile(`(?:復旧日時|復旧時刻|終了日時|回復日時)[^\n]{0,4}$`)

// statesEnd tells whether the table itself gives the time as the end.
func statesEnd(t table, start, end time.Time) bool {
	for _, c := range []cell{cellStart, cellPhenomenon, cellSite, cellOther} {
		text := t.text(c)
		for _, s := range stamps(text, start) {
			until := strings.HasPrefix(strings.TrimLeft(text[s.to:], " \n)"), "まで")
			if s.at.Equal(end) && !s.dayOnly && (until || endWords.MatchString(text[:s.from])) {
				return true
			}
		}
	}
	return false
}

// classRows are the words of the ordinance by which its rows are told.
var classRows = []struct {
	row   string
	words *regexp.Regexp
}{
	{"2号", regexp.MustCompile(`衛星、海底ケーブル`)},
	{"一", regexp.MustCompile(`緊急通報を取り扱う音声`)},
	{"二", regexp.MustCompile(`緊急通報を取り扱わない音声`)},
	{"三", regexp.MustCompile(`LPWA`)},
	{"四", regexp.MustCompile(`料金の支払を受けない`)},
	{"五", regexp.MustCompile(`一の項から四の項までに掲げる`)},
}

var notSerious = regexp.MustCompile(`重大な事故(?:に|には)(?:該当(?:せず|しない)|当たらない)`)

func (a *Accident) class(text string, s Section) {
	words := squeeze(text)
	yes, no := true, false
	a.Rows = rowsOf(words)
	switch {
	case notSerious.MatchString(words):
		a.Serious, a.Rows = &no, nil
	case len(a.Rows) > 0 || strings.Contains(s.Title, "重大な事故"):
		a.Serious = &yes
	}
	a.Classes = bracketedNames(words)
}

func rowsOf(words string) []string {
	var out []string
	for _, c := range classRows {
		if c.words.MatchString(words) {
			out = append(out, c.row)
		}
	}
	return out
}

// bracketedNames returns the innermost names in brackets: the services that a
// class is about.
func bracketedNames(words string) []string {
	var out []string
	start := -1
	for i, r := range words {
		switch r {
		case '(':
			start = i + 1
		case ')':
			if start >= 0 && start < i {
				for name := range strings.SplitSeq(words[start:i], "、") {
					if name != "有料" && !strings.Contains(name, "該当") {
						out = append(out, name)
					}
				}
			}
			start = -1
		}
	}
	return out
}

// wider reads the period that the source counts apart: 発生・復旧日時 with both
// ends and the length in brackets.
func (a *Accident) wider(rows []line) {
	q := quote(rows)
	for text := range strings.SplitSeq(q.Text, "○") {
		text = strings.TrimSpace(text)
		if strings.HasPrefix(text, "発生・復旧日時") && len(stamps(text, a.after().AddDate(0, -1, 0))) >= 2 {
			both := stamps(text, a.after().AddDate(0, -1, 0))
			minutes, words := duration(text[both[1].to:])
			if minutes != int(both[1].at.Sub(both[0].at).Minutes()) {
				continue
			}
			a.Wider = &kb.Window{
				Start:    kb.Point{At: kb.Moment{Time: both[0].at}, Basis: kb.Stated},
				End:      kb.Point{At: kb.Moment{Time: both[1].at}, Basis: kb.Stated},
				Duration: kb.Duration{Minutes: minutes, Text: words}}
		}
		if a.Wider == nil {
			continue
		}
		if strings.HasPrefix(text, "影響を受けた利用者数") {
			a.Wider.Affected = affected(strings.NewReplacer("利用者数", "").Replace(text))
		}
		if area, ok := strings.CutPrefix(text, "影響範囲"); ok {
			a.Wider.Region = region(strings.TrimLeft(area, ": "))
		}
	}
}

// caseID is the id of the n-th case of the report of the fiscal year.
func caseID(fiscalYear, n int) string { return fmt.Sprintf("case-%s-%02d", eraName(fiscalYear), n) }

// eraName is r03 for 2021, h30 for 2018.
func eraName(fiscalYear int) string {
	if fiscalYear >= 2019 {
		return fmt.Sprintf("r%02d", fiscalYear-2018)
	}
	return fmt.Sprintf("h%02d", fiscalYear-1988)
}
