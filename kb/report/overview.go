package report

import (
	"regexp"
	"strings"
	"time"

	"kyokun/kb"
)

// overview reads what only the short version of a report has: accidents one a
// row, and lessons as headings with bullets. It is left alone where the text
// has the tables and sections of the full report.
func (r *reader) overview(rep *Report) {
	rows := r.overviewRows()
	if len(rep.Accidents) > 0 || len(rep.Lessons) > 0 || len(rows) == 0 && !shortTitle(r.all) {
		return
	}
	rep.Short = true
	r.setSections(slides(r.all))
	rep.Sections = r.sections
	for _, row := range rows {
		rep.Accidents = r.overviewCase(rep.Accidents, row)
	}
	rep.Lessons = r.overviewLessons()
}

func shortTitle(all []line) bool {
	for _, l := range all[:min(len(all), 60)] {
		if key := squeeze(l.text); key == "【概要】" || strings.HasSuffix(key, "(概要)") || strings.HasSuffix(key, "の概要") || strings.HasSuffix(key, "【概要】") {
			return true
		}
	}
	return false
}

// slides are the sections of a text of slides: the first line of each page,
// where the text shows its pages.
func slides(all []line) []Section {
	var out []Section
	page := 0
	for i, l := range all {
		if l.page == page || l.text == "" || l.page == 0 {
			continue
		}
		page = l.page
		title := strings.Join(strings.Fields(fold(l.text)), " ")
		if n := len(out); n > 0 && squeeze(out[n-1].Title) == squeeze(title) {
			continue
		}
		out = append(out, Section{Number: squeeze(title), Title: title, Page: page, parent: -1, first: i})
	}
	extents(out, len(all))
	pages(out, all)
	return out
}

var (
	rowDate      = regexp.MustCompile(`^(?:令和|平成)\s*(?:\d{1,2}|元)\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日`)
	overviewHead = regexp.MustCompile(`^発生日時?`)
	continued    = regexp.MustCompile(`前(?:ページ|頁)からの?続き`)
)

// overviewRows finds the rows below a head that begins with 発生日 and ends with
// 再発防止策; each begins with a date.
func (r *reader) overviewRows() [][]line {
	var out [][]line
	in := false
	for i, l := range r.all {
		l.text = fold(l.text)
		switch {
		case overviewHead.MatchString(l.text) && r.headNear(i):
			in = true
			if len(out) > 0 {
				out = append(out, nil) // no line below belongs to the row above
			}
		case !in || l.text == "" && len(out) == 0:
		case rowDate.MatchString(l.text):
			out = append(out, []line{l})
		case strings.HasPrefix(l.text, "■") || parseHeading(l.text).style == parenNum && !strings.Contains(l.text, "\t"):
			in = false
		case len(out) > 0 && out[len(out)-1] != nil:
			out[len(out)-1] = append(out[len(out)-1], l)
		}
	}
	var rows [][]line
	for _, row := range out {
		if row != nil {
			rows = append(rows, row)
		}
	}
	return rows
}

func (r *reader) headNear(i int) bool {
	var near strings.Builder
	for _, l := range r.all[i:min(len(r.all), i+14)] {
		near.WriteString(squeeze(l.text))
	}
	s := near.String()
	return strings.Contains(s, "事業者名") && strings.Contains(s, "発生原因") && strings.Contains(s, "再発防止策")
}

var (
	named1       = regexp.MustCompile(`^\s*[\[【]([^\[\]【】]+)[\]】]`)
	placeAfter   = regexp.MustCompile(`\((全国|[^()\d]{2,40}?(?:都|道|府|県|市|地域|地方|一部))\)`)
	overviewCell = 5
)

// overviewCase adds the accident of a row, or what the row adds to the one
// before of the same day.
func (r *reader) overviewCase(list []Accident, row []line) []Accident {
	q := quote(row)
	found := stamps(q.Text, time.Time{})
	if len(found) == 0 {
		return list
	}
	first := found[0]
	rest := q.Text[first.to:]
	a := Accident{Section: r.sectionAt(indexOf(r.all, row[0])), Day: &kb.Date{Time: first.at}, quotes: map[cell]Quote{}}
	cells := strings.SplitN(rest, "\t", overviewCell)
	a.overviewFacts(r, rest, cells, q)
	if n := len(list); n > 0 && a.Duration == nil && list[n-1].Day.Equal(first.at) && continued.MatchString(rest) {
		list[n-1].Measures = append(list[n-1].Measures, a.Measures...)
		return list
	}
	a.ID = caseID(r.fiscalYear, len(list)+1)
	return append(list, a)
}

// overviewFacts reads the cells of a row; without cells, only what the words
// themselves tell.
func (a *Accident) overviewFacts(r *reader, rest string, cells []string, q Quote) {
	if m := named1.FindStringSubmatch(strings.ReplaceAll(rest, "\n", "")); m != nil {
		a.Operators = r.operators(m[1])
	}
	figures := rest
	if len(cells) == overviewCell {
		figures = cells[1]
		one := func(c cell, text string) []line {
			a.quotes[c] = Quote{strings.TrimSpace(text), q.Page, q.PageTo}
			var out []line
			for l := range strings.SplitSeq(text, "\n") {
				out = append(out, line{text: strings.TrimSpace(l), page: q.Page})
			}
			return out
		}
		one(cellPhenomenon, cells[2])
		a.Causes = causes(one(cellCauses, cells[3]))
		a.Measures = measures(one(cellMeasures, cells[4]), nil, a.after())
		others := strings.NewReplacer("\n", "、").Replace(afterBracket(cells[0]))
		for _, n := range r.operators(strings.Trim(others, "、 ※")) {
			if n.ID != "" {
				a.Operators = append(a.Operators, n)
			}
		}
	} else {
		a.quotes[cellPhenomenon] = q
	}
	if minutes, text := duration(figures); minutes > 0 {
		a.Duration = &kb.Duration{Minutes: minutes, Text: text}
	}
	if list := affected(figures); len(list) > 0 && (len(cells) == overviewCell || a.Duration != nil) {
		a.Affected = list[:1]
	}
	if m := placeAfter.FindStringSubmatch(squeeze(figures)); m != nil {
		reg := region(m[1])
		if except := regionExcept.FindString(squeeze(figures)); except != "" {
			reg = region(m[1] + except)
		}
		a.Region = &reg
	}
}

func afterBracket(s string) string {
	if i := strings.IndexAny(s, "]】"); i >= 0 {
		return strings.TrimLeft(s[i:], "]】")
	}
	return ""
}

// indexOf finds a line again; its text has been folded since.
func indexOf(all []line, l line) int {
	for i := range all {
		if all[i].page == l.page && fold(all[i].text) == l.text {
			return i
		}
	}
	return 0
}

// outlined is where the outline of a short report puts a lesson.
type outlined struct {
	title string
	phase kb.Phase
	n     int
}

var outlineItem = regexp.MustCompile(`([①-⑳])\s*([^①-⑳]+)`)

// outline reads the list of lessons by phase that the short report opens with.
func (r *reader) outline() []outlined {
	var out []outlined
	var phase kb.Phase
	for _, p := range paragraphs(r.all) {
		if h := parseHeading(p.text); h.style != noStyle && phaseOf(h.title) != "" {
			phase = phaseOf(h.title)
		}
		if phase == "" || !strings.HasPrefix(p.text, "①") {
			continue
		}
		for i, m := range outlineItem.FindAllStringSubmatch(fold(p.text), -1) {
			out = append(out, outlined{strings.Trim(m[2], "、。 "), phase, i + 1})
		}
	}
	return out
}

// overviewLessons reads numbered headings with bullets below.
func (r *reader) overviewLessons() []Lesson {
	known := r.outline()
	var out []Lesson
	want := 1
	for i := 0; i < len(r.all); i++ {
		h := parseHeading(r.all[i].text)
		if h.style != parenNum || !h.plausible() || strings.Contains(r.all[i].text, "\t") || !r.bulletBelow(i) {
			continue
		}
		if n := number(strings.Trim(h.label, "()")); n != want && n != 1 {
			continue
		} else if n == 1 {
			out, want = nil, 1
		}
		want++
		l := Lesson{Section: Section{Title: h.title}}
		if s := r.sectionAt(i); s.Number != "" {
			l.Section.Number, l.Section.Page, l.Section.PageTo = s.Number, s.Page, s.PageTo
		}
		l.Statements = r.bulletsBelow(i)
		l.ID = lessonID(r.fiscalYear, "", len(out)+1)
		for _, k := range known {
			if likeness(squeeze(k.title), squeeze(h.title)) >= 0.8 {
				l.Phase = k.phase
				l.ID = lessonID(r.fiscalYear, k.phase, k.n)
			}
		}
		out = append(out, l)
	}
	return out
}

func (r *reader) bulletBelow(i int) bool {
	for _, l := range r.all[i+1:] {
		if l.text != "" {
			return bullet(l.text)
		}
	}
	return false
}

func (r *reader) bulletsBelow(i int) []Statement {
	end := i + 1
	for end < len(r.all) && parseHeading(r.all[end].text).style != parenNum && !strings.HasPrefix(r.all[end].text, "■") {
		end++
	}
	var out []Statement
	open := true
	for _, p := range paragraphs(r.all[i+1 : end]) {
		if open = open && bullet(p.text); !open {
			break // the list has ended
		}
		s := Statement{Quote: Quote{unbullet(p.text), p.page, p.pageTo}}
		if text, rec, ok := r.markOf(s.Text); ok {
			s.Text = text
			switch {
			case rec.fresh:
				s.Status = kb.New
			case rec.again:
				s.Status, s.Years = kb.Restated, rec.years
			}
		}
		out = append(out, s)
	}
	return out
}
