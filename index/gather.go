package index

import (
	"cmp"
	"slices"

	api "github.com/blevesearch/bleve_index_api"
)

// gatherer makes fields of tokens. A document has a thousand and more terms, so
// that what is kept of all of them lies in a few pieces of memory, and the rest
// is used again for the next field.
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

// gather sorts tokens by their terms, and returns how many bytes these have.
func (g *gatherer) gather(tokens []placed) (bytes int) {
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
			bytes += len(term)
			continue
		}
		g.before = append(g.before, g.terms[at].last)
		g.terms[at].last = int32(i)
	}
	return bytes
}

// field makes an indexed field of tokens.
func (g *gatherer) field(a attribute, tokens []placed) *postedField {
	text := make([]byte, 0, g.gather(tokens))
	freqs := make([]api.TokenFreq, len(g.terms))
	f := &postedField{name: a.field(), options: api.IndexField, freqs: make(api.TokenFrequencies, len(g.terms))}
	if a.placed() {
		f.options |= api.IncludeTermVectors
	}
	for i, t := range g.terms {
		tf := &freqs[i]
		from := len(text)
		text = append(text, t.term...)
		tf.Term = text[from:len(text):len(text)]
		g.count(tf, a, t, tokens)
		f.freqs[t.term] = tf
	}
	return f
}

// count sets what scorch keeps of a term in a document.
func (g *gatherer) count(tf *api.TokenFreq, a attribute, t gathered, tokens []placed) {
	if !a.placed() {
		var n zoneCounts
		for i := t.last; i >= 0; i = g.before[i] {
			n = n.plus(tokens[i].zone)
		}
		tf.SetFrequency(int(packCounts(n)))
		return
	}
	g.places = g.places[:0]
	for i := t.last; i >= 0; i = g.before[i] {
		g.places = append(g.places, tokens[i].place)
	}
	if len(g.places) > 1 {
		slices.SortFunc(g.places, func(x, y place) int { return cmp.Or(cmp.Compare(x.code(), y.code()), cmp.Compare(x.end, y.end)) })
	}
	number, rest := pack(a, a.length(t.term), g.places)
	tf.SetFrequency(int(number))
	if rest != nil {
		tf.Locations = []*api.TokenLocation{{ArrayPositions: rest}}
	}
}
