package index

import (
	"context"
	"math"
	"slices"
)

// closeness adds to near, for each pair of words side by side in the query, how close
// they stand to each other in the given documents, by number: 1 where one follows
// upon the other.
func (f *found) closeness(ctx context.Context, docs []docnum, near []float64) error {
	before, here := &f.standing[0], &f.standing[1]
	for i, e := range f.plan.elements {
		before, here = here, before
		if err := here.find(ctx, f.snapshot, e, docs); err != nil {
			return err
		}
		for at := range docs {
			if i == 0 {
				break
			}
			if gap := closest(before.of(at), here.of(at)); gap >= 0 {
				near[at] += nearReach / (nearReach + float64(gap))
			}
		}
	}
	return nil
}

// nearPoints is what a document gets for words close to each other, by its points for
// words and its closeness. It is never more than with a greater closeness, not even as
// rounded.
func (f *found) nearPoints(score, near float64) float64 {
	return score * boostNear * near / float64(len(f.plan.elements)-1)
}

// mostNear is the most closeness that a document may have: that of all pairs, as none
// is closer than 1, but for those of which a word has no places.
func (f *found) mostNear() (most float64) {
	for i := 1; i < len(f.elements); i++ {
		if f.placed(i-1) && f.placed(i) {
			most++
		}
	}
	return most
}

// placed reports whether an element is one word, and stands anywhere.
func (f *found) placed(element int) bool {
	_, ok := f.plan.elements[element].alone()
	return ok && f.elements[element][0][0].ways[0].held > 0
}

// alone returns the word that an element is as it was typed, where it is but one.
func (e *element) alone() (seq sequence, ok bool) {
	if len(e.branches) != 1 || len(e.branches[0]) != 1 {
		return seq, false
	}
	return e.branches[0][0].options[0].seq, true
}

// standings are where a word stands in some documents: the places of all, end to end, and
// where those of each end.
type standings struct {
	places []place
	ends   []int
}

// of returns the places in one of the documents.
func (s *standings) of(at int) []place {
	if at == 0 {
		return s.places[:s.ends[0]]
	}
	return s.places[s.ends[at-1]:s.ends[at]]
}

// find finds where an element that is one word stands in the given documents.
func (to *standings) find(ctx context.Context, s *snapshot, e element, docs []docnum) error {
	to.places, to.ends = to.places[:0], to.ends[:0]
	end := func() { to.ends = append(to.ends, len(to.places)) }
	if seq, ok := e.alone(); ok {
		held, err := s.placeable(ctx, seq, docs)
		if err != nil {
			return err
		}
		err = s.eachRun(ctx, seq, held, func(d docnum, runs []place) {
			for docs[len(to.ends)] != d {
				end()
			}
			to.places = append(to.places, runs...)
			end()
		})
		if err != nil {
			return err
		}
	}
	for len(to.ends) < len(docs) {
		end()
	}
	return nil
}

// placeable leaves out what does not hold a sequence where its places must be sought
// in the index; those of words are at hand.
func (s *snapshot) placeable(ctx context.Context, seq sequence, docs []docnum) ([]docnum, error) {
	if seq.attr == attrWord {
		return docs, nil
	}
	return s.holding(ctx, seq, docs)
}

// closest returns the smallest gap in bytes between a place of a and one of b in the
// same zone, -1 where there is none. Each is compared with those before and after it.
func closest(a, b []place) int {
	gap := math.MaxInt
	for z := range zoneCount {
		before, at := -1, next(b, z, 0)
		for _, p := range a {
			if p.zone != z || at == len(b) && before < 0 {
				continue
			}
			for at < len(b) && b[at].start < p.start {
				before, at = at, next(b, z, at+1)
			}
			if before >= 0 {
				gap = min(gap, p.gap(b[before]))
			}
			if at < len(b) {
				gap = min(gap, p.gap(b[at]))
			}
		}
	}
	if gap == math.MaxInt {
		return -1
	}
	return gap
}

// next is where the next place of a zone is, from one on.
func next(places []place, z zone, from int) int {
	if at := slices.IndexFunc(places[from:], func(p place) bool { return p.zone == z }); at >= 0 {
		return from + at
	}
	return len(places)
}

// gap is how many bytes are between two places, none where they overlap.
func (p place) gap(q place) int { return max(q.start-p.end, p.start-q.end, 0) }
