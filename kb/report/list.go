package report

import (
	"kyokun/kb"
	"regexp"
	"strings"
	"time"
)

// list reads a table with one accident a row: 表3 of the reports. Its rows go to
// the accidents with the same start, or day, in the order in which they stand.
func (r *reader) list(rows []listRow, accidents []Accident) {
	for _, row := range rows {
		for i := range accidents {
			a := &accidents[i]
			if a.Start == nil || !a.Start.At.Equal(row.start.at) {
				continue
			}
			a.merge(row, r.operators(row.operators))
		}
	}
}

// merge adds what only the list tells and notes what it tells otherwise.
func (a *Accident) merge(row listRow, named []Name) {
	for _, n := range named {
		known := false
		for _, o := range a.Operators {
			known = known || o.ID != "" && o.ID == n.ID || bareName(o.Text) == bareName(n.Text)
		}
		if !known {
			a.Listed = append(a.Listed, n)
		}
	}
	if len(a.Rows) == 0 && a.Serious != nil && *a.Serious {
		a.Rows = rowsOf(row.class)
	}
	if row.minutes > 0 && a.Duration != nil && row.minutes != a.Duration.Minutes {
		a.Differs = append(a.Differs, "継続時間は一覧の表では"+row.duration)
	}
	if len(row.affected) > 0 && len(a.Affected) > 0 && row.affected[0].Text != a.Affected[0].Text {
		a.Differs = append(a.Differs, "影響利用者数は一覧の表では"+row.affected[0].Text)
	}
}

// listRow is one row of the list of accidents.
type listRow struct {
	operators, class string
	start            stamp
	duration         string
	minutes          int
	affected         []kb.Affected
}

// listRows finds the rows of the list of accidents, whose head has the labels
// side by side.
func (r *reader) listRows() []listRow {
	var out []listRow
	in, end := -1, len(r.all)
	var group []line
	flush := func() {
		if row, ok := listRowOf(group); ok {
			out = append(out, row)
		}
		group = nil
	}
	for i, l := range r.all {
		l.text = fold(l.text)
		switch {
		case listHead.MatchString(squeeze(l.text)):
			in, end = i, len(r.all)
			if s := r.sectionAt(i); s.end > i {
				end = s.end
			}
		case in < 0:
		case i >= end || listEnd.MatchString(l.text):
			flush()
			in = -1
		case listNumber.MatchString(l.text):
			flush()
			group = append(group, l)
		case len(group) > 0 && l.text != "":
			group = append(group, l)
		}
	}
	flush()
	return out
}

var (
	listHead   = regexp.MustCompile(`^(?:No\.?|番号|項番)?(?:電気通信|報告)?事業者名発生(?:日時|年月日)`)
	listNumber = regexp.MustCompile(`^\d{1,2}(?:\t|\s)\s*\D`)
	listEnd    = regexp.MustCompile(`^(?:※|\(図|\(表|イ\s|\(2\))`)
)

func listRowOf(group []line) (listRow, bool) {
	if len(group) == 0 {
		return listRow{}, false
	}
	q := quote(group)
	text := strings.ReplaceAll(q.Text, "\n", " ")
	found := stamps(text, time.Time{})
	if len(found) == 0 {
		return listRow{}, false
	}
	s := found[0]
	row := listRow{start: s,
		operators: strings.TrimSpace(listDigits.ReplaceAllString(text[:s.from], ""))}
	rest := text[s.to:]
	row.minutes, row.duration = duration(rest)
	if cells := strings.Split(rest, "\t"); len(cells) >= 3 {
		row.minutes, row.duration = duration(cells[1])
		row.affected = affected(cells[2])
	}
	row.class = squeeze(rest)
	return row, true
}

var listDigits = regexp.MustCompile(`^\d{1,2}`)
