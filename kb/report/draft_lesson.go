package report

import (
	"fmt"
	"strings"

	"kyokun/kb"
)

// lessonDraft writes a lesson as a draft.
func (rep *Report) lessonDraft(l Lesson) kb.File {
	s := rep.sheet()
	s.quote(l.Headline)
	whole := Quote{}
	if rep.Paged {
		whole = Quote{Page: l.Section.Page, PageTo: l.Section.PageTo}
	}
	s.head(l.ID, strings.Join(strings.Fields(l.Section.Title), " "), l.Section, whole)
	s.number("fiscal_year", rep.FiscalYear)
	s.field("phase", string(l.Phase))
	s.incidents(l)
	s.todo("cases: もとになった事例へのリンク（by: editor、確信度と理由）を付ける")
	s.provisions(l)
	s.statements(l)
	body := "## 背景\nTODO\n\n## 何を変えるか\nTODO\n\n## 読むときの注意\n以下は当方の見方。TODO\n"
	return s.file("lessons/"+l.ID+".md", body)
}

func yearList(years []int) string { return strings.Join(strings.Fields(fmt.Sprint(years)), ", ") }

func (s *sheet) incidents(l Lesson) {
	if len(l.Incidents) == 0 {
		return
	}
	s.each("incidents", len(l.Incidents), func(i int) {
		in := l.Incidents[i]
		s.quote(in.Quote)
		s.field("text", "")
		s.line("mark: " + string(in.Mark))
		if in.Mark == kb.IncidentSeen {
			s.years(in.Years)
		}
	})
}

func (s *sheet) years(years []int) {
	if len(years) == 0 {
		s.field("years", "")
		return
	}
	s.line("years: " + yearList(years))
}

func (s *sheet) provisions(l Lesson) {
	if len(l.Framework) == 0 {
		s.todo("provisions: 制度的枠組みの欄を読み取れなかった")
		return
	}
	s.each("provisions", len(l.Framework), func(i int) {
		it := l.Framework[i]
		s.quote(it.Quote)
		switch {
		case it.Provision == "":
			s.todo("どの条項か決められなかった（層: %s）", it.layerName())
		case it.Layer != kb.Reporting:
			s.todo("条項は言葉の近さで選んだ。合っているか確かめる")
		}
		s.field("to", it.Provision)
		s.line("by: source")
		s.cite("cite", s.rep.place(l.Section, it.Quote))
	})
}

func (it Item) layerName() string {
	if it.Layer == "" {
		return "不明"
	}
	return it.Layer.Label().JA
}

func (s *sheet) statements(l Lesson) {
	if len(l.Statements) == 0 {
		s.field("statements", "")
		return
	}
	s.each("statements", len(l.Statements), func(i int) {
		st := l.Statements[i]
		s.quote(st.Quote)
		s.line(fmt.Sprintf("id: s%d", i+1))
		s.field("text", "")
		if st.Status == "" {
			s.todo("新規・再掲の印が無い")
		}
		s.field("status", string(st.Status))
		if st.Status == kb.Restated {
			s.years(st.Years)
		}
		s.each("questions", 1, func(int) {
			s.field("text", "")
			s.field("work", "")
		})
		s.cite("cite", s.rep.place(l.Section, st.Quote))
	})
}
