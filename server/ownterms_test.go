package server

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"kyokun/content"
	"kyokun/index"
	"kyokun/kb"
	"kyokun/kb/store"
)

const ownTerms = `terms:
  - term: 夜間待機班
    reading: ヤカンタイキハン
    segments: [夜間, 待機, 班]
  - term: トラ詰まり
    reading: トラツマリ
    variants:
      - {text: 輻輳}
`

// TestOwnTerms serves the glossary with a carrier's own terms, one of which
// has no definition and one of which amends a bundled term.
func TestOwnTerms(t *testing.T) {
	s := serverWithOwnTerms(t)
	for lang, marks := range map[string][]string{"ja": {"自社の用語", "自社の追記あり"}, "en": {"own term", "with own additions"}} {
		for i, at := range []struct{ row, term string }{{"ya", "夜間待機班"}, {"ha", "輻輳"}} {
			page := parse(t, askOf(t, s, http.MethodGet, "/glossary?row="+at.row+"&lang="+lang))
			entry := page.Find("#term-" + at.term)
			if entry.Length() != 1 || words(entry.Find(".mark")) != marks[i] {
				t.Errorf("%s: the entry of %s is not marked %q: %s", lang, at.term, marks[i], words(entry))
			}
			if n := page.Find(".glossary .mark").Length(); n != 1 {
				t.Errorf("%s: %d terms of row %s are marked", lang, n, at.row)
			}
			if forms := words(entry.Find("small")); at.term == "輻輳" && !strings.Contains(forms, "トラ詰まり") {
				t.Errorf("%s: the forms of 輻輳 are %s", lang, forms)
			}
		}
	}
	if a := askOf(t, s, http.MethodGet, "/api/v1/suggest?q=%E3%82%84%E3%81%8B%E3%82%93%E3%81%9F%E3%81%84"); !strings.Contains(string(a.body), "夜間待機班") {
		t.Errorf("やかんたい suggests %s", a.body)
	}
}

func serverWithOwnTerms(t *testing.T) *Server {
	t.Helper()
	dir := t.TempDir()
	files, err := kb.ReadFiles(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	own := kb.File{Path: "own.yaml", Data: []byte(ownTerms)}
	st, err := store.Open(t.Context(), dir, store.Options{OwnTerms: &own})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	if _, err := st.Import(t.Context(), "bundled", files); err != nil {
		t.Fatal(err)
	}
	idx, err := index.Open(t.Context(), st, index.Options{Dir: filepath.Join(dir, "index")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = idx.Close() })
	s, err := New(Options{Store: st, Index: idx, Access: PublicAccess})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
