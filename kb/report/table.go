package report

import (
	"regexp"
	"strings"
	"unicode"
)

// cell names a row of an accident table.
type cell int

const (
	noCell cell = iota
	cellOperators
	cellStart
	cellDuration
	cellAffected
	cellRegion
	cellInquiries
	cellPhenomenon
	cellClass
	cellCauses
	cellDiagram
	cellMeasures
	cellNotices
	cellSite
	cellPress
	cellOther
	cellWider
)

// labels are the words that head the rows, as the reports of several years have
// called them. Those of the table's head stand side by side; those after it come
// one below the other, in this order.
var labels = []struct {
	cell  cell
	words []string
}{
	{cellOperators, []string{"事業者名", "報告事業者名", "電気通信事業者名"}},
	{cellStart, []string{"発生日時", "発生年月日", "発生日時等"}},
	{cellDuration, []string{"継続時間", "障害継続時間"}},
	{cellAffected, []string{"影響利用者数", "影響利用者数等", "影響を受けた利用者数"}},
	{cellRegion, []string{"影響地域", "影響エリア", "影響範囲", "発生場所"}},
	{cellInquiries, []string{"事業者への問合せ件数", "事業者への問い合わせ件数", "問合せ件数", "問い合わせ件数", "利用者からの問合せ件数", "申告件数"}},
	{cellPhenomenon, []string{"障害内容", "事故内容", "事故の内容", "事故の概要", "主な障害内容"}},
	{cellClass, []string{"重大な事故に該当する電気通信役務の区分", "電気通信役務の区分"}},
	{cellCauses, []string{"発生原因", "事故原因", "原因"}},
	{cellDiagram, []string{"機器構成図", "システム構成図", "構成図"}},
	{cellMeasures, []string{"再発防止策", "再発防止対策"}},
	{cellNotices, []string{"情報周知", "利用者への周知", "利用者周知", "周知状況", "利用者への情報周知"}},
	{cellSite, []string{"自社サイト", "自社ホームページ", "自社HP"}},
	{cellPress, []string{"報道発表", "報道対応"}},
	{cellOther, []string{"その他"}},
	{cellWider, []string{"(参考)"}},
}

// labelForms match the labels with white space between any two characters, as
// narrow cells break them.
var labelForms = func() map[cell]*regexp.Regexp {
	out := map[cell]*regexp.Regexp{}
	for _, l := range labels {
		var forms []string
		for _, w := range l.words {
			var chars []string
			for _, r := range w {
				chars = append(chars, regexp.QuoteMeta(string(r)))
			}
			forms = append(forms, strings.Join(chars, `\s*`))
		}
		out[l.cell] = regexp.MustCompile(`(?:` + strings.Join(forms, "|") + `)`)
	}
	return out
}()

// table is one accident table: for each row, the lines of its value.
type table struct {
	first, end int // its lines in the report
	rows       map[cell][]line
}

func (t *table) text(c cell) string {
	var rows []string
	for _, l := range t.rows[c] {
		rows = append(rows, l.text)
	}
	return strings.TrimSpace(strings.Join(rows, "\n"))
}

// tables finds the accident tables among the lines from first to end.
func tables(all []line, first, end int) []table {
	var starts []int
	for i := first; i < end; i++ {
		if opens(all, i, end) {
			starts = append(starts, i)
		}
	}
	var out []table
	for n, i := range starts {
		stop := end
		if n+1 < len(starts) {
			stop = starts[n+1]
		}
		rows := make([]line, 0, stop-i)
		for _, l := range all[i:stop] {
			l.text = fold(l.text)
			rows = append(rows, l)
		}
		t := readTable(rows)
		for c := range t.rows {
			t.rows[c] = unwrap(t.rows[c])
		}
		t.first, t.end = i, stop
		if len(t.rows[cellOperators]) > 0 && len(t.rows[cellStart]) > 0 && (len(t.rows[cellDuration]) > 0 || len(t.rows[cellAffected]) > 0) {
			out = append(out, t)
		}
	}
	return out
}

// opens tells whether an accident table begins on the line: it names the
// operators, and the start stands beside it or soon below. A table of several
// accidents, one a row, has all its labels in one line and is none.
func opens(all []line, i, end int) bool {
	head := fold(all[i].text)
	at := labelForms[cellOperators].FindStringIndex(head)
	if at == nil || at[0] != 0 || !bounded(head, at[1]) {
		return false
	}
	if labelForms[cellDuration].MatchString(head) {
		return false
	}
	var near []string
	for _, l := range all[i:min(end, i+16)] {
		near = append(near, fold(l.text))
	}
	return labelForms[cellStart].MatchString(strings.Join(near, "\n"))
}

// bounded tells whether a label may end at the byte: before white space or the
// end of the text.
func bounded(s string, at int) bool {
	return at >= len(s) || strings.ContainsRune(" \t\n:", rune(s[at]))
}

// readTable gives each stretch of the lines to the row whose label stands before.
func readTable(in []line) table {
	t := table{rows: map[cell][]line{}}
	current := noCell
	for i := 0; i < len(in); i++ {
		rest := in[i].text
		if current == cellMeasures && announces(rest) {
			current = cellNotices // the text has lost the label
		}
		for rest != "" {
			at, end, c, more := nextLabel(rest, in[i+1:], current)
			if c == noCell {
				t.put(current, in[i], rest)
				break
			}
			t.put(current, in[i], rest[:at])
			current = c
			if _, ok := t.rows[c]; !ok {
				t.rows[c] = nil
			}
			if more > 0 { // the label goes on in the lines below
				i, rest = i+more, in[i+more].text[end:]
			} else {
				rest = rest[end:]
			}
			rest = strings.TrimLeft(rest, " \t:")
		}
		if in[i].text == "" {
			t.put(current, in[i], "")
		}
	}
	return t
}

// unwrap joins what narrow cells have broken: a line with an open bracket, and,
// in the text of pages, a list item that goes on.
func unwrap(in []line) []line {
	var out []line
	for _, l := range in {
		if n := len(out); n > 0 && l.text != "" && goesOn(out[n-1], l) {
			out[n-1].text += joint(out[n-1].text, l.text) + l.text
			continue
		}
		out = append(out, l)
	}
	return out
}

func goesOn(before, next line) bool {
	if before.text == "" || strings.Contains(before.text, "\t") {
		return false
	}
	for _, pair := range []string{"【】", "「」"} {
		r := []rune(pair)
		if strings.Count(before.text, string(r[0])) > strings.Count(before.text, string(r[1])) && len(before.text) < 300 {
			return true
		}
	}
	return before.page > 0 && (strings.HasPrefix(before.text, "・") || strings.HasPrefix(before.text, "■")) && !sentenceEnd(before.text) &&
		!bullet(next.text) && !strings.HasPrefix(next.text, "【") && !strings.HasPrefix(next.text, "<")
}

var announcement = regexp.MustCompile(`^(?:令和|平成)\d+年\d+月\s*\d+\s*日\s*\d+[:時][\d分]*\s*(?:初報|第[一1]報|復旧報|続報)?.{0,20}掲載`)

// announces tells whether a line lists an announcement.
func announces(text string) bool { return announcement.MatchString(text) }

func (t *table) put(c cell, l line, text string) {
	text = strings.Trim(text, " \t")
	if c == noCell || text == "" && len(t.rows[c]) == 0 {
		return
	}
	l.text = text
	t.rows[c] = append(t.rows[c], l)
}

// nextLabel finds the first label in the text that may come after the current
// row; more is how many lines below it ends.
func nextLabel(text string, below []line, current cell) (at, end int, c cell, more int) {
	joined := text
	bounds := []int{len(text)}
	for i := 0; i < len(below) && i < 3; i++ {
		joined += "\n" + below[i].text
		bounds = append(bounds, len(joined))
	}
	best := len(text)
	for _, l := range labels {
		if !mayFollow(current, l.cell) {
			continue
		}
		for _, m := range labelForms[l.cell].FindAllStringIndex(joined, -1) {
			if m[0] >= best || !stands(joined, m[0], m[1], current, l.cell) {
				continue
			}
			best, at, end, c = m[0], m[0], m[1], l.cell
		}
	}
	for i, b := range bounds {
		if end <= b {
			if i > 0 {
				end -= bounds[i-1] + 1
			}
			return at, end, c, i
		}
	}
	return at, end, c, 0
}

// mayFollow holds the order of the rows: those of the head in any order, those
// below it only downwards.
func mayFollow(current, next cell) bool {
	switch {
	case current == noCell:
		return next == cellOperators
	case next <= cellInquiries:
		return current <= cellInquiries && current != next
	case next == cellSite || next == cellPress || next == cellOther || next == cellWider:
		return current >= cellNotices && current < next
	}
	return next > current
}

// stands tells whether the word at from to to is a label there: at the beginning
// of a cell, or, in the table's head, after white space; and nothing follows it
// but white space.
func stands(s string, from, to int, current, next cell) bool {
	if next != cellWider && !labelEnds(s, to) {
		return false
	}
	if from == 0 {
		return true
	}
	before := s[from-1]
	if before == '\n' || before == '\t' {
		return true
	}
	head := current <= cellInquiries && next <= cellPhenomenon
	return (head || current == cellNotices) && before == ' '
}

func labelEnds(s string, to int) bool {
	if to >= len(s) {
		return true
	}
	for _, r := range s[to:] {
		return unicode.IsSpace(r)
	}
	return true
}
