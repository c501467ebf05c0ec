package server

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"kyokun/kb"
)

// findTerms finds the terms of which each word of the query is a part: of the
// term, its reading, another form or the English. Terms that are the query
// itself come first, then those that begin with it.
func findTerms(terms []kb.Term, q string) []kb.Term {
	words := foldedWords(q)
	if len(words) == 0 {
		return nil
	}
	type found struct {
		term kb.Term
		rank int
	}
	var hits []found
	for _, t := range terms {
		forms := termForms(t)
		if containsWords(forms, words) {
			hits = append(hits, found{t, rankForms(forms, strings.Join(words, ""))})
		}
	}
	slices.SortStableFunc(hits, func(a, b found) int { return cmp.Compare(a.rank, b.rank) })
	var out []kb.Term
	for _, h := range hits {
		out = append(out, h.term)
	}
	return out
}

// containsWords tells whether each word is part of one of the forms.
func containsWords(forms, words []string) bool {
	for _, w := range words {
		if !slices.ContainsFunc(forms, func(form string) bool { return strings.Contains(form, w) }) {
			return false
		}
	}
	return true
}

// rankForms is 0 where a form is the query, 1 where one begins with it, else 2.
func rankForms(forms []string, q string) int {
	rank := 2
	for _, form := range forms {
		switch {
		case form == q:
			return 0
		case strings.HasPrefix(form, q):
			rank = 1
		}
	}
	return rank
}

// termForms are all forms of a term, folded.
func termForms(t kb.Term) []string {
	forms := []string{t.Term, t.Reading, t.EN}
	for _, v := range t.Variants {
		forms = append(forms, v.Text, v.Reading)
	}
	for i := range forms {
		forms[i] = foldForm(forms[i])
	}
	return nonEmpty(forms...)
}

func foldedWords(q string) []string {
	words := strings.Fields(norm.NFKC.String(q))
	for i := range words {
		words[i] = foldForm(words[i])
	}
	return nonEmpty(words...)
}

// foldForm makes forms alike that readers take for one: widths, cases, the two
// kana, with or without a hyphen, a dot or a long mark at the end.
func foldForm(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'ぁ' && r <= 'ゖ':
			return r + ('ァ' - 'ぁ')
		case strings.ContainsRune(" -/・‐–", r):
			return -1
		}
		return r
	}, strings.ToLower(norm.NFKC.String(s)))
	return strings.TrimSuffix(s, "ー")
}
