package report

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"kyokun/kb"
)

// reportVariable names the file with the text of the FY2021 report. It is not
// part of the repository, as Kyokun ships no text of its sources.
const reportVariable = "KYOKUN_REPORT"

// kindStated are the cases whose table itself tells interim measures from
// permanent ones; in the others the kind is the editors' judgement.
var kindStated = []string{"case-r03-02", "case-r03-04", "case-r03-05"}

// TestAgainstContent reads the FY2021 report and holds the drafts against what
// the content holds by hand. What is counted are the fields that the text itself
// gives; docs/import.md lists them, and those that are the editors' judgement.
func TestAgainstContent(t *testing.T) {
	path := os.Getenv(reportVariable)
	if path == "" {
		t.Skipf("set %s to the text of the FY2021 report to count how much of the content the import finds", reportVariable)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lib := library(t)
	rep, err := sharedReader(t).Read(SplitPages(string(text)), Options{Source: "source-r03-report"})
	if err != nil {
		t.Fatal(err)
	}
	drafts := decodeDrafts(t, rep.Files())
	s := &score{t: t, groups: map[string]*tally{}}
	for _, c := range lib.Cases() {
		if strings.HasPrefix(c.ID, "case-r03-") {
			s.accident(c, drafts[c.ID])
		}
	}
	for _, l := range lib.Lessons() {
		if strings.HasPrefix(l.ID, "lesson-r03-") {
			s.lesson(l, drafts[l.ID])
		}
	}
	source, _ := lib.Document("source-r03-report")
	sections := s.sections(source.(*kb.Source), drafts["source-r03-report"])
	s.report(sections)
	if n := s.groups["cases"]; n.hit != 9 || n.all != 9 {
		t.Errorf("found %d of %d cases, want all 9", n.hit, n.all)
	}
	if n := s.groups["lessons"]; n.hit != 14 || n.all != 14 {
		t.Errorf("found %d of %d lessons, want all 14", n.hit, n.all)
	}
}

// inTable tells whether a fact stands in the accident's own table: what only the
// short version or chapter 2 tells can't be in its draft.
func inTable(c *kb.Case, cite *kb.Citation) bool {
	return cite == nil || cite.Source == c.Cite[0].Source && cite.Section == c.Cite[0].Section
}

func (s *score) causes(c *kb.Case, d fields) {
	got := d.list("causes")
	var roles, found []string
	n := 0
	for _, x := range c.Causes {
		if x.By == kb.ByEditor || !inTable(c, x.Cite) {
			continue
		}
		n++
		if !strings.Contains(x.Note, "当方による") {
			roles = append(roles, string(x.Role))
		}
	}
	for _, x := range got {
		found = append(found, x.at("role"))
	}
	for i := range n {
		s.field("causes", fmt.Sprintf("%s.causes[%d]", c.ID, i), "true", there(i < len(got)))
	}
	s.each("causes: role", c.ID+".causes.role", roles, found)
}

func (s *score) measures(c *kb.Case, d fields) {
	got := d.list("measures")
	i := 0
	for _, m := range c.Measures {
		if !inTable(c, m.Cite) {
			continue
		}
		var one fields
		if i < len(got) {
			one = got[i]
		}
		at := c.ID + "." + m.ID
		i++
		s.field("measures", at, "true", there(one != nil))
		if slices.Contains(kindStated, c.ID) {
			s.field("measures: kind", at+".kind", string(m.Kind), one.at("kind"))
		}
		for name, date := range map[string]*kb.Date{"started": m.Started, "due": m.Due, "done": m.Done} {
			if date != nil {
				s.field("measures: dates", at+"."+name, date.String(), one.at(name))
			}
		}
		if m.AnswersBy == kb.BySource {
			s.field("measures: answers", at+".answers", marksOf(c, m.Answers), draftMarks(d, one))
		}
		s.cite(at, m.Cite, one, false)
	}
}

var reportMark = regexp.MustCompile(`報告書の([①-⑳])|課題([①-⑳])`)

// marksOf names causes by their numbers in the report, as their places differ
// where the editors have split a cause; one without a number keeps its place
// among those of its kind.
func marksOf(c *kb.Case, ids []string) string {
	var out []string
	for _, x := range c.Causes {
		if slices.Contains(ids, x.ID) {
			out = append(out, markOr(x.Note, x.ID))
		}
	}
	return text(out)
}

func markOr(note, id string) string {
	if m := reportMark.FindStringSubmatch(note); m != nil {
		return m[1] + m[2]
	}
	return id
}

func draftMarks(d, m fields) string {
	var out []string
	ids, _ := m["answers"].([]any)
	for _, x := range d.list("causes") {
		if slices.Contains(ids, any(x.at("id"))) {
			out = append(out, markOr(x.at("note"), x.at("id")))
		}
	}
	return text(out)
}

// unnamed are the notices to which the report gives no name: first, update and
// so on are the editors' there, as is the operator where it names none.
var unnamed = map[string][]int{"case-r03-02": {1}, "case-r03-05": {4, 5}, "case-r03-06": {4, 7, 8, 9}, "case-r03-08": {0}}

func (s *score) notices(c *kb.Case, d fields) {
	left := d.list("notices")
	for i, n := range c.Notices {
		when, to := "", ""
		if n.At != nil {
			when = n.At.String()
		}
		if n.To != nil {
			to = n.To.String()
		}
		best, one := -1, fields(nil)
		for j, x := range left {
			if x.at("at") != when || when == "" && x.at("channel") != n.Channel {
				continue
			}
			same := x.at("channel") == n.Channel && x.at("operator") == n.Operator && x.at("count") == countText(n.Count)
			if best < 0 || same {
				best, one = j, x
			}
			if same {
				break
			}
		}
		if best >= 0 {
			left = slices.Delete(slices.Clone(left), best, best+1)
		}
		at := fmt.Sprintf("%s.notices[%d]", c.ID, i)
		s.field("notices", at, "true", there(one != nil))
		s.field("notices: time", at+".at", when, one.at("at"))
		if to != "" {
			s.field("notices: time", at+".to", to, one.at("to"))
		}
		if !slices.Contains(unnamed[c.ID], i) {
			s.field("notices: kind", at+".kind", string(n.Kind), one.at("kind"))
		}
		s.field("notices: channel", at+".channel", n.Channel, one.at("channel"))
		s.field("notices: channel", at+".public", text(n.Public), one.at("public"))
		if !strings.Contains(n.Note, "どちらの社のサイトかも書かれていない") {
			s.field("notices: operator", at+".operator", n.Operator, one.at("operator"))
		}
		if n.Count > 0 {
			s.field("notices: count", at+".count", text(n.Count), one.at("count"))
		}
	}
}

func countText(n int) string {
	if n == 0 {
		return ""
	}
	return text(n)
}

func (s *score) wider(c *kb.Case, d fields) {
	got := d.list("wider")
	for i, w := range c.Wider {
		var one fields
		if i < len(got) {
			one = got[i]
		}
		at := fmt.Sprintf("%s.wider[%d]", c.ID, i)
		s.field("wider", at+".start", w.Start.At.String(), one.at("start.at"))
		s.field("wider", at+".end", w.End.At.String(), one.at("end.at"))
		s.field("wider", at+".duration", text(w.Duration.Minutes), one.at("duration.minutes"))
		s.counts(at+".affected", w.Affected, one.list("affected"))
		s.field("wider", at+".region", w.Region.Text, one.at("region.text"))
	}
}

func (s *score) lesson(l *kb.Lesson, d fields) {
	s.field("lessons", l.ID, l.ID, d.at("id"))
	s.field("lessons: title", l.ID+".title", l.Title, d.at("title"))
	s.cite(l.ID, &l.Cite[0], first(d), true)
	s.field("fiscal year", l.ID, text(l.FiscalYear), d.at("fiscal_year"))
	s.field("phase", l.ID+".phase", string(l.Phase), d.at("phase"))
	var want, got []string
	for _, in := range l.Incidents {
		want = append(want, text(in.Mark, in.Years))
	}
	for _, in := range d.list("incidents") {
		got = append(got, text(in.at("mark"), yearsOf(in)))
	}
	s.each("incidents: mark and years", l.ID+".incidents", want, got)
	want, got = nil, nil
	for _, p := range l.Provisions {
		if p.By == kb.BySource {
			want = append(want, p.To)
		}
	}
	for _, p := range d.list("provisions") {
		got = append(got, p.at("to"))
		if id := p.at("to"); id != Todo && !slices.ContainsFunc(l.Provisions, func(x kb.Link) bool { return x.To == id && x.By == kb.BySource }) {
			s.wrong = append(s.wrong, fmt.Sprintf("%s.provisions: draft %q", l.ID, id))
		}
	}
	s.each("provisions", l.ID+".provisions", want, got)
	s.statements(l, d)
}

func yearsOf(f fields) string {
	if y := f.at("years"); y != "" {
		return y
	}
	return "[]"
}

func (s *score) statements(l *kb.Lesson, d fields) {
	got := d.list("statements")
	var want, found []string
	for i, st := range l.Statements {
		at := l.ID + "#" + st.ID
		s.field("statements", at, "true", there(i < len(got)))
		want = append(want, text(st.Status, st.Years))
		if i < len(got) {
			s.cite(at, st.Cite, got[i], false)
		}
	}
	for _, st := range got {
		found = append(found, text(st.at("status"), yearsOf(st)))
	}
	s.each("statements: status and years", l.ID+".statements", want, found)
}

func (s *score) sections(want *kb.Source, d fields) tally {
	var n tally
	got := d.list("sections")
	for i, sec := range want.Sections {
		n.all++
		if i < len(got) && got[i].at("number") == sec.Number && got[i].at("page") == text(sec.Page) {
			n.hit++
		}
	}
	return n
}

func (s *score) report(sections tally) {
	var sum tally
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for k := range s.groups {
			if !yield(k) {
				return
			}
		}
	}) {
		g := s.groups[name]
		sum.hit, sum.all = sum.hit+g.hit, sum.all+g.all
		s.t.Logf("%-30s %4d of %4d", name, g.hit, g.all)
	}
	s.t.Logf("%-30s %4d of %4d", "sections (not in the sum)", sections.hit, sections.all)
	s.t.Logf("in all %d of %d fields: %.1f %%; filled otherwise than by hand: %d", sum.hit, sum.all, 100*float64(sum.hit)/float64(sum.all), len(s.wrong))
	for _, w := range s.wrong {
		s.t.Logf("filled otherwise: %s", w)
	}
	if sum.hit*100 < sum.all*95 {
		s.t.Errorf("found %d of %d fields, want 95 %%", sum.hit, sum.all)
	}
}

// bundled is the content, which every test of the package reads by.
var bundled = sync.OnceValues(func() (*kb.Library, error) {
	lib, problems, err := kb.Load(os.DirFS("../../content"))
	if err == nil && len(problems) > 0 {
		err = fmt.Errorf("the content has problems: %v", problems)
	}
	return lib, err
})

func library(t testing.TB) *kb.Library {
	t.Helper()
	lib, err := bundled()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

var readerOf = sync.OnceValue(func() *Reader {
	lib, err := bundled()
	if err != nil {
		return nil
	}
	return NewReader(lib)
})

func sharedReader(t testing.TB) *Reader {
	t.Helper()
	library(t) // fails the test where there is none
	return readerOf()
}
