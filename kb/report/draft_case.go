package report

import (
	"fmt"
	"strings"

	"kyokun/kb"
)

// caseDraft writes an accident as a draft of a case.
func (rep *Report) caseDraft(a Accident) kb.File {
	s := rep.sheet()
	whole := Quote{}
	if rep.Paged {
		whole.Page, whole.PageTo = a.Section.Page, a.Section.PageTo
		for _, q := range a.quotes {
			if q.Page > 0 && (whole.Page == 0 || q.Page < whole.Page) {
				whole.Page = q.Page
			}
		}
	}
	s.head(a.ID, "", a.Section, whole)
	s.number("fiscal_year", rep.caseYear(a))
	s.serious(a)
	s.operators(a)
	s.period(a)
	s.counts(a)
	s.services(a)
	s.causes(a)
	s.measures(a)
	s.notices(a)
	s.wider(a)
	body := "## 何が起きたか\nTODO\n\n## なぜ広がり、長引いたか\nTODO\n\n## 何をしたか\nTODO\n\n## 現場で生かすなら\n（編集部の整理）TODO\n"
	return s.file("cases/"+a.ID+".md", body)
}

func (rep *Report) caseYear(a Accident) int {
	if at := a.after(); !at.IsZero() {
		return kb.FiscalYear(at)
	}
	return rep.FiscalYear
}

// at is the citation of a row of the accident's table.
func (s *sheet) at(a Accident, c cell) kb.Citation { return s.rep.place(a.Section, a.quotes[c]) }

func (s *sheet) serious(a Accident) {
	s.within("serious", func() {
		s.quote(a.quotes[cellClass])
		switch {
		case a.Serious == nil:
			s.field("stated", "")
		default:
			s.line(fmt.Sprintf("stated: %t", *a.Serious))
		}
		if len(a.Rows) > 0 {
			s.line("rows: ['" + strings.Join(a.Rows, "', '") + "']")
		} else if a.Serious == nil || *a.Serious {
			s.field("rows", "")
		}
		s.field("text", "")
		s.cite("cite", s.at(a, cellClass))
	})
}

func (s *sheet) operators(a Accident) {
	all := append(append([]Name{}, a.Operators...), a.Listed...)
	if len(all) == 0 {
		s.quote(a.quotes[cellOperators])
		s.field("operators", "")
		return
	}
	s.each("operators", len(all), func(i int) {
		if all[i].ID == "" {
			s.todo("tags.yaml に無い事業者: %s", all[i].Text)
		}
		s.field("id", all[i].ID)
		role := ""
		if len(all) == 1 {
			role = "party"
		}
		s.field("role", role)
		if i >= len(a.Operators) {
			s.field("note", "事業者名に挙げるのは一覧の表だけ。")
		}
	})
}

func (s *sheet) period(a Accident) {
	s.within("start", func() {
		if a.Start == nil {
			s.quote(a.quotes[cellStart])
			if a.Day != nil {
				s.todo("時刻の記載が無い。日は %s", a.Day)
			}
			s.field("at", "")
			s.line("basis: stated")
		} else {
			s.point(*a.Start)
		}
		s.cite("cite", s.at(a, cellStart))
	})
	s.within("end", func() {
		if a.End == nil {
			s.field("at", "")
			s.field("basis", "")
			return
		}
		s.point(*a.End)
		if a.End.Basis == kb.Computed {
			s.field("note", "開始に継続時間を足した時刻。")
		}
		s.cite("cite", s.at(a, cellStart))
	})
	s.within("duration", func() { s.duration(a.Duration, a.quotes[cellDuration]); s.cite("cite", s.at(a, cellDuration)) })
}

func (s *sheet) point(p kb.Point) {
	s.line("at: " + p.At.String())
	if p.Approximate {
		s.line("approximate: true")
	}
	s.line("basis: " + string(p.Basis))
}

func (s *sheet) duration(d *kb.Duration, q Quote) {
	if d == nil {
		s.quote(q)
		s.field("minutes", "")
		s.field("text", "")
		return
	}
	s.number("minutes", d.Minutes)
	s.field("text", d.Text)
}

func (s *sheet) counts(a Accident) {
	for _, d := range a.Differs {
		s.todo("%s。どちらを採るか決め、食い違いは出典の errata に残す", d)
	}
	s.affected(a.Affected, a.quotes[cellAffected], func() { s.cite("cite", s.at(a, cellAffected)) })
	s.region(a.Region, a.quotes[cellRegion], func() { s.cite("cite", s.at(a, cellRegion)) })
	if a.Inquiries == nil {
		s.quote(a.quotes[cellInquiries])
		s.todo("inquiries: 読み取れなかった。記載が無ければこの行を消す")
		return
	}
	s.within("inquiries", func() {
		if q := a.Inquiries; q.Total != nil {
			s.number("total", *q.Total)
			s.line("basis: " + string(q.Basis))
		}
		if parts := a.Inquiries.Parts; len(parts) > 0 {
			s.each("parts", len(parts), func(i int) {
				s.field("who", parts[i].Who)
				s.number("count", parts[i].Count)
				s.optional("unit", parts[i].Unit)
			})
		}
		s.cite("cite", s.at(a, cellInquiries))
	})
}

func (s *sheet) affected(list []kb.Affected, q Quote, cite func()) {
	if len(list) == 0 {
		s.quote(q)
		s.field("affected", "")
		return
	}
	s.each("affected", len(list), func(i int) {
		a := list[i]
		if a.Min != nil {
			s.number("min", *a.Min)
		}
		if a.Max != nil {
			s.number("max", *a.Max)
		}
		s.field("unit", a.Unit)
		s.field("text", a.Text)
		cite()
	})
}

func (s *sheet) region(r *kb.Region, q Quote, cite func()) {
	s.within("region", func() {
		if r == nil {
			s.quote(q)
			s.field("text", "")
			return
		}
		s.field("text", r.Text)
		if len(r.Except) > 0 {
			var names []string
			for _, n := range r.Except {
				names = append(names, scalar(n))
			}
			s.line("except: [" + strings.Join(names, ", ") + "]")
		}
		cite()
	})
}

func (s *sheet) services(a Accident) {
	if len(a.Classes) > 0 {
		s.comment("役務の区分の語: " + strings.Join(a.Classes, "、"))
	}
	open := func() { s.field("text", "") }
	s.each("services", 1, func(int) { open() })
	s.each("equipment", 1, func(int) { open() })
	s.within("phenomenon", func() {
		s.quote(a.quotes[cellPhenomenon])
		open()
		s.cite("cite", s.at(a, cellPhenomenon))
	})
}

func (s *sheet) causes(a Accident) {
	if len(a.Causes) == 0 {
		s.quote(a.quotes[cellCauses])
		s.field("causes", "")
		return
	}
	s.each("causes", len(a.Causes), func(i int) {
		c := a.Causes[i]
		s.quote(c.Quote)
		s.line(fmt.Sprintf("id: c%d", i+1))
		s.field("role", string(c.Role))
		s.field("text", "")
		s.line("by: source")
		if c.Mark != "" {
			s.field("note", "報告書の"+c.Mark+"。")
		}
		s.cite("cite", s.rep.place(a.Section, c.Quote))
	})
}

func (s *sheet) measures(a Accident) {
	if len(a.Measures) == 0 {
		s.quote(a.quotes[cellMeasures])
		s.field("measures", "")
		return
	}
	s.each("measures", len(a.Measures), func(i int) {
		m := a.Measures[i]
		s.quote(m.Quote)
		if m.Heading != "" {
			s.comment("見出し: " + m.Heading)
		}
		s.line(fmt.Sprintf("id: m%d", i+1))
		s.field("kind", string(m.Kind))
		s.field("text", "")
		if m.Likely {
			s.todo("原因との組は見出しの言葉の近さで選んだ。合っているか確かめる")
		}
		if len(m.Answers) > 0 {
			var ids []string
			for _, n := range m.Answers {
				ids = append(ids, fmt.Sprintf("c%d", n))
			}
			s.line("answers: [" + strings.Join(ids, ", ") + "]")
			s.line("answers_by: source")
		}
		for _, d := range []struct {
			name string
			date *kb.Date
		}{{"started", m.Started}, {"due", m.Due}, {"done", m.Done}} {
			if d.date != nil {
				s.line(d.name + ": " + d.date.String())
			}
		}
		s.cite("cite", s.rep.place(a.Section, m.Quote))
	})
}
