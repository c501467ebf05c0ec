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
	from := 0
	for i := range r.all {
		if i > 0 && r.holder[i] != r.holder[i-1] {
			add(r.sectionAt(from), r.all[from:i])
			from = i
		}
	}
	if len(r.all) > 0 {
		add(r.sectionAt(from), r.all[from:])
	}
	return out
}
