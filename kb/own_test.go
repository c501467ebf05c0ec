package kb

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

const ownFile = "own.yaml"

func ownTerms(text string) File { return File{Path: ownFile, Data: []byte(text)} }

func termOf(t *testing.T, v *Vocabulary, name string) Term {
	t.Helper()
	for _, term := range v.Terms {
		if term.Term == name {
			return term
		}
	}
	t.Fatalf("there is no term %s", name)
	return Term{}
}

func TestOwnTermIsAdded(t *testing.T) {
	lib, _ := realLibrary(t)
	before := len(lib.Vocabulary().Terms)
	got, problems := lib.ExtendVocabulary(ownTerms(`terms:
  - term: 夜間待機班
    reading: ヤカンタイキハン
    segments: [夜間, 待機, 班]
    definition: 夜間の一次対応をする班。
`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if term := termOf(t, got.Vocabulary(), "夜間待機班"); term.Origin != OwnTerm || term.Definition == "" {
		t.Errorf("%+v", term)
	}
	if n := len(got.Vocabulary().Terms); n != before+1 || len(lib.Vocabulary().Terms) != before {
		t.Errorf("%d terms, %d before, %d in the library it was made from", n, before, len(lib.Vocabulary().Terms))
	}
	if len(got.Documents()) != len(lib.Documents()) || got.Tags() != lib.Tags() {
		t.Error("the library has lost what is no term")
	}
}

// TestOwnTermAmends merges every kind of statement into a bundled term, by a
// form of it that is not its head.
func TestOwnTermAmends(t *testing.T) {
	lib, _ := realLibrary(t)
	base := lib.Vocabulary()
	old := termOf(t, base, "輻輳")
	was := old
	was.Variants, was.Expands = slices.Clone(old.Variants), slices.Clone(old.Expands)
	got, problems := ExtendVocabulary(base, ownTerms(`terms:
  - term: トラ詰まり
    reading: トラツマリ
    en: traffic jam
    variants:
      - {text: ふくそう, reading: フクソウ}
      - {text: 輻輳, reading: フクソウ, segments: [輻輳]}
    expands: [夜間待機班, 輻輳規制]
    definition: 通信がこみ合って通じにくい状態。
`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	term := termOf(t, got, "輻輳")
	forms := strings.Join(term.surfaces(), " ")
	for _, form := range append(old.surfaces(), "トラ詰まり", "traffic jam") {
		if !strings.Contains(forms, form) {
			t.Errorf("%s is no form among %s", form, forms)
		}
	}
	if term.Origin != AmendedTerm || term.Definition != "通信がこみ合って通じにくい状態。" || term.Cite != nil || term.EN != old.EN {
		t.Errorf("%+v", term)
	}
	if term.Expands[0] != "夜間待機班" || !reflect.DeepEqual(mergeWords(term.Expands, old.Expands), term.Expands) {
		t.Errorf("kindred words are %v, were %v", term.Expands, old.Expands)
	}
	if len(got.Terms) != len(base.Terms) {
		t.Errorf("%d terms, want %d", len(got.Terms), len(base.Terms))
	}
	if !reflect.DeepEqual(termOf(t, base, "輻輳"), was) {
		t.Error("the bundled vocabulary was changed")
	}
}

// TestOwnTermsLoseNothing merges the whole bundled vocabulary into itself,
// which must change nothing but the origin of its terms.
func TestOwnTermsLoseNothing(t *testing.T) {
	files, err := ReadFiles(os.DirFS("../content"))
	if err != nil {
		t.Fatal(err)
	}
	lib, _ := realLibrary(t)
	for _, f := range files {
		if f.Path != vocabularyFile {
			continue
		}
		got, problems := lib.ExtendVocabulary(File{Path: ownFile, Data: f.Data})
		if len(problems) > 0 {
			t.Fatal(problems[0].Format("en"))
		}
		for i, term := range got.Vocabulary().Terms {
			was := lib.Vocabulary().Terms[i]
			was.Origin = AmendedTerm
			if !reflect.DeepEqual(term, was) {
				t.Fatalf("got %+v, was %+v", term, was)
			}
		}
		return
	}
	t.Fatal("no vocabulary")
}

// TestOwnTermProblems holds the problems of each own file to its section "want".
func TestOwnTermProblems(t *testing.T) {
	base := archive(t, "testdata/base.txtar")
	paths, err := filepath.Glob("testdata/own/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no test cases: %v", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			a := archive(t, path)
			var bundle txtar.Archive
			var own File
			for _, f := range a.Files {
				if f.Name == ownFile {
					own = File{Path: ownFile, Data: f.Data}
				} else {
					bundle.Files = append(bundle.Files, f)
				}
			}
			lib, problems := NewLibrary(overlay(base, &bundle))
			if len(problems) > 0 {
				t.Fatalf("the bundle has problems: %v", problems)
			}
			got, problems := lib.ExtendVocabulary(own)
			if len(problems) == 0 {
				t.Fatal("no problem found")
			}
			if got.Vocabulary() != lib.Vocabulary() {
				t.Error("a faulty file was merged")
			}
			compareGolden(t, path, a, report(problems))
		})
	}
}
