package kb

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxExpands is how many kindred words a search for a term looks for; an index
// leaves out those that follow.
const maxExpands = 12

// lintVocabulary checks the terms, and holds the entries of the tokenizer's
// user dictionary to what keeps it from harm.
func lintVocabulary(t *tree, v *Vocabulary) {
	owners := newSurfaces(t)
	for i, term := range v.Terms {
		at := fmt.Sprintf("terms[%d]", i)
		owners.own(at+".term", term.Term, term.Term)
		lintEntry(t, at, term.Term, term.Reading, term.Segments)
		if term.Reading == "" && hasHan(term.Term) {
			t.add(at, "漢字の用語には読み(reading)が必要です", "a term in kanji needs a reading")
		}
		for j, variant := range term.Variants {
			vat := fmt.Sprintf("%s.variants[%d]", at, j)
			owners.own(vat+".text", variant.Text, term.Term)
			lintEntry(t, vat, variant.Text, variant.Reading, variant.Segments)
		}
		if term.EN != "" {
			owners.own(at+".en", term.EN, term.Term)
		}
		if n := strings.Count(term.Definition, "。"); n > 2 {
			t.add(at+".definition", "定義は2文までです（いま%d文）", "a definition has at most two sentences (it has %d)", n)
		}
	}
	for i, term := range v.Terms {
		owners.expands(fmt.Sprintf("terms[%d].expands", i), term)
	}
	lintPrefixes(t, v.entries())
}

// surfaces knows the term of each written form.
type surfaces struct {
	tree *tree
	term map[string]string // by surfaceKey
}

func newSurfaces(t *tree) surfaces { return surfaces{t, map[string]string{}} }

// own claims a surface for a term.
func (s surfaces) own(at, surface, term string) {
	key := surfaceKey(surface)
	first, taken := s.term[key]
	switch {
	case !taken:
		s.term[key] = term
	case first == term:
		s.tree.add(at, "「%s」はこの用語にもうある表記と同じです（全角・半角、大文字・小文字、空白の違いは同じとみなす）。消してください",
			"%q is a form that the term has already (width, case and spaces make no difference): remove it", surface)
	default:
		s.tree.add(at, "「%s」は用語「%s」にもあります。1つの表記は1つの用語だけに属します",
			"%q also belongs to the term %q: a surface has one term", surface, first)
	}
}

// expands checks the kindred words of a term: none is a form of the term
// itself, and no two are forms of one other term, which is looked for once.
func (s surfaces) expands(at string, term Term) {
	seen := map[string]string{}
	for i, e := range term.Expands {
		notion := surfaceKey(e)
		if t, ok := s.term[notion]; ok {
			notion = surfaceKey(t)
		}
		first, twice := seen[notion]
		switch {
		case notion == surfaceKey(term.Term):
			s.tree.add(fmt.Sprintf("%s[%d]", at, i), "「%s」はこの用語自身の表記です。expandsから消してください",
				"%q is a form of the term itself: remove it from expands", e)
		case twice:
			s.tree.add(fmt.Sprintf("%s[%d]", at, i), "「%s」は「%s」と同じ語とみなされます。どちらかを消してください",
				"%q counts as the same word as %q: remove one of them", e, first)
		}
		seen[notion] = e
	}
	if n := len(term.Expands); n > maxExpands {
		s.tree.add(at, "関連する語は%d個までです（いま%d個）。それより後は検索に使われません",
			"at most %d kindred words (there are %d): a search leaves out the rest", maxExpands, n)
	}
}

func lintEntry(t *tree, at, surface, reading string, segments []string) {
	switch kana := readingOfKana(surface); {
	case strings.ContainsFunc(reading, notKatakana):
		t.add(at+".reading", "読みはカタカナで書いてください", "the reading is written in katakana")
	case reading != "" && kana != "" && soundsOnly(reading) != kana:
		t.add(at+".reading", "「%s」の読みは「%s」です", "%q reads %q", surface, kana)
	}
	if len(segments) == 0 {
		return
	}
	if strings.Join(segments, "") != surface {
		t.add(at+".segments", "つなげると「%s」になるように分けてください", "the parts must make up %q", surface)
	}
	// An entry hides every dictionary word that starts at the same place: one
	// that begins with Latin letters breaks other words, one of a single
	// character breaks nearly everything.
	first, _ := utf8.DecodeRuneInString(surfaceKey(surface))
	if first < utf8.RuneSelf || utf8.RuneCountInString(surface) < 2 {
		t.add(at+".segments", "英数字で始まる語と1文字の語は、解析器の辞書に入れられません（segmentsを消す）",
			"a word that begins with a Latin letter or digit, or of one character, can't be a dictionary entry: remove segments")
	}
	if reading == "" {
		t.add(at+".reading", "解析器の辞書に入れる語には読みが必要です", "a dictionary entry needs a reading")
	}
}

// entry is a surface of the vocabulary with its place in the file; at is ""
// for one of another file.
type entry struct {
	at, surface string
	segments    []string
}

// entries lists all surfaces of terms and variants.
func (v *Vocabulary) entries() []entry {
	var out []entry
	for i, t := range v.Terms {
		at := fmt.Sprintf("terms[%d]", i)
		out = append(out, entry{at, t.Term, t.Segments})
		for j, w := range t.Variants {
			out = append(out, entry{fmt.Sprintf("%s.variants[%d]", at, j), w.Text, w.Segments})
		}
	}
	return out
}

// lintPrefixes finds entries of the user dictionary with which a longer
// surface begins that is none: the entry would hide the dictionary's own words
// there and cut the longer one in the wrong place, as 復旧報 cuts 復旧報告.
// Where the script changes behind the entry, the cut is a good one.
func lintPrefixes(t *tree, all []entry) {
	inDictionary := map[string]entry{}
	for _, e := range all {
		if len(e.segments) > 0 {
			inDictionary[e.surface] = e
		}
	}
	for _, long := range all {
		if len(long.segments) > 0 || strings.ContainsFunc(long.surface, unicode.IsUpper) || strings.ContainsFunc(long.surface, unicode.IsLower) {
			continue // Latin letters are cut out before the dictionary is asked
		}
		for i := range long.surface {
			short, ok := inDictionary[long.surface[:i]]
			if !ok || cutsWell(long.surface, i) || long.at == "" && short.at == "" {
				continue
			}
			if long.at == "" {
				t.add(short.at+".segments", "「%s」は「%s」の初めの部分なので、解析器の辞書に入れるとそこで切れます（segmentsを消す）",
					"%q begins the term %q, which it would cut: remove segments", short.surface, long.surface)
			} else {
				t.add(long.at, "初めの部分「%s」が解析器の辞書にあるので、「%s」の後ろで切れます。ここにもsegmentsを付けるか、その語のsegmentsを消してください",
					"its beginning %q is a dictionary entry, so that it is cut after %q: give it segments too, or remove those of that entry", short.surface, short.surface)
			}
			break
		}
	}
}

// cutsWell reports whether the script changes at i.
func cutsWell(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i:])
	return scriptOf(before) != scriptOf(after)
}

func scriptOf(r rune) *unicode.RangeTable {
	for _, table := range []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana} {
		if unicode.Is(table, r) {
			return table
		}
	}
	if r == 'ー' {
		return unicode.Katakana
	}
	return nil
}
