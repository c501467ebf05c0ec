package server

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kyokun/kb"
)

// termTable finds the words of the glossary in a text. It is made once for a
// library and never changes.
type termTable struct {
	// byRune are the forms that begin with a rune, the longest first.
	byRune map[rune][]termForm
}

// termForm is a term in one of its spellings.
type termForm struct {
	text string
	term kb.Term
}

// foundTerm is a term at a place of a text.
type foundTerm struct {
	start, end int
	term       kb.Term
}

func newTermTable(v *kb.Vocabulary) *termTable {
	t := &termTable{byRune: map[rune][]termForm{}}
	for _, term := range v.Terms {
		if term.Definition == "" {
			continue
		}
		t.add(term.Term, term)
		for _, variant := range term.Variants {
			t.add(variant.Text, term)
		}
	}
	for _, forms := range t.byRune {
		slices.SortStableFunc(forms, func(a, b termForm) int { return cmp.Compare(len(b.text), len(a.text)) })
	}
	return t
}

// add leaves out forms that are as often a part of something else: a single
// character, and hiragana alone.
func (t *termTable) add(text string, term kb.Term) {
	if utf8.RuneCountInString(text) < 2 || onlyHiragana(text) {
		return
	}
	first, _ := utf8.DecodeRuneInString(text)
	t.byRune[first] = append(t.byRune[first], termForm{text, term})
}

func onlyHiragana(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Hiragana, r) })
}

// find returns the terms in a text from left to right, at each place the longest.
func (t *termTable) find(text string) []foundTerm {
	var out []foundTerm
	before := rune(0)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if form, ok := t.at(text[i:], r, before); ok {
			out = append(out, foundTerm{i, i + len(form.text), form.term})
			before, size = lastRune(form.text), len(form.text)
		} else {
			before = r
		}
		i += size
	}
	return out
}

// at returns the longest form with which the text begins, unless it is cut out
// of a longer word.
func (t *termTable) at(text string, first, before rune) (termForm, bool) {
	for _, form := range t.byRune[first] {
		if !strings.HasPrefix(text, form.text) {
			continue
		}
		after, _ := utf8.DecodeRuneInString(text[len(form.text):])
		if !sameWord(before, first) && !sameWord(lastRune(form.text), after) {
			return form, true
		}
	}
	return termForm{}, false
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// sameWord tells whether two runes side by side are of one word: runs of
// katakana and of Latin letters and digits are; compounds of kanji are read in
// their parts.
func sameWord(a, b rune) bool {
	katakana := func(r rune) bool { return unicode.Is(unicode.Katakana, r) || r == 'ー' }
	latin := func(r rune) bool { return unicode.Is(unicode.Latin, r) || unicode.IsDigit(r) }
	return katakana(a) && katakana(b) || latin(a) && latin(b)
}
