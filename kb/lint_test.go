package kb

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite golden files")

func archive(t *testing.T, path string) *txtar.Archive {
	t.Helper()
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// overlay returns the files of base with those of a in their place.
func overlay(base, a *txtar.Archive) []File {
	byPath := map[string][]byte{}
	var order []string
	for _, f := range append(append([]txtar.File{}, base.Files...), a.Files...) {
		if _, ok := byPath[f.Name]; !ok {
			order = append(order, f.Name)
		}
		byPath[f.Name] = f.Data
	}
	var out []File
	for _, name := range order {
		if name != "want" {
			out = append(out, File{Path: name, Data: byPath[name]})
		}
	}
	return out
}

func report(problems []Problem) []byte {
	var b bytes.Buffer
	for _, p := range problems {
		b.WriteString(p.Format("ja") + "\n    " + p.Message.EN + "\n")
	}
	return b.Bytes()
}

func TestLintBaseIsClean(t *testing.T) {
	lib, problems := Lint(overlay(archive(t, "testdata/base.txtar"), &txtar.Archive{}))
	if len(problems) > 0 {
		t.Fatalf("the base has problems:\n%s", report(problems))
	}
	if n := len(lib.Documents()); n != 4 {
		t.Fatalf("%d documents, want 4", n)
	}
}

// TestLint holds the problems of each archive to its section "want".
func TestLint(t *testing.T) {
	base := archive(t, "testdata/base.txtar")
	paths, err := filepath.Glob("testdata/lint/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no test cases: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a := archive(t, path)
			_, problems := Lint(overlay(base, a))
			if len(problems) == 0 {
				t.Fatal("no problem found")
			}
			for _, p := range problems {
				if p.Line < 1 || p.File == "" || p.Message.JA == "" || p.Message.EN == "" {
					t.Errorf("incomplete problem: %+v", p)
				}
			}
			compareGolden(t, path, a, report(problems))
		})
	}
}

func compareGolden(t *testing.T, path string, a *txtar.Archive, got []byte) {
	t.Helper()
	i := len(a.Files) - 1
	if i < 0 || a.Files[i].Name != "want" {
		a.Files, i = append(a.Files, txtar.File{Name: "want"}), i+1
	}
	if *update {
		a.Files[i].Data = got
		if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(a.Files[i].Data, got) {
		t.Errorf("problems differ (run with -update to accept)\ngot:\n%s\nwant:\n%s", got, a.Files[i].Data)
	}
}
