package index

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"kyokun/kb"
)

func testAnalyzer(t testing.TB, v *kb.Vocabulary) *analyzer {
	t.Helper()
	l := newLexicon(v)
	s, err := newSegmenter(l)
	if err != nil {
		t.Fatal(err)
	}
	return &analyzer{l, s}
}

func terms(tokens []token) []string {
	var out []string
	for _, t := range tokens {
		out = append(out, t.term)
	}
	return out
}

func TestTokens(t *testing.T) {
	a := testAnalyzer(t, &kb.Vocabulary{Terms: []kb.Term{
		{Term: "輻輳", Reading: "フクソウ", EN: "congestion", Segments: []string{"輻輳"}, Variants: []kb.Variant{{Text: "ふくそう", Segments: []string{"ふくそう"}}}},
		{Term: "電気通信設備", Reading: "デンキツウシンセツビ", Segments: []string{"電気", "通信", "設備"}},
		{Term: "切り戻し", Variants: []kb.Variant{{Text: "切戻し"}, {Text: "切り戻す"}, {Text: "ロールバック"}}},
		{Term: "DNSキャッシュサーバ", Variants: []kb.Variant{{Text: "フルリゾルバ"}}},
		{Term: "リバースプロキシ", EN: "reverse proxy", Segments: []string{"リバース", "プロキシ"}},
	}})
	for _, tc := range []struct {
		in         string
		want, miss []string
	}{
		{"ふくそうが続いた", []string{"輻輳", "続く"}, []string{"が", "た"}},
		{"ネットワークのcongestion", []string{"輻輳", "congest"}, nil},
		{"電気通信設備の故障", []string{"電気通信設備", "電気", "通信", "設備", "故障"}, nil},
		{"切戻しの手順", []string{"切り戻し", "手順"}, nil},
		{"ロールバックした", []string{"切り戻し"}, nil},
		{"切り戻した後で", []string{"切り戻し"}, nil},
		{"サーバーとルーター", []string{"サーバ", "ルータ"}, []string{"サーバー"}},
		{"DNSキャッシュサーバーが", []string{"dnsキャッシュサーバ", "dns", "キャッシュ", "サーバ"}, nil},
		{"reverse proxyの台数", []string{"リバースプロキシ", "リバース", "revers"}, nil},
		{"the reverse proxies were congested", []string{"リバースプロキシ", "輻輳"}, []string{"the", "were"}},
		{"servers", []string{"server"}, []string{"servers"}},
		{"UPSとIT", []string{"ups", "it"}, nil},
		{"JCSAT-5A", []string{"jcsat-5a", "jcsat", "5a"}, nil},
		{"00XY付き", []string{"00xy"}, nil},
		{"IPv6のみ", []string{"ipv6"}, nil},
		{"62,095人", []string{"62095"}, nil},
		{"つながらない", []string{"つながる"}, nil},
		{"コピー", []string{"コピー"}, nil},
		{"audit", []string{"audit"}, nil},
	} {
		got := terms(a.analyze(normalForm(tc.in)).tokens())
		for _, w := range tc.want {
			if !slices.Contains(got, w) {
				t.Errorf("%q gives %q, without %q", tc.in, got, w)
			}
		}
		for _, m := range tc.miss {
			if slices.Contains(got, m) {
				t.Errorf("%q gives %q, with %q", tc.in, got, m)
			}
		}
	}
}

func TestReadings(t *testing.T) {
	a := testAnalyzer(t, nil)
	got := terms(a.analyze("再試行と停電").readings())
	for _, want := range []string{readingKey("サイシコウ"), readingKey("テイデン")} {
		if !slices.Contains(got, want) {
			t.Errorf("readings %q lack %q", got, want)
		}
	}
}

func TestTokensLieInTheText(t *testing.T) {
	lib := library(t)
	a := testAnalyzer(t, lib.Vocabulary())
	x := extractor{lib.Tags()}
	for _, d := range lib.Documents() {
		for _, pieces := range x.zones(d) {
			for _, p := range pieces {
				text := normalForm(p.text)
				an := a.analyze(text)
				for _, tok := range slices.Concat(an.tokens(), an.readings(), grams(text)) {
					if tok.start < 0 || tok.end > len(text) || tok.start >= tok.end || tok.term == "" {
						t.Fatalf("%s %s: token %+v outside of %d bytes", d.Common().ID, p.field, tok, len(text))
					}
				}
			}
		}
	}
}

// Runs without end are how a lattice is brought to a halt. What it is handed at
// a time must stay small.
func TestWorkIsBounded(t *testing.T) {
	a := testAnalyzer(t, nil)
	for name, unit := range map[string]string{
		"ascii": "a", "digits": "1", "katakana": "ア", "hiragana": "あ", "kanji": "停", "long vowel": "ー",
		"emoji": "😀", "marks": "\u0301", "halfwidth": "ｱ", "mixed": "停ア", "hyphens": "a-", "dates": "1月1日", "eras": "令和",
		"breaks": "。", "hangul": "가", "width": "Ａ",
	} {
		t.Run(name, func(t *testing.T) {
			text := normalForm(strings.Repeat(unit, 60_000/len(unit)))
			for rest := text; rest != ""; {
				n := chunkEnd(rest)
				if runes := utf8.RuneCountInString(rest[:n]); runes > chunkCap {
					t.Fatalf("%d runes are split at a time", runes)
				}
				if run := longestRun(rest[:n]); run > runCap {
					t.Fatalf("%d runes of a class are split in a row", run)
				}
				_, size := utf8.DecodeRuneInString(rest)
				rest = rest[max(n, size):]
			}
			an := a.analyze(text)
			for _, tok := range an.tokens() {
				if runes := utf8.RuneCountInString(tok.term); runes > chunkCap {
					t.Fatalf("a term has %d runes", runes)
				}
			}
			grams(text)
		})
	}
}

func longestRun(s string) int {
	longest, run := 0, 0
	var last class
	for _, r := range s {
		if c := classOf(r); c == last {
			run++
		} else {
			run, last = 1, c
		}
		longest = max(longest, run)
	}
	return longest
}

func TestLiteral(t *testing.T) {
	for _, tc := range []struct {
		in   string
		want []string
		ok   bool
	}{
		{"停", []string{"停"}, true},
		{"電池", []string{"電池"}, true},
		{"蓄電池", []string{"蓄電", "電池"}, true},
		{"dnsの", []string{"dns" + gramJoin + "の"}, true},
		{"dns:障害", []string{"dns", "障害"}, true},
		{"の", nil, false},
		{"(", nil, false},
	} {
		seq, ok := literal(tc.in)
		if ok != tc.ok || !slices.Equal(seq.terms, tc.want) {
			t.Errorf("literal(%q) = %q %v, want %q", tc.in, seq.terms, ok, tc.want)
		}
	}
}

func BenchmarkTokenize(b *testing.B) {
	lib := library(b)
	a := testAnalyzer(b, lib.Vocabulary())
	var text strings.Builder
	for _, d := range lib.Documents() {
		text.WriteString(d.Common().Body)
	}
	body := text.String()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		a.analyze(normalForm(body)).tokens()
	}
}
