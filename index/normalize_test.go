package index

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestNormalize(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"ＤＮＳキャッシュ", "dnsキャッシュ"},
		{"ｻｰﾊﾞｰ", "サーバー"},
		{"か\u3099", "が"},
		{"サ―バ", "サーバ"},
		{"一九―二〇", "一九-二〇"},
		{"62,095人", "62095人"},
		{"６２，０９５人", "62095人"},
		{"1,234,567", "1234567"},
		{"1,2,3", "1,2,3"},
		{"2021,10", "2021,10"},
		{"NTT ドコモ", "nttドコモ"},
		{"10 月 14 日", "10月14日"},
		{"東京　大阪", "東京 大阪"},
		{"再試\n行", "再試行"},
		{"終わり\n\n始め", "終わり\n始め"},
		{"a\xffb", "a b"},
		{"㈱ＮＴＴ", "(株)ntt"},
	} {
		if got := normalForm(tc.in); got != tc.want {
			t.Errorf("normalize(%q) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

func TestNormalizeMapsBack(t *testing.T) {
	orig := "㈱ＮＴＴの①停電ｶﾞ 62,095 人に及んだ"
	n := normalize(orig)
	for _, tc := range []struct{ find, want string }{
		{"停電", "停電"},
		{"62095", "62,095"},
		{"ntt", "ＮＴＴ"},
		{"ガ", "ｶﾞ"},
		{"株", "㈱"},
		{"62095人", "62,095 人"},
	} {
		i := indexOf(t, n.text, tc.find)
		from, to := n.original(i, i+len(tc.find))
		if got := orig[from:to]; got != tc.want {
			t.Errorf("%q maps back to %q, want %q", tc.find, got, tc.want)
		}
	}
}

func FuzzNormalize(f *testing.F) {
	for _, s := range []string{"", "㈱ＮＴＴ…①停電", "か\u3099\xff", "62,095 人", "サ―バ\n\n１", "\u0344\u0301e\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := normalize(s)
		if !utf8.ValidString(n.text) {
			t.Fatalf("normalize(%q) is not UTF-8", s)
		}
		prev := 0
		for i := range n.at {
			from, to := int(n.from[i]), int(n.to[i])
			if from < 0 || to > len(s) || from >= to || from < prev {
				t.Fatalf("rune %d of normalize(%q) maps to %d:%d after %d", i, s, from, to, prev)
			}
			prev = from
			if !boundary(s, from) || !boundary(s, to) {
				t.Fatalf("rune %d of normalize(%q) maps within a rune", i, s)
			}
		}
	})
}

// boundary reports whether i does not lie within a rune of s.
func boundary(s string, i int) bool {
	return i == len(s) || utf8.RuneStart(s[i]) || !utf8.ValidString(s)
}

// TestSettled holds that the short cut for common characters gives what NFKC
// does, beside any character.
func TestSettled(t *testing.T) {
	var common []rune
	for r := rune(1); r < 0x10000; r++ {
		if settled(r) {
			common = append(common, r)
		}
	}
	text := func(cells []cell) string {
		var b strings.Builder
		for _, c := range cells {
			b.WriteRune(c.r)
		}
		return b.String()
	}
	for i, r := range common {
		for _, next := range []rune{r, common[(i*7919)%len(common)], '\u3099', '\u309A', '\u0301', 'ﾞ', 'Ａ', '㍿'} {
			s := string([]rune{r, next, 'か', next})
			want := strings.Map(func(r rune) rune { return lower(r, utf8.RuneLen(r)) }, norm.NFKC.String(s))
			if got := text(fold(nil, s)); got != want {
				t.Fatalf("%q becomes %q, not %q", s, got, want)
			}
		}
	}
}
