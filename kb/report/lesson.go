package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"kyokun/kb"
)

// Lesson is what the text tells of one lesson.
type Lesson struct {
	ID         string
	Section    Section
	Phase      kb.Phase // empty where the source does not tell it
	Headline   Quote    // the paragraph under the heading
	Incidents  []Incident
	Framework  []Item
	Statements []Statement
}

// Incident is an accident pattern that the lesson names.
type Incident struct {
	Mark  kb.IncidentMark
	Years []int
	Quote
}

// Statement is one thing that the lesson asks for.
type Statement struct {
	Status kb.Recurrence // empty where the source marks it neither new nor restated
	Years  []int
	Quote
}

// block is a part of a lesson.
type block int

const (
	noBlock block = iota
	blockIncidents
	blockFramework
	blockStatements
)

// blockHeads are the headings of a lesson's parts, in whatever brackets.
var blockHeads = []struct {
	block block
	form  *regexp.Regexp
}{
	{blockIncidents, regexp.MustCompile(`^(?:事[故件]事例|事例|関係する事故|(?:該当する)?事故(?:等)?の?概要)$`)},
	{blockFramework, regexp.MustCompile(`^制度的(?:な)?枠組み?(?:等)?$`)},
	{blockStatements, regexp.MustCompile(`^(?:得られた)?教訓(?:等|事項)?$`)},
}

var headBrackets = regexp.MustCompile(`^[<《〈【\[(■□○●◆◇・]*\s*(.*?)\s*[>》〉】\])]*[::]?$`)

// blockOf reads a line as the heading of a part of a lesson.
func blockOf(text string) block {
	m := headBrackets.FindStringSubmatch(squeeze(text))
	if m == nil {
		return noBlock
	}
	for _, h := range blockHeads {
		if h.form.MatchString(m[1]) {
			return h.block
		}
	}
	return noBlock
}

// lessons finds the sections that have a part for lessons and no section with
// one below them.
func (r *reader) lessons() []Lesson {
	var out []Lesson
	count := map[kb.Phase]int{}
	for i, s := range r.sections {
		if s.first < 0 || !r.holdsLesson(s) || r.deeper(i) {
			continue
		}
		l := r.lesson(s)
		l.Phase = r.phase(i)
		count[l.Phase]++
		l.ID = lessonID(r.fiscalYear, l.Phase, count[l.Phase])
		out = append(out, l)
	}
	return out
}

func (r *reader) holdsLesson(s Section) bool {
	return slices.ContainsFunc(r.all[s.first:s.end], func(l line) bool { return blockOf(l.text) == blockStatements })
}

// deeper tells whether a section below the one holds the lesson itself.
func (r *reader) deeper(i int) bool {
	for _, s := range r.sections[i+1:] {
		if s.level <= r.sections[i].level {
			return false
		}
		if s.first >= 0 && r.holdsLesson(s) {
			return true
		}
	}
	return false
}

// phase reads the stage of an accident from the headings around a section.
func (r *reader) phase(i int) kb.Phase {
	for ; i >= 0; i = r.sections[i].parent {
		if p := phaseOf(r.sections[i].Title); p != "" {
			return p
		}
	}
	return ""
}

func phaseOf(title string) kb.Phase {
	title = squeeze(title)
	if !strings.Contains(title, "在り方") && !strings.Contains(title, "あり方") && !strings.Contains(title, "対応") && !strings.Contains(title, "取組") &&
		!strings.HasPrefix(title, "事故") {
		return ""
	}
	switch {
	case strings.Contains(title, "事前防止") || strings.Contains(title, "未然防止") || strings.Contains(title, "事前の"):
		return kb.Prevention
	case strings.Contains(title, "収束後") || strings.Contains(title, "フォローアップ") || strings.Contains(title, "事後"):
		return kb.FollowUp
	case strings.Contains(title, "事故発生時") || strings.Contains(title, "発生時の"):
		return kb.Response
	}
	return ""
}

func lessonID(fiscalYear int, p kb.Phase, n int) string {
	stage := map[kb.Phase]int{kb.Prevention: 1, kb.Response: 2, kb.FollowUp: 3}[p]
	return fmt.Sprintf("lesson-%s-%d-%02d", eraName(fiscalYear), stage, n)
}

// lesson reads the parts of a lesson's section.
func (r *reader) lesson(s Section) Lesson {
	l := Lesson{Section: s}
	parts := map[block][]line{}
	current := noBlock
	for i, row := range r.all[s.first+1 : s.end] {
		if b := blockOf(row.text); b != noBlock {
			current = b
			continue
		}
		if i == 0 && strings.HasSuffix(squeeze(s.Title), squeeze(row.text)) && row.text != "" {
			continue // a heading of two lines
		}
		parts[current] = append(parts[current], row)
	}
	l.Headline = quoteOf(withoutNotes(paragraphs(parts[noBlock])))
	l.Incidents = r.incidents(parts[blockIncidents])
	l.Framework = r.framework(parts[blockFramework])
	l.Statements = r.statements(parts[blockStatements])
	return l
}

func quoteOf(in []passageLine) Quote {
	var q Quote
	var texts []string
	for _, p := range in {
		texts = append(texts, p.text)
		if q.Page == 0 {
			q.Page = p.page
		}
		q.PageTo = p.pageTo
	}
	q.Text = strings.Join(texts, "\n")
	return q
}

func (r *reader) incidents(rows []line) []Incident {
	var out []Incident
	for _, m := range r.marks(rows) {
		in := Incident{Mark: kb.IncidentNone, Quote: Quote{m.text, m.page, m.pageTo}}
		switch {
		case m.rec.fresh:
			in.Mark = kb.IncidentNew
		case m.rec.again:
			in.Mark, in.Years = kb.IncidentSeen, m.rec.years
		}
		out = append(out, in)
	}
	return out
}

func (r *reader) statements(rows []line) []Statement {
	var out []Statement
	for _, m := range r.marks(rows) {
		s := Statement{Quote: Quote{unbullet(m.text), m.page, m.pageTo}}
		switch {
		case m.rec.fresh:
			s.Status = kb.New
		case m.rec.again:
			s.Status, s.Years = kb.Restated, m.rec.years
		}
		out = append(out, s)
	}
	return out
}
