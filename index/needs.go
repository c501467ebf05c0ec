package index

import (
	"strings"
	"unicode/utf8"
)

// expansionCap bounds how many kindred words are looked for with one word.
const expansionCap = 12

// needs turns the words of an analysis into what to look for.
func (a *analyzer) needs(an *analysis, n normalText, typed string) []need {
	words := contentWords(an)
	var out []need
	for _, w := range words {
		from, to := n.original(w.start, w.end)
		nd := need{typed: strings.TrimSpace(typed[from:to])}
		if d, ok := an.dateAt(w.first); ok && !w.compound {
			nd.options = dateOptions(d)
		} else {
			nd.options = a.wordOptions(an, w)
			nd.parts = partsOf(an, w)
		}
		out = append(out, nd)
	}
	return out
}

func (out *analysis) dateAt(atom int) (datespan, bool) {
	for _, d := range out.dates {
		if d.atom == atom {
			return d.date, true
		}
	}
	return datespan{}, false
}

// dateOptions looks for the date itself and, less, for its day where the text
// leaves out the year.
func dateOptions(d datespan) []option {
	terms := d.terms()
	out := []option{{ViaExact, weightExact, 1, single(terms[0])}}
	if d.year > 0 && d.day > 0 {
		out = append(out, option{ViaVariant, weightMonthDay, 1, single(terms[1])})
	}
	return out
}

func single(term string) sequence { return attrWord.single(term) }

// single is the sequence of one term.
func (a attribute) single(term string) sequence {
	return sequence{attr: a, terms: []string{term}, steps: []int{0}}
}

// wordOptions lists the ways in which a word may be found.
func (a *analyzer) wordOptions(an *analysis, w topWord) []option {
	form := an.text[w.start:w.end]
	counts := literalCounts(an, w, form)
	if w.canonical || stem(form) == w.term && !isEnglish(form) {
		form = w.term // so that all spellings of a word find the same
	}
	out := []option{{ViaExact, weightExact, 1, single(w.term)}}
	if isKana(form) && !shortReading(form) {
		out = append(out, reading(form))
	}
	if kana, ok := romajiWord(form); ok && !w.canonical {
		out = append(out, a.romajiOptions(kana)...)
	}
	if counts {
		for _, seq := range within(form) {
			out = append(out, option{ViaBigram, weightLiteral, 1, seq})
		}
	}
	out = append(out, a.expansions(w.term)...)
	if !w.canonical {
		out = append(out, a.broader(form)...)
	}
	return out
}

// broader looks for the terms that a word is kindred to, such as ファイアウォール
// for FW. They weigh nothing but where they stand in for a word not found.
func (a *analyzer) broader(form string) []option {
	var out []option
	for _, term := range a.lexicon.expandedBy[form] {
		out = append(out, option{via: ViaExpansion, seq: single(term)})
	}
	return out
}

// expansions looks for the words that the vocabulary calls kindred to a term.
func (a *analyzer) expansions(term string) []option {
	var out []option
	for i, e := range a.lexicon.expands[term] {
		if i == expansionCap {
			break
		}
		if seq, ok := inWordsOf(a.analyze(normalForm(e)), false); ok {
			out = append(out, option{ViaExpansion, weightExpansion, coverExpansion, seq})
		}
	}
	return out
}

// romajiOptions looks for the Japanese that a word in Latin letters may be.
func (a *analyzer) romajiOptions(kana string) []option {
	if shortReading(kana) {
		return nil
	}
	out := []option{reading(kana)}
	if e, ok := a.lexicon.sounding(kana); ok {
		out = append(out, option{ViaReading, weightReading, 1, single(e.term)})
		out = append(out, a.expansions(e.term)...)
	}
	return out
}

// literalCounts says whether a word is also looked for within others. A single
// kanji is only where it stands alone in the query: 再 is in half the texts.
// A Latin run is not: its parts are words already.
func literalCounts(an *analysis, w topWord, surface string) bool {
	if !allCJK(surface) {
		return strings.ContainsFunc(surface, func(r rune) bool { return classOf(r).cjk() })
	}
	return utf8.RuneCountInString(surface) > 1 || runAround(an.text, w.start, w.end) == surface
}

// partsOf returns the parts of a compound that are worth looking for.
func partsOf(an *analysis, w topWord) []string {
	if w.first == w.last {
		return nil
	}
	var out []string
	for _, a := range an.atoms[w.first : w.last+1] {
		if !a.stop && utf8.RuneCountInString(a.term) > 1 {
			out = append(out, a.term)
		}
	}
	return out
}

// phrase is what stands in quotes, or after a minus: as written, or word by
// word in canonical form.
func (a *analyzer) phrase(n normalText, typed string) (need, bool) {
	nd := need{typed: strings.TrimSpace(typed)}
	an := a.analyze(n.text)
	if len(an.dates) == 1 && len(an.atoms) == 1 {
		nd.options = dateOptions(an.dates[0].date)
		return nd, true
	}
	if seq, ok := inWordsOf(an, true); ok {
		nd.options = append(nd.options, option{ViaExact, weightExact, 1, seq})
	}
	if seq, ok := literal(n.text); ok {
		nd.options = append(nd.options, option{ViaBigram, weightLiteral, 1, seq})
	}
	return nd, len(nd.options) > 0
}
