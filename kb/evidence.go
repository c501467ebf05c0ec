package kb

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
// two or more kanji, katakana, or Latin letters and digits, or such a part of one;
// full and half width are the same. A number is one only as a whole, with or
// without separators of thousands: 1,300 has nothing of 1200.
func SharedWords(passage, citing string) (parts []Part, shared float64) {
	want := wordsOf(citing)
	found := map[string]bool{}
	plain := 0 // where the part without a match begins
	emit := func(from, to int) {
		if plain < from {
			parts = append(parts, Part{Text: passage[plain:from]})
		}
		parts, plain = append(parts, Part{Text: passage[from:to], Match: true}), to
	}
	for i := 0; i < len(passage); {
		end, matched := want.at(passage[i:], found)
		if matched {
			emit(i, i+end)
		}
		i += end
	}
	if plain < len(passage) {
		parts = append(parts, Part{Text: passage[plain:]})
	}
	all := want.pairs()
	if len(all) == 0 {
		return parts, 0
	}
	return parts, float64(len(found)) / float64(len(all))
}

// wordSet is the words and the numbers of a text, folded.
type wordSet struct {
	words   []string
	numbers map[string]bool
}

// at returns how many bytes at the beginning of s are a word of the set, or are to
// be passed over where they are none, and notes what was found.
func (w wordSet) at(s string, found map[string]bool) (end int, matched bool) {
	if number, size := numberAt(s); size > 0 {
		if matched = w.numbers[number]; matched {
			notePairs(number, found)
		}
		return size, matched
	}
	if n := w.longest(s, found); n > 0 {
		return n, true
	}
	return runeLen(s), false
}

// longest returns the length in bytes of the longest beginning of s that is
// a word, or a part of two or more characters of a word.
func (w wordSet) longest(s string, found map[string]bool) int {
	kind, key, best, end := noWord, []rune{}, 0, 0
	for _, r := range s {
		k := wordKind(r)
		if k == noWord || kind != noWord && k != kind {
			break
		}
		kind = k
		end += len(string(r))
		key = append(key, foldRune(r)...)
		if len(key) < 2 {
			continue
		}
		if !slices.ContainsFunc(w.words, func(word string) bool { return strings.Contains(word, string(key)) }) {
			break
		}
		best = end
		found[string(key[len(key)-2:])] = true
	}
	return best
}

// pairs are the pairs of neighbouring characters of all words.
func (w wordSet) pairs() map[string]bool {
	out := map[string]bool{}
	for _, word := range w.words {
		notePairs(word, out)
	}
	for number := range w.numbers {
		notePairs(number, out)
	}
	return out
}

func notePairs(word string, to map[string]bool) {
	r := []rune(word)
	for i := 0; i+1 < len(r); i++ {
		to[string(r[i:i+2])] = true
	}
}

// wordsOf returns the words of a text.
func wordsOf(s string) wordSet {
	w := wordSet{numbers: map[string]bool{}}
	for len(s) > 0 {
		if number, size := numberAt(s); size > 0 {
			if len(number) >= 2 {
				w.numbers[number] = true
			}
			s = s[size:]
			continue
		}
		var run []rune
		size := 0
		kind := noWord
		for _, r := range s {
			k := wordKind(r)
			if k == noWord || kind != noWord && k != kind {
				break
			}
			kind = k
			size += len(string(r))
			run = append(run, foldRune(r)...)
		}
		if len(run) >= 2 {
			w.words = append(w.words, string(run))
		}
		s = s[max(size, runeLen(s)):]
	}
	return w
}

// numberAt returns the digits of the number that s begins with, folded and without
// separators, and its length in bytes; 0 where s begins with none, or with a word
// such as 5G.
func numberAt(s string) (digits string, size int) {
	var out strings.Builder
	for i, r := range s {
		switch {
		case unicode.IsDigit(r):
			out.WriteString(string(foldRune(r)))
			size = i + len(string(r))
		case wordKind(r) == latinRun:
			return "", 0
		case (r == ',' || r == '，') && out.Len() > 0 && size == i: // goes on if a digit follows
		default:
			return out.String(), size
		}
	}
	return out.String(), size
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
	_, size := utf8.DecodeRuneInString(s)
	return size
}
