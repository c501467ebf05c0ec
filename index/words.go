package index

import (
	"strings"
	"unicode/utf8"

	"github.com/ikawaha/kagome-dict/dict"
)

// atom is the smallest unit of a text: a word of the dictionary, a part of a
// compound, a part of a Latin run.
type atom struct {
	start, end int // bytes of the normal text
	term       string
	reading    string // katakana; empty where unknown or useless
	key        string // of the reading, where it is known beforehand
	bent       bool   // the term is not as the text has it
	noun       bool
	stop       bool // particles and the like: takes a place but is not indexed
}

// sounds reports whether the atom is found by its reading.
func (a *atom) sounds() bool { return a.noun && a.reading != "" }

// compound is a unit made of several atoms, from first to last.
type compound struct {
	first, last int // atoms
	term        string
	reading     string
	parts       []string // of the canonical form, where it is written otherwise
	canonical   bool     // by the vocabulary
}

// split reads a text of Japanese characters, by its words or by their parts.
func (s *segmenter) split(text string, parts bool, visit func(morpheme)) {
	l := s.lattices.Get().(*lattice)
	for _, m := range l.split(s, text, parts) {
		visit(m)
	}
	s.lattices.Put(l)
}

// words splits one stretch of Japanese that begins at byte base.
func (s *segmenter) words(chunk string, base int, out *analysis) {
	s.split(chunk, false, func(m morpheme) {
		out.addWord(s.word(m, chunk[m.start:m.end]), base+m.start, base+m.end)
	})
}

// addWord adds a word; one with parts is stacked on them.
func (out *analysis) addWord(w *word, start, end int) {
	if len(w.parts) == 0 {
		out.atoms = append(out.atoms, atom{start, end, w.term, w.reading, w.key, w.bent, w.noun, w.stop})
		return
	}
	first := len(out.atoms)
	for _, p := range w.parts {
		out.atoms = append(out.atoms, atom{start: start, end: start + p.length, term: p.term, reading: p.reading, key: p.key, bent: len(p.term) != p.length, noun: true})
		start += p.length
	}
	out.compounds = append(out.compounds, compound{first: first, last: len(out.atoms) - 1, term: w.term, reading: w.reading})
}

// word is what the pipeline makes of a word, wherever it stands.
type word struct {
	term    string
	reading string
	key     string // of the reading, where it is known beforehand
	bent    bool   // the term is not as the word is written
	noun    bool
	stop    bool
	parts   []wordPart // of a compound or a long noun
}

// wordPart is a part of a word.
type wordPart struct {
	length  int // bytes
	term    string
	reading string
	key     string // as of a word
}

// word returns what is made of a word, and remembers those of the dictionary.
func (s *segmenter) word(m morpheme, surface string) *word {
	switch m.origin {
	case userWords:
		return s.compounds[m.id]
	case unknownWords:
		return s.newWord(m, surface)
	}
	w := s.met[m.id].Load()
	if w == nil {
		w = s.newWord(m, strings.Clone(surface)) // a text must not be kept for one of its words
		w.addKeys()
		s.met[m.id].Store(w)
	}
	return w
}

// addKeys makes the keys of the readings known.
func (w *word) addKeys() {
	w.key = keyOf(w.reading)
	for i, p := range w.parts {
		w.parts[i].key = keyOf(p.reading)
	}
}

// keyOf is the key of a reading that is long enough to be indexed, else empty.
func keyOf(reading string) string {
	if shortReading(reading) {
		return ""
	}
	return readingKey(reading)
}

// newCompound makes a word of a compound of the vocabulary.
func newCompound(c dict.UserDictContent) *word {
	form := strings.Join(c.Tokens, "")
	w := &word{term: stem(form), reading: strings.Join(c.Yomi, ""), noun: true}
	w.bent = w.term != form
	if len(c.Tokens) > 1 {
		for i, p := range c.Tokens {
			w.parts = append(w.parts, wordPart{length: len(p), term: stem(p), reading: c.Yomi[i]})
		}
	}
	w.addKeys()
	return w
}

// newWord makes a word of one that IPADIC has or takes for unknown.
func (s *segmenter) newWord(m morpheme, surface string) *word {
	pos := s.partOfSpeech(m)
	w := &word{term: s.wordForm(m, surface, pos), reading: s.readingOf(m, surface)}
	w.bent = w.term != surface
	w.noun = len(pos) > 0 && (pos[0] == "名詞" || pos[0] == "接頭詞")
	w.stop = isStop(pos, w.term)
	if n := utf8.RuneCountInString(surface); w.noun && !w.stop && n >= longWord && n <= endless {
		w.parts = s.partsOf(surface)
	}
	return w
}

// partsOf returns the parts of a long noun, none where it is one whole.
func (s *segmenter) partsOf(noun string) []wordPart {
	var out []wordPart
	s.split(noun, true, func(m morpheme) {
		p := noun[m.start:m.end]
		out = append(out, wordPart{length: len(p), term: stem(p), reading: s.readingOf(m, p)})
	})
	if len(out) < 2 {
		return nil
	}
	return out
}

// The lengths in runes from which, and up to which, a noun is searched for
// parts: what is longer is no word, and takes time.
const (
	longWord = 4
	endless  = 40
)

// wordForm is the form under which a word is indexed: the dictionary form of
// what inflects, the stem of a katakana word.
func (s *segmenter) wordForm(m morpheme, surface string, pos []string) string {
	if len(pos) > 0 && (pos[0] == "動詞" || pos[0] == "形容詞") {
		if base := s.feature(m, dict.BaseFormIndex); base != "" {
			return base
		}
	}
	return stem(surface)
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
