package index

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"kyokun/kb"
)

// article is an article of law that a query names, such as 施行規則第57条.
type article struct {
	typed string
	// name is what stands before the number, without spaces; empty where
	// nothing does.
	name string
	// number is 57, or 8-2 for 第8条の2; plain is it without the branch.
	number, plain string
}

var articlePattern = regexp.MustCompile(`([^\s0-9]*?)\s*第?\s*([0-9]+)\s*条(?:\s*の\s*([0-9]+))?`)

// articlesIn returns the articles that a normal text names.
func articlesIn(text string) []article {
	var out []article
	for _, m := range articlePattern.FindAllStringSubmatch(text, -1) {
		a := article{typed: strings.TrimSpace(m[0]), name: m[1], number: m[2], plain: m[2]}
		if m[3] != "" {
			a.number += "-" + m[3]
		}
		out = append(out, a)
	}
	return out
}

// articleNumbers are the articles at which a provision stands, in all versions.
func articleNumbers(d *kb.Provision) []string {
	var out []string
	for _, v := range d.Articles {
		if found := articlesIn(normalForm(v.Number)); len(found) > 0 && !slices.Contains(out, found[0].number) {
			out = append(out, found[0].number)
		}
	}
	return out
}

// restingOn finds the provisions that stand at the articles named, which come
// first, and the lessons that rest on them, which come next, whatever words they
// hold: who asks by article asks for what rests on it.
func (s *snapshot) restingOn(articles []article) map[docnum]*articleFound {
	if len(articles) == 0 {
		return nil
	}
	found := map[docnum]*articleFound{}
	for _, d := range s.columns.articled {
		a, ok := s.standsAt(s.columns.records[d], articles)
		if !ok {
			continue
		}
		found[d] = &articleFound{a.typed, d}
		for _, l := range s.columns.links.of(d) {
			if _, taken := found[l]; !taken && s.columns.records[l].Kind == kb.KindLesson {
				found[l] = &articleFound{a.typed, d}
			}
		}
	}
	return found
}

// articleFound is the article by which a document was found, and the provision
// that stands at it.
type articleFound struct {
	typed     string
	provision docnum
}

// points is what the article is worth to a document.
func (f *articleFound) points(d docnum) float64 {
	if d == f.provision {
		return tierArticle
	}
	return tierArticle / 2
}

// reason says which provision stands at the article, and that the document is
// it or rests on it.
func (f *articleFound) reason(s *snapshot, d docnum) Reason {
	r := Reason{Term: f.typed, Matched: s.columns.records[f.provision].Title, Fields: []string{"articles"}, Via: ViaArticle}
	if d != f.provision {
		r.Fields = []string{"provisions"}
	}
	return r
}

// standsAt returns the first of the articles at which a provision stands.
func (s *snapshot) standsAt(r *record, articles []article) (article, bool) {
	for _, a := range articles {
		exact := slices.Contains(r.Articles, a.number)
		// 第8条 is not 第8条の2, but 28条の30日 is 第28条.
		if !exact && (!slices.Contains(r.Articles, a.plain) || s.numbered(a.number)) {
			continue
		}
		if a.name == "" || s.named(r, a.name) {
			return a, true
		}
	}
	return article{}, false
}

// numbered reports whether some provision stands at an article.
func (s *snapshot) numbered(number string) bool {
	return slices.ContainsFunc(s.columns.articled, func(d docnum) bool {
		return slices.Contains(s.columns.records[d].Articles, number)
	})
}

// instrumentName is how many of the last characters of an instrument's title
// name it: 施行規則.
const instrumentName = 4

// named reports whether a name ends as the title of a provision's instrument
// does, or names its layer.
func (s *snapshot) named(r *record, name string) bool {
	for facet, value := range r.eachFacet() {
		if facetNames[facet] == "layer" && strings.HasSuffix(name, kb.Layer(value).Label().JA) {
			return true
		}
	}
	d, ok := s.columns.byID[r.Instrument]
	if !ok {
		return false
	}
	title := squeeze(s.columns.records[d].Title)
	return strings.HasSuffix(title, name) && utf8.RuneCountInString(name) > 1 ||
		strings.HasSuffix(name, lastRunes(title, instrumentName))
}

func lastRunes(s string, n int) string {
	all := []rune(s)
	return string(all[max(0, len(all)-n):])
}
