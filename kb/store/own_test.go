package store

import (
	"context"
	"slices"
	"testing"

	"kyokun/kb"
)

// TestImportKeepsOwn writes a document of the user's, as later versions will,
// under an id that a release then uses, and another that no release has.
func TestImportKeepsOwn(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Check(context.Background()); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	mine := map[string]kb.File{
		"source-shared": sourceFile("source-shared", "自社の記録。"),
		"source-mine":   sourceFile("source-mine", "自社だけの記録。"),
	}
	putOwn(t, s, mine)

	rest := []kb.File{
		{Path: "tags.yaml", Data: []byte("facets:\n  - {id: domain, ja: 分野, en: Field, tags: [{id: telecom, ja: 電気通信, en: Telecommunications}]}\n")},
		sourceFile("source-bundled", "同梱の別の記録。"),
		{Path: "vocabulary.yaml", Data: []byte("terms:\n  - {term: 輻輳, reading: フクソウ, en: congestion}\n")},
	}
	for _, bundle := range [][]kb.File{
		append(slices.Clone(rest), sourceFile("source-shared", "同梱の記録。")),
		rest, // the release drops it: still not withdrawn
	} {
		done, err := s.Import(t.Context(), "bundled", bundle)
		if err != nil {
			t.Fatal(err)
		}
		if want := len(bundle) == 4; want != slices.Equal(done.Kept, []string{"source-shared"}) {
			t.Errorf("kept %v", done.Kept)
		}
		for id, f := range mine {
			if got, err := s.current(t.Context(), id); err != nil || string(got.Data) != string(f.Data) {
				t.Errorf("%s is %q, %v; want the user's words", id, got.Data, err)
			}
		}
	}
}

func putOwn(t *testing.T, s *Store, files map[string]kb.File) {
	t.Helper()
	err := s.update(t.Context(), func(tx tx) (bool, error) {
		w, err := s.begin(tx, Author{Actor: "user"})
		if err != nil {
			return false, err
		}
		for id, f := range files {
			if err := w.put(id, own, 1, f); err != nil {
				return false, err
			}
		}
		return true, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func sourceFile(id, summary string) kb.File {
	return kb.File{Path: "sources/" + id + ".md", Data: []byte(`---
id: ` + id + `
title: 記録
title_en: Record
summary: ` + summary + `
domain: telecom
type: guide
publisher: 試験者
published: "2020"
licence: 公開
paginated: false
seen: 全文
---
`)}
}
