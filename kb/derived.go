package kb

import (
	"slices"
	"time"
)

// Tables worked out of the documents themselves. They take accident reports
// (domain telecom) only: cases of other domains are told by other measures. Of
// more than [Surveyed] accidents they take the latest.

func (l *Library) telecomCases() []*Case {
	ids := l.shelf.latest(Telecom, Surveyed)
	slices.Sort(ids)
	return documentsOf[*Case](l, ids)
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
