package kb

import (
	"bytes"
	"fmt"
	"strings"
)

// Passages are stored as one file a source, passages-SOURCE.jsonl, which is the
// user's own: no release brings any.
const (
	passagesPrefix = "passages-"
	passagesEnd    = ".jsonl"
)

// PassagesID returns the id under which the change log carries the passages of
// a source.
func PassagesID(source string) string { return passagesPrefix + source }

// PassagesOf returns the source whose passages have the id, "" where the id is
// not one of passages.
func PassagesOf(id string) string {
	source, ok := strings.CutPrefix(id, passagesPrefix)
	if !ok || KindOf(source) != KindSource || !idPattern.MatchString(source) {
		return ""
	}
	return source
}

// PassagesIn returns the source whose passages a file of the name holds, "" for
// a file of any other name.
func PassagesIn(name string) string {
	id, ok := strings.CutSuffix(name, passagesEnd)
	if !ok {
		return ""
	}
	return PassagesOf(id)
}

// parsePassages parses a file of the passages of one source; none where there
// are problems.
func parsePassages(f File) ([]Passage, *tree) {
	t := &tree{file: f.Path, lines: map[string]int{"": 1}}
	source := PassagesIn(f.Path)
	seen := map[int]bool{}
	strange := false // said once: it is true of all lines or of none
	list, problems, err := readPassages(bytes.NewReader(f.Data), f.Path, func(p Passage) *Text {
		switch {
		case p.Source != source && strange, !seen[p.Position] && p.Source == source:
			seen[p.Position] = true
			return nil
		case p.Source != source:
			strange = true
			return &Text{fmt.Sprintf("ファイル名は %s の段落ですが、source が %s です。名前を %s にしてください", source, p.Source, PassagesID(p.Source)+passagesEnd),
				fmt.Sprintf("by its name the file holds passages of %s, but source is %s: name it %s", source, p.Source, PassagesID(p.Source)+passagesEnd)}
		}
		return &Text{fmt.Sprintf("position %d が2回あります", p.Position), fmt.Sprintf("position %d stands twice", p.Position)}
	})
	t.problems = problems
	switch {
	case err != nil:
		t.add("", "読めません: %v", "not readable: %v", err)
	case len(list) == 0 && len(problems) == 0:
		t.add("", "段落がありません", "there is no passage")
	}
	if len(t.problems) > 0 {
		return nil, t
	}
	return list, t
}
