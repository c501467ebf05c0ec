package index

import (
	"strings"
	"unicode"
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
	case r == 'ー':
		return classKatakana
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
func toKatakana(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r >= 'ぁ' && r <= 'ゖ' {
			out[i] = r + ('ァ' - 'ぁ')
		}
	}
	return string(out)
}

// toHiragana turns katakana into hiragana and leaves the rest.
func toHiragana(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r >= 'ァ' && r <= 'ヶ' {
			out[i] = r - ('ァ' - 'ぁ')
		}
	}
	return string(out)
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
	r := []rune(s)
	if len(r) < stemMin || r[len(r)-1] != 'ー' || classOf(r[0]) != classKatakana {
		return s
	}
	return string(r[:len(r)-1])
}

// readingKey is the form under which a reading is indexed and looked up: as it
// sounds, so that spellings of one sound are one. ウェア is ウエア, ヴァ is バ,
// and フクソウ, フクソー and フクソオ are the same. A final long vowel is dropped.
func readingKey(s string) string {
	out := []rune(alike.Replace(toKatakana(s)))
	for i := 1; i < len(out); i++ {
		row := vowelOf(out[i-1])
		switch {
		case out[i] == 'ー' && row != 0,
			out[i] == 'ウ' && row == 'オ', out[i] == 'イ' && row == 'エ':
			out[i] = row
		}
	}
	if n := len(out); n >= stemMin && out[n-1] == vowelOf(out[n-2]) {
		out = out[:n-1] // as stem does
	}
	return string(out)
}

// alike are spellings of one sound.
var alike = strings.NewReplacer(
	"ヴァ", "バ", "ヴィ", "ビ", "ヴェ", "ベ", "ヴォ", "ボ", "ヴ", "ブ", "ヂ", "ジ", "ヅ", "ズ", "ヲ", "オ",
	"ァ", "ア", "ィ", "イ", "ゥ", "ウ", "ェ", "エ", "ォ", "オ", "ヶ", "ケ", "ヵ", "カ", "ヮ", "ワ",
)

// vowelOf returns the vowel that a katakana ends in, 0 where it has none.
func vowelOf(r rune) rune {
	for vowel, row := range vowelRows {
		if strings.ContainsRune(row, r) {
			return vowel
		}
	}
	return 0
}

var vowelRows = map[rune]string{
	'ア': "アカサタナハマヤラワガザダバパャ",
	'イ': "イキシチニヒミリギジビピ",
	'ウ': "ウクスツヌフムユルグズブプュ",
	'エ': "エケセテネヘメレゲゼデベペ",
	'オ': "オコソトノホモヨロゴゾドボポョ",
}
