package kb

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v4"
)

// tree is a YAML document that has been held against a Go type.
type tree struct {
	file string
	// base is added to YAML lines: the lines of the file before the YAML text.
	base int
	// lines maps the path of each field present, such as measures[2].done, to
	// its line in the file.
	lines    map[string]int
	problems []Problem
}

// decodeStrict decodes YAML text into out, a pointer to a struct. Unknown
// fields, duplicate keys, missing required fields, values of a wrong type and
// values outside an enumeration are problems, all found in one pass. A field
// is required unless its yaml tag says omitempty.
//
// The YAML library's own strict mode stops short of this: it words its
// messages for programmers and keeps no lines for the checks that follow.
func decodeStrict(file string, text []byte, base int, out any) *tree {
	t := &tree{file: file, base: base, lines: map[string]int{"": base + 1}}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		t.syntax(err)
		return t
	}
	if root.Kind != yaml.DocumentNode || len(root.Content) != 1 {
		t.add("", "内容がありません", "there is no content")
		return t
	}
	t.check(root.Content[0], reflect.TypeOf(out).Elem(), "")
	t.unfinished(text)
	if len(t.problems) > 0 {
		return t
	}
	if err := root.Content[0].Decode(out); err != nil {
		t.syntax(err)
	}
	return t
}

// syntax records an error of the YAML library, with its line where it has one.
func (t *tree) syntax(err error) {
	line := t.base + 1
	var load *yaml.LoadError
	msg := err.Error()
	if errors.As(err, &load) {
		if load.Mark.Line > 0 {
			line = t.base + load.Mark.Line
		}
		msg = load.Message
	}
	t.problems = append(t.problems, Problem{File: t.file, Line: line, Message: Text{
		"YAMLとして読めません: " + msg, "not readable as YAML: " + msg}})
}

// line returns the line of the field, or of the nearest part around it.
func (t *tree) line(path string) int {
	for {
		if n, ok := t.lines[path]; ok {
			return n
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return t.lines[""]
		}
		path = path[:cut]
	}
}

// add records a problem at the field. ja and en take the same arguments.
func (t *tree) add(path, ja, en string, args ...any) {
	t.problems = append(t.problems, Problem{File: t.file, Line: t.line(path), Field: path,
		Message: Text{fmt.Sprintf(ja, args...), fmt.Sprintf(en, args...)}})
}

var textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()

// check holds the node against the type and notes the lines of its fields.
func (t *tree) check(n *yaml.Node, typ reflect.Type, path string) {
	t.lines[path] = t.base + n.Line
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		t.add(path, "YAMLのアンカーと別名は使えません。値をそのまま書いてください",
			"YAML anchors and aliases are not allowed: write the value out")
	case n.Kind == yaml.ScalarNode && strings.Contains(n.Value, todoWord) && todoForm.MatchString(n.Value):
		t.problems = append(t.problems, Problem{File: t.file, Line: t.line(path), Field: path, Message: todoText})
	case n.Tag == "!!null":
		t.add(path, "値がありません。値を書くか、項目ごと消してください", "no value: give one or remove the field")
	case typ.Kind() == reflect.Pointer:
		t.check(n, typ.Elem(), path)
	case reflect.PointerTo(typ).Implements(textUnmarshaler):
		t.checkText(n, typ, path)
	case typ.Kind() == reflect.Struct:
		t.checkStruct(n, typ, path)
	case typ.Kind() == reflect.Slice:
		t.checkList(n, typ, path)
	case typ.Kind() == reflect.Map:
		t.checkMap(n, typ, path)
	default:
		t.checkScalar(n, typ, path)
	}
}

func (t *tree) checkText(n *yaml.Node, typ reflect.Type, path string) {
	if n.Kind != yaml.ScalarNode {
		t.wrongType(path, "日付または日時", "a date or time")
		return
	}
	v := reflect.New(typ).Interface().(encoding.TextUnmarshaler)
	if err := v.UnmarshalText([]byte(n.Value)); err != nil {
		t.add(path, "「%s」は日付・日時ではないか、暦にありません（例: 2021-10-14、2021-10-14T17:37）",
			"%q is no date or time, or not in the calendar (examples: 2021-10-14, 2021-10-14T17:37)", n.Value)
	}
}

func (t *tree) checkStruct(n *yaml.Node, typ reflect.Type, path string) {
	if n.Kind != yaml.MappingNode {
		t.wrongType(path, "項目: 値 の組", "a mapping of fields")
		return
	}
	fields := yamlFields(typ)
	seen := t.keys(n, path)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		f, ok := fields[key.Value]
		if !ok {
			t.lines[join(path, key.Value)] = t.base + key.Line
			t.add(join(path, key.Value), "知らない項目です。使える項目: %s", "unknown field; known are: %s", strings.Join(fieldNames(typ), ", "))
			continue
		}
		t.check(n.Content[i+1], f.typ, join(path, key.Value))
	}
	for _, name := range fieldNames(typ) {
		if f := fields[name]; f.required && !seen[name] {
			t.add(join(path, name), "必須の項目がありません", "required field is missing")
		}
	}
}

// keys returns the keys of a mapping and reports those that stand twice.
func (t *tree) keys(n *yaml.Node, path string) map[string]bool {
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if seen[key.Value] {
			at := join(path, key.Value)
			t.problems = append(t.problems, Problem{File: t.file, Line: t.base + key.Line, Field: at,
				Message: Text{"同じ項目が2回あります", "the field stands twice"}})
		}
		seen[key.Value] = true
	}
	return seen
}

func (t *tree) checkList(n *yaml.Node, typ reflect.Type, path string) {
	if n.Kind != yaml.SequenceNode {
		t.wrongType(path, "並び（- で始まる行、または […]）", "a list")
		return
	}
	for i, c := range n.Content {
		t.check(c, typ.Elem(), fmt.Sprintf("%s[%d]", path, i))
	}
}

func (t *tree) checkMap(n *yaml.Node, typ reflect.Type, path string) {
	if n.Kind != yaml.MappingNode {
		t.wrongType(path, "項目: 値 の組", "a mapping of fields")
		return
	}
	t.keys(n, path)
	for i := 0; i+1 < len(n.Content); i += 2 {
		t.check(n.Content[i+1], typ.Elem(), join(path, n.Content[i].Value))
	}
}

func (t *tree) checkScalar(n *yaml.Node, typ reflect.Type, path string) {
	switch typ.Kind() {
	case reflect.String:
		t.checkString(n, typ, path)
	case reflect.Int:
		if n.Kind != yaml.ScalarNode || n.Tag != "!!int" {
			t.wrongType(path, "整数", "a whole number")
		} else if strings.HasPrefix(n.Value, "-") {
			t.add(path, "0以上の数を書いてください", "the number must not be negative")
		}
	case reflect.Bool:
		if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" {
			t.wrongType(path, "true か false", "true or false")
		}
	default:
		panic("kb: content types hold no " + typ.String())
	}
}

func (t *tree) checkString(n *yaml.Node, typ reflect.Type, path string) {
	// A bare date is a timestamp to YAML and text to us.
	if n.Kind != yaml.ScalarNode || (n.Tag != "!!str" && n.Tag != "!!timestamp") {
		t.wrongType(path, "文字列（数字だけのときは引用符で囲む）", "text (quote it where it is all digits)")
		return
	}
	if allowed, ok := enums[typ]; ok && !contains(allowed, n.Value) {
		t.add(path, "「%s」は使えません。使える値: %s", "%q is not allowed; allowed are: %s", n.Value, strings.Join(allowed, ", "))
	} else if strings.TrimSpace(n.Value) == "" {
		t.add(path, "値がありません。値を書くか、項目ごと消してください", "no value: give one or remove the field")
	}
}

func (t *tree) wrongType(path, ja, en string) {
	t.problems = append(t.problems, Problem{File: t.file, Line: t.line(path), Field: path,
		Message: Text{"型が違います。" + ja + "を書いてください", "wrong type: write " + en}})
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}
