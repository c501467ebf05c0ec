package kb

import "time"

// Tables worked out of the documents themselves. They take accident reports
// (domain telecom) only: cases of other domains are told by other measures.

func (l *Library) telecomCases() []*Case {
	var out []*Case
	for _, c := range l.Cases() {
		if c.Domain == Telecom {
			out = append(out, c)
		}
	}
	return out
}

func (l *Library) telecomLessons() []*Lesson {
	var out []*Lesson
	for _, d := range l.Lessons() {
		if d.Domain == Telecom {
			out = append(out, d)
		}
	}
	return out
}

// PublishedFrom returns the first day of the day, month or year in which the
// source was published; ok is false where the date does not parse.
func (s *Source) PublishedFrom() (day Date, ok bool) {
	for _, layout := range []string{dateLayout, "2006-01", "2006"} {
		if t, err := time.ParseInLocation(layout, s.Published, JST); err == nil {
			return Date{t}, true
		}
	}
	return Date{}, false
}
