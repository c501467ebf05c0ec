package index

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFromRomaji(t *testing.T) {
	for in, want := range map[string]string{
		"teiden": "テイデン", "fukusou": "フクソウ", "fukusō": "フクソー", "kenchi": "ケンチ", "kenti": "ケンチ",
		"shuufuku": "シュウフク", "syuufuku": "シュウフク", "kippu": "キップ", "setchi": "セッチ", "shin'you": "シンヨウ",
		"konnichi": "コンニチ", "sa-ba": "サーバ", "shimbun": "シンブン", "denn": "デン", "jisho": "ジショ", "zisyo": "ジショ",
		"tsuushin": "ツウシン", "tuusin": "ツウシン", "n": "ン",
	} {
		if got, ok := fromRomaji(in); !ok || got != want {
			t.Errorf("%s is read %q, %v, not %q", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "server", "dns", "smtp", "00xy", "停電", "congestion", "l2", "x"} {
		if got, ok := fromRomaji(in); ok {
			t.Errorf("%q is read as %q", in, got)
		}
	}
}

func TestReadingKey(t *testing.T) {
	for _, same := range [][]string{
		{"ソフトウェア", "ソフトウエア", "そふとうぇあ"}, {"フクソウ", "フクソー", "フクソオ"}, {"テイデン", "テーデン"},
		{"サーバー", "サーバ", "サアバ"}, {"ヴァージョン", "バージョン"}, {"ツヅキ", "ツズキ"},
	} {
		for _, s := range same[1:] {
			if readingKey(s) != readingKey(same[0]) {
				t.Errorf("%s and %s sound different: %s, %s", same[0], s, readingKey(same[0]), readingKey(s))
			}
		}
	}
	if readingKey("コピー") == readingKey("コピ") {
		t.Error("a short word has lost its long vowel")
	}
}

// TestRomajiFinds holds that a reading typed in Latin letters finds what its
// kana find, for every reading of the vocabulary that it can spell.
func TestRomajiFinds(t *testing.T) {
	x, lib := openReal(t)
	checked := 0
	for _, term := range lib.Vocabulary().Terms {
		latin, ok := spell(term.Reading)
		if !ok || len(latin) < romajiMin {
			continue
		}
		checked++
		kana, ok := fromRomaji(latin)
		if !ok || readingKey(kana) != readingKey(term.Reading) {
			t.Errorf("%s, spelt %s, is read %s", term.Reading, latin, kana)
		}
	}
	if checked < 200 {
		t.Errorf("only %d readings", checked)
	}
	for _, q := range []string{"teiden", "fukusou", "koshou", "kosyou", "denki tsuushin jigyousha", "shuuchi"} {
		if r := search(t, x, Query{Text: q}); r.Total == 0 {
			t.Errorf("%s finds nothing", q)
		}
	}
}

// spell writes katakana in Hepburn; ok is false where it meets a sign that has
// no plain spelling.
func spell(kana string) (string, bool) {
	signs := map[string]string{"ッ": "", "ン": "n'", "ー": "-", "ヂ": "ji", "ヅ": "zu"}
	for _, row := range syllableRows {
		for v, k := range row.kana {
			if _, taken := signs[k]; !taken && k != "" && row.onset != "cy" && row.onset != "jy" {
				signs[k] = row.onset + vowels[v:v+1]
			}
		}
	}
	var out strings.Builder
	r := []rune(kana)
	for i := 0; i < len(r); i++ {
		two := ""
		if i+1 < len(r) {
			two = signs[string(r[i:i+2])]
		}
		switch one := signs[string(r[i])]; {
		case r[i] == 'ッ' && i+1 < len(r) && signs[string(r[i+1])] != "" && (i+2 == len(r) || signs[string(r[i+1:i+3])] == ""):
			out.WriteByte(signs[string(r[i+1])][0])
		case r[i] == 'ッ':
			return "", false
		case two != "":
			out.WriteString(two)
			i++
		case one != "":
			out.WriteString(one)
		default:
			return "", false
		}
	}
	return out.String(), out.Len() > 0
}

// TestRomajiAny holds that no word breaks the reader and that what it gives is kana.
func TestRomajiAny(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-zāō'\-0-9é]{0,20}`).Draw(t, "word")
		if kana, ok := fromRomaji(word); ok && !isKana(kana) {
			t.Fatalf("%q is read as %q", word, kana)
		}
	})
}
