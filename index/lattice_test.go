package index

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ikawaha/kagome-dict/dict"
	"github.com/ikawaha/kagome-dict/ipa"
	"github.com/ikawaha/kagome/v2/tokenizer"
)

// reference is kagome and the segmenter that must agree with it.
type reference struct {
	kagome *tokenizer.Tokenizer
	*segmenter
}

func newReference(t testing.TB, l *lexicon) *reference {
	t.Helper()
	s, err := newSegmenter(l)
	if err != nil {
		t.Fatal(err)
	}
	options := []tokenizer.Option{tokenizer.OmitBosEos()}
	if len(l.users) > 0 {
		user, err := userDict(l, plainSegmenter(s.dictionary))
		if err != nil {
			t.Fatal(err)
		}
		options = append(options, tokenizer.UserDict(user))
	}
	k, err := tokenizer.New(ipa.Dict(), options...)
	if err != nil {
		t.Fatal(err)
	}
	return &reference{k, s}
}

// compare splits the Japanese of a text in both ways, and returns the number of words.
func (r *reference) compare(t *testing.T, text string) int {
	t.Helper()
	n := 0
	for rest := text; rest != ""; {
		c, size := utf8.DecodeRuneInString(rest)
		if classOf(c).cjk() {
			size = chunkEnd(rest)
			n += r.compareMode(t, rest[:size], tokenizer.Normal)
			n += r.compareMode(t, rest[:size], tokenizer.Search)
		}
		rest = rest[size:]
	}
	return n
}

func (r *reference) compareMode(t *testing.T, chunk string, mode tokenizer.TokenizeMode) int {
	t.Helper()
	origins := map[tokenizer.TokenClass]origin{tokenizer.KNOWN: systemWords, tokenizer.UNKNOWN: unknownWords, tokenizer.USER: userWords}
	want := r.kagome.Analyze(chunk, mode)
	n := 0
	r.split(chunk, mode == tokenizer.Search, func(m morpheme) {
		if n < len(want) {
			w := want[n]
			if m.origin != origins[w.Class] || int(m.id) != w.ID || m.start != w.Position || chunk[m.start:m.end] != w.Surface {
				t.Errorf("%s, %v: word %d is %+v, not %v", chunk, mode, n, m, w)
			}
			r.compareFeatures(t, m, w)
		}
		n++
	})
	if n != len(want) {
		t.Errorf("%s, %v: %d words, not %d", chunk, mode, n, len(want))
	}
	return n
}

func (r *reference) compareFeatures(t *testing.T, m morpheme, w tokenizer.Token) {
	t.Helper()
	if w.Class == tokenizer.USER {
		return
	}
	if got, want := strings.Join(r.partOfSpeech(m), " "), strings.Join(w.POS(), " "); got != want {
		t.Errorf("%v: part of speech %q, not %q", w, got, want)
	}
	for name, read := range map[string]func() (string, bool){dict.BaseFormIndex: w.BaseForm, dict.ReadingIndex: w.Reading} {
		want, _ := read()
		if want == "*" {
			want = ""
		}
		if got := r.feature(m, name); got != want {
			t.Errorf("%v: %s is %q, not %q", w, name, got, want)
		}
	}
}

// TestLatticeAgreesWithKagome splits every text of the content with kagome, too,
// by words and by parts, with the vocabulary's compounds and without.
func TestLatticeAgreesWithKagome(t *testing.T) {
	lib := library(t)
	for name, l := range map[string]*lexicon{"with compounds": newLexicon(lib.Vocabulary()), "without": newLexicon(nil)} {
		t.Run(name, func(t *testing.T) {
			r := newReference(t, l)
			seen, n := map[string]bool{}, 0
			for _, doc := range lib.Documents() {
				for _, pieces := range (extractor{lib.Tags()}).zones(doc) {
					for _, p := range pieces {
						for line := range strings.Lines(p.text) {
							if !seen[line] {
								seen[line] = true
								n += r.compare(t, normalForm(line))
							}
						}
					}
				}
			}
			if n < 100_000 {
				t.Errorf("only %d words in the content", n)
			}
		})
	}
}

// FuzzLattice splits any text with kagome, too.
func FuzzLattice(f *testing.F) {
	r := newReference(f, newLexicon(library(f).Vocabulary()))
	plain := newReference(f, newLexicon(nil))
	for _, s := range []string{
		"すもももももももものうち", "関西国際空港", "東京都の電気通信事業者が停電で輻輳した", "ポポピポンポコナーノ", "エスカレーションマネジメント", "々〆〇ヶ",
		"復旧報告", "電気通信設備統括管理者", "ああああああああああああああああ", "𠮷野家で𩸽を食べる", "㐂寿", "サーバーーーーー", "ゝゞヽヾ", "ゔヷヸ", "ㇰㇱ", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := normalForm(s)
		r.compare(t, text)
		plain.compare(t, text)
	})
}
