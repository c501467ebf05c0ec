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
		if !reflect.DeepEqual(got.Documents(), want.Documents()) {
			t.Fatal("the library differs")
		}
		for _, d := range want.Documents() {
			if id := d.Common().ID; !reflect.DeepEqual(got.Links(id), want.Links(id)) {
				t.Fatalf("the links of %s differ", id)
			}
		}
	}
	if _, problems := p.NewLibrary(faulty); len(problems) == 0 {
		t.Error("a fault went unnoticed")
	}
}

// TestParserDocument holds documents of a parser, remembered or not, to those
// parsed anew, and that a library's own are given out.
func TestParserDocument(t *testing.T) {
	files := overlay(archive(t, "testdata/base.txtar"), &txtar.Archive{})
	at := slices.IndexFunc(files, func(f File) bool { return f.Path == "cases/case-test.md" })
	faulty := files[at]
	faulty.Data = bytes.Replace(faulty.Data, []byte("\nid: "), []byte("\nwrong: x\nid: "), 1)
	var p Parser
	var lib *Library
	for _, known := range []bool{false, true} {
		documents := 0
		for _, f := range append(slices.Clone(files), faulty) {
			if KindOf(documentID(f.Path)) == "" {
				continue
			}
			documents++
			got, gotProblems := p.Document(f)
			want, wantProblems := ParseDocument(f)
			if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(gotProblems, wantProblems) {
				t.Errorf("%s: %v %v, not %v %v", f.Path, got, gotProblems, want, wantProblems)
			}
			if known && len(wantProblems) == 0 && got != mustHave(t, lib, got.Common().ID) {
				t.Errorf("%s was parsed again", f.Path)
			}
		}
		if documents < 4 {
			t.Fatalf("only %d documents", documents)
		}
		lib, _ = p.NewLibrary(files)
	}
	p.NewLibrary(append(slices.Delete(slices.Clone(files), at, at+1), faulty))
	if doc, problems := p.Document(faulty); doc != nil || len(problems) == 0 {
		t.Errorf("a faulty document is given out: %v, %v", doc, problems)
	}
}

func mustHave(t *testing.T, l *Library, id string) Document {
	t.Helper()
	d, ok := l.Document(id)
	if !ok {
		t.Fatalf("no document %s", id)
	}
	return d
}
