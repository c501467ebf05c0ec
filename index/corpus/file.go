package corpus

import (
	"fmt"
	"time"

	"kyokun/kb"
)

// File returns the i-th document as a file that a store takes, among those of
// Sources and the content that the corpus was made from.
func (c *Corpus) File(i int) (kb.File, error) { return kb.FileOf(c.Document(i)) }

// Sources returns the quarterly reports that the documents cite, one for each
// quarter of the years from which accidents are drawn. They are not among the
// documents.
func (c *Corpus) Sources() ([]kb.File, error) {
	var out []kb.File
	for at := firstDay; at.Before(firstDay.AddDate(0, 0, spanDays)); at = at.AddDate(0, 3, 0) {
		f, err := kb.FileOf(quarterly(at))
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// quarterly is the report of the quarter in which a moment lies.
func quarterly(at time.Time) *kb.Source {
	year, quarter := at.Year(), 1+(int(at.Month())-1)/3
	return &kb.Source{
		Head: kb.Head{ID: quarterID(at), Domain: kb.Telecom, Summary: "合成した四半期の報告。",
			Title: fmt.Sprintf("%d年第%d四半期の事故報告（合成）", year, quarter), TitleEN: fmt.Sprintf("Accidents of quarter %d, %d (synthetic)", quarter, year)},
		Type: kb.Report, Publisher: "合成", Published: at.AddDate(0, 4, 0).Format("2006-01"), Licence: "自由", Seen: "全文",
	}
}

func quarterID(at time.Time) string {
	return fmt.Sprintf("source-s%dq%d", at.Year(), 1+(int(at.Month())-1)/3)
}

// place is where the report of the quarter tells of what began at a moment.
func place(at time.Time, section string) kb.Citation {
	return kb.Citation{Source: quarterID(at), Section: section}
}
