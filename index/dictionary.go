package index

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ikawaha/kagome-dict/dict"
	"github.com/ikawaha/kagome-dict/ipa"
	"github.com/ikawaha/kagome/v2/tokenizer"
)

// segmenter splits Japanese into words with IPADIC and the vocabulary's
// compounds. It is safe for concurrent use.
type segmenter struct {
	kagome *tokenizer.Tokenizer
}

// newSegmenter loads IPADIC, which takes a second or two and 110 MB the first
// time in a process; ipa.Dict keeps the immutable data for those that follow.
func newSegmenter(l *lexicon) (*segmenter, error) {
	system := ipa.Dict()
	plain, err := tokenizer.New(system, tokenizer.OmitBosEos())
	if err != nil {
		return nil, fmt.Errorf("making the tokenizer: %w", err)
	}
	if len(l.users) == 0 {
		return &segmenter{plain}, nil
	}
	user, err := userDict(l, &segmenter{plain})
	if err != nil {
		return nil, fmt.Errorf("making the user dictionary: %w", err)
	}
	t, err := tokenizer.New(system, tokenizer.OmitBosEos(), tokenizer.UserDict(user))
	if err != nil {
		return nil, fmt.Errorf("making the tokenizer: %w", err)
	}
	return &segmenter{t}, nil
}

// userDict turns the lexicon's compounds into kagome's form.
func userDict(l *lexicon, plain *segmenter) (*dict.UserDict, error) {
	records := make(dict.UserDictRecords, 0, len(l.users))
	for form, parts := range l.users {
		r := dict.UserDicRecord{Text: form, Tokens: parts, Pos: "名詞"}
		for _, p := range parts {
			r.Yomi = append(r.Yomi, partReading(l, plain, p))
		}
		if whole := l.readings[form]; len(parts) == 1 && whole != "" {
			r.Yomi[0] = whole
		}
		records = append(records, r)
	}
	slices.SortFunc(records, func(a, b dict.UserDicRecord) int { return strings.Compare(a.Text, b.Text) })
	return records.NewUserDict()
}

// partReading finds how a part of a compound is read.
func partReading(l *lexicon, plain *segmenter, part string) string {
	if r := l.readings[part]; r != "" {
		return r
	}
	var b strings.Builder
	for _, t := range plain.kagome.Tokenize(part) {
		b.WriteString(readingOf(t))
	}
	return b.String()
}

// readingOf returns the reading of a word of the dictionary, or the word
// itself where it is kana.
func readingOf(t tokenizer.Token) string {
	if isKana(t.Surface) {
		return toKatakana(t.Surface)
	}
	r, _ := t.Reading()
	if r == "*" {
		return ""
	}
	return r
}

// The caps that bound the work: kagome takes time in proportion to the square
// of a run of one class, 20 s for 60 kB of katakana.
const (
	runCap   = 64  // runes of one class in a row
	chunkCap = 256 // runes handed to kagome at a time
)

// chunkEnd returns where the stretch for kagome that begins at s[0] ends: at
// the first rune that is not Japanese, or at a cap.
func chunkEnd(s string) int {
	var last class
	run, total := 0, 0
	for i, r := range s {
		c := classOf(r)
		if c != last {
			run, last = 0, c
		}
		if !c.cjk() || run == runCap || total == chunkCap {
			return i
		}
		run++
		total++
	}
	return len(s)
}
