package server

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"kyokun/kb"
)

// latinRow heads the terms in Latin letters.
const latinRow = "A–Z"

// kanaRows are the rows of the kana table, each by its first kana.
var kanaRows = []string{
	"アイウエオ", "カキクケコ", "サシスセソ", "タチツテト", "ナニヌネノ",
	"ハヒフヘホ", "マミムメモ", "ヤユヨ", "ラリルレロ", "ワヰヱヲン",
}

// byReading orders terms as Japanese dictionaries do: terms in Latin letters
// first, then by kana without voicing marks, which only break ties.
func byReading(a, b kb.Term) int {
	return cmp.Or(
		cmp.Compare(boolInt(a.Reading != ""), boolInt(b.Reading != "")),
		cmp.Compare(baseKana(a.Reading), baseKana(b.Reading)),
		cmp.Compare(a.Reading, b.Reading),
		cmp.Compare(strings.ToLower(a.Term), strings.ToLower(b.Term)),
	)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// kanaRow is the row under which a term stands.
func kanaRow(t kb.Term) string {
	reading := []rune(baseKana(t.Reading))
	if len(reading) == 0 {
		return latinRow
	}
	for _, row := range kanaRows {
		if strings.ContainsRune(row, reading[0]) {
			return string([]rune(row)[:1])
		}
	}
	return latinRow
}

// baseKana reduces a reading in katakana to what dictionaries sort by: no voicing
// marks, no small kana, and each long mark as the vowel it lengthens.
func baseKana(reading string) string {
	const small, large = "ァィゥェォッャュョヮ", "アイウエオツヤユヨワ"
	smalls, larges := []rune(small), []rune(large)
	var out []rune
	for _, r := range norm.NFD.String(reading) {
		switch {
		case r == '\u3099' || r == '\u309A' || r == '・':
			continue
		case r == 'ー':
			if len(out) == 0 {
				continue
			}
			r = vowelOf(out[len(out)-1])
		default:
			if i := slices.Index(smalls, r); i >= 0 {
				r = larges[i]
			}
		}
		out = append(out, r)
	}
	return string(out)
}

// vowelOf is the vowel in which a kana ends.
func vowelOf(r rune) rune {
	const vowels = "アイウエオ"
	for _, row := range kanaRows {
		cells := []rune(row)
		i := slices.Index(cells, r)
		switch {
		case i < 0:
			continue
		case len(cells) == 3: // ya, yu, yo
			return []rune("アウオ")[i]
		case row[:len("ワ")] == "ワ":
			return r
		}
		return []rune(vowels)[i]
	}
	return r
}
