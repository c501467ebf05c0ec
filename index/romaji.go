package index

import (
	"strings"
)

// syllables spells kana in Latin letters, by Hepburn and Kunrei alike and as
// keyboards accept it. Rows are: the letters before the vowel, then the kana
// for a, i, u, e, o; "" where the row has none.
var syllableRows = []struct {
	onset string
	kana  [5]string
}{
	{"", [5]string{"ア", "イ", "ウ", "エ", "オ"}},
	{"k", [5]string{"カ", "キ", "ク", "ケ", "コ"}}, {"ky", [5]string{"キャ", "キィ", "キュ", "キェ", "キョ"}},
	{"s", [5]string{"サ", "シ", "ス", "セ", "ソ"}}, {"sy", [5]string{"シャ", "", "シュ", "シェ", "ショ"}}, {"sh", [5]string{"シャ", "シ", "シュ", "シェ", "ショ"}},
	{"t", [5]string{"タ", "チ", "ツ", "テ", "ト"}}, {"ty", [5]string{"チャ", "", "チュ", "チェ", "チョ"}}, {"ch", [5]string{"チャ", "チ", "チュ", "チェ", "チョ"}}, {"cy", [5]string{"チャ", "", "チュ", "チェ", "チョ"}},
	{"ts", [5]string{"ツァ", "ツィ", "ツ", "ツェ", "ツォ"}}, {"th", [5]string{"", "ティ", "テュ", "", ""}},
	{"n", [5]string{"ナ", "ニ", "ヌ", "ネ", "ノ"}}, {"ny", [5]string{"ニャ", "", "ニュ", "ニェ", "ニョ"}},
	{"h", [5]string{"ハ", "ヒ", "フ", "ヘ", "ホ"}}, {"hy", [5]string{"ヒャ", "", "ヒュ", "ヒェ", "ヒョ"}}, {"f", [5]string{"ファ", "フィ", "フ", "フェ", "フォ"}}, {"fy", [5]string{"", "", "フュ", "", ""}},
	{"m", [5]string{"マ", "ミ", "ム", "メ", "モ"}}, {"my", [5]string{"ミャ", "", "ミュ", "ミェ", "ミョ"}},
	{"y", [5]string{"ヤ", "", "ユ", "イェ", "ヨ"}},
	{"r", [5]string{"ラ", "リ", "ル", "レ", "ロ"}}, {"ry", [5]string{"リャ", "", "リュ", "リェ", "リョ"}},
	{"w", [5]string{"ワ", "ウィ", "", "ウェ", "ヲ"}},
	{"g", [5]string{"ガ", "ギ", "グ", "ゲ", "ゴ"}}, {"gy", [5]string{"ギャ", "", "ギュ", "ギェ", "ギョ"}},
	{"z", [5]string{"ザ", "ジ", "ズ", "ゼ", "ゾ"}}, {"zy", [5]string{"ジャ", "", "ジュ", "ジェ", "ジョ"}}, {"j", [5]string{"ジャ", "ジ", "ジュ", "ジェ", "ジョ"}}, {"jy", [5]string{"ジャ", "", "ジュ", "ジェ", "ジョ"}},
	{"d", [5]string{"ダ", "ヂ", "ヅ", "デ", "ド"}}, {"dy", [5]string{"ヂャ", "", "ヂュ", "ヂェ", "ヂョ"}}, {"dz", [5]string{"", "", "ヅ", "", ""}}, {"dh", [5]string{"", "ディ", "デュ", "", ""}},
	{"b", [5]string{"バ", "ビ", "ブ", "ベ", "ボ"}}, {"by", [5]string{"ビャ", "", "ビュ", "ビェ", "ビョ"}},
	{"p", [5]string{"パ", "ピ", "プ", "ペ", "ポ"}}, {"py", [5]string{"ピャ", "", "ピュ", "ピェ", "ピョ"}},
	{"v", [5]string{"ヴァ", "ヴィ", "ヴ", "ヴェ", "ヴォ"}},
}

const vowels = "aiueo"

// syllable returns the kana of an onset and a vowel.
func syllable(onset string, vowel byte) (string, bool) {
	v := strings.IndexByte(vowels, vowel)
	if v < 0 {
		return "", false
	}
	for _, row := range syllableRows {
		if row.onset == onset {
			return row.kana[v], row.kana[v] != ""
		}
	}
	return "", false
}

// longVowels are letters with a mark of length, as in rōmaji.
var longVowels = strings.NewReplacer("ā", "a-", "ī", "i-", "ū", "u-", "ē", "e-", "ō", "o-", "â", "a-", "î", "i-", "û", "u-", "ê", "e-", "ô", "o-", "'", "'")

// fromRomaji reads a word in Latin letters, lower case, as Japanese: teiden is
// テイデン. ok is false where it can't be Japanese from end to end.
func fromRomaji(word string) (kana string, ok bool) {
	s := longVowels.Replace(word)
	var out strings.Builder
	for i := 0; i < len(s); {
		n, k := romajiStep(s, i)
		if n == 0 {
			return "", false
		}
		out.WriteString(k)
		i += n
	}
	return out.String(), out.Len() > 0
}

// romajiStep reads what begins at s[i] and returns its length, 0 where it is
// no Japanese.
func romajiStep(s string, i int) (n int, kana string) {
	c := s[i]
	next := byte(0)
	if i+1 < len(s) {
		next = s[i+1]
	}
	switch {
	case c == '-' && i > 0:
		return 1, "ー"
	case c == 'n' && next == '\'':
		return 2, "ン"
	case c == 'n' && next == 'n' && (i+2 == len(s) || strings.IndexByte(vowels+"y", s[i+2]) < 0):
		return 2, "ン" // as keyboards take it
	case c == 'n' && strings.IndexByte(vowels+"y", next) < 0 || c == 'n' && next == 0:
		return 1, "ン"
	case c == 'm' && next != 0 && strings.IndexByte("bpm", next) >= 0:
		return 1, "ン" // Hepburn's shimbun
	case c == next && strings.IndexByte(vowels+"n", c) < 0 || c == 't' && next == 'c':
		return 1, "ッ"
	}
	for onset := 0; onset <= 2 && i+onset < len(s); onset++ {
		if k, ok := syllable(s[i:i+onset], s[i+onset]); ok {
			return onset + 1, k
		}
	}
	return 0, ""
}

// romajiMin is the length from which a word in Latin letters may be Japanese;
// shorter ones, such as ip and sms, are too often something else.
const romajiMin = 4

// romajiWord reads a word that has the length for it as Japanese.
func romajiWord(word string) (kana string, ok bool) {
	if len(word) < romajiMin || classOf([]rune(word)[0]) != classWord {
		return "", false
	}
	return fromRomaji(word)
}

// isRomajiParticle tells the little words of Japanese in Latin letters, which
// tell nothing by themselves.
func isRomajiParticle(s string) bool {
	switch s {
	case "ga", "no", "wa", "wo", "o", "ni", "de", "to", "e", "he", "mo", "ya", "kara", "made", "ka":
		return true
	}
	return false
}
