package kb

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

var tagPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func lintTags(t *tree, l *TagList) {
	if len(l.Facets) == 0 && len(t.problems) == 0 {
		t.add("facets", "分類が1つもありません", "there is no facet")
	}
	facets := map[string]bool{}
	for i, f := range l.Facets {
		at := fmt.Sprintf("facets[%d]", i)
		if facets[f.ID] || !tagPattern.MatchString(f.ID) {
			t.add(at+".id", "分類のidは小文字の英数字とハイフンで、重ならないようにしてください", "a facet id is lower-case letters, digits and hyphens, each once")
		}
		facets[f.ID] = true
		tags := map[string]bool{}
		for j, tag := range f.Tags {
			if tags[tag.ID] || !tagPattern.MatchString(tag.ID) {
				t.add(fmt.Sprintf("%s.tags[%d].id", at, j), "タグのidは小文字の英数字とハイフンで、重ならないようにしてください",
					"a tag id is lower-case letters, digits and hyphens, each once")
			}
			tags[tag.ID] = true
		}
	}
}

// lintVocabulary checks the terms, and holds the entries of the tokenizer's
// user dictionary to what keeps it from harm.
func lintVocabulary(t *tree, v *Vocabulary) {
	owner := map[string]string{}
	own := func(at, surface, term string) {
		key := strings.ToLower(norm.NFKC.String(surface))
		if first, ok := owner[key]; ok {
			t.add(at, "「%s」は用語「%s」にもあります。1つの表記は1つの用語だけに属します",
				"%q also belongs to the term %q: a surface has one term", surface, first)
			return
		}
		owner[key] = term
	}
	for i, term := range v.Terms {
		at := fmt.Sprintf("terms[%d]", i)
		own(at+".term", term.Term, term.Term)
		lintEntry(t, at, term.Term, term.Reading, term.Segments)
		for j, variant := range term.Variants {
			vat := fmt.Sprintf("%s.variants[%d]", at, j)
			own(vat+".text", variant.Text, term.Term)
			lintEntry(t, vat, variant.Text, variant.Reading, variant.Segments)
		}
	}
}

func lintEntry(t *tree, at, surface, reading string, segments []string) {
	if strings.ContainsFunc(reading, notKatakana) {
		t.add(at+".reading", "読みはカタカナで書いてください", "the reading is written in katakana")
	}
	if len(segments) == 0 {
		return
	}
	if strings.Join(segments, "") != surface {
		t.add(at+".segments", "つなげると「%s」になるように分けてください", "the parts must make up %q", surface)
	}
	first, _ := utf8.DecodeRuneInString(surface)
	// An entry hides every dictionary word that starts at the same place: one
	// that begins with Latin letters breaks other words, one of a single
	// character breaks nearly everything.
	if first < utf8.RuneSelf || utf8.RuneCountInString(surface) < 2 {
		t.add(at+".segments", "英数字で始まる語と1文字の語は、解析器の辞書に入れられません（segmentsを消す）",
			"a word that begins with a Latin letter or digit, or of one character, can't be a dictionary entry: remove segments")
	}
	if reading == "" {
		t.add(at+".reading", "解析器の辞書に入れる語には読みが必要です", "a dictionary entry needs a reading")
	}
}

func notKatakana(r rune) bool {
	return !unicode.In(r, unicode.Katakana) && r != 'ー' && r != '・' && r != ' '
}
