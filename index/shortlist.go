package index

import (
	"math"
	"slices"
)

// shortlist gathers the documents that may be among the first n, of some that are
// given by number with their points for words.
type shortlist struct {
	*found
	docs   []docnum
	points []float64
	n      int
	// links is what those that a document is linked with add to its points at most.
	links float64
	list  []candidate
	sure  []float64 // scores of some of the list that they do have, with links
}

// shortlist returns those of some hits that may be among the first n.
func (f *found) shortlist(hits []docnum, by Sort, n int) []candidate {
	if f.exhaustive {
		return f.whole(hits)
	}
	docs := f.contenders(hits, by, n)
	points := f.values.take(len(docs))[:len(docs)]
	defer f.values.put(points)
	f.score(docs, points)
	column := f.columns.column(by)
	if f.left = 0; len(docs) < len(f.hits) {
		f.left = f.mostLeft(len(hits) < len(f.hits) || column != nil)
	}
	s := &shortlist{found: f, docs: docs, points: points, n: n}
	switch {
	case column != nil:
		s.n = len(docs) // all that are left
	case len(f.elements) > 1:
		s.n = max(n, rescored)
	}
	s.links = linkShare * max(s.weigh(), f.left)
	s.gather()
	f.plan.account.after(ForWord, s.list)
	return s.list
}

// whole scores all of some hits and rules none out.
func (f *found) whole(hits []docnum) []candidate {
	f.least, f.raised, f.left = math.Inf(-1), math.Inf(-1), 0
	if len(hits) < len(f.hits) { // those that a filter left out still pass points on
		f.left = f.mostLeft(true)
	}
	return f.base(hits)
}

// untrimmed is how many values are gathered at least before the least are dropped.
const untrimmed = 256

// weigh makes of what the documents are worth by their words alone their points, as
// based does, and returns the most; and finds what the first n have at least.
func (s *shortlist) weigh() (best float64) {
	for d := range s.admitted {
		if at, ok := slices.BinarySearch(s.docs, d); ok {
			s.points[at] = 0
		}
	}
	s.least = math.Inf(-1)
	most := 2*s.n + untrimmed
	scores := s.values.take(min(most, len(s.docs)))
	defer s.values.put(scores)
	for i, d := range s.docs {
		v := &s.verdicts[s.groups.of[d]]
		points := s.points[i] * v.cover * v.cover
		s.points[i] = points
		if points > best { // max is slower: it minds NaN
			best = points
		}
		if points = tiered(points, v.full); points <= s.least {
			continue
		}
		if scores = append(scores, points); len(scores) == most {
			s.least = nthGreatest(scores, s.n)
			scores = scores[:s.n]
		}
	}
	if len(scores) > s.n {
		s.least = nthGreatest(scores, s.n)
	}
	s.raised = s.least
	return best
}

// gather lists the documents that are among the first by their words, or may be with
// what links add.
func (s *shortlist) gather() {
	named := len(s.ids)+len(s.articles) > 0
	for i, d := range s.docs {
		v := &s.verdicts[s.groups.of[d]]
		points := s.points[i]
		if !named && tiered(points+s.links, v.full) < s.raised { // as mayBe, for most of them
			if points > s.left {
				s.left = points
			}
			continue
		}
		if c := (candidate{d, v.full, points, v.cover}); s.mayBe(&c) {
			s.list = append(s.list, c)
			s.raise(&c)
		}
	}
	s.list = slices.DeleteFunc(s.list, func(c candidate) bool { return !s.mayBe(&c) })
}

// mayBe reports whether a document may be among the first n.
func (s *shortlist) mayBe(c *candidate) bool {
	if tiered(c.score, c.full) >= s.least || s.isNamed(c.doc) {
		return true
	}
	if len(s.columns.links.of(c.doc)) == 0 {
		return false
	}
	if tiered(c.score+s.links, c.full) >= s.raised {
		return true
	}
	s.left = max(s.left, c.score)
	return false
}

// raise notes what a document has with its links, and what the first n have at least
// with theirs: soon few others may still be among them. What else is added to a score
// in the end only makes it greater.
func (s *shortlist) raise(c *candidate) {
	if len(s.docs) <= s.n {
		return // all are
	}
	best := 0.0
	for _, d := range s.columns.links.of(c.doc) {
		if at, ok := slices.BinarySearch(s.docs, d); ok {
			best = max(best, s.points[at])
		}
	}
	score := tiered(c.score+linkShare*best, c.full)
	if score <= s.raised {
		return
	}
	if s.sure = append(s.sure, score); len(s.sure) >= 2*s.n {
		s.raised = max(s.raised, nthGreatest(s.sure, s.n))
		s.sure = s.sure[:s.n]
	}
}

// mostLeft is more than the points of a hit that is not scored: any, or one that does
// not hold all words.
func (f *found) mostLeft(whole bool) (most float64) {
	for _, v := range f.verdicts {
		if v.hit && (!v.full || whole) {
			most = max(most, v.most)
		}
	}
	return most
}

// mostByElement is more than what any document gets for each element.
func (f *found) mostByElement() []float64 {
	most := make([]float64, len(f.elements))
	for i, branches := range f.elements {
		most[i] = mostOf(branches)
	}
	for i, w := range f.wholes {
		for at := f.spans[i].from; at < f.spans[i].to; at++ {
			most[at] += w.most()
		}
	}
	return most
}

// mostOf is more than what any document gets for an element.
func mostOf(branches [][]*foundWord) (most float64) {
	for _, words := range branches {
		sum := 0.0
		for _, w := range words {
			sum += w.most()
		}
		most = max(most, sum)
	}
	return most
}

// isNamed reports whether a document comes first for its id or an article.
func (f *found) isNamed(d docnum) bool { return f.articles[d] != nil || slices.Contains(f.ids, d) }
