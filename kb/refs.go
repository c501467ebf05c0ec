package kb

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// tagRef is one use of a tag.
type tagRef struct{ facet, id, path string }

// tagRefs returns every use of a tag in a document.
func tagRefs(doc Document) []tagRef {
	h := doc.Common()
	refs := []tagRef{{"domain", h.Domain, "domain"}}
	for _, facet := range slices.Sorted(maps.Keys(h.Tags)) {
		for i, id := range h.Tags[facet] {
			refs = append(refs, tagRef{facet, id, fmt.Sprintf("tags.%s[%d]", facet, i)})
		}
	}
	switch d := doc.(type) {
	case *Case:
		refs = append(refs, caseTagRefs(d)...)
	case *Lesson:
		refs = append(refs, tagRef{"phase", string(d.Phase), "phase"})
		for i, s := range d.Statements {
			for j, q := range s.Questions {
				refs = append(refs, tagRef{"work", q.Work, fmt.Sprintf("statements[%d].questions[%d].work", i, j)})
			}
		}
	}
	return refs
}

func caseTagRefs(c *Case) []tagRef {
	var refs []tagRef
	for i, o := range c.Operators {
		at := fmt.Sprintf("operators[%d]", i)
		refs = append(refs, tagRef{"operator", o.ID, at + ".id"}, tagRef{"role", o.Role, at + ".role"})
	}
	for i, n := range c.Notices {
		at := fmt.Sprintf("notices[%d]", i)
		refs = append(refs, tagRef{"channel", n.Channel, at + ".channel"}, tagRef{"operator", n.Operator, at + ".operator"})
	}
	return refs
}

// citationRef is one citation with the path of its field.
type citationRef struct {
	path string
	cite Citation
}

// citations returns every citation in a document, wherever it stands.
func citations(doc Document) []citationRef {
	var out []citationRef
	walkCited(reflect.ValueOf(doc), "", doc, func(path string, c Citation, _ any) { out = append(out, citationRef{path, c}) })
	return out
}

// eachFieldValue visits the front-matter fields of a struct value.
func eachFieldValue(v reflect.Value, visit func(string, reflect.Value)) {
	for i := range v.NumField() {
		name, inline := yamlName(v.Type().Field(i))
		if inline {
			eachFieldValue(v.Field(i), visit)
		} else if name != "" {
			visit(name, v.Field(i))
		}
	}
}
