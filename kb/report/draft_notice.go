package report

func (s *sheet) notices(a Accident) {
	if len(a.Notices) == 0 {
		s.quote(a.quotes[cellNotices])
		if a.NoNotices {
			s.line("notices: []")
			s.field("notices_note", "周知の欄に記載が無い。")
		} else {
			s.field("notices", "")
		}
		return
	}
	s.each("notices", len(a.Notices), func(i int) { s.notice(a, a.Notices[i]) })
}

// notice writes one announcement; by which means it was made tells who saw it.
func (s *sheet) notice(a Accident, n Notice) {
	s.quote(n.Quote)
	if n.At != nil {
		s.line("at: " + n.At.String())
	}
	if n.To != nil {
		s.line("to: " + n.To.String())
	}
	s.field("kind", string(n.Kind))
	s.field("channel", n.Channel)
	s.field("operator", n.Operator.ID)
	switch n.Channel {
	case "":
		s.field("public", "")
	case "direct", "partners":
		s.line("public: false")
	default:
		s.line("public: true")
	}
	s.field("text", "")
	if n.Count > 0 {
		s.number("count", n.Count)
	}
	s.cite("cite", s.rep.place(a.Section, n.Quote))
}

func (s *sheet) wider(a Accident) {
	q, there := a.quotes[cellWider]
	if !there {
		return
	}
	if a.Wider == nil {
		s.quote(q)
		s.todo("wider: 参考の欄を読み取れなかった")
		return
	}
	w := a.Wider
	cite := s.rep.place(a.Section, q)
	s.each("wider", 1, func(int) {
		s.quote(q)
		s.within("start", func() { s.point(w.Start) })
		s.within("end", func() { s.point(w.End) })
		s.within("duration", func() { s.duration(&w.Duration, Quote{}) })
		s.affected(w.Affected, Quote{}, func() {})
		r := &w.Region
		if r.Text == "" {
			r = nil
		}
		s.region(r, Quote{}, func() {})
		s.field("text", "")
		s.cite("cite", cite)
	})
}
