package index

import (
	"unicode"
	"unicode/utf8"

	"kyokun/kb"
)

// Similar incidents are found by a field of their own: the words in which
// cases and lessons tell of accidents, and their tags. Notices are left out,
// as their politeness drowns what happened.

// The fields of accidents, which have no places.
const (
	attrTold    attribute = 'a' // words
	attrToldTag attribute = 't'
	// toldJoin stands between the facet and the tag of a term.
	toldJoin = "\x1f"
)

// toldText is a text that tells of an accident, and how often it counts.
type toldText struct {
	text  string
	times int
}

// The texts of a case by what they say of it. Causes tell accidents apart
// best, then what was seen; what was done comes last.
const (
	toldCause      = 3
	toldPhenomenon = 2
)

// told returns the texts of a document that tell of an accident; none where
// the document is neither case nor lesson.
func told(doc kb.Document) []toldText {
	h := doc.Common()
	out := []toldText{{h.Title, 1}, {h.Summary, 1}}
	switch d := doc.(type) {
	case *kb.Case:
		out = append(out, toldText{d.Phenomenon.Text, toldPhenomenon})
		for _, v := range d.Causes {
			out = append(out, toldText{v.Text, toldCause})
		}
		for _, v := range d.Measures {
			out = append(out, toldText{v.Text, 1})
		}
		for _, facts := range [][]kb.Fact{d.Equipment, d.Services} {
			for _, v := range facts {
				out = append(out, toldText{v.Text, 1})
			}
		}
	case *kb.Lesson:
		for _, v := range d.Incidents {
			out = append(out, toldText{v.Text, toldPhenomenon})
		}
		for _, v := range d.Statements {
			out = append(out, toldText{v.Text, 1})
		}
	default:
		return nil
	}
	return out
}

// accidentFacets are the facets by which accidents resemble each other.
func accidentFacets() []string {
	return []string{"equipment", "cause", "propagation", "trigger", "service", "detection"}
}

// tellsNothing are tags that say that nothing is said.
func tellsNothing(facet, tag string) bool { return facet == "detection" && tag == "not-stated" }

// accidentTags are the tags of a document by which accidents resemble each other.
func accidentTags(doc kb.Document) []tagFound {
	var out []tagFound
	for _, facet := range accidentFacets() {
		for _, tag := range doc.Common().Tags[facet] {
			if !tellsNothing(facet, tag) {
				out = append(out, tagFound{facet: facet, tag: tag})
			}
		}
	}
	return out
}

// addTold posts what a document tells of an accident, and returns how many
// words that is.
func (m *memory) addTold(p *posted, doc kb.Document) int {
	m.told = m.told[:0]
	for _, t := range told(doc) {
		_, an := m.analyze(t.text)
		m.tokens = an.appendTokens(m.tokens[:0], 0, &m.room)
		telling := an.tellingOf(m.tokens)
		for range t.times {
			m.told = appendPlaced(m.told, telling, 0)
		}
	}
	if len(m.told) == 0 {
		return 0
	}
	m.add(p, attrTold, m.told)
	var tags []placed
	for _, t := range accidentTags(doc) {
		tags = append(tags, placed{term: t.term()})
	}
	m.add(p, attrToldTag, tags)
	return len(m.told)
}

// telling returns the words that may tell one accident from another: nouns and
// terms, without dates, numbers and single characters.
func (out *analysis) telling() []token { return out.tellingOf(out.tokens()) }

// tellingOf drops all others from a list of tokens.
func (out *analysis) tellingOf(tokens []token) []token {
	nouns := make([]bool, len(out.atoms))
	for i, a := range out.atoms {
		nouns[i] = a.noun && !a.stop
	}
	for _, d := range out.dates {
		nouns[d.atom] = false
	}
	list := tokens[:0]
	for _, t := range tokens {
		if (t.span > 1 || nouns[t.pos]) && !isNumber(t.term) && utf8.RuneCountInString(t.term) > 1 {
			list = append(list, t)
		}
	}
	return list
}

// isNumber reports whether a word is of digits and what joins them.
func isNumber(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) && !isCounting(r) {
			return false
		}
	}
	return true
}

// isCounting reports whether a kanji is a number or counts something.
func isCounting(r rune) bool {
	switch r {
	case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '億', '約', '年', '月', '日', '時', '分', '秒', '間', '人', '件', '台', '社', '回':
		return true
	}
	return false
}
