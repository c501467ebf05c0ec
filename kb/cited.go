package kb

import (
	"fmt"
	"reflect"
)

// CitedFact is a citation with what it stands behind.
type CitedFact struct {
	// File, Line and Field say where the citation stands.
	File  string
	Line  int
	Field string
	Cite  Citation
	// Fact is a pointer to what the citation is a part of: a [*Point], a
	// [*Statement] and so on; a [Document] for what stands behind a whole one.
	Fact any
}

// Problem makes a problem of the citation.
func (c CitedFact) Problem(ja, en string, args ...any) Problem {
	return Problem{File: c.File, Line: c.Line, Field: c.Field, Message: Text{fmt.Sprintf(ja, args...), fmt.Sprintf(en, args...)}}
}

// CitedFacts returns every citation of the documents among the files, in the
// order of the files and of the fields. A document that does not parse has none.
func CitedFacts(files []File) []CitedFact {
	var out []CitedFact
	for _, p := range parseFiles(files, afresh()).docs {
		if p.doc == nil {
			continue
		}
		walkCited(reflect.ValueOf(p.doc), "", p.doc, func(path string, c Citation, fact any) {
			out = append(out, CitedFact{File: p.file, Line: p.line(path), Field: path, Cite: c, Fact: fact})
		})
	}
	return out
}

// walkCited visits each citation below v with the struct around it.
func walkCited(v reflect.Value, path string, around any, visit func(string, Citation, any)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walkCited(v.Elem(), path, around, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walkCited(v.Index(i), fmt.Sprintf("%s[%d]", path, i), around, visit)
		}
	case reflect.Struct:
		if c, ok := v.Interface().(Citation); ok {
			visit(path, c, around)
			return
		}
		if path != "" && v.CanAddr() {
			around = v.Addr().Interface()
		}
		eachFieldValue(v, func(name string, fv reflect.Value) { walkCited(fv, join(path, name), around, visit) })
	}
}
