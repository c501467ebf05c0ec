package index

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
)

// scored is what a document gets for one element of the query.
type scored struct {
	doc   docnum
	score float64
	cover float64 // share of the element that the document holds, 0 to 1
}

// bm25f scores the documents of one list by their weighted frequencies; held
// is how many documents hold what the list is of, more than are in it where
// the list is one of candidates.
func (c *columns) bm25f(list []match, held int, weight float64) []scored {
	idf := c.idf(held)
	out := make([]scored, len(list))
	for i, m := range list {
		tf := 0.0
		for z := range zoneCount {
			tf += c.frequency(z, m)
		}
		out[i] = scored{doc: m.doc, score: weight * idf * tf * (saturation + 1) / (tf + saturation)}
	}
	return out
}

// frequency is how often a document holds a term in one zone, by the weight
// of the zone and its length in this document.
func (c *columns) frequency(z zone, m match) float64 {
	if m.tf[z] == 0 {
		return 0
	}
	b := zoneLength[z]
	norm := 1 - b + b*float64(c.lens[z][m.doc])/math.Max(c.average[z], 1)
	return zoneWeights[z] * float64(m.tf[z]) / norm
}

// idf is the weight of what n documents hold.
func (c *columns) idf(n int) float64 {
	return math.Log(1 + (float64(c.live)-float64(n)+0.5)/(float64(n)+0.5))
}

// evaluate scores the documents that hold a word.
func (s pass) evaluate(ctx context.Context, n need) (out []scored, err error) {
	key := n.key(s.rough)
	if list, ok := s.words[key]; ok {
		return slices.Clone(list), nil
	}
	defer func() { s.words[key] = slices.Clone(out) }()
	err = s.eachOption(ctx, n, func(_ int, o option, list []match, held int) {
		found := s.columns.bm25f(list, held, o.weight)
		for i := range found {
			found[i].cover = o.cover
		}
		out = best(out, found)
	})
	if err != nil {
		return nil, err
	}
	parts, err := s.parts(ctx, n.parts)
	if err != nil {
		return nil, err
	}
	return best(out, parts), nil
}

// key tells words of a query apart.
func (n need) key(rough bool) string {
	var b strings.Builder
	fmt.Fprint(&b, rough, n.parts)
	for _, o := range n.options {
		fmt.Fprint(&b, o.via, o.weight, o.cover, o.seq.key())
	}
	return b.String()
}

// standIn tells an option that counts only where no other finds anything.
func (o option) standIn() bool { return o.via == ViaExpansion && o.weight == 0 }

// eachOption calls visit for each way in which a word may be found, with what
// it counts for among the others, and the documents that hold it.
func (s pass) eachOption(ctx context.Context, n need, visit func(i int, o option, list []match, held int)) error {
	exact, found := 0, 0
	for i, o := range n.options {
		if o.standIn() && found > 0 {
			continue
		}
		list, held, err := s.find(ctx, o.seq)
		if err != nil {
			return err
		}
		switch {
		case o.via == ViaExact:
			exact = held
		case o.via == ViaReading && exact > 0:
			o.cover = 0 // the word exists as written: what is only read alike is apart
		case o.via == ViaExpansion && found == 0:
			o.weight, o.cover = weightStandIn, coverStandIn // no other way to find the word
		}
		if o.via != ViaExpansion {
			found += held
		}
		visit(i, o, list, held)
	}
	return nil
}

// parts scores the documents that hold parts of a compound.
func (s pass) parts(ctx context.Context, terms []string) ([]scored, error) {
	var out []scored
	for _, t := range terms {
		list, held, err := s.find(ctx, single(t))
		if err != nil {
			return nil, err
		}
		found := s.columns.bm25f(list, held, weightParts/float64(len(terms)))
		for i := range found {
			found[i].cover = 1 / float64(len(terms))
		}
		out = sum(out, found)
	}
	for i := range out {
		if out[i].cover < 0.99 {
			out[i].cover *= weightParts
		} else {
			out[i].cover = fullCover // all parts, if not in one piece
		}
	}
	return out, nil
}

// element scores the documents that hold an element: the best of its branches.
func (s pass) element(ctx context.Context, e element) ([]scored, error) {
	s.rough = s.rough && !e.strict // what must occur as written is counted as written
	var out []scored
	for _, b := range e.branches {
		var found []scored
		for _, n := range b {
			one, err := s.evaluate(ctx, n)
			if err != nil {
				return nil, err
			}
			for i := range one {
				one[i].cover /= float64(len(b))
			}
			found = sum(found, one)
		}
		out = best(out, found)
	}
	return out, nil
}

// best merges two lists by number, keeping the higher values.
func best(a, b []scored) []scored {
	return mergeScored(a, b, func(x, y scored) scored {
		return scored{x.doc, max(x.score, y.score), max(x.cover, y.cover)}
	})
}

// sum merges two lists by number, adding the values.
func sum(a, b []scored) []scored {
	return mergeScored(a, b, func(x, y scored) scored {
		return scored{x.doc, x.score + y.score, x.cover + y.cover}
	})
}

func mergeScored(a, b []scored, both func(x, y scored) scored) []scored {
	return merge(a, b, func(s scored) docnum { return s.doc }, both)
}
