package index

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestDidYouMean mends queries of which one word is misspelt, in every way
// that people misspell Japanese.
func TestDidYouMean(t *testing.T) {
	x, _ := openReal(t)
	for typed, meant := range map[string]string{
		"停伝":         "停電",       // another kanji of the same sound
		"副葬":         "輻輳",       // a homophone
		"フャイアウォール":   "ファイアウォール", // a wrong small kana
		"リバースプロシキ":   "リバースプロキシ", // two characters swapped
		"congesiton": "congestion",
		"位置登禄":       "位置登録",
		"再発帽子策":      "再発防止策",
		"切り戻氏":       "切り戻し",
	} {
		r := search(t, x, Query{Text: typed})
		if !r.Corrected || r.DidYouMean != meant || len(r.Hits) == 0 {
			t.Errorf("%s: corrected %v to %q, %d hits", typed, r.Corrected, r.DidYouMean, r.Total)
			continue
		}
		if same := search(t, x, Query{Text: meant}); !slices.Equal(ids(r.Hits), ids(same.Hits)) {
			t.Errorf("%s finds %v, %s %v", typed, ids(r.Hits), meant, ids(same.Hits))
		}
		explained := search(t, x, Query{Text: typed, Explain: true})
		if !slices.Equal(ids(r.Hits), ids(explained.Hits)) || explained.Hits[0].Explanation == nil {
			t.Errorf("%s: explaining changes the answer", typed)
		}
		if as := search(t, x, Query{Text: typed, Literal: true}); as.Corrected || as.DidYouMean != meant {
			t.Errorf("%s as typed: %d hits, corrected %v, did you mean %q", typed, as.Total, as.Corrected, as.DidYouMean)
		}
	}
}

// TestNothingToMend leaves alone what is right, and what is of something else.
func TestNothingToMend(t *testing.T) {
	x, _ := openReal(t)
	for _, q := range []string{"輻輳", "停電対策", "猫のしつけ", "東京の天気", "カレーライスの作り方", "xqzzyx", "-停伝", "", "😀", strings.Repeat("停伝", 30)} {
		if r := search(t, x, Query{Text: q}); r.DidYouMean != "" || r.Corrected {
			t.Errorf("%q is mended to %q", q, r.DidYouMean)
		}
	}
}

// TestFilterIsNoMistake keeps to a query that finds something but for a filter.
func TestFilterIsNoMistake(t *testing.T) {
	x, _ := openReal(t)
	r := search(t, x, Query{Text: "停電", Filters: map[string][]string{"operator": {"nobody"}}})
	if r.Total != 0 || r.DidYouMean != "" || r.Corrected {
		t.Errorf("%d hits, did you mean %q", r.Total, r.DidYouMean)
	}
}

func TestEdits(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "停電", 2}, {"停電", "停伝", 1}, {"シキ", "キシ", 1}, {"congesiton", "congestion", 1}, {"abc", "cab", 2}} {
		if got := edits([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("%s to %s takes %d edits, want %d", c.a, c.b, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SliceOfN(rapid.SampledFrom([]rune("停電伝abア")), 0, 8)
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		d := edits(a, b)
		if d != edits(b, a) || (d == 0) != slices.Equal(a, b) || d > max(len(a), len(b)) || d < max(len(a)-len(b), len(b)-len(a)) {
			t.Errorf("%q to %q takes %d edits", string(a), string(b), d)
		}
	})
}
