package index

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// class sorts runes by how the pipeline treats them.
type class uint8

const (
	classBreak    class = iota // spaces, punctuation, symbols, emoji: never indexed
	classWord                  // Latin and other alphabets, digits: whole runs are words
	classHan                   // kanji and the marks that stand for one
	classHiragana              //
	classKatakana              // with the long-vowel mark
)

func (c class) cjk() bool { return c >= classHan }

func classOf(r rune) class {
	switch {
	case r < 0x80:
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return classWord
		}
		return classBreak
	case r >= 'ぁ' && r <= 'ゖ':
		return classHiragana
	case r >= 'ァ' && r <= 'ヺ' || r == 'ー':
		return classKatakana
	case r >= '\u4E00' && r <= '\u9FFF':
		return classHan
	}
	return classByTable(r)
}

// classByTable sorts the runes that few texts hold.
func classByTable(r rune) class {
	switch {
	case r == '々' || r == '〆' || r == '〇' || unicode.Is(unicode.Han, r):
		return classHan
	case unicode.Is(unicode.Hiragana, r):
		return classHiragana
	case unicode.Is(unicode.Katakana, r):
		return classKatakana
	case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
		return classWord
	}
	return classBreak
}

// toKatakana turns hiragana into katakana and leaves the rest.
func toKatakana(s string) string { return strings.Map(katakanaOf, s) }

func katakanaOf(r rune) rune {
	if r >= 'ぁ' && r <= 'ゖ' {
		return r + ('ァ' - 'ぁ')
	}
	return r
}

// toHiragana turns katakana into hiragana and leaves the rest.
func toHiragana(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'ァ' && r <= 'ヶ' {
			return r - ('ァ' - 'ぁ')
		}
		return r
	}, s)
}

// isKana reports whether s is written in kana alone.
func isKana(s string) bool {
	for _, r := range s {
		if c := classOf(r); c != classHiragana && c != classKatakana {
			return false
		}
	}
	return s != ""
}

func isHiragana(s string) bool {
	for _, r := range s {
		if classOf(r) != classHiragana && r != 'ー' {
			return false
		}
	}
	return s != ""
}

func isKatakana(s string) bool {
	for _, r := range s {
		if classOf(r) != classKatakana {
			return false
		}
	}
	return s != ""
}

// stemMin is the length in runes from which a final long-vowel mark is
// dropped: サーバー and サーバ become one, コピー stays apart from コピ.
const stemMin = 4

// stem drops the final long-vowel mark of a longer katakana word.
func stem(s string) string {
	if isEnglish(s) {
		return englishStem(s)
	}
	short, long := strings.CutSuffix(s, "ー")
	if !long || utf8.RuneCountInString(s) < stemMin {
		return s
	}
	if first, _ := utf8.DecodeRuneInString(s); classOf(first) != classKatakana {
		return s
	}
	return short
}
