package index

import (
	"cmp"
	"context"
	"slices"
	"sync"
)

// finding is one occurrence of a word of the query in a document.
type finding struct {
	need       int // place among the plan's needs
	rank       int // place of the option: the first are the best
	via        string
	zone       zone
	attr       attribute
	start, end int // as in place
}

// needs returns all words of the plan, those in wholes last.
func (p *plan) needs() []need {
	var out []need
	for _, e := range p.elements {
		for _, b := range e.branches {
			out = append(out, b...)
		}
	}
	for _, w := range p.wholes {
		if w.option.via == ViaReading {
			out = append(out, need{typed: w.option.seq.terms[0], options: []option{w.option}})
		}
	}
	return out
}

// locate finds the words of the plan in the given documents, sorted by number.
// What is only read alike is found by [snapshot.sounds], as readings have no places.
func (s *snapshot) locate(ctx context.Context, p *plan, docs []docnum) (map[docnum][]finding, error) {
	out := map[docnum][]finding{}
	for i, n := range p.needs() {
		for rank, o := range n.locatable() {
			if !o.seq.attr.placed() {
				continue
			}
			err := s.eachRun(ctx, o.seq, docs, func(d docnum, runs []place) {
				for _, r := range runs {
					out[d] = append(out[d], finding{i, rank, o.via, r.zone, o.seq.attr, r.start, r.end})
				}
			})
			if err != nil {
				return nil, err
			}
		}
	}
	for _, fs := range out {
		sortFindings(fs)
	}
	return out, nil
}

func sortFindings(list []finding) {
	slices.SortStableFunc(list, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.need, b.need), cmp.Compare(a.rank, b.rank), cmp.Compare(a.zone, b.zone), cmp.Compare(a.start, b.start))
	})
}

// sounds finds the words of the plan that a document holds only by what is read
// alike. The texts are analysed again, as readings have no places in the index.
func (s *snapshot) sounds(ctx context.Context, p *plan, d docnum, texts *zones) ([]finding, error) {
	var out []finding
	laid := sync.OnceValue(func() *layout { return s.analyzer.remember().layOut(texts) })
	for i, n := range p.needs() {
		alike, err := s.heldAlike(ctx, n, d)
		if err != nil {
			return nil, err
		}
		for _, rank := range alike {
			o := n.options[rank]
			for _, t := range laid().readings {
				if t.term == o.seq.terms[0] {
					out = append(out, finding{i, rank, o.via, t.zone, attrReading, t.start, t.end})
				}
			}
		}
	}
	return out, nil
}

// heldAlike returns the options by which a document holds something that is read
// as a word is; none where it holds the word in any other way.
func (s *snapshot) heldAlike(ctx context.Context, n need, d docnum) (alike []int, err error) {
	if !slices.ContainsFunc(n.options, func(o option) bool { return o.seq.attr == attrReading }) {
		return nil, nil
	}
	for rank, o := range n.options {
		m, err := s.find(ctx, o.seq)
		switch {
		case err != nil:
			return nil, err
		case !m.has(d):
		case o.seq.attr != attrReading:
			return nil, nil
		default:
			alike = append(alike, rank)
		}
	}
	return alike, nil
}

// locatable returns the options of a word and, last, the parts of a compound.
func (n need) locatable() []option {
	out := slices.Clone(n.options)
	for _, t := range n.parts {
		out = append(out, option{via: ViaExpansion, seq: single(t)})
	}
	return out
}
