package kb

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Part is a piece of a text; Match is true where it is a word that the text it
// was held against has too.
type Part struct {
	Text  string `json:"text"`
	Match bool   `json:"match,omitempty"`
}

// Evidence is a passage beside the text that cites it.
type Evidence struct {
	Passage Passage `json:"passage"`
	// Parts are the passage's text, cut where shared words begin and end.
	Parts []Part `json:"parts"`
	// Shared is the share of the citing text's words that the passage has.
	Shared float64 `json:"shared"`
}

// Evidence returns the passages to which the citation leads, those that share
// most words with the citing text first.
func (p *Passages) Evidence(text string, c Citation) []Evidence {
	var out []Evidence
	for _, one := range p.Resolve(c) {
		parts, shared := SharedWords(one.Text, text)
		out = append(out, Evidence{Passage: one, Parts: parts, Shared: shared})
	}
	slices.SortStableFunc(out, func(a, b Evidence) int { return cmp.Compare(b.Shared, a.Shared) })
	return out
}

// SharedWords cuts a passage where its words are also words of the citing text,
// and returns the share of that text's words that were found. A word is a run of
// two or more kanji, katakana, Latin letters or digits, or such a part of one;
// full and half width are the same.
func SharedWords(passage, citing string) (parts []Part, shared float64) {
	want := wordRuns(citing)
	found := map[string]bool{}
	plain := 0 // where the part without a match begins
	emit := func(from, to int) {
		if plain < from {
			parts = append(parts, Part{Text: passage[plain:from]})
		}
		parts, plain = append(parts, Part{Text: passage[from:to], Match: true}), to
	}
	for i := 0; i < len(passage); {
		n := longestShared(passage[i:], want, found)
		if n > 0 {
			emit(i, i+n)
			i += n
			continue
		}
		i += runeLen(passage[i:])
	}
	if plain < len(passage) {
		parts = append(parts, Part{Text: passage[plain:]})
	}
	all := pairsOf(want)
	if len(all) == 0 {
		return parts, 0
	}
	return parts, float64(len(found)) / float64(len(all))
}

// longestShared returns the length in bytes of the longest beginning of s that is
// a word, or a part of two or more characters of a word, of want.
func longestShared(s string, want []string, found map[string]bool) int {
	kind, key, best, end := noWord, []rune{}, 0, 0
	for _, r := range s {
		k := wordKind(r)
		if k == noWord || kind != noWord && k != kind {
			break
		}
		kind = k
		end += len(string(r))
		key = append(key, foldRune(r)...)
		if len(key) >= 2 && slices.ContainsFunc(want, func(w string) bool { return strings.Contains(w, string(key)) }) {
			best = end
			found[string(key[len(key)-2:])] = true
			continue
		}
		if len(key) >= 2 {
			break
		}
	}
	return best
}

func pairsOf(words []string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		r := []rune(w)
		for i := 0; i+1 < len(r); i++ {
			out[string(r[i:i+2])] = true
		}
	}
	return out
}

// wordRuns are the words of a text, folded.
func wordRuns(s string) []string {
	var out []string
	var run []rune
	kind := noWord
	flush := func() {
		if len(run) >= 2 {
			out = append(out, string(run))
		}
		run = nil
	}
	for _, r := range s {
		k := wordKind(r)
		if k != kind {
			flush()
		}
		if kind = k; k != noWord {
			run = append(run, foldRune(r)...)
		}
	}
	flush()
	return out
}

type runKind int

const (
	noWord runKind = iota
	kanjiRun
	katakanaRun
	latinRun
)

func wordKind(r rune) runKind {
	switch {
	case unicode.Is(unicode.Han, r):
		return kanjiRun
	case unicode.Is(unicode.Katakana, r) || r == 'ー' || r == 'ｰ':
		return katakanaRun
	case unicode.IsLetter(r) && unicode.Is(unicode.Latin, r) || unicode.IsDigit(r):
		return latinRun
	}
	return noWord
}

func foldRune(r rune) []rune { return []rune(strings.ToLower(norm.NFKC.String(string(r)))) }

func runeLen(s string) int {
	for _, r := range s {
		return len(string(r))
	}
	return 0
}
