package server

import (
	"reflect"

	"kyokun/kb"
)

var citationType = reflect.TypeFor[kb.Citation]()

// citations finds every citation anywhere in a document. It walks the struct
// rather than naming the fields, so that a new field of the content format
// cannot be forgotten here.
func citations(d kb.Document) []kb.Citation {
	var out []kb.Citation
	collectCitations(reflect.ValueOf(d), &out)
	return out
}

func collectCitations(v reflect.Value, out *[]kb.Citation) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			collectCitations(v.Elem(), out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			collectCitations(v.Index(i), out)
		}
	case reflect.Struct:
		if v.Type() == citationType {
			*out = append(*out, v.Interface().(kb.Citation))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				collectCitations(v.Field(i), out)
			}
		}
	}
}
