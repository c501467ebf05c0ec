package index

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// neighbours puts the best documents first, those that hold all words before the
// others, and returns the points that they get in which words that stand side by
// side in the query stand close to each other. None does where the order goes by
// something else, as pages would not agree on which are the best.
func (f *found) neighbours(ctx context.Context, list []candidate, by Sort) ([]float64, error) {
	elements := f.plan.elements
	if len(elements) < 2 || f.columns.column(by) != nil {
		return nil, nil
	}
	hits := f.rescorable(list)
	near := make(map[docnum]float64, len(hits))
	for docs := range slices.Chunk(docsOf(hits), placedAtOnce) {
		if err := f.addNearness(ctx, near, docs); err != nil {
			return nil, err
		}
	}
	points := make([]float64, len(hits))
	for i, c := range hits {
		points[i] = c.score * boostNear * near[c.doc] / float64(len(elements)-1)
	}
	return points, nil
}

// placedAtOnce is of how many documents the places are in memory at a time.
const placedAtOnce = 4096

// rescorable puts the documents of a list that are looked at for positions first, and
// returns them.
func (f *found) rescorable(list []candidate) []candidate {
	if f.exhaustive {
		return list
	}
	first(list, rescored, func(a, b candidate) int {
		return cmp.Or(boolCompare(b.full, a.full), f.columns.compare(a, b))
	})
	return list[:min(rescored, len(list))]
}

// addNearness adds, for each pair of words side by side in the query, how close they
// stand to each other in the given documents: 1 where one follows upon the other.
func (f *found) addNearness(ctx context.Context, near map[docnum]float64, docs []docnum) error {
	var before map[docnum][zoneCount][]place
	for i, e := range f.plan.elements {
		places, err := f.wordPlaces(ctx, e, docs)
		if err != nil {
			return err
		}
		if i > 0 {
			for d, ps := range places {
				if gap := closest(before[d], ps); gap >= 0 {
					near[d] += nearReach / (nearReach + gap)
				}
			}
		}
		before = places
	}
	return nil
}

// docsOf returns the documents of hits, by number.
func docsOf(hits []candidate) []docnum {
	docs := make([]docnum, len(hits))
	for i, h := range hits {
		docs[i] = h.doc
	}
	slices.Sort(docs)
	return docs
}

// wordPlaces returns where an element that is one word stands in the given documents.
func (s *snapshot) wordPlaces(ctx context.Context, e element, docs []docnum) (map[docnum][zoneCount][]place, error) {
	out := map[docnum][zoneCount][]place{}
	if len(e.branches) != 1 || len(e.branches[0]) != 1 || len(docs) == 0 {
		return out, nil
	}
	seq := e.branches[0][0].options[0].seq
	docs, err := s.holding(ctx, seq, docs)
	if err != nil {
		return nil, err
	}
	err = s.eachRun(ctx, seq, docs, func(d docnum, runs []place) {
		var by [zoneCount][]place
		for _, r := range runs {
			by[r.zone] = append(by[r.zone], r)
		}
		out[d] = by
	})
	return out, err
}

// closest returns the smallest gap in bytes between a place of a and one of b
// in the same zone, -1 where there is none.
func closest(a, b [zoneCount][]place) float64 {
	gap := math.Inf(1)
	for z := range zoneCount {
		for _, p := range a[z] {
			i, _ := slices.BinarySearchFunc(b[z], p.start, func(q place, at int) int { return q.start - at })
			for _, j := range []int{i - 1, i} {
				if j >= 0 && j < len(b[z]) {
					q := b[z][j]
					gap = min(gap, float64(max(q.start-p.end, p.start-q.end, 0)))
				}
			}
		}
	}
	if math.IsInf(gap, 1) {
		return -1
	}
	return gap
}
