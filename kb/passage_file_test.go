package kb

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// TestPassagesNames: the name of a file of passages, its id and its path lead to
// one another, and no other name is taken for one.
func TestPassagesNames(t *testing.T) {
	const id = "passages-source-r03-report"
	f := DocumentFile("drafts/"+id+".jsonl", []byte("x"))
	got, err := FileID(f)
	if err != nil || got != id || f.Path != PathOf(id) || PassagesOf(id) != "source-r03-report" || PassagesID(PassagesOf(id)) != id {
		t.Errorf("%s is the file of %q at %q (error %v)", f.Path, got, PathOf(id), err)
	}
	for _, name := range []string{"passages.jsonl", "passages-case-a.jsonl", "passages-source-.jsonl", "passages-source-A.jsonl", "passages-source-a/b.jsonl", "source-a.jsonl", id} {
		if PassagesIn(name) != "" {
			t.Errorf("%s is taken for passages", name)
		}
	}
	if PathOf("passages-source-..") != "" || KindOf(id) != "" {
		t.Error("an id of passages is none, or one of a document")
	}
}

// TestLibraryPassages: passages come with the library, and faults of their file
// are problems and leave all of it out.
func TestLibraryPassages(t *testing.T) {
	const name = "passages-source-a.jsonl"
	const first = `{"source":"source-a","section":"1","position":1,"text":"文"}` + "\n"
	for _, tt := range []struct {
		data, problem string
		line          int
	}{
		{first + `{"source":"source-a","position":2,"text":"次"}`, "", 0},
		{first + first, "2回", 2},
		{first + strings.ReplaceAll(first, "source-a", "source-b") + strings.ReplaceAll(first, "source-a", "source-b"), "passages-source-b.jsonl", 2},
		{first + "{", "段落", 2},
		{"\n", "段落がありません", 1},
	} {
		var p Parser
		for range 2 { // the second time from memory
			lib, problems := p.NewLibrary([]File{{Path: name, Data: []byte(tt.data)}})
			problems = slices.DeleteFunc(problems, func(p Problem) bool { return p.File != name })
			switch {
			case tt.problem == "":
				if len(problems) > 0 || lib.Passages().Count("source-a") != 2 || !slices.Equal(lib.Passages().Sources(), []string{"source-a"}) {
					t.Errorf("%s: %v, passages of %v", tt.data, problems, lib.Passages().Sources())
				}
			case len(problems) != 1 || problems[0].Line != tt.line || !strings.Contains(problems[0].Message.JA, tt.problem):
				t.Errorf("%s: %v, want one problem in line %d with %q", tt.data, problems, tt.line, tt.problem)
			case lib.Passages().Holds("source-a"):
				t.Errorf("%s: faulty passages are in the library", tt.data)
			}
		}
	}
}

// TestRestingFacts: what has a citation of its own, a link, or nothing to say
// does not rest on the main one; all else does.
func TestRestingFacts(t *testing.T) {
	data := []byte(`---
id: case-a
title: 例
title_en: Example
summary: 例。
domain: other
cite: [{source: source-a, section: '1'}, {source: source-b, section: '2'}]
affected: [{max: 1, unit: 人, text: 1人, cite: {source: source-b, section: '9'}}]
phenomenon: {text: 遅い}
causes: [{id: c1, role: direct, text: 容量, by: source}]
measures: []
notices: []
related: [{to: case-b, by: editor, confidence: low, why: 似る}]
---
`)
	lib, _ := NewLibrary([]File{{Path: "cases/case-a.md", Data: data}})
	var got []string
	for _, f := range lib.RestingFacts("case-a") {
		if f.Cite.Section != "1" || f.Line != bytes.Count(data[:bytes.Index(data, []byte("\n"+f.Field[:5]))+1], []byte("\n"))+1 {
			t.Errorf("%s rests on %s, line %d", f.Field, f.Cite.Section, f.Line)
		}
		got = append(got, f.Field)
	}
	if want := []string{"phenomenon", "causes[0]"}; !slices.Equal(got, want) {
		t.Errorf("on the main citation rest %v, want %v", got, want)
	}
	got = nil
	for _, f := range lib.CitedFacts("case-a") {
		got = append(got, f.Field)
	}
	if want := []string{"cite[0]", "cite[1]", "affected[0].cite"}; !slices.Equal(got, want) {
		t.Errorf("citations at %v, want %v", got, want)
	}
	if lib.CitedFacts("case-z") != nil || lib.RestingFacts("case-z") != nil {
		t.Error("a document that is not there has facts")
	}
}
