package index

import (
	"math"
	"slices"
	"strings"
	"sync"
)

// lookable is how many documents are looked at for close words at most: so many that
// their places are found in bounded time.
func (p *plan) lookable() int {
	cost := 0
	for i := range p.elements {
		switch seq, ok := p.elements[i].alone(); {
		case ok && seq.attr != attrWord:
			cost += soughtCost
		case ok:
			cost++
		}
	}
	return max(rescoredLeast, rescored/max(cost, 1))
}

// looked returns what tells the documents that are looked at if they may be among the
// first, by number and score for words: the best by these, ties by id.
func (s *shortlist) looked() func(docnum, float64) bool {
	if s.near == 0 || len(s.docs) <= s.lookable {
		return func(docnum, float64) bool { return true }
	}
	last, ties := s.lastLooked()
	tied := sync.OnceValue(func() []docnum { return s.tied(last, ties) })
	return func(d docnum, score float64) bool {
		if score != last {
			return score > last
		}
		_, ok := slices.BinarySearch(tied(), d)
		return ok
	}
}

// lastLooked returns what the last document that is looked at has for its words, and
// how many that have as much are, as far as they may be among the first.
func (s *shortlist) lastLooked() (last float64, ties int) {
	scores := s.values.take(2 * s.lookable)
	defer s.values.put(scores)
	named := s.anyNamed()
	last = math.Inf(-1)
	for i, d := range s.docs {
		points, full := s.points[i], s.verdicts[s.groups.of[d]].full
		if !named && tiered(points+s.links+s.nearest(points), full) < s.raised {
			continue
		}
		score := tiered(points, full)
		if score < last {
			continue
		}
		if scores = append(scores, score); len(scores) == 2*s.lookable {
			last = nthGreatest(scores, s.lookable)
			scores = scores[:s.lookable]
		}
	}
	if len(scores) < s.lookable {
		return math.Inf(-1), 0 // all are
	}
	last = nthGreatest(scores, s.lookable)
	for _, score := range scores[:s.lookable] {
		if score == last {
			ties++
		}
	}
	return last, ties
}

// tied returns the first n by id of those that have just so much for their words, by
// number.
func (s *shortlist) tied(score float64, n int) (docs []docnum) {
	for i, d := range s.docs {
		if tiered(s.points[i], s.verdicts[s.groups.of[d]].full) == score {
			docs = append(docs, d)
		}
	}
	n = min(n, len(docs))
	first(docs, n, func(a, b docnum) int { return strings.Compare(s.columns.records[a].ID, s.columns.records[b].ID) })
	slices.Sort(docs[:n])
	return docs[:n]
}
