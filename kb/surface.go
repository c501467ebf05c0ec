package kb

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// surfaceKey is equal for spellings that search takes for one: width, case,
// spaces and the kinds of dashes make no difference.
func surfaceKey(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r >= '\u2010' && r <= '\u2015', r == '\u2212':
			return '-'
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// readingOfKana returns the reading of a surface that is kana throughout, ""
// for any other.
func readingOfKana(s string) string {
	for _, r := range s {
		if !unicode.In(r, unicode.Hiragana, unicode.Katakana) && r != 'ー' && r != '・' {
			return ""
		}
	}
	return soundsOnly(s)
}

// soundsOnly turns kana to katakana and drops what is not read.
func soundsOnly(s string) string {
	const toKatakana = 'ァ' - 'ぁ'
	return strings.Map(func(r rune) rune {
		switch {
		case r == '・', unicode.IsSpace(r):
			return -1
		case r >= 'ぁ' && r <= 'ゖ':
			return r + toKatakana
		}
		return r
	}, s)
}

func notKatakana(r rune) bool {
	return !unicode.In(r, unicode.Katakana) && r != 'ー' && r != '・' && r != ' '
}
