package index

import (
	"slices"
	"testing"
)

func TestAnswers(t *testing.T) {
	x, _ := openReal(t)
	for _, tc := range []struct {
		query string
		want  []string // all on the first page
		first string   // the first hit, where that is certain
	}{
		{query: "端末の再試行で輻輳", want: []string{"lesson-r03-1-03", "case-r03-04"}},
		{query: "ＤＮＳキャッシュ 踏み台", want: []string{"case-r03-03"}},
		{query: "SMSが届かない", want: []string{"case-r03-08", "lesson-r03-1-06"}},
		{query: "令和3年10月14日", first: "case-r03-06"},
		{query: "2021-10-14", first: "case-r03-06"},
		{query: "令和三年十月十四日", first: "case-r03-06"},
		{query: "R3.10.14", first: "case-r03-06"},
		{query: "停", want: []string{"lesson-r03-1-02"}},
		{query: "case-r03-04", first: "case-r03-04"},
		{query: "lesson-r03-1-03#s1", first: "lesson-r03-1-03"},
		{query: "停電でデータセンターが止まった", want: []string{"lesson-r03-1-02", "case-r03-07"}},
		{query: "iot 位置登録", first: "case-r03-06"},
	} {
		t.Run(tc.query, func(t *testing.T) {
			got := ids(search(t, x, Query{Text: tc.query}).Hits)
			for _, id := range tc.want {
				if !slices.Contains(got, id) {
					t.Errorf("%s is missing from %v", id, got)
				}
			}
			if tc.first != "" && (len(got) == 0 || got[0] != tc.first) {
				t.Errorf("first of %v is not %s", got, tc.first)
			}
		})
	}
}

func TestSameAnswers(t *testing.T) {
	x, _ := openReal(t)
	for _, pair := range [][2]string{
		{"ふくそう", "輻輳"},
		{"フクソウ", "輻輳"},
		{"サーバー", "サーバ"},
		{"切戻し", "切り戻し"},
		{"令和3年10月14日", "2021-10-14"},
		{"ＤＮＳ", "dns"},
		{"ﾃﾞｰﾀｾﾝﾀｰ", "データセンタ"},
		{"令和3年度", "2021年度"},
	} {
		a, b := search(t, x, Query{Text: pair[0], Limit: 100}), search(t, x, Query{Text: pair[1], Limit: 100})
		if len(a.Hits) == 0 || !slices.Equal(ids(a.Hits), ids(b.Hits)) {
			t.Errorf("%s finds %v, %s finds %v", pair[0], ids(a.Hits), pair[1], ids(b.Hits))
		}
	}
}
