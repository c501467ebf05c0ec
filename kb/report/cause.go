package report

import (
	"regexp"
	"strings"
	"time"

	"kyokun/kb"
)

// Cause is one cause that the source names.
type Cause struct {
	Role kb.CauseRole // empty where the source does not tell it
	Mark string       // its number in the source: ①
	Quote
}

// causes reads the row of causes.
func causes(rows []line) []Cause {
	found := withoutPreambles(items(rows))
	var out []Cause
	for _, it := range found {
		c := Cause{Mark: numbered(it.mark), Quote: it.quote()}
		switch {
		case strings.Contains(it.group, "大規模化"):
			c.Role = kb.Aggravating
		case strings.Contains(it.group, "長期化") || strings.Contains(it.group, "長時間化"):
			c.Role = kb.Prolonging
		case strings.Contains(it.group, "概要") || strings.Contains(it.group, "直接") || len(found) == 1:
			c.Role = kb.Direct
		case strings.Contains(it.text, "長期化"):
			c.Role = kb.Prolonging
		case strings.Contains(it.text, "大規模化"):
			c.Role = kb.Aggravating
		}
		out = append(out, c)
	}
	return out
}

// numbered returns a mark that is a number, else nothing.
func numbered(mark string) string {
	if mark != "" && (circled([]rune(mark)[0]) || number(mark) > 0) {
		return mark
	}
	return ""
}

// Measure is one measure that the source names.
type Measure struct {
	Kind               kb.MeasureKind // empty where the source does not tell it
	Answers            []int          // places of causes from 1, as the source pairs them
	Likely             bool           // the pair was told by likeness of words
	Started, Due, Done *kb.Date
	Heading            string // the heading it stands under
	Quote
}

var (
	dateMark  = regexp.MustCompile(`【([^【】]*)】`)
	answering = regexp.MustCompile(`^「([^「」]+)」(?:に対して|への対策|に対し)?[:、\s]*`)
)

// measures reads the row of measures. A measure under ① answers the cause ①,
// where the causes are numbered alike and its heading names the cause.
func measures(rows []line, causes []Cause, after time.Time) []Measure {
	var out []Measure
	var answers []int
	group := ""
	for _, it := range listed(withoutPreambles(items(rows))) {
		if it.group != group {
			answers, group = nil, it.group
			if issueGroup.MatchString(group) {
				answers = causeOf(group, group, causes)
			}
		}
		if circled([]rune(it.mark + " ")[0]) {
			answers = nil
			if m := answering.FindStringSubmatch(it.text); m != nil {
				answers = causeOf(it.mark, m[1], causes)
				it.text = strings.TrimSpace(it.text[len(m[0]):])
			}
			if it.text == "" {
				continue // the heading of the measures that follow
			}
		}
		if strings.TrimSpace(dateMark.ReplaceAllString(it.text, "")) == "" && len(out) > 0 {
			out[len(out)-1].dated(it.text, after)
			continue
		}
		out = append(out, measuresOf(it, answers, after)...)
	}
	return out
}

var issueGroup = regexp.MustCompile(`^(?:課題|原因)[①-⑳\d]+$`)

// issues reads the causes that the row of measures names: 【課題①】 and what it
// says before the measures against it.
func issues(rows []line) []Cause {
	var out []Cause
	all := items(rows)
	for i, it := range all {
		if it.mark == "" && issueGroup.MatchString(it.group) && i+1 < len(all) && all[i+1].group == it.group {
			out = append(out, Cause{Mark: it.group, Quote: it.quote()})
		}
	}
	return out
}

// headed gives the measures under a heading 「…への対策」 the cause whose words the
// heading repeats, where one does clearly.
func headed(list []Measure, causes []Cause) {
	for i, m := range list {
		name, ok := strings.CutSuffix(m.Heading, "への対策")
		if !ok || m.Answers != nil {
			continue
		}
		best, second, at := 0.0, 0.0, 0
		want := pairs(squeeze(name))
		for n, c := range causes {
			both, in := 0, pairs(squeeze(c.Text))
			for p := range want {
				if in[p] {
					both++
				}
			}
			switch share := float64(both) / float64(max(1, len(want))); {
			case share > best:
				best, second, at = share, best, n+1
			case share > second:
				second = share
			}
		}
		if best >= 0.55 && best >= 1.4*second {
			list[i].Answers, list[i].Likely = []int{at}, true
		}
	}
}

// listed parts a cell without marks at its sentences, each of which began a line.
func listed(in []item) []item {
	if len(in) != 1 || in[0].mark != "" {
		return in
	}
	var out []item
	for s := range strings.SplitSeq(strings.ReplaceAll(in[0].text, "。\n", "。 "), "。 ") {
		if s = strings.TrimSpace(s); s != "" {
			one := in[0]
			one.text = s
			out = append(out, one)
		}
	}
	return out
}

// causeOf finds the cause with the mark; the heading only confirms it.
func causeOf(mark, heading string, causes []Cause) []int {
	for i, c := range causes {
		if c.Mark == mark && heading != "" {
			return []int{i + 1}
		}
	}
	return nil
}

// measuresOf makes the measures of an entry: one for each date, where the dates
// are those of parts with names of their own.
func measuresOf(it item, answers []int, after time.Time) []Measure {
	m := Measure{Answers: answers, Quote: it.quote(), Heading: it.group, Kind: kindOf(it)}
	marks := dateMark.FindAllString(it.text, -1)
	named := len(marks) > 1
	for _, mark := range marks {
		named = named && strings.HasPrefix(mark, "【「")
	}
	if !named {
		m.dated(it.text, after)
		return []Measure{m}
	}
	var out []Measure
	for _, mark := range marks {
		one := m
		one.dated(mark, after)
		out = append(out, one)
	}
	return out
}

func kindOf(it item) kb.MeasureKind {
	for _, text := range []string{it.text, it.group} {
		interim, permanent := strings.Contains(text, "暫定対"), strings.Contains(text, "恒久対")
		switch {
		case interim && !permanent:
			return kb.Interim
		case permanent && !interim:
			return kb.Permanent
		}
	}
	return ""
}

// dated reads when the measure was, or will be, done.
func (m *Measure) dated(text string, after time.Time) {
	for _, mark := range dateMark.FindAllStringSubmatch(text, -1) {
		words := strings.ReplaceAll(mark[1], "\n", "")
		for _, s := range stamps(words, after) {
			d := &kb.Date{Time: s.at}
			rest := words[s.to:]
			switch {
			case strings.Contains(rest, "予定"):
				m.Due = d
			case strings.HasPrefix(rest, "以降") || strings.HasPrefix(rest, "から") || strings.Contains(rest, "開始"):
				m.Started = d
			default:
				m.Done = d
			}
		}
	}
}
