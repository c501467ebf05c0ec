package index

import (
	"math"
	"slices"
)

// shortlist gathers the documents that may be among the first n: scored block after
// block, most are dropped at once.
type shortlist struct {
	*found
	n    int
	list []candidate
	most int // as soon as there are so many, the list is trimmed
	// least is what the first n have at least, so far, and links what those that a
	// document is linked with may add to its points.
	least, links float64
	named        bool // some document comes first for its name
}

// untrimmed is how long a list may be at least.
const untrimmed = 256

// shortlist returns those of some hits that may be among the first n.
func (f *found) shortlist(hits []docnum, by Sort, n int) []candidate {
	docs := f.contenders(hits, by, n)
	column := f.columns.column(by)
	if f.left = 0; len(docs) < len(f.hits) {
		f.left = f.mostLeft(len(hits) < len(f.hits) || column != nil)
	}
	switch {
	case column != nil:
		n = len(docs) // all that are left
	case len(f.elements) > 1:
		n = max(n, rescored)
	}
	s := &shortlist{found: f, n: n, most: 2*n + untrimmed, least: math.Inf(-1), links: linkShare * f.mostLeft(true), named: len(f.ids)+len(f.articles) > 0}
	f.eachScored(docs, s.add)
	s.trim()
	f.least = s.least
	f.plan.account.after(ForWord, s.list)
	return s.list
}

// add adds documents.
func (s *shortlist) add(docs []docnum, points []float64) {
	links := &s.columns.links
	for i, d := range docs {
		v := &s.verdicts[s.groups.of[d]]
		c := candidate{d, v.full, points[i] * v.cover * v.cover, v.cover}
		if s.named {
			c = s.based(d, points[i])
		} else if score := c.tiered(); score < s.least { // as mayBe, for most of them
			if score+s.links < s.least && c.score <= s.left || len(links.of(d)) == 0 {
				continue
			}
		}
		if !s.mayBe(&c) {
			continue
		}
		if s.list = append(s.list, c); len(s.list) >= s.most {
			s.trim()
		}
	}
}

// mayBe reports whether a document may be among the first n.
func (s *shortlist) mayBe(c *candidate) bool {
	score := c.tiered()
	if score >= s.least || s.named && s.isNamed(c.doc) {
		return true
	}
	if linked := score+s.links >= s.least; !linked && c.score <= s.left || len(s.columns.links.of(c.doc)) == 0 {
		return false
	} else if linked {
		return true
	}
	s.left = c.score
	return false
}

// trim drops what can no longer be among the first n.
func (s *shortlist) trim() {
	if len(s.list) > s.n {
		values := s.values.take(len(s.list))
		defer s.values.put(values)
		for i := range s.list {
			values = append(values, s.list[i].tiered())
		}
		s.least = nthGreatest(values, s.n)
		s.list = slices.DeleteFunc(s.list, func(c candidate) bool { return !s.mayBe(&c) })
	}
	s.most = 2*max(s.n, len(s.list)) + untrimmed
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
