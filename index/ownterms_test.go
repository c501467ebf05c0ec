package index

import (
	"slices"
	"testing"

	"kyokun/kb"
)

// TestOwnTerms searches with a carrier's own terms: what is another form of a
// bundled term finds the same; what is new is one word, suggested by its
// reading; kindred words are looked for. A change of the file rebuilds.
func TestOwnTerms(t *testing.T) {
	lib := library(t)
	extend := func(text string) *kb.Vocabulary {
		v, problems := kb.ExtendVocabulary(lib.Vocabulary(), kb.File{Path: "own.yaml", Data: []byte(text)})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return v
	}
	log := logOf(lib)
	log.words = extend(`terms:
  - term: QXV
    variants: [{text: 輻輳}]
  - term: 夜間待機班
    reading: ヤカンタイキハン
    segments: [夜間, 待機班]
    expands: [切り戻し]
`)
	dir := t.TempDir()
	x := open(t, log, dir)
	own, bundled := search(t, x, Query{Text: "QXV", Limit: 100}), search(t, x, Query{Text: "輻輳", Limit: 100})
	if len(own.Hits) == 0 || !slices.Equal(ids(own.Hits), ids(bundled.Hits)) {
		t.Errorf("QXV finds %v, 輻輳 %v", ids(own.Hits), ids(bundled.Hits))
	}
	kindred := search(t, x, Query{Text: "夜間待機班"})
	if len(kindred.Terms) != 1 || len(kindred.Hits) == 0 {
		t.Errorf("夜間待機班 is %v and finds %v", kindred.Terms, ids(kindred.Hits))
	}
	suggested, err := x.Suggest(t.Context(), "やかんたい", 5)
	if err != nil || len(suggested) == 0 || suggested[0].Text != "夜間待機班" {
		t.Errorf("suggested: %v, %v", suggested, err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}

	if x = open(t, log, dir); x.State().Rebuilt != "" {
		t.Errorf("rebuilt without a change: %s", x.State().Rebuilt)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	log.words = extend(`terms: [{term: QXV}]`)
	x = open(t, log, dir)
	if x.State().Rebuilt == "" {
		t.Error("the index was not rebuilt for other terms")
	}
	if hits := search(t, x, Query{Text: "QXV"}).Hits; len(hits) > 0 {
		t.Errorf("QXV still finds %v", ids(hits))
	}
}
