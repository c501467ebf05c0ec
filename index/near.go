package index

import (
	"context"
	"slices"
)

// resembling returns, best first, documents that are no hits: those that hold too
// little of the query, and those that hold most pairs of a word without the word
// itself, by a slip of the pen, or as a word put together otherwise.
func (f *found) resembling(ctx context.Context) ([]candidate, error) {
	var docs []docnum
	for d, k := range f.groups.of {
		if f.verdicts[k].near && !f.admitted[docnum(d)] {
			docs = append(docs, docnum(d))
		}
	}
	list := f.base(docs)
	known := map[docnum]bool{}
	for _, run := range f.plan.runs {
		alike, err := f.holdingPairs(ctx, run)
		if err != nil {
			return nil, err
		}
		for _, c := range alike {
			if v := f.verdict(c.doc); !v.hit && !v.near && !f.admitted[c.doc] && !known[c.doc] {
				known[c.doc] = true
				list = append(list, c)
			}
		}
	}
	f.order(list, nearLimit)
	return list[:min(nearLimit, len(list))], nil
}

// holdingPairs returns the documents that hold most pairs of a run.
func (f *found) holdingPairs(ctx context.Context, run string) ([]candidate, error) {
	seq, ok := literal(run)
	if !ok || len(run) > 3*wholeCap {
		return nil, nil
	}
	terms := slices.Compact(slices.Sorted(slices.Values(seq.terms)))
	if len(terms) < 2 {
		return nil, nil // one pair is the word itself
	}
	e := f.evaluation.snapshot.evaluation(&plan{})
	defer e.done()
	for i, t := range terms {
		m, err := f.find(ctx, attrGram.single(t))
		if err != nil {
			return nil, err
		}
		w := &foundWord{ways: []worth{f.columns.worth(m, weightLiteral/float64(len(terms)), 1)}}
		e.add(w)
		e.elements = append(e.elements, [][]*foundWord{{w}})
		e.hold(i)
	}
	share := make([]float64, len(e.held)) // by group
	for k := 1; k < len(share); k++ {
		share[k] = share[e.held[k].but] + 1/float64(len(terms))
	}
	var docs []docnum
	for d, k := range e.groups.of {
		if share[k] >= gramShare {
			docs = append(docs, docnum(d))
		}
	}
	points := make([]float64, len(docs))
	e.score(docs, points)
	list := make([]candidate, len(docs))
	for i, d := range docs {
		cover := share[e.groups.of[d]]
		list[i] = candidate{doc: d, score: points[i] * cover, cover: cover}
	}
	return list, nil
}
