package report

import (
	"fmt"
	"regexp"
	"strings"

	"kyokun/kb"
)

// Todo marks what a person has to write; lint refuses it wherever it stands.
const Todo = "TODO"

// Files returns the drafts: one for each accident and lesson, and one for the
// source itself. What is unsure says TODO, in a value or in a comment, and lines
// that begin with #| quote the source: lint refuses both.
func (rep *Report) Files() []kb.File {
	files := []kb.File{rep.sourceDraft()}
	for _, a := range rep.Accidents {
		files = append(files, rep.caseDraft(a))
	}
	for _, l := range rep.Lessons {
		files = append(files, rep.lessonDraft(l))
	}
	return files
}

// sheet writes the front matter of a draft.
type sheet struct {
	strings.Builder
	rep    *Report
	indent string
	dash   bool // the next line begins a list item
}

func (s *sheet) line(text string) {
	lead := s.indent
	if s.dash {
		lead, s.dash = s.indent[:len(s.indent)-2]+"- ", false
	}
	s.WriteString(lead + text + "\n")
}

// field writes a value as text, open where it is empty.
func (s *sheet) field(key, value string) {
	if value == "" {
		s.line(key + ": " + Todo)
		return
	}
	s.line(key + ": " + scalar(value))
}

// optional writes a field where there is a value.
func (s *sheet) optional(key, value string) {
	if value != "" {
		s.field(key, value)
	}
}

func (s *sheet) number(key string, n int) { s.line(fmt.Sprintf("%s: %d", key, n)) }

// todo writes a comment that lint refuses until it is dealt with.
func (s *sheet) todo(format string, args ...any) {
	s.comment(Todo + " " + fmt.Sprintf(format, args...))
}

func (s *sheet) comment(text string) {
	at := s.indent
	if s.dash {
		at = s.indent[:len(s.indent)-2]
	}
	s.WriteString(at + "# " + text + "\n")
}

// quote writes a passage of the source into comments.
func (s *sheet) quote(q Quote) {
	if q.Text == "" {
		return
	}
	at := s.indent
	if s.dash {
		at = s.indent[:len(s.indent)-2]
	}
	place := "原文"
	if q.Page > 0 {
		place += fmt.Sprintf("（%d頁）", q.Page)
	}
	s.WriteString(at + "#| " + place + "\n")
	for l := range strings.SplitSeq(q.Text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			s.WriteString(at + "#| " + l + "\n")
		}
	}
}

// within writes the fields below a key.
func (s *sheet) within(key string, fields func()) {
	s.line(key + ":")
	s.indent += "  "
	fields()
	s.indent = s.indent[:len(s.indent)-2]
}

// each writes n items below a key.
func (s *sheet) each(key string, n int, item func(i int)) {
	s.within(key, func() {
		s.indent += "  "
		for i := range n {
			s.dash = true
			item(i)
		}
		s.indent = s.indent[:len(s.indent)-2]
	})
}

// cite writes where something stands.
func (s *sheet) cite(key string, c kb.Citation) { s.line(key + ": " + flow(c)) }

func flow(c kb.Citation) string {
	section := c.Section
	if section == "" {
		section = Todo
	}
	out := fmt.Sprintf("{source: %s, section: %s", c.Source, scalar(section))
	if c.Page > 0 {
		out += fmt.Sprintf(", page: %d", c.Page)
	}
	if c.PageTo > c.Page {
		out += fmt.Sprintf(", page_to: %d", c.PageTo)
	}
	return out + "}"
}

// place is the citation of a quote in a section: its own pages where the text
// shows pages, else those that the section can have.
func (rep *Report) place(sec Section, q Quote) kb.Citation {
	c := kb.Citation{Source: rep.Source, Section: sec.Number, Page: sec.Page, PageTo: sec.PageTo}
	if q.Page > 0 {
		c.Page, c.PageTo = q.Page, q.PageTo
	}
	if c.PageTo <= c.Page {
		c.PageTo = 0
	}
	return c
}

var (
	plainScalar = regexp.MustCompile(`^[\p{Han}\p{Hiragana}\p{Katakana}ーA-Za-z々〇][^:#{}\[\],&*!|>'"%@` + "`" + `\\]*$`)
	placeScalar = regexp.MustCompile(`^\d+\([\d(]`) // 1(2)イ(エ)
	yamlWord    = regexp.MustCompile(`(?i)^(?:true|false|yes|no|on|off|null|y|n)$`)
)

// scalar writes a text as YAML reads it back.
func scalar(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if (plainScalar.MatchString(s) || placeScalar.MatchString(s) && plainScalar.MatchString("A"+s)) && !yamlWord.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// file closes the front matter and adds the body.
func (s *sheet) file(path, body string) kb.File {
	return kb.File{Path: path, Data: []byte("---\n" + s.String() + "---\n" + body)}
}

func (rep *Report) sheet() *sheet { return &sheet{rep: rep} }

// head writes the fields that documents of every kind share.
func (s *sheet) head(id, title string, sec Section, q Quote) {
	s.line("id: " + id)
	if title == "" {
		s.comment("節の見出し: " + strings.Join(strings.Fields(sec.Title), " "))
	}
	s.field("title", title)
	s.field("title_en", "")
	s.field("summary", "")
	s.line("domain: " + kb.Telecom)
	if !s.rep.Paged && sec.Page > 0 {
		s.todo("頁は目次から割り出した範囲。原本で確かめて狭める（この文書のciteすべて）")
	}
	s.each("cite", 1, func(int) { s.line(strings.TrimPrefix(flow(s.rep.place(sec, q)), "")) })
	s.todo("tags を付ける（tags.yaml の分類から）")
}
