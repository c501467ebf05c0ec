package report

import (
	"strings"

	"kyokun/kb"
)

// passages returns the whole text in paragraphs, with the section of each.
func (r *reader) passages(source string) []kb.Passage {
	var out []kb.Passage
	add := func(s Section, rows []line) {
		for _, p := range paragraphs(rows) {
			q := kb.Passage{Source: source, Section: s.Number, Page: p.page, PageTo: p.pageTo, Exact: p.page > 0,
				Position: len(out) + 1, Text: strings.TrimSpace(p.text)}
			if p.page == 0 {
				q.Page, q.PageTo = s.Page, s.PageTo
			}
			if q.PageTo == q.Page {
				q.PageTo = 0
			}
			if q.Text != "" {
				out = append(out, q)
			}
		}
	}
	from, at := 0, Section{}
	for i := range r.all {
		if s := r.sectionAt(i); s.Number != at.Number || s.first != at.first {
			add(at, r.all[from:i])
			from, at = i, s
		}
	}
	add(at, r.all[from:])
	return out
}
