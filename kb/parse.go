package kb

import (
	"bytes"
	"fmt"
	"path"
	"reflect"
	"strings"
	"unicode/utf8"
)

// folders maps each document folder to the kind it holds.
var folders = map[string]Kind{
	"sources": KindSource, "cases": KindCase, "lessons": KindLesson, "provisions": KindProvision,
}

// NewDocument returns an empty document of the kind, to decode into.
func NewDocument(k Kind) (Document, error) {
	if d := newDocument(k); d != nil {
		return d, nil
	}
	return nil, fmt.Errorf("unknown kind of document %q", k)
}

// newDocument returns an empty document of the kind.
func newDocument(k Kind) Document {
	switch k {
	case KindSource:
		return new(Source)
	case KindCase:
		return new(Case)
	case KindLesson:
		return new(Lesson)
	case KindProvision:
		return new(Provision)
	}
	return nil
}

// parsed is a document with the lines of its fields, and the links that leave
// it, whether what they lead to is there or not.
type parsed struct {
	*tree
	doc   Document
	edges []Edge
}

// fresh returns the document with problems of its own, to which lint may add.
func (p parsed) fresh() parsed {
	p.tree = p.tree.fresh()
	return p
}

// ParseDocument parses one document file by itself: syntax, fields and types,
// not its links and tags, for which a library is needed. The document is nil
// where there are problems.
func ParseDocument(f File) (Document, []Problem) {
	p := parseDocument(f)
	if len(p.problems) > 0 {
		return nil, p.problems
	}
	return p.doc, nil
}

func parseDocument(f File) parsed {
	kind := KindOf(documentID(f.Path))
	doc := newDocument(kind)
	if doc == nil {
		t := &tree{file: f.Path, lines: map[string]int{"": 1}}
		t.add("", "ファイル名は case-、lesson-、provision-、source- のどれかで始めてください",
			"the file name must begin with case-, lesson-, provision- or source-")
		return parsed{tree: t}
	}
	front, body, problem := splitFrontMatter(f.Data)
	if problem != nil {
		t := &tree{file: f.Path, lines: map[string]int{"": 1}}
		t.problems = []Problem{{File: f.Path, Line: 1, Message: *problem}}
		return parsed{tree: t}
	}
	t := decodeStrict(f.Path, front, 1, doc)
	t.unfinishedBody(body, bytes.Count(f.Data, []byte("\n"))-bytes.Count(body, []byte("\n")))
	if len(t.problems) > 0 {
		return parsed{tree: t}
	}
	head := doc.Common()
	head.Body, head.Path = string(body), f.Path
	return parsed{tree: t, doc: doc}
}

// documentID returns the id that a file of the name must hold.
func documentID(file string) string { return strings.TrimSuffix(path.Base(file), ".md") }

var (
	fence = []byte("---\n")
	bom   = []byte("\ufeff")
)

// splitFrontMatter cuts a file into the YAML between its two --- lines and the
// Markdown after them. Files saved on Windows (BOM, CRLF) are read as well.
func splitFrontMatter(data []byte) (front, body []byte, problem *Text) {
	data = bytes.ReplaceAll(bytes.TrimPrefix(data, bom), []byte("\r\n"), []byte("\n"))
	if !utf8.Valid(data) {
		return nil, nil, &Text{"文字コードがUTF-8ではありません。UTF-8で保存してください", "the file is not UTF-8: save it as UTF-8"}
	}
	rest, ok := bytes.CutPrefix(data, fence)
	if !ok {
		return nil, nil, &Text{"先頭の行は --- でなければなりません（その下にYAMLの項目、もう一度 ---、本文と続く）",
			"the first line must be --- (then YAML fields, another ---, and the body)"}
	}
	if after, ok := bytes.CutPrefix(rest, fence); ok {
		return nil, after, nil
	}
	front, body, ok = bytes.Cut(rest, []byte("\n---\n"))
	if !ok {
		front, ok = bytes.CutSuffix(rest, []byte("\n---"))
	}
	if !ok {
		return nil, nil, &Text{"項目の終わりを示す --- の行がありません", "the --- line that ends the fields is missing"}
	}
	return append(front, '\n'), bytes.TrimLeft(body, "\n"), nil
}

// parseList parses one of the files that are no documents.
func parseList(f File, out any) *tree {
	data := bytes.ReplaceAll(bytes.TrimPrefix(f.Data, bom), []byte("\r\n"), []byte("\n"))
	if !utf8.Valid(data) {
		t := &tree{file: f.Path, lines: map[string]int{"": 1}}
		t.add("", "文字コードがUTF-8ではありません。UTF-8で保存してください", "the file is not UTF-8: save it as UTF-8")
		return t
	}
	t := decodeStrict(f.Path, data, 0, out)
	if len(t.problems) > 0 {
		reflect.ValueOf(out).Elem().SetZero()
	}
	return t
}

// ParseVocabulary parses a vocabulary file by itself.
func ParseVocabulary(f File) (*Vocabulary, []Problem) {
	v := new(Vocabulary)
	return v, parseList(f, v).problems
}

// ParseTags parses a tag list file by itself.
func ParseTags(f File) (*TagList, []Problem) {
	l := new(TagList)
	return l, parseList(f, l).problems
}

// ParseDuty parses a file of the rules of the report duty by itself: syntax,
// fields and types, not whether its versions fit together.
func ParseDuty(f File) (*DutyRules, []Problem) {
	r := new(DutyRules)
	return r, parseList(f, r).problems
}

// ParseStatistics parses a statistics file by itself: syntax, fields and types,
// not its citations and sums.
func ParseStatistics(f File) (*Statistics, []Problem) {
	s := new(Statistics)
	return s, parseList(f, s).problems
}

// FileID returns the id under which the change log carries a file: that of
// its document, [TagsID], [VocabularyID], [DutyID], [StatisticsID], [OwnTagsID]
// or one that [PassagesID] returns.
func FileID(f File) (string, error) {
	switch f.Path {
	case tagsFile:
		return TagsID, nil
	case vocabularyFile:
		return VocabularyID, nil
	case dutyFile:
		return DutyID, nil
	case statisticsFile:
		return StatisticsID, nil
	case ownTagsFile:
		return OwnTagsID, nil
	}
	if source := PassagesIn(f.Path); source != "" {
		return PassagesID(source), nil
	}
	if id := documentID(f.Path); KindOf(id) != "" {
		return id, nil
	}
	return "", fmt.Errorf("%s is no content file", f.Path)
}
