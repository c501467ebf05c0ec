package kb

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Passage is one paragraph of a source's text, kept so that a citation can be
// held against it. The text is the source's and is not part of the content.
type Passage struct {
	// Source is the id of the source document.
	Source string `json:"source"`
	// Section is the section as the source numbers it; empty before the first.
	Section string `json:"section,omitempty"`
	// Page is the printed page it begins on and PageTo that on which it ends, 0
	// where it is the same; where the text shows no pages, those on which its
	// section can stand. Both are 0 where nothing is known.
	Page   int `json:"page,omitempty"`
	PageTo int `json:"page_to,omitempty"`
	// Exact is true where the pages are the passage's own.
	Exact bool `json:"exact,omitempty"`
	// Position counts the passages of the source from 1.
	Position int    `json:"position"`
	Text     string `json:"text"`
}

// maxPassage is the longest line of a passages file, in bytes.
const maxPassage = 1 << 20

// WritePassages writes passages as JSON Lines.
func WritePassages(w io.Writer, list []Passage) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, p := range list {
		if err := enc.Encode(p); err != nil {
			return fmt.Errorf("write passage %d: %w", p.Position, err)
		}
	}
	return nil
}

// ReadPassages reads what WritePassages wrote; name is the file's name in the
// problems. Lines that are no passage are problems and are left out. The error
// is of reading.
func ReadPassages(r io.Reader, name string) ([]Passage, []Problem, error) {
	var list []Passage
	var problems []Problem
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxPassage)
	n := 0
	for lines.Scan() {
		n++
		text := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), bom))
		if len(text) == 0 {
			continue
		}
		p, problem := parsePassage(text)
		if problem != nil {
			problems = append(problems, Problem{File: name, Line: n, Message: *problem})
			continue
		}
		list = append(list, p)
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return list, append(problems, Problem{File: name, Line: n + 1, Message: Text{
			"1行が長すぎます（1 MiBまで）", "the line is too long (1 MiB at most)"}}), nil
	} else if err != nil {
		return nil, nil, fmt.Errorf("read passages: %w", err)
	}
	return list, problems, nil
}

func parsePassage(text []byte) (Passage, *Text) {
	var p Passage
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if !utf8.Valid(text) {
		return p, &Text{"文字コードがUTF-8ではありません", "the line is not UTF-8"}
	}
	if err := dec.Decode(&p); err != nil || dec.More() {
		return p, &Text{"段落（1行に1つのJSON）として読めません", "not readable as a passage: one JSON object a line"}
	}
	switch {
	case KindOf(p.Source) != KindSource:
		return p, &Text{"source には出典のid（source-…）を書いてください", "source must be the id of a source (source-…)"}
	case strings.TrimSpace(p.Text) == "":
		return p, &Text{"text がありません", "text is missing"}
	case p.Position < 1:
		return p, &Text{"position は1以上の数です", "position is a number from 1"}
	case p.Page < 0 || p.PageTo < 0 || p.PageTo != 0 && p.PageTo <= p.Page:
		return p, &Text{"page と page_to の頁の並びが正しくありません", "page and page_to are no range of pages"}
	}
	return p, nil
}

// Passages are the passages of any number of sources, ready to be looked up. It
// does not change once made and may be shared between goroutines.
type Passages struct {
	bySource map[string][]Passage
	// sectioned are the sources whose text shows its sections.
	sectioned map[string]bool
}

// NewPassages makes passages ready to be looked up.
func NewPassages(list []Passage) *Passages {
	p := &Passages{bySource: map[string][]Passage{}, sectioned: map[string]bool{}}
	for _, one := range list {
		if one.Section != "" {
			p.sectioned[one.Source] = true
		}
		p.bySource[one.Source] = append(p.bySource[one.Source], one)
	}
	for _, of := range p.bySource {
		slices.SortStableFunc(of, func(a, b Passage) int { return cmp.Compare(a.Position, b.Position) })
	}
	return p
}

// Holds tells whether there are passages of the source.
func (p *Passages) Holds(source string) bool { return len(p.bySource[source]) > 0 }

// Resolve returns the passages that stand where the citation says, in order:
// in its section, parts of the section included, and on its pages as far as
// both are known. None means that the place does not exist in the text. A text
// that shows no sections is searched as a whole.
func (p *Passages) Resolve(c Citation) []Passage {
	var out []Passage
	for _, one := range p.bySource[c.Source] {
		if (!p.sectioned[c.Source] || strings.HasPrefix(one.Section, c.Section)) && one.on(c) {
			out = append(out, one)
		}
	}
	return out
}

// on tells whether the passage can stand on a page of the citation.
func (p Passage) on(c Citation) bool {
	if p.Page == 0 || c.Page == 0 {
		return true
	}
	return p.Page <= max(c.Page, c.PageTo) && c.Page <= max(p.Page, p.PageTo)
}

// Place is where the passage stands, as a citation.
func (p Passage) Place() Citation {
	return Citation{Source: p.Source, Section: p.Section, Page: p.Page, PageTo: p.PageTo}
}
