package kb

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// unused reports what nothing uses: tags, sources and terms.
func (k checks) unused() {
	for _, p := range k.docs {
		if p.doc == nil {
			return // it may be the one that uses them
		}
	}
	k.unusedTags()
	k.unquotedSources()
	k.unusedTerms()
}

// unusedTags reports the tags that no document has.
func (c *collection) unusedTags() {
	used := map[string]bool{}
	for _, p := range c.docs {
		for _, ref := range tagRefs(p.doc) {
			used[ref.facet+"/"+ref.id] = true
		}
	}
	for i, f := range c.tagList.Facets {
		for j, t := range f.Tags {
			if !used[f.ID+"/"+t.ID] {
				c.tags.add(fmt.Sprintf("facets[%d].tags[%d]", i, j),
					"タグ「%s」はどの文書にも使われていません。消すか、文書に付けてください",
					"no document uses the tag %q: remove it or use it", t.ID)
			}
		}
	}
}

// unquotedSources reports the sources on which nothing rests. All citations
// must have been checked before.
func (k checks) unquotedSources() {
	for _, p := range k.docs {
		if s, ok := p.doc.(*Source); ok && !k.quoted[s.ID] {
			p.add("id", "この出典を引くものがありません。引くか、消してください", "nothing quotes this source: quote it or remove it")
		}
	}
}

// unusedTerms reports the terms that give a reader nothing: without a
// definition, and with no form or expansion that stands in a document.
func (c *collection) unusedTerms() {
	pending := map[int][]string{} // the forms to look for, by the place of the term
	for i, t := range c.words.Terms {
		if t.Definition == "" {
			pending[i] = t.wanted()
		}
	}
	for _, p := range c.docs {
		if len(pending) == 0 {
			break
		}
		text := surfaceKey(strings.Join(texts(p.doc), "\n"))
		for i, forms := range pending {
			if slices.ContainsFunc(forms, func(f string) bool { return strings.Contains(text, f) }) {
				delete(pending, i)
			}
		}
	}
	for i := range pending {
		c.vocabulary.add(fmt.Sprintf("terms[%d].term", i),
			"用語「%s」は定義が無く、その表記も関連語（expands）もどの文書にもありません。定義を書くか、消してください",
			"the term %q has no definition, and no document holds any of its forms or expansions: define it or remove it", c.words.Terms[i].Term)
	}
}

// wanted are the words, by surfaceKey, for which a search for the term looks.
func (t Term) wanted() []string {
	forms := append([]string{t.Term}, t.Expands...)
	if t.EN != "" {
		forms = append(forms, t.EN)
	}
	for _, v := range t.Variants {
		forms = append(forms, v.Text)
	}
	for i, f := range forms {
		forms[i] = surfaceKey(f)
	}
	return forms
}

// texts returns the texts of a document: those of its fields, and its body.
func texts(doc Document) []string {
	out := []string{doc.Common().Body}
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			out = append(out, v.String())
		case reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			eachFieldValue(v, func(_ string, field reflect.Value) { walk(field) })
		}
	}
	walk(reflect.ValueOf(doc))
	return out
}
