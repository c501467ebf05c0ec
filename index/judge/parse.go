package judge

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Problem is one fault of a judged set.
type Problem struct {
	// Line counts from 1.
	Line int
	// Field is the path of the field, such as relevant.case-r03-04; empty
	// where the fault is of the whole line.
	Field string
	// JA and EN say what is wrong, in Japanese and English.
	JA, EN string
}

// fields are the fields of a line.
var fields = []string{"id", "query", "user", "kind", "relevant"}

// Parse reads a judged set: a JSON object on each line, in UTF-8. A byte order
// mark at the beginning, CRLF and blank lines are let pass, for editors add
// them; all else that is not as described is a problem, and all problems are
// found in one pass. The set is complete only if there are none. Of the
// fields, user may be absent, and relevant where there is no relevant document.
func Parse(text []byte) (Set, []Problem) {
	p := &parser{lines: map[string]int{}}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	for line := range bytes.Lines(text) {
		p.line++
		if line = bytes.Trim(line, " \t\r\n"); len(line) > 0 {
			p.judgement(line)
		}
	}
	if len(p.set.Judgements) == 0 && len(p.problems) == 0 {
		p.line = max(p.line, 1)
		p.add("", "問いが1つもありません", "there is no query")
	}
	return p.set, p.problems
}

// parser is the state of Parse.
type parser struct {
	line     int
	set      Set
	problems []Problem
	// lines has the line of each id.
	lines map[string]int
}

// add records a problem of the current line. ja and en take the same arguments.
func (p *parser) add(field, ja, en string, args ...any) {
	p.problems = append(p.problems, Problem{p.line, field, fmt.Sprintf(ja, args...), fmt.Sprintf(en, args...)})
}

func (p *parser) judgement(text []byte) {
	if !p.readable(text) {
		return
	}
	j := Judgement{Line: p.line}
	seen := p.object("", text, func(name string, value json.RawMessage) {
		switch name {
		case "id":
			j.ID = p.filled(name, value)
		case "query":
			j.Query = p.filled(name, value)
		case "user":
			j.User, _ = p.text(name, value)
		case "kind":
			j.Kind = p.filled(name, value)
		case "relevant":
			j.Relevant = p.relevant(value)
		default:
			p.add(name, "知らない項目です。使える項目: %s", "unknown field; known are: %s", strings.Join(fields, ", "))
		}
	})
	if seen == nil {
		return
	}
	for _, name := range []string{"id", "query", "kind"} {
		if !slices.Contains(seen, name) {
			p.add(name, "必須の項目がありません", "required field is missing")
		}
	}
	if first := p.lines[j.ID]; first > 0 {
		p.add("id", "「%s」は%d行目にもあります", "%q stands on line %d too", j.ID, first)
	} else if j.ID != "" {
		p.lines[j.ID] = p.line
	}
	p.set.Judgements = append(p.set.Judgements, j)
}

// readable tells whether the text is JSON in UTF-8.
func (p *parser) readable(text []byte) bool {
	if !utf8.Valid(text) {
		p.add("", "UTF-8ではありません", "not in UTF-8")
		return false
	}
	var whole json.RawMessage
	err := json.Unmarshal(text, &whole)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		at := utf8.RuneCount(text[:min(int(syntax.Offset), len(text))])
		p.add("", "JSONとして読めません（%d文字目）: %v", "not readable as JSON (character %d): %v", at, err)
	case err != nil:
		p.add("", "JSONとして読めません: %v", "not readable as JSON: %v", err)
	}
	return err == nil
}

// object hands over the fields of a JSON object in their order and returns
// their names, nil where the text is no object. The decoder of encoding/json
// would take the last of two equal names, and names in any case, without a
// word.
func (p *parser) object(path string, text []byte, field func(name string, value json.RawMessage)) []string {
	dec := json.NewDecoder(bytes.NewReader(text))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		p.wrongType(path, "{…}", "an object")
		return nil
	}
	seen := []string{}
	for dec.More() {
		token, err := dec.Token()
		name, _ := token.(string)
		var value json.RawMessage
		if err = errors.Join(err, dec.Decode(&value)); err != nil {
			p.add(path, "JSONとして読めません: %v", "not readable as JSON: %v", err)
			return nil
		}
		if slices.Contains(seen, name) {
			p.add(join(path, name), "同じ項目が2回あります", "the field stands twice")
			continue
		}
		seen = append(seen, name)
		field(name, value)
	}
	return seen
}

// text reads a string.
func (p *parser) text(field string, value json.RawMessage) (text string, ok bool) {
	var s *string
	if err := json.Unmarshal(value, &s); err != nil || s == nil {
		p.wrongType(field, "文字列", "text")
		return "", false
	}
	return *s, true
}

// filled reads a string that is not blank.
func (p *parser) filled(field string, value json.RawMessage) string {
	s, ok := p.text(field, value)
	if ok && strings.TrimSpace(s) == "" {
		p.add(field, "値がありません", "no value")
	}
	return s
}

// relevant reads the grades by document; null is as good as none.
func (p *parser) relevant(value json.RawMessage) map[string]int {
	if string(value) == "null" {
		return nil
	}
	out := map[string]int{}
	p.object("relevant", value, func(id string, value json.RawMessage) {
		grade, err := strconv.Atoi(string(value))
		switch {
		case strings.TrimSpace(id) == "":
			p.add("relevant", "文書のidがありません", "a document's id is empty")
		case err != nil || grade < 1 || grade > MaxGrade:
			p.add(join("relevant", id), "関連度は1から%dまでの整数です", "a grade is a whole number from 1 to %d", MaxGrade)
		default:
			out[id] = grade
		}
	})
	return out
}

func (p *parser) wrongType(field, ja, en string) {
	p.problems = append(p.problems, Problem{p.line, field, "型が違います。" + ja + "を書いてください", "wrong type: write " + en})
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
