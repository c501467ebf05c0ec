package kb

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestParserForgetsNothing holds libraries of a parser, whose files change and
// change back, to those built anew, problems included.
func TestParserForgetsNothing(t *testing.T) {
	files := overlay(archive(t, "testdata/base.txtar"), &txtar.Archive{})
	at := slices.IndexFunc(files, func(f File) bool { return f.Path == "cases/case-test.md" })
	faulty := slices.Clone(files)
	faulty[at].Data = bytes.Replace(files[at].Data, []byte("\nid: "), []byte("\nid: x"), 1)
	short := slices.Delete(slices.Clone(files), at, at+1) // what links to it has problems
	few := slices.DeleteFunc(slices.Clone(files), func(f File) bool { return PathOf(documentID(f.Path)) != "" })
	var p Parser
	for _, set := range [][]File{files, faulty, files, short, faulty, few, files} {
		got, gotProblems := p.NewLibrary(set)
		want, wantProblems := NewLibrary(set)
		if !reflect.DeepEqual(gotProblems, wantProblems) {
			t.Fatalf("problems %v, want %v", gotProblems, wantProblems)
		}
		if !reflect.DeepEqual(got.Documents(), want.Documents()) || !reflect.DeepEqual(got.out, want.out) {
			t.Fatal("the library differs")
		}
	}
	if _, problems := p.NewLibrary(faulty); len(problems) == 0 {
		t.Error("a fault went unnoticed")
	}
}
