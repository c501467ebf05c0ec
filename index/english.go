package index

import (
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// englishMin is the length from which a word in Latin letters is taken for
// English and cut to its stem: shorter ones are mostly abbreviations, and UPS
// is no plural of up.
const englishMin = 5

// isEnglish reports whether a normal text may be an English word that inflects.
func isEnglish(s string) bool {
	if len(s) < englishMin {
		return false
	}
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

// isLatin reports whether a normal text is of words in Latin letters and what
// joins them in English.
func isLatin(s string) bool {
	for _, r := range s {
		if r != ' ' && r != '-' && classOf(r) != classWord {
			return false
		}
	}
	return true
}

// englishStem is what the inflected forms of a word have in common, after
// Porter's second English stemmer: congest of congested and congestion.
func englishStem(s string) string {
	env := snowballstem.NewEnv(s)
	english.Stem(env)
	return env.Current()
}

// isEnglishStop lists the English words that tell nothing. Those that are
// abbreviations of the field, such as it and us, are not among them.
func isEnglishStop(word string) bool {
	switch word {
	case "a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "by", "with", "from", "into", "as",
		"is", "are", "was", "were", "be", "been", "has", "have", "had", "did", "does", "do", "we", "our", "they", "their", "its",
		"how", "what", "when", "where", "which", "why", "that", "this", "these", "those", "there", "should", "would", "could":
		return true
	}
	return false
}
