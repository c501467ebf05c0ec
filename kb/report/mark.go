package report

import (
	"regexp"
	"slices"
	"strings"
)

var (
	noteStart = regexp.MustCompile(`^(?:[⁰¹²³⁴-⁹]+|\d{1,2}\s*以降、|\*\d|脚注)`)
	termLine  = regexp.MustCompile(`^(?:新規事例|本年度新規|(?:平成|令和)〇+年度.*)[::]`)
)

// withoutNotes drops footnotes, with the lines that explain the marks.
func withoutNotes(in []passageLine) []passageLine {
	var out []passageLine
	for _, p := range in {
		if folded := fold(p.text); noteStart.MatchString(p.text) || termLine.MatchString(folded) || signLegend.MatchString(folded) {
			continue
		}
		out = append(out, p)
	}
	return out
}

// recurrence is what a mark says.
type recurrence struct {
	fresh, again bool
	years        []int
}

var (
	markBracket = regexp.MustCompile(`[【\[〔(](\s*[^【】\[\]〔〕()。]{2,80}\s*)[】\]〕)]\s*[\d¹²³⁰⁴-⁹]*$`)
	signMark    = regexp.MustCompile(`^\s*([★☆◎※◆◇▲△])|([★☆◎▲△])\s*$`)
)

// markOf reads the mark at the end of a paragraph and returns the text before.
func (r *reader) markOf(text string) (string, recurrence, bool) {
	folded := strings.TrimSpace(fold(text))
	if m := markBracket.FindStringSubmatchIndex(folded); m != nil {
		if rec, ok := readMark(folded[m[2]:m[3]]); ok {
			return strings.TrimSpace(folded[:m[0]]), rec, true
		}
	}
	if m := signMark.FindStringSubmatch(folded); m != nil {
		if rec, ok := r.signs[m[1]+m[2]]; ok {
			return strings.TrimSpace(strings.Trim(folded, m[1]+m[2]+" ")), rec, true
		}
	}
	return text, recurrence{}, false
}

var (
	freshWords = regexp.MustCompile(`新規|初出|新たな`)
	againWords = regexp.MustCompile(`再掲|既出|にも見られた|も同様|過年度`)
)

func readMark(words string) (recurrence, bool) {
	rec := recurrence{fresh: freshWords.MatchString(words), again: againWords.MatchString(words)}
	if rec.fresh == rec.again {
		return rec, false
	}
	if rec.again {
		rec.years = years(words)
		if len(rec.years) == 0 {
			rec.years = shortYears(words)
		}
		slices.Sort(rec.years)
		rec.years = slices.Compact(rec.years)
	}
	return rec, true
}

var shortYear = regexp.MustCompile(`([HRhr])\s*(\d{1,2}|元)`)

// shortYears reads H27・R2.
func shortYears(words string) []int {
	var out []int
	for _, m := range shortYear.FindAllStringSubmatch(words, -1) {
		if y := eraToYear(strings.ToUpper(m[1]), m[2]); y > 0 {
			out = append(out, y)
		}
	}
	return out
}

var signLegend = regexp.MustCompile(`^[※(]?\s*([★☆◎◆◇▲△])\s*(?:[::…は=]|印は|\s)+\s*(.{2,40})$`)

// legends reads what signs such as ★ stand for, where the report says so.
func legends(all []line) map[string]recurrence {
	out := map[string]recurrence{}
	for _, l := range all {
		m := signLegend.FindStringSubmatch(fold(l.text))
		if m == nil {
			continue
		}
		if rec, ok := readMark(m[2]); ok && (rec.fresh || len(rec.years) > 0) {
			out[m[1]] = rec
		}
	}
	return out
}

// marked is a paragraph, or a mark that stands alone, with its mark.
type marked struct {
	passageLine
	rec  recurrence
	some bool
}

// marks reads paragraphs with their marks; a mark on a line of its own belongs
// to the paragraph before.
func (r *reader) marks(rows []line) []marked {
	var out []marked
	for _, p := range withoutNotes(paragraphs(rows)) {
		for _, piece := range afterMarks(p) {
			text, rec, ok := r.markOf(piece.text)
			if ok && text == "" && len(out) > 0 && !out[len(out)-1].some {
				out[len(out)-1].rec, out[len(out)-1].some = rec, true
				continue
			}
			piece.text = text
			if strings.TrimSpace(text) != "" {
				out = append(out, marked{piece, rec, ok})
			}
		}
	}
	return out
}

var midMark = regexp.MustCompile(`【[^【】]*(?:新規|再掲|見られた事例)[^【】]*】`)

// afterMarks cuts a paragraph after each mark within it.
func afterMarks(p passageLine) []passageLine {
	var out []passageLine
	from := 0
	for _, m := range midMark.FindAllStringIndex(p.text, -1) {
		one := p
		one.text = p.text[from:m[1]]
		out, from = append(out, one), m[1]
	}
	if rest := strings.TrimSpace(p.text[from:]); rest != "" && !footnoteRef.MatchString(fold(rest)) {
		p.text = rest
		out = append(out, p)
	}
	return out
}

var footnoteRef = regexp.MustCompile(`^\d{1,3}$`)
