package kb

import (
	"fmt"
	"reflect"
)

// CitedFact is a citation with what it stands behind.
type CitedFact struct {
	// File, Line and Field say where the citation stands, or where the part
	// stands that has none of its own.
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
	for _, f := range files {
		if isList(f.Path) {
			continue
		}
		if p := parseDocument(f); p.doc != nil {
			out = append(out, citedFacts(p.doc, p.tree)...)
		}
	}
	return out
}

// CitedFacts returns every citation of a document, in the order of the fields;
// none where there is no such document.
func (l *Library) CitedFacts(id string) []CitedFact {
	p, _ := l.shelf.find(id)
	if p.doc == nil {
		return nil
	}
	return citedFacts(p.doc, p.tree)
}

// RestingFacts returns the parts of a document that have no citation of their
// own, each with the document's main one, on which they rest. Links are not
// among them: without a citation they are the editor's.
func (l *Library) RestingFacts(id string) []CitedFact {
	p, _ := l.shelf.find(id)
	if p.doc == nil || len(p.doc.Common().Cite) == 0 {
		return nil
	}
	h := p.doc.Common()
	var out []CitedFact
	walkUncited(reflect.ValueOf(p.doc), "", func(path string, fact any) {
		if _, link := fact.(*Link); !link {
			out = append(out, CitedFact{File: h.Path, Line: p.line(path), Field: path, Cite: h.Cite[0], Fact: fact})
		}
	})
	return out
}

func citedFacts(d Document, t *tree) []CitedFact {
	var out []CitedFact
	walkCited(reflect.ValueOf(d), "", d, func(path string, c Citation, fact any) {
		out = append(out, CitedFact{File: t.file, Line: t.line(path), Field: path, Cite: c, Fact: fact})
	})
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

// walkUncited visits each struct below v that could have a citation and has
// none. What lies within one that has rests on that.
func walkUncited(v reflect.Value, path string, visit func(string, any)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walkUncited(v.Elem(), path, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walkUncited(v.Index(i), fmt.Sprintf("%s[%d]", path, i), visit)
		}
	case reflect.Struct:
		if v.IsZero() { // a field that the document leaves out
			return
		}
		if c := v.FieldByName("Cite"); c.IsValid() && c.Kind() == reflect.Pointer {
			if c.IsNil() {
				visit(path, v.Addr().Interface())
			}
			return
		}
		eachFieldValue(v, func(name string, fv reflect.Value) { walkUncited(fv, join(path, name), visit) })
	}
}
