package corpus

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
)

// Kind is a kind of query.
type Kind string

// The kinds of queries.
const (
	Term     Kind = "term"   // one word
	And      Kind = "and2"   // two words of one sentence
	Phrase   Kind = "phrase" // two words and the particle between them
	Sentence Kind = "or5"    // a stretch of a sentence with five words
	Prefix   Kind = "prefix" // how a word begins
	Fuzzy    Kind = "fuzzy"  // a word without one of its characters
)

// Kinds lists the kinds of queries.
func Kinds() []Kind { return []Kind{Term, And, Phrase, Sentence, Prefix, Fuzzy} }

var (
	wordPattern   = regexp.MustCompile(`[\p{Han}]{2,6}|[\p{Katakana}ー]{3,}`)
	phrasePattern = regexp.MustCompile(`(?:[\p{Han}]{2,4}|[\p{Katakana}ー]{3,})[のをがにで](?:[\p{Han}]{2,4}|[\p{Katakana}ー]{3,})`)
	fivePattern   = regexp.MustCompile(`(?:(?:[\p{Han}]{2,6}|[\p{Katakana}ー]{3,})[\p{Hiragana}、]{1,5}){4}(?:[\p{Han}]{2,6}|[\p{Katakana}ー]{3,})`)
)

// Queries returns n queries of a kind, each once, drawn by the seed from the
// sentences of the corpus: none of them is without an answer in a corpus that
// is large enough, but for those of [Fuzzy].
func (c *Corpus) Queries(k Kind, n int) []string {
	d := rand.New(rand.NewPCG(c.seed, uint64(len(k))<<32|uint64(k[0])))
	seen := map[string]bool{}
	var out []string
	for tries := 0; len(out) < n && tries < 200*n; tries++ {
		q := query(k, c.sentences[d.IntN(len(c.sentences))], d)
		if q != "" && !seen[q] {
			seen[q] = true
			out = append(out, q)
		}
	}
	return out
}

// query makes a query of a sentence; "" where it has none of the kind.
func query(k Kind, sentence string, d *rand.Rand) string {
	words := wordPattern.FindAllString(sentence, -1)
	if len(words) < 2 {
		return ""
	}
	at := d.IntN(len(words) - 1)
	word := []rune(words[at])
	switch k {
	case Term:
		return words[at]
	case And:
		if words[at] == words[at+1] {
			return ""
		}
		return words[at] + " " + words[at+1]
	case Phrase:
		return phrasePattern.FindString(sentence)
	case Sentence:
		return strings.ReplaceAll(fivePattern.FindString(sentence), "、", "")
	case Prefix:
		return string(word[:2])
	case Fuzzy:
		if len(word) < 4 {
			return ""
		}
		cut := 1 + d.IntN(len(word)-2)
		return string(word[:cut]) + string(word[cut+1:])
	}
	return ""
}

// WriteQueries writes n queries of each kind, one a line: kind, tab, query.
func (c *Corpus) WriteQueries(w io.Writer, n int) error {
	out := bufio.NewWriter(w)
	for _, k := range Kinds() {
		for _, q := range c.Queries(k, n) {
			if _, err := fmt.Fprintf(out, "%s\t%s\n", k, q); err != nil {
				return fmt.Errorf("writing the queries: %w", err)
			}
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the queries: %w", err)
	}
	return nil
}
