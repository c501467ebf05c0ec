package index

import (
	"strings"
	"unicode/utf8"

	"github.com/ikawaha/kagome/v2/tokenizer"
)

// atom is the smallest unit of a text: a word of the dictionary, a part of a
// compound, a part of a Latin run.
type atom struct {
	start, end int // bytes of the normal text
	term       string
	reading    string // katakana; empty where unknown or useless
	noun       bool
	stop       bool // particles and the like: takes a place but is not indexed
}

// compound is a unit made of several atoms, from first to last.
type compound struct {
	first, last int // atoms
	term        string
	reading     string
	parts       []string // of the canonical form, where it is written otherwise
	canonical   bool     // by the vocabulary
}

// words splits one stretch of Japanese that begins at byte base.
func (s *segmenter) words(chunk string, base int, out *analysis) {
	for _, t := range s.kagome.Tokenize(chunk) {
		start := base + t.Position
		switch t.Class {
		case tokenizer.USER:
			s.userWord(t, start, out)
		default:
			s.systemWord(t, start, out)
		}
	}
}

// userWord adds a compound of the vocabulary and its parts.
func (s *segmenter) userWord(t tokenizer.Token, start int, out *analysis) {
	extra := t.UserExtra()
	first := len(out.atoms)
	for i, p := range extra.Tokens {
		out.atoms = append(out.atoms, atom{
			start: start, end: start + len(p), term: stem(p),
			reading: extra.Readings[i], noun: true,
		})
		start += len(p)
	}
	if len(extra.Tokens) > 1 {
		out.compounds = append(out.compounds, compound{
			first: first, last: len(out.atoms) - 1, term: stem(t.Surface),
			reading: strings.Join(extra.Readings, ""),
		})
	}
}

// systemWord adds a word of IPADIC; a long noun is stacked on its parts.
func (s *segmenter) systemWord(t tokenizer.Token, start int, out *analysis) {
	pos := t.POS()
	a := atom{start: start, end: start + len(t.Surface), term: wordForm(t, pos), reading: readingOf(t)}
	a.noun = len(pos) > 0 && (pos[0] == "名詞" || pos[0] == "接頭詞")
	a.stop = isStop(pos, a.term)
	if n := utf8.RuneCountInString(t.Surface); !a.noun || a.stop || n < longWord || n > endless {
		out.atoms = append(out.atoms, a)
		return
	}
	parts := s.kagome.Analyze(t.Surface, tokenizer.Search)
	if len(parts) < 2 {
		out.atoms = append(out.atoms, a)
		return
	}
	first := len(out.atoms)
	for _, p := range parts {
		from := start + p.Position
		out.atoms = append(out.atoms, atom{
			start: from, end: from + len(p.Surface), term: stem(p.Surface), reading: readingOf(p), noun: true,
		})
	}
	out.compounds = append(out.compounds, compound{first: first, last: len(out.atoms) - 1, term: a.term, reading: a.reading})
}

// The lengths in runes from which, and up to which, a noun is searched for
// parts: what is longer is no word, and takes time.
const (
	longWord = 4
	endless  = 40
)

// wordForm is the form under which a word is indexed: the dictionary form of
// what inflects, the stem of a katakana word.
func wordForm(t tokenizer.Token, pos []string) string {
	if len(pos) > 0 && (pos[0] == "動詞" || pos[0] == "形容詞") {
		if base, ok := t.BaseForm(); ok && base != "*" && base != "" {
			return base
		}
	}
	return stem(t.Surface)
}

// isStop tells words without a meaning of their own.
func isStop(pos []string, term string) bool {
	if len(pos) == 0 {
		return true
	}
	switch pos[0] {
	case "助詞", "助動詞", "記号", "フィラー", "接続詞", "感動詞", "連体詞", "その他":
		return true
	}
	if len(pos) > 1 {
		switch pos[1] {
		case "非自立", "代名詞", "特殊":
			return true
		case "接尾":
			return pos[0] == "動詞" || pos[0] == "形容詞" || isStopWord(term)
		}
	}
	return isStopWord(term)
}

// isStopWord lists the words that occur everywhere and tell nothing.
func isStopWord(term string) bool {
	switch term {
	case "する", "なる", "ある", "いる", "おる", "できる", "行う", "よる", "等", "など", "的", "こと", "もの", "ため", "よう", "とき", "れる", "られる", "せる":
		return true
	}
	return false
}
