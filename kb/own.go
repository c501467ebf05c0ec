package kb

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// ExtendVocabulary merges a file of a carrier's own terms, in the format of the
// vocabulary, into the bundled vocabulary base, which stays as it is. What the
// file says of a bundled term amends that term:
//
//   - a term or variant that is a form of one bundled term makes all forms of
//     the own term variants of that one;
//   - kindred words come before the bundled ones;
//   - a reading, segments, a definition with its citation take the place of
//     the bundled ones; an English term does where there is none, and else is
//     one more variant.
//
// All else is a new term. An own term whose forms belong to several bundled
// terms, or whose English term belongs to another, can't be merged and is a
// problem, as is what lint finds in the file. Where there are problems, base
// is returned.
func ExtendVocabulary(base *Vocabulary, own File) (*Vocabulary, []Problem) {
	x := extend(base, own)
	return x.result(base)
}

// ExtendVocabulary returns the library with a carrier's own terms, as the
// function of that name merges them. It also checks their citations; where
// there are problems, the library is returned as it is.
func (l *Library) ExtendVocabulary(own File) (*Library, []Problem) {
	x := extend(l.vocabulary, own)
	k := l.checks()
	for i, t := range x.own.Terms {
		if t.Cite != nil {
			k.citation(parsed{tree: x.tree}, fmt.Sprintf("terms[%d].cite", i), *t.Cite)
		}
	}
	words, problems := x.result(l.vocabulary)
	out := *l
	out.vocabulary = words
	return &out, problems
}

// extension is a merge under way.
type extension struct {
	tree  *tree
	own   *Vocabulary
	terms []Term
	owner map[string]int // place among terms, by surfaceKey
}

func extend(base *Vocabulary, own File) *extension {
	x := &extension{own: new(Vocabulary), terms: slices.Clone(base.Terms), owner: map[string]int{}}
	for i, t := range base.Terms {
		x.claim(i, t.surfaces()...)
	}
	x.tree = parseList(own, x.own)
	lintVocabulary(x.tree, x.own)
	for i, t := range x.own.Terms {
		x.add(fmt.Sprintf("terms[%d]", i), t)
	}
	all := x.own.entries()
	for _, e := range base.entries() {
		e.at = ""
		all = append(all, e)
	}
	lintPrefixes(x.tree, all)
	return x
}

// result is the merged vocabulary, or base where there are problems.
func (x *extension) result(base *Vocabulary) (*Vocabulary, []Problem) {
	slices.SortStableFunc(x.tree.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Field, b.Field))
	})
	problems := slices.Compact(x.tree.problems) // what lint says of the file alone and of both
	if len(problems) > 0 {
		return base, problems
	}
	return &Vocabulary{Terms: x.terms}, nil
}

// surfaces are all forms that mean the term.
func (t Term) surfaces() []string {
	out := []string{t.Term}
	for _, v := range t.Variants {
		out = append(out, v.Text)
	}
	if t.EN != "" {
		out = append(out, t.EN)
	}
	return out
}

func (x *extension) claim(term int, surfaces ...string) {
	for _, s := range surfaces {
		if key := surfaceKey(s); key != "" {
			if _, taken := x.owner[key]; !taken {
				x.owner[key] = term
			}
		}
	}
}

// add merges one own term.
func (x *extension) add(at string, own Term) {
	met := map[int]string{} // bundled terms, with the surface that is theirs
	for _, s := range append([]string{own.Term}, variantTexts(own)...) {
		if i, ok := x.owner[surfaceKey(s)]; ok && met[i] == "" {
			met[i] = s
		}
	}
	targets := slices.Sorted(maps.Keys(met))
	if len(targets) > 1 {
		a, b := targets[0], targets[1]
		x.tree.add(at, "「%s」は用語「%s」の、「%s」は用語「%s」の表記なので、1つの用語にまとめられません。どちらかを外してください",
			"%q is a form of the term %q and %q one of %q: they can't be one term; leave out one of them",
			met[a], x.terms[a].Term, met[b], x.terms[b].Term)
		return
	}
	into := len(x.terms)
	if len(targets) == 1 {
		into = targets[0]
	}
	if i, ok := x.owner[surfaceKey(own.EN)]; ok && own.EN != "" && i != into {
		x.tree.add(at+".en", "「%s」は用語「%s」の表記です。同じ意味なら見出しをその用語の表記に加え、違うなら別の英語にしてください",
			"%q is a form of the term %q: if they mean the same, add a form of that term; else use another English term",
			own.EN, x.terms[i].Term)
		return
	}
	if into == len(x.terms) {
		own.Origin = OwnTerm
		own.Reading = cmp.Or(own.Reading, readingOfKana(own.Term)) // which the glossary sorts by
		x.terms = append(x.terms, own)
	} else {
		x.terms[into] = x.terms[into].amended(own)
	}
	x.claim(into, own.surfaces()...)
}

func variantTexts(t Term) []string {
	var out []string
	for _, v := range t.Variants {
		out = append(out, v.Text)
	}
	return out
}

// amended returns a bundled term with what an own one says of it.
func (t Term) amended(own Term) Term {
	if t.Origin == BundledTerm {
		t.Origin = AmendedTerm
	}
	t.Variants = slices.Clone(t.Variants)
	t.form(Variant{own.Term, own.Reading, own.Segments})
	for _, v := range own.Variants {
		t.form(v)
	}
	switch {
	case own.EN == "" || surfaceKey(own.EN) == surfaceKey(t.EN):
	case t.EN == "":
		t.EN = own.EN
	default:
		t.form(Variant{Text: own.EN})
	}
	t.Expands = mergeWords(own.Expands, t.Expands)
	if own.Definition != "" {
		t.Definition, t.Cite = own.Definition, own.Cite
	} else if own.Cite != nil {
		t.Cite = own.Cite
	}
	return t
}

// form adds a form of the term, or the reading and segments of one it has.
func (t *Term) form(v Variant) {
	key := surfaceKey(v.Text)
	if key == surfaceKey(t.Term) {
		t.Reading = cmp.Or(v.Reading, t.Reading)
		if len(v.Segments) > 0 {
			t.Segments = v.Segments
		}
		return
	}
	i := slices.IndexFunc(t.Variants, func(w Variant) bool { return surfaceKey(w.Text) == key })
	if i < 0 {
		t.Variants = append(t.Variants, v)
		return
	}
	t.Variants[i].Reading = cmp.Or(v.Reading, t.Variants[i].Reading)
	if len(v.Segments) > 0 {
		t.Variants[i].Segments = v.Segments
	}
}

// mergeWords joins two lists, each word once.
func mergeWords(first, second []string) []string {
	out := slices.Clone(first)
	for _, w := range second {
		if !slices.ContainsFunc(out, func(o string) bool { return surfaceKey(o) == surfaceKey(w) }) {
			out = append(out, w)
		}
	}
	return out
}
