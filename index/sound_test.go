package index

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// replacedKey is readingKey in steps over the whole reading.
func replacedKey(s string) string {
	out := []rune(strings.NewReplacer(
		"ヴァ", "バ", "ヴィ", "ビ", "ヴェ", "ベ", "ヴォ", "ボ", "ヴ", "ブ", "ヂ", "ジ", "ヅ", "ズ", "ヲ", "オ",
		"ァ", "ア", "ィ", "イ", "ゥ", "ウ", "ェ", "エ", "ォ", "オ", "ヶ", "ケ", "ヵ", "カ", "ヮ", "ワ",
	).Replace(toKatakana(s)))
	for i := 1; i < len(out); i++ {
		row := vowelOf(out[i-1])
		switch {
		case out[i] == 'ー' && row != 0,
			out[i] == 'ウ' && row == 'オ', out[i] == 'イ' && row == 'エ':
			out[i] = row
		}
	}
	if n := len(out); n >= stemMin && out[n-1] == vowelOf(out[n-2]) {
		out = out[:n-1]
	}
	return string(out)
}

// FuzzReadingKey compares the key of a reading, whole and in two parts, with
// what it is by definition.
func FuzzReadingKey(f *testing.F) {
	for _, s := range []string{
		"", "フクソウ", "ふくそー", "ヴァイオリン", "ウェア", "ヴ", "ヴー", "ヴヴァ", "ヴゥ", "ヴヵ", "ヲヂヅ", "ケイエイ", "セイエー",
		"コピー", "サーバー", "エスカレーション", "ァィゥェォ", "オオオオ", "abc", "第1ヴ", "ヮヶ", "\xff",
	} {
		f.Add(s, 1)
	}
	f.Fuzz(func(t *testing.T, s string, cut int) {
		want := replacedKey(s)
		if got := readingKey(s); got != want {
			t.Errorf("%q: %q, not %q", s, got, want)
		}
		if !utf8.ValidString(s) {
			return
		}
		runes := []rune(s)
		cut = min(max(0, cut), len(runes))
		var k sound
		k.add(string(runes[:cut]))
		if got, want := string(k.done()), replacedKey(string(runes[:cut])); got != want {
			t.Errorf("%q as far as %d: %q, not %q", s, cut, got, want)
		}
		k.add(string(runes[cut:]))
		if got := string(k.done()); got != want {
			t.Errorf("%q cut at %d: %q, not %q", s, cut, got, want)
		}
	})
}

// TestClassOf makes sure that the ranges of common runes agree with the tables
// of Unicode, but for the long-vowel mark, which belongs to no script there.
func TestClassOf(t *testing.T) {
	for r := rune(0x80); r <= utf8.MaxRune; r++ {
		if got, want := classOf(r), classByTable(r); got != want && r != 'ー' {
			t.Errorf("%U: %d, not %d", r, got, want)
		}
	}
}
