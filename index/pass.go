package index

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
)

// pass is one walk over the postings for a query. Where there are few
// documents, one pass scores all in full. Else a rough one, which reads no
// places, chooses the candidates that a second one scores.
type pass struct {
	*snapshot
	// rough finds a sequence where its terms occur in one zone, in any order:
	// never less than there is, and a fraction of the cost.
	rough bool
	// only are the documents looked at, by number; nil for all.
	only []docnum
	// held counts by sequence the documents that the first pass found, of all.
	held map[string]int
	// lists are what this pass has found, and words how it scored them: a query
	// may hold a word many times.
	found map[string][]match
	words map[string][]scored
}

// firstPass is the pass that says which documents there are for a query.
func (s *snapshot) firstPass() pass {
	return pass{snapshot: s, rough: s.columns.live > s.bound, held: map[string]int{}, found: map[string][]match{}, words: map[string][]scored{}}
}

// lists scores the documents of each element.
func (s pass) lists(ctx context.Context, p *plan) ([][]scored, error) {
	lists := make([][]scored, len(p.elements))
	for i, e := range p.elements {
		list, err := s.element(ctx, e)
		if err != nil {
			return nil, err
		}
		lists[i] = list
	}
	p.account.evaluated(lists, s.held)
	err := s.applyWholes(ctx, p, lists)
	p.account.completed(lists)
	return lists, err
}

// refine scores the best hits of a rough pass in full and returns the others,
// which keep what the rough pass gave them.
func (s *snapshot) refine(ctx context.Context, p *plan, first pass, weights []float64, r *ranking) (rest []candidate, err error) {
	if !first.rough || len(r.hits) == 0 {
		return nil, nil
	}
	s.order(r.hits, s.bound)
	best := r.hits[:min(s.bound, len(r.hits))]
	rest = r.hits[len(best):]
	second := pass{snapshot: s, only: docsOf(best), held: first.held, found: map[string][]match{}, words: map[string][]scored{}}
	lists, err := second.lists(ctx, p)
	if err != nil {
		return nil, err
	}
	again := split(p.combine(lists, weights), true)
	r.hits, r.near = again.hits, append(r.near, again.near...)
	return rest, nil
}

// below makes hits that were not scored in full rank behind those that were.
func below(full, rest []candidate) []candidate {
	lowest := math.Inf(1)
	for _, c := range full {
		lowest = min(lowest, c.score)
	}
	for i := range rest {
		rest[i].rough, rest[i].score = rest[i].score, min(rest[i].score, lowest)
	}
	return rest
}

// find returns the documents of this pass that hold a sequence, by number, and
// how many of all documents do.
func (s pass) find(ctx context.Context, seq sequence) (list []match, held int, err error) {
	key := seq.key()
	if s.rough {
		key += "~" // the rough lists of a word are apart from those in full
	}
	if list, ok := s.found[key]; ok {
		if s.only == nil {
			s.held[seq.key()] = len(list)
		}
		return list, s.held[seq.key()], nil
	}
	defer func() { s.found[key] = list }()
	switch {
	case s.only != nil:
		list, err = s.among(ctx, seq)
		return list, s.held[seq.key()], err
	case s.rough:
		list, err = s.together(ctx, seq)
	default:
		list, err = s.sequence(ctx, seq)
	}
	s.held[seq.key()] = len(list)
	return list, len(list), err
}

// key tells sequences apart.
func (seq sequence) key() string {
	return fmt.Sprintf("%v %v %d %s", seq.attr, seq.steps, seq.slack, strings.Join(seq.terms, "\x00"))
}

// among finds a sequence in the candidates of the pass.
func (s pass) among(ctx context.Context, seq sequence) ([]match, error) {
	var out []match
	for z := range zoneCount {
		var list []match
		add := func(d docnum, n int) {
			m := match{doc: d}
			m.tf[z] = float32(n)
			list = append(list, m)
		}
		var err error
		if len(seq.terms) == 1 {
			err = s.eachOf(ctx, seq, z, s.only, func(d docnum, least uint64) { add(d, int(least)) })
		} else {
			err = s.eachRun(ctx, seq, z, s.only, func(d docnum, runs []place) { add(d, len(runs)) })
		}
		if err != nil {
			return nil, err
		}
		out = mergeMatches(out, list)
	}
	return out, ctx.Err()
}

// together finds where all terms of a sequence occur in one zone. The rarest
// is counted, as the sequence can't occur more often.
func (s pass) together(ctx context.Context, seq sequence) ([]match, error) {
	if len(seq.terms) == 1 {
		return s.term(ctx, seq.attr, seq.terms[0])
	}
	var out []match
	for z := range zoneCount {
		var list []match
		err := s.eachOf(ctx, seq, z, nil, func(d docnum, least uint64) {
			m := match{doc: d}
			m.tf[z] = float32(least)
			list = append(list, m)
		})
		if err != nil {
			return nil, err
		}
		out = mergeMatches(out, list)
	}
	return out, ctx.Err()
}

// eachOf calls visit for each document of a zone that holds all terms, by
// number, with the frequency of the rarest; of those in only, where not nil.
func (s *snapshot) eachOf(ctx context.Context, seq sequence, z zone, only []docnum, visit func(d docnum, least uint64)) error {
	cursors, err := s.cursors(ctx, seq, z, false)
	if err != nil || slices.ContainsFunc(cursors, (*cursor).ended) {
		return err
	}
	return meet(cursors, only, func(d docnum) {
		least := cursors[0].tf()
		for _, c := range cursors[1:] {
			least = min(least, c.tf())
		}
		visit(d, least)
	})
}
