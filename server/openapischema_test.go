package server

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kyokun/kb"
)

// schemaRoots are the bodies of the API.
var schemaRoots = map[string]any{
	"SearchResponse": apiSearchResponse{}, "SuggestResponse": apiSuggestResponse{}, "DocumentResponse": apiDocumentResponse{},
	"TraceResponse": apiTraceResponse{}, "HistoryResponse": historyResponse{}, "DutyResponse": apiDutyResponse{},
	"SimilarRequest": apiSimilarRequest{}, "SimilarResponse": apiSimilarResponse{}, "StatisticsResponse": apiStatisticsResponse{},
	"EvidenceResponse": evidenceResponse{}, "CheckedResponse": checkedResponse{}, "Problem": problemDocument{}, "Health": health{},
}

// schemas makes the schemas of the API out of the types that are sent, with
// their comments and the values of their constants.
type schemas struct {
	t       *testing.T
	out     map[string]any
	names   map[reflect.Type]string
	sources map[string]*source // by package path
}

// source is what the text of a package says of its types.
type source struct {
	comments map[string]string   // by type, and by type.Field
	values   map[string][]string // of string constants, by type
}

func apiSchemas(t *testing.T) map[string]any {
	t.Helper()
	s := &schemas{t: t, out: map[string]any{}, names: map[reflect.Type]string{}, sources: map[string]*source{}}
	for name, root := range schemaRoots {
		s.names[reflect.TypeOf(root)] = name
	}
	for _, root := range schemaRoots {
		s.of(reflect.TypeOf(root))
	}
	return s.out
}

// special are types whose JSON is not what their fields say.
var special = map[reflect.Type]map[string]any{
	reflect.TypeFor[kb.Date]():         {"type": "string", "format": "date"},
	reflect.TypeFor[kb.Moment]():       {"type": "string", "pattern": `^\d{4}-\d\d-\d\dT\d\d:\d\d$`},
	reflect.TypeFor[kb.When]():         {"type": "string", "pattern": `^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$`},
	reflect.TypeFor[json.RawMessage](): {},
}

// parts are the kinds of nodes besides those of documents.
var parts = []string{string(kb.PartStatement), string(kb.PartCause), string(kb.PartMeasure)}

func (s *schemas) of(t reflect.Type) map[string]any {
	if v, ok := special[t]; ok {
		return v
	}
	switch t.Kind() {
	case reflect.Pointer:
		return nullable(s.of(t.Elem()))
	case reflect.String:
		return s.text(t)
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Float32, reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Slice, reflect.Array:
		return map[string]any{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Interface:
		if t != reflect.TypeFor[kb.Document]() {
			s.t.Fatalf("no schema for %v", t)
		}
		return map[string]any{"oneOf": []any{s.of(reflect.TypeFor[kb.Case]()), s.of(reflect.TypeFor[kb.Lesson]()), s.of(reflect.TypeFor[kb.Provision]()), s.of(reflect.TypeFor[kb.Source]())}}
	case reflect.Struct:
		if t.PkgPath() == "time" {
			return map[string]any{"type": "string", "format": "date-time"}
		}
		return s.object(t)
	}
	return map[string]any{"type": "integer"}
}

func nullable(schema map[string]any) map[string]any {
	if kind, ok := schema["type"].(string); ok && schema["enum"] == nil {
		out := map[string]any{}
		for k, v := range schema {
			out[k] = v
		}
		out["type"] = []any{kind, "null"}
		return out
	}
	return map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
}

func (s *schemas) text(t reflect.Type) map[string]any {
	schema := map[string]any{"type": "string"}
	if t.PkgPath() == "" {
		return schema
	}
	values := slices.Clone(s.source(t).values[t.Name()])
	if t == reflect.TypeFor[kb.NodeKind]() {
		values = slices.Clone(parts)
		for _, k := range kb.Kinds() {
			values = append(values, string(k))
		}
	}
	if len(values) > 0 {
		slices.Sort(values)
		var enum []any
		for _, v := range slices.Compact(values) {
			enum = append(enum, v)
		}
		schema["enum"] = enum
	}
	return schema
}

// object is a reference to the schema of a struct, which it makes first.
func (s *schemas) object(t reflect.Type) map[string]any {
	name := s.names[t]
	if name == "" {
		name = strings.TrimPrefix(t.Name(), "api")
		name = strings.ToUpper(name[:1]) + name[1:]
		// What the API makes of a document's part has the part in it.
		if _, taken := s.source(reflect.TypeFor[kb.Head]()).comments[name]; taken && t.PkgPath() == "kyokun/server" {
			name += "Answer"
		}
		if schemaRoots[name] != nil {
			name = "Content" + name
		}
		s.names[t] = name
	}
	ref := map[string]any{"$ref": "#/components/schemas/" + name}
	if s.out[name] != nil {
		return ref
	}
	for other, taken := range s.names {
		if taken == name && other != t {
			s.t.Fatalf("both %v and %v would be %s", other, t, name)
		}
	}
	schema := map[string]any{"type": "object", "additionalProperties": false}
	s.out[name] = schema
	properties, required := map[string]any{}, []any{}
	for _, f := range reflect.VisibleFields(t) {
		s.property(t, f, properties, &required)
	}
	schema["properties"] = properties
	if len(required) > 0 {
		schema["required"] = required
	}
	if about := s.source(t).comments[t.Name()]; about != "" {
		schema["description"] = about
	}
	return ref
}

func (s *schemas) property(t reflect.Type, f reflect.StructField, properties map[string]any, required *[]any) {
	tag, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	if tag == "-" || !f.IsExported() || f.Anonymous && tag == "" {
		return
	}
	// A shallower field of the same name hides the deeper one, as in JSON.
	if properties[tag] != nil {
		return
	}
	schema := s.of(f.Type)
	if strings.Contains(options, "omit") && f.Type.Kind() == reflect.Pointer {
		schema = s.of(f.Type.Elem()) // left out rather than null
	}
	empty := f.Type.Kind() == reflect.Slice || f.Type.Kind() == reflect.Map
	owner := t
	if len(f.Index) > 1 {
		owner = t.FieldByIndex(f.Index[:len(f.Index)-1]).Type
		if owner.Kind() == reflect.Pointer {
			owner = owner.Elem()
		}
	}
	// Documents hold nothing as null, answers of the API as an empty list.
	if empty && owner.PkgPath() == reflect.TypeFor[kb.Head]().PkgPath() && !strings.Contains(options, "omit") {
		schema = nullable(schema)
	}
	if about := s.source(owner).comments[owner.Name()+"."+f.Name]; about != "" {
		out := map[string]any{"description": about}
		for k, v := range schema {
			out[k] = v
		}
		schema = out
	}
	properties[tag] = schema
	optional := strings.Contains(options, "omit") || t == reflect.TypeFor[apiSimilarRequest]()
	if !optional {
		*required = append(*required, tag)
	}
}

// source reads the package of a type.
func (s *schemas) source(t reflect.Type) *source {
	if known := s.sources[t.PkgPath()]; known != nil {
		return known
	}
	src := &source{comments: map[string]string{}, values: map[string][]string{}}
	s.sources[t.PkgPath()] = src
	dir := filepath.Join("..", strings.TrimPrefix(t.PkgPath(), "kyokun/"))
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		s.t.Fatalf("the source of %s: %v (%v)", t.PkgPath(), files, err)
	}
	set := token.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			s.t.Fatal(err)
		}
		ast.Inspect(f, src.read)
	}
	return src
}

func (src *source) read(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		for _, spec := range n.Specs {
			if t, ok := spec.(*ast.TypeSpec); ok && t.Doc == nil {
				t.Doc = n.Doc
			}
		}
	case *ast.TypeSpec:
		src.comments[n.Name.Name] = flat(n.Doc)
		if st, ok := n.Type.(*ast.StructType); ok {
			for _, f := range st.Fields.List {
				about := flat(f.Doc)
				if about == "" {
					about = flat(f.Comment)
				}
				for _, name := range f.Names {
					src.comments[n.Name.Name+"."+name.Name] = about
				}
			}
		}
	case *ast.ValueSpec:
		kind, ok := n.Type.(*ast.Ident)
		if !ok {
			break
		}
		for _, v := range n.Values {
			if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				text, err := strconv.Unquote(lit.Value)
				if err == nil {
					src.values[kind.Name] = append(src.values[kind.Name], text)
				}
			}
		}
	}
	return true
}

// flat is a comment on one line.
func flat(c *ast.CommentGroup) string { return strings.Join(strings.Fields(c.Text()), " ") }
