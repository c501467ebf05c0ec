package index

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Words that are written together, as romaji and kana invite to (gyoumuitaku,
// ふくそうのげんいん) and haste does (rootcause), are mended by spaces between
// those that are known.

const (
	// runOnMin is the length in runes from which a word may be several.
	runOnMin = 6
	// runOnHalf is the least length of a word in Latin letters, runOnKana in kana.
	runOnHalf = 3
	runOnKana = 3
	// runOnTries is how many ways to part a query are tried, before its words
	// are taken for misspelt.
	runOnTries = 2
	// runOnWord is the greatest length in kana.
	runOnWord = 14
)

// runOn returns queries in which one word is parted into words that documents
// hold, the likeliest first.
func (s *snapshot) runOn(ctx context.Context, text string) ([]correction, error) {
	full := normalForm(clip(text))
	if utf8.RuneCountInString(full) > correctable {
		return nil, nil
	}
	var out []correction
	for _, word := range strings.Fields(full) {
		_, known := s.analyzer.lexicon.lookup(word)
		if known || utf8.RuneCountInString(word) < runOnMin {
			continue
		}
		parts := s.halves
		switch {
		case isKana(word):
			parts = s.spaced
		case !isEnglish(word):
			continue
		}
		list, err := parts(ctx, word)
		if err != nil {
			return nil, err
		}
		for i, p := range list {
			out = append(out, correction{strings.Replace(full, word, p, 1), word, float64(i)})
		}
	}
	return out, nil
}

// halves parts a word in Latin letters into two known ones, the most even first.
func (s *snapshot) halves(ctx context.Context, word string) ([]string, error) {
	var out []string
	for i := runOnHalf; i <= len(word)-runOnHalf; i++ {
		both, err := s.holdsAll(ctx, word[:i], word[i:])
		if err != nil {
			return nil, err
		}
		if both {
			out = append(out, word[:i]+" "+word[i:])
		}
	}
	slices.SortStableFunc(out, func(a, b string) int {
		return cmp.Compare(longestWord(a), longestWord(b))
	})
	return out, nil
}

func longestWord(text string) int {
	n := 0
	for _, w := range strings.Fields(text) {
		n = max(n, len(w))
	}
	return n
}

// spaced parts a run of kana into the fewest words that are known and the
// particles between them; none where something of it is left over.
func (s *snapshot) spaced(ctx context.Context, run string) ([]string, error) {
	r := []rune(run)
	type step struct {
		cost float64
		from int
	}
	best := make([]step, len(r)+1)
	for i := range best {
		best[i].cost = math.Inf(1)
	}
	best[0].cost = 0
	for i := range r {
		if math.IsInf(best[i].cost, 1) {
			continue
		}
		for j := i + 1; j <= min(len(r), i+runOnWord); j++ {
			cost, err := s.pieceCost(ctx, string(r[i:j]), i > 0)
			if err != nil {
				return nil, err
			}
			if c := best[i].cost + cost; c < best[j].cost {
				best[j] = step{c, i}
			}
		}
	}
	if math.IsInf(best[len(r)].cost, 1) {
		return nil, nil
	}
	var words []string
	for j := len(r); j > 0; j = best[j].from {
		words = append(words, string(r[best[j].from:j]))
	}
	slices.Reverse(words)
	return []string{strings.Join(words, " ")}, nil
}

// pieceCost is what it takes to read a piece of a run as one word: nothing is
// known of most pieces, and their cost is infinite.
func (s *snapshot) pieceCost(ctx context.Context, piece string, inside bool) (float64, error) {
	if inside && isKanaParticle(piece) {
		return 0.5, nil
	}
	if utf8.RuneCountInString(piece) < runOnKana {
		return math.Inf(1), nil
	}
	known, err := s.holds(ctx, piece)
	if err != nil || !known {
		return math.Inf(1), err
	}
	return 1, nil
}

func isKanaParticle(s string) bool {
	switch s {
	case "の", "が", "を", "に", "で", "は", "と", "も", "へ", "や", "から", "まで", "より":
		return true
	}
	return false
}

// holdsAll reports whether each of the words, or what it reads, stands in some
// document.
func (s *snapshot) holdsAll(ctx context.Context, words ...string) (bool, error) {
	for _, w := range words {
		held, err := s.holds(ctx, w)
		if err != nil || !held {
			return false, err
		}
	}
	return true, nil
}

func (s *snapshot) holds(ctx context.Context, word string) (bool, error) {
	if _, known := s.analyzer.lexicon.lookup(word); known {
		return true, nil
	}
	kana, sounds := word, isKana(word)
	if !sounds {
		if held, err := s.holdsSequence(ctx, single(stem(word))); err != nil || held {
			return held, err
		}
		kana, sounds = fromRomaji(word)
	}
	if !sounds || shortReading(kana) {
		return false, nil
	}
	return s.holdsSequence(ctx, attrReading.single(readingKey(kana)))
}
