package index

import (
	"cmp"
	"slices"

	api "github.com/blevesearch/bleve_index_api"
)

// gatherer makes fields of tokens. A document has a thousand and more terms: what it
// takes to sort them is used again for the next field.
type gatherer struct {
	byTerm map[string]int32
	terms  []gathered
	before []int32 // by token, the one of the same term before it; -1 for none
	places []place
}

// gathered is a term of a field: its last token.
type gathered struct {
	term string
	last int32
}

// gather sorts tokens by their terms.
func (g *gatherer) gather(tokens []placed) {
	if g.byTerm == nil {
		g.byTerm = map[string]int32{}
	}
	clear(g.byTerm)
	g.terms, g.before = g.terms[:0], slices.Grow(g.before[:0], len(tokens))
	for i := range tokens {
		term := tokens[i].term
		at, known := g.byTerm[term]
		if !known {
			g.byTerm[term] = int32(len(g.terms))
			g.terms = append(g.terms, gathered{term, int32(i)})
			g.before = append(g.before, -1)
			continue
		}
		g.before = append(g.before, g.terms[at].last)
		g.terms[at].last = int32(i)
	}
}

// field makes an indexed field of tokens.
func (g *gatherer) field(a attribute, tokens []placed) *postedField {
	g.gather(tokens)
	f := &postedField{name: a.field(), options: api.IndexField, terms: make([]postedTerm, len(g.terms))}
	if a.placed() {
		f.options |= api.IncludeTermVectors
	}
	for i, t := range g.terms {
		number, rest := g.count(a, t, tokens)
		f.terms[i] = postedTerm{t.term, int(number)}
		if rest != nil {
			f.rests = append(f.rests, postedRest{i, rest})
		}
	}
	return f
}

// count returns what scorch keeps of a term in a document: a number, and what does not
// fit into it.
func (g *gatherer) count(a attribute, t gathered, tokens []placed) (number uint64, rest []uint64) {
	if !a.placed() {
		var n zoneCounts
		for i := t.last; i >= 0; i = g.before[i] {
			n = n.plus(tokens[i].zone)
		}
		return packCounts(n), nil
	}
	g.places = g.places[:0]
	for i := t.last; i >= 0; i = g.before[i] {
		g.places = append(g.places, tokens[i].place)
	}
	if len(g.places) > 1 {
		slices.SortFunc(g.places, func(x, y place) int { return cmp.Or(cmp.Compare(x.code(), y.code()), cmp.Compare(x.end, y.end)) })
	}
	return pack(a, a.length(t.term), g.places)
}
