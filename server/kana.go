package server

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kyokun/kb"
)

// kanaRow is a row of the kana table.
type kanaRow struct {
	// name stands for the row in addresses.
	name string
	// kana are its kana, the first of which names it; the row of the terms in
	// Latin letters has none.
	kana string
}

// kanaRows are all rows in the order of dictionaries.
var kanaRows = []kanaRow{
	{"latin", ""},
	{"a", "アイウエオ"}, {"ka", "カキクケコ"}, {"sa", "サシスセソ"}, {"ta", "タチツテト"}, {"na", "ナニヌネノ"},
	{"ha", "ハヒフヘホ"}, {"ma", "マミムメモ"}, {"ya", "ヤユヨ"}, {"ra", "ラリルレロ"}, {"wa", "ワヰヱヲン"},
}

// head is the first kana of the row; empty for Latin letters.
func (r kanaRow) head() string {
	_, size := utf8.DecodeRuneInString(r.kana)
	return r.kana[:size]
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

// rowOf is the row under which a term stands.
func rowOf(t kb.Term) kanaRow {
	first, _ := utf8.DecodeRuneInString(baseKana(t.Reading))
	for _, row := range kanaRows {
		if strings.ContainsRune(row.kana, first) {
			return row
		}
	}
	return kanaRows[0]
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
		cells := []rune(row.kana)
		i := slices.Index(cells, r)
		switch {
		case i < 0:
			continue
		case len(cells) == 3: // ya, yu, yo
			return []rune("アウオ")[i]
		case row.name == "wa":
			return r
		}
		return []rune(vowels)[i]
	}
	return r
}
