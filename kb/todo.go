package kb

import (
	"bytes"
	"regexp"
	"strings"
)

const (
	// todoWord marks what a person still has to write.
	todoWord = "TODO"
	// quotedSource begins a line of a draft that quotes the source.
	quotedSource = "#|"
)

// todoForm is the mark as a word of its own.
var todoForm = regexp.MustCompile(`(?:^|[^A-Za-z])` + todoWord + `(?:[^A-Za-z]|$)`)

// unfinished reports marks that a draft has in its comments: the decoder does
// not see them, and they must not be published either.
func (t *tree) unfinished(text []byte) {
	if !bytes.Contains(text, []byte(todoWord)) && !bytes.Contains(text, []byte(quotedSource)) {
		return // nearly every file
	}
	quoting := false // one problem for each passage
	for i, l := range bytes.Split(text, []byte("\n")) {
		s := strings.TrimSpace(string(l))
		line := t.base + i + 1
		was := quoting
		quoting = strings.HasPrefix(s, quotedSource)
		switch {
		case quoting && was:
		case quoting:
			t.problems = append(t.problems, Problem{File: t.file, Line: line, Message: Text{
				"下書きに引いた原文（#| の行）が残っています。自分の言葉で書き終えたら消してください",
				"a passage of the source (lines with #|) is left from the draft: remove it once the text is written in our own words"}})
		case strings.HasPrefix(s, "#") && todoForm.MatchString(s):
			t.problems = append(t.problems, Problem{File: t.file, Line: line, Message: todoText})
		}
	}
}

var todoText = Text{"下書きの印（TODO）が残っています。書くか確かめるかして、印を消してください",
	"a mark of the draft (TODO) is left: write or check what it asks for, and remove it"}

// unfinishedBody reports the marks in the Markdown after the front matter;
// before is how many lines stand before it.
func (t *tree) unfinishedBody(body []byte, before int) {
	if !bytes.Contains(body, []byte(todoWord)) {
		return
	}
	for i, l := range bytes.Split(body, []byte("\n")) {
		if todoForm.Match(l) {
			t.problems = append(t.problems, Problem{File: t.file, Line: before + i + 1, Message: todoText})
		}
	}
}
