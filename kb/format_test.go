package kb

import (
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"go.yaml.in/yaml/v4"
)

// TestFormat holds content/FORMAT.md to the types: each content type has a
// heading that names it and a table of exactly its fields, each with its type,
// whether it is required, and an example that the strict parser accepts.
func TestFormat(t *testing.T) {
	sections := formatSections(t)
	types := contentTypes()
	if len(types) < 20 {
		t.Fatalf("only %d content types found", len(types))
	}
	for typ, fields := range types {
		t.Run(typ.Name(), func(t *testing.T) {
			s, ok := sections[typ.Name()]
			if !ok {
				t.Fatalf("no heading ends in (%s)", typ.Name())
			}
			s.wantNames(t, slices.Collect(maps.Keys(fields)))
			for _, row := range s.rows {
				if f, ok := fields[row.name]; ok {
					row.check(t, f)
				}
			}
		})
	}
}

// TestFormatEnumerations holds the table of each enumeration to its values.
func TestFormatEnumerations(t *testing.T) {
	sections := formatSections(t)
	for typ, values := range enums {
		t.Run(typ.Name(), func(t *testing.T) {
			s, ok := sections[typ.Name()]
			if !ok {
				t.Fatalf("no heading ends in (%s)", typ.Name())
			}
			s.wantNames(t, values)
		})
	}
}

// TestFormatHeadings finds sections of types that are gone, and links within
// the file that lead nowhere.
func TestFormatHeadings(t *testing.T) {
	known := map[string]bool{reflect.TypeFor[Tags]().Name(): true}
	for typ := range contentTypes() {
		known[typ.Name()] = true
	}
	for typ := range enums {
		known[typ.Name()] = true
	}
	sections := formatSections(t)
	for name := range sections {
		if !known[name] {
			t.Errorf("the heading of %s names no content type", name)
		}
	}
	text := formatText(t)
	slugs := map[string]bool{}
	for _, h := range headingPattern.FindAllStringSubmatch(text, -1) {
		slugs[slug(h[1])] = true
	}
	for _, link := range linkPattern.FindAllStringSubmatch(text, -1) {
		if !slugs[link[2]] {
			t.Errorf("the link [%s](#%s) leads to no heading", link[1], link[2])
		}
		if s, ok := sections[link[1]]; ok && slug(s.heading) != link[2] {
			t.Errorf("the link to %s leads to #%s, want #%s", link[1], link[2], slug(s.heading))
		}
	}
}

var (
	headingPattern = regexp.MustCompile(`(?m)^#{1,4} (.+)$`)
	typePattern    = regexp.MustCompile(`\(([A-Z]\w*)\)$`)
	linkPattern    = regexp.MustCompile(`\[([^\]]+)\]\(#([^)]+)\)`)
	namePattern    = regexp.MustCompile("^`([^`]+)`$")
)

// formatSection is the part of FORMAT.md that describes one type.
type formatSection struct {
	heading string
	rows    []formatRow
}

// formatRow is a row of a type's table.
type formatRow struct {
	name  string
	cells []string // after the name: type, required, rule, example
}

func formatText(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../content/FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// formatSections returns the sections by the type that the heading names.
func formatSections(t *testing.T) map[string]formatSection {
	t.Helper()
	out, current := map[string]formatSection{}, ""
	for line := range strings.Lines(formatText(t)) {
		line = strings.TrimSpace(line)
		if h := headingPattern.FindStringSubmatch(line); h != nil {
			current = ""
			if m := typePattern.FindStringSubmatch(h[1]); m != nil {
				current = m[1]
				if _, twice := out[current]; twice {
					t.Errorf("two headings name %s", current)
				}
				out[current] = formatSection{heading: h[1]}
			}
			continue
		}
		if row, ok := parseRow(line); ok && current != "" {
			s := out[current]
			s.rows = append(s.rows, row)
			out[current] = s
		}
	}
	return out
}

// parseRow reads a table row whose first cell is a name in backticks.
func parseRow(line string) (formatRow, bool) {
	if !strings.HasPrefix(line, "|") {
		return formatRow{}, false
	}
	cells := strings.Split(strings.Trim(line, "|"), "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	m := namePattern.FindStringSubmatch(cells[0])
	if m == nil {
		return formatRow{}, false
	}
	return formatRow{name: m[1], cells: cells[1:]}, true
}

// wantNames checks that the table has one row for each name and no other.
func (s formatSection) wantNames(t *testing.T, want []string) {
	t.Helper()
	var got []string
	for _, row := range s.rows {
		if slices.Contains(got, row.name) {
			t.Errorf("`%s` stands twice", row.name)
		}
		if !slices.Contains(want, row.name) {
			t.Errorf("`%s` is described but does not exist", row.name)
		}
		got = append(got, row.name)
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("`%s` is not described", name)
		}
	}
}

// check holds a row against the field it describes.
func (r formatRow) check(t *testing.T, f field) {
	t.Helper()
	if len(r.cells) != 4 {
		t.Errorf("`%s`: %d cells, want name, type, required, rule and example", r.name, len(r.cells)+1)
		return
	}
	if got, want := linkPattern.ReplaceAllString(r.cells[0], "$1"), typeText(f.typ); got != want {
		t.Errorf("`%s`: type %q, want %q", r.name, got, want)
	}
	mark := "－"
	if f.required {
		mark = "○"
	}
	if r.cells[1] != mark {
		t.Errorf("`%s`: required is %q, want %q", r.name, r.cells[1], mark)
	}
	if r.cells[2] == "" {
		t.Errorf("`%s` has no rule", r.name)
	}
	r.checkExample(t, f)
}

// checkExample holds the example to the strict parser. A part too large for a
// cell refers to the section with the examples of its own fields instead.
func (r formatRow) checkExample(t *testing.T, f field) {
	t.Helper()
	if linkPattern.MatchString(r.cells[3]) && strings.HasPrefix(r.cells[3], "→ ") {
		return
	}
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(strings.Trim(r.cells[3], "`")), &root); err != nil || len(root.Content) != 1 {
		t.Errorf("`%s`: the example %s is no YAML: %v", r.name, r.cells[3], err)
		return
	}
	n := root.Content[0]
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 || n.Content[0].Value != r.name {
		t.Errorf("`%s`: the example %s is not of the form `%s: value`", r.name, r.cells[3], r.name)
		return
	}
	tree := &tree{file: "FORMAT.md", lines: map[string]int{"": 1}}
	tree.check(n.Content[1], f.typ, r.name)
	for _, p := range tree.problems {
		t.Errorf("`%s`: the example %s: %s: %s", r.name, r.cells[3], p.Field, p.Message.EN)
	}
}

// contentTypes returns every struct of the content files with its fields,
// those of an inlined struct only under that struct.
func contentTypes() map[reflect.Type]map[string]field {
	out := map[reflect.Type]map[string]field{}
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if _, seen := out[typ]; seen || typ.Kind() != reflect.Struct || reflect.PointerTo(typ).Implements(textUnmarshaler) {
			return
		}
		own := maps.Clone(yamlFields(typ))
		out[typ] = own
		for i := range typ.NumField() {
			if sf := typ.Field(i); isInline(sf) {
				walk(sf.Type)
				maps.DeleteFunc(own, func(name string, _ field) bool { _, ok := yamlFields(sf.Type)[name]; return ok })
			}
		}
		for _, f := range own {
			walk(f.typ)
		}
	}
	for _, v := range []any{Source{}, Case{}, Lesson{}, Provision{}, TagList{}, Vocabulary{}, DutyRules{}, Statistics{}} {
		walk(reflect.TypeOf(v))
	}
	return out
}

// typeText is how FORMAT.md names a type.
func typeText(typ reflect.Type) string {
	switch typ {
	case reflect.TypeFor[Date]():
		return "日付"
	case reflect.TypeFor[Moment]():
		return "日時"
	case reflect.TypeFor[When]():
		return "日付か日時"
	case reflect.TypeFor[string]():
		return "文字列"
	case reflect.TypeFor[int]():
		return "整数"
	case reflect.TypeFor[bool]():
		return "真偽"
	}
	switch typ.Kind() {
	case reflect.Pointer:
		return typeText(typ.Elem())
	case reflect.Slice:
		return typeText(typ.Elem()) + "の並び"
	}
	return typ.Name()
}

// slug is the anchor that Markdown viewers give a heading: lower case, spaces
// as hyphens, punctuation dropped.
func slug(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}
