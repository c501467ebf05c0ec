package report

import (
	"fmt"

	"kyokun/kb"
)

// sourceDraft writes the report itself as a draft of a source, with its table of
// contents, by which lint checks citations.
func (rep *Report) sourceDraft() kb.File {
	s := rep.sheet()
	s.line("id: " + rep.Source)
	s.field("title", rep.Title)
	s.field("title_en", "")
	s.field("summary", "")
	s.line("domain: " + kb.Telecom)
	if rep.Short {
		s.line("type: overview")
	} else {
		s.line("type: report")
	}
	s.field("publisher", rep.Publisher)
	if rep.Published == "" {
		s.field("published", "")
	} else {
		s.line("published: '" + rep.Published + "'")
	}
	s.field("licence", "")
	paged := rep.paginated()
	s.line(fmt.Sprintf("paginated: %t", paged))
	s.field("seen", "")
	if len(rep.Sections) > 0 {
		s.each("sections", len(rep.Sections), func(i int) {
			sec := rep.Sections[i]
			page := ""
			if paged && sec.Page > 0 {
				page = fmt.Sprintf(", page: %d", sec.Page)
			} else if paged {
				page = ", page: " + Todo
			}
			s.line(fmt.Sprintf("{number: %s, title: %s%s}", scalar(sec.Number), scalar(sec.Title), page))
		})
	}
	return s.file("sources/"+rep.Source+".md", "TODO\n")
}

func (rep *Report) paginated() bool {
	for _, sec := range rep.Sections {
		if sec.Page > 0 {
			return true
		}
	}
	return false
}
