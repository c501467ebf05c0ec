package index

import (
	"context"
	"slices"
)

// resembling adds documents that hold most pairs of a word without the word
// itself: a slip of the pen, or a word put together otherwise.
func (s *snapshot) resembling(ctx context.Context, p *plan, r *ranking) error {
	known := map[docnum]bool{}
	for _, list := range [][]candidate{r.hits, r.near} {
		for _, c := range list {
			known[c.doc] = true
		}
	}
	banned, err := s.bannedDocs(ctx, p)
	if err != nil {
		return err
	}
	for _, run := range p.runs {
		held, pairs, err := s.pairsHeld(ctx, run)
		if err != nil {
			return err
		}
		if pairs < 2 {
			continue // one pair is the word itself
		}
		for _, v := range held {
			if v.cover >= gramShare*float64(pairs) && !known[v.doc] && !banned[v.doc] {
				known[v.doc] = true
				r.near = append(r.near, candidate{doc: v.doc, score: v.score * v.cover / float64(pairs)})
			}
		}
	}
	s.order(r.near, nearLimit)
	r.near = r.near[:min(nearLimit, len(r.near))]
	return nil
}

func (s *snapshot) bannedDocs(ctx context.Context, p *plan) (map[docnum]bool, error) {
	out := map[docnum]bool{}
	for _, n := range p.banned {
		for _, o := range n.options {
			m, err := s.find(ctx, o.seq)
			if err != nil {
				return nil, err
			}
			m.each(func(d docnum, _ zoneCounts) { out[d] = true })
		}
	}
	return out, nil
}

// pairsHeld counts, in cover, the pairs of a run that each document holds.
func (s *snapshot) pairsHeld(ctx context.Context, run string) (held []scored, pairs int, err error) {
	if len(run) > 3*wholeCap {
		return nil, 0, nil
	}
	seq, ok := literal(run)
	if !ok {
		return nil, 0, nil
	}
	terms := slices.Compact(slices.Sorted(slices.Values(seq.terms)))
	e := s.evaluation()
	parts := make([][]scored, 0, len(terms))
	for _, t := range terms {
		m, err := s.find(ctx, attrGram.single(t))
		if err != nil {
			return nil, 0, err
		}
		parts = append(parts, e.best([]worth{s.columns.worth(m, weightLiteral/float64(len(terms)), 1)}, nil))
	}
	return e.fold(parts, plus, plus), len(terms), nil
}
