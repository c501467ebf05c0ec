package server

import (
	"slices"
	"strings"

	"kyokun/kb"
)

// erratumView is a contradiction between sources as a reader sees it.
type erratumView struct {
	ID string
	// URL is the entry on the page of the source that holds it.
	URL        string
	Kind       string
	Confidence string
	Readings   []readingView
	// Ruling is the reading we use; empty where both stand.
	Ruling, Why string
	About       []aboutView
}

type readingView struct {
	Text string
	Cite *citeView
}

type aboutView struct {
	Ref   docRef
	Field string
}

func (c composer) erratum(source string, e kb.Erratum) erratumView {
	v := erratumView{
		ID: e.ID, URL: c.loc.URL(documentPath(source, e.ID)),
		Kind:       c.loc.T("erratum." + string(e.Kind)),
		Confidence: c.loc.In(e.Confidence.Label()),
		Ruling:     e.Ruling, Why: e.Why,
	}
	for i := range e.Readings {
		v.Readings = append(v.Readings, readingView{Text: e.Readings[i].Text, Cite: c.cite(&e.Readings[i].Cite)})
	}
	for _, a := range e.About {
		v.About = append(v.About, aboutView{Ref: c.ref(a.ID), Field: c.fieldName(a.Field)})
	}
	return v
}

// errataByField sorts what touches a document by the front-matter field,
// without its index: measures[2].done counts as measures. What touches a field
// that the page shows at no place of its own goes to the empty field.
func (c composer) errataByField(id string, places []string) map[string][]erratumView {
	out := map[string][]erratumView{}
	for _, e := range c.lib.Errata(id) {
		field := fieldRoot(e.Field)
		if !slices.Contains(places, field) {
			field = ""
		}
		out[field] = append(out[field], c.erratum(e.Source.ID, e.Erratum))
	}
	return out
}

func fieldRoot(field string) string {
	if i := strings.IndexAny(field, ".["); i >= 0 {
		return field[:i]
	}
	return field
}

// fieldName names a front-matter field for readers; one that has no name of
// its own stays as it is.
func (c composer) fieldName(field string) string {
	key := "field." + fieldRoot(field)
	if _, ok := catalogue[key]; !ok {
		return field
	}
	return c.loc.T(key)
}

// erratumByRef finds an erratum such as source-r03-report#e13; nil where the
// library lacks it.
func (c composer) erratumByRef(ref string) *erratumView {
	source, id, _ := strings.Cut(ref, "#")
	d, _ := c.lib.Document(source)
	s, ok := d.(*kb.Source)
	if !ok {
		return nil
	}
	i := slices.IndexFunc(s.Errata, func(e kb.Erratum) bool { return e.ID == id })
	if i < 0 {
		return nil
	}
	v := c.erratum(source, s.Errata[i])
	return &v
}
