package index

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// shortlist gathers the documents that may be among the first n, of some that are
// given by number with their points for words. Few are left where it is known early
// what the first n have at least, so those that are best by words alone are looked at
// before all others: a document of which even the most that links and close words may
// add does not bring it there is left out, and never looked at.
type shortlist struct {
	*found
	docs   []docnum
	points []float64
	n      int
	// links is what those that a document is linked with add to its points at most,
	// and unscored what of its words no hit has that is not among the documents.
	links, unscored float64
	near            float64 // the most closeness; 0 where none counts
	list            []contender
	sure            []float64 // scores of some of the list that they do have
}

// contender is a document of a shortlist.
type contender struct {
	candidate
	link  float64 // what links add at least
	links float64 // and at most
	open  bool    // close words count in it and were not looked for yet
}

// shortlist returns those of some hits that may be among the first n, with what they
// have for words and for close words.
func (f *found) shortlist(ctx context.Context, hits []docnum, by Sort, n int) ([]candidate, error) {
	column := f.columns.column(by)
	near := 0.0
	if column == nil { // else pages would not agree on which are the best
		near = f.mostNear()
	}
	if f.exhaustive {
		return f.whole(ctx, hits, near)
	}
	docs := f.contenders(hits, by, n)
	points := f.values.take(len(docs))[:len(docs)]
	defer f.values.put(points)
	f.score(docs, points)
	if f.left = 0; len(docs) < len(f.hits) {
		f.left = f.mostLeft(len(hits) < len(f.hits) || column != nil)
	}
	s := &shortlist{found: f, docs: docs, points: points, n: n, near: near, unscored: f.left}
	if column != nil {
		s.n = len(docs) // all that are left
	}
	if err := s.fill(ctx); err != nil {
		return nil, err
	}
	list := make([]candidate, len(s.list))
	for i := range list {
		list[i] = s.list[i].candidate
	}
	f.plan.account.after(ForWord, list)
	return list, nil
}

// whole scores all of some hits and rules none out.
func (f *found) whole(ctx context.Context, hits []docnum, near float64) ([]candidate, error) {
	f.raised, f.left = math.Inf(-1), 0
	if len(hits) < len(f.hits) { // those that a filter left out still pass points on
		f.left = f.mostLeft(true)
	}
	list := f.base(hits)
	if near == 0 {
		return list, nil
	}
	var room [placedAtOnce]float64
	for at := 0; at < len(list); at += placedAtOnce {
		some := list[at:min(at+placedAtOnce, len(list))]
		close := room[:len(some)]
		clear(close)
		if err := f.closeness(ctx, hits[at:at+len(some)], close); err != nil {
			return nil, err
		}
		for i := range some {
			some[i].near = f.nearPoints(some[i].score, close[i])
		}
	}
	return list, nil
}

// fill makes the list.
func (s *shortlist) fill(ctx context.Context) error {
	best, first := s.weigh()
	s.links = linkShare * max(best, s.left)
	for _, w := range s.seeds(first) {
		c := s.contender(int(w.at))
		c.open = s.near > 0
		s.link(&c)
		s.list = append(s.list, c)
	}
	if err := s.look(ctx, s.list); err != nil {
		return err
	}
	seeds := len(s.list)
	s.gather()
	if err := s.look(ctx, s.list[seeds:]); err != nil {
		return err
	}
	s.list = slices.DeleteFunc(s.list, func(c contender) bool { return !s.mayBe(&c) })
	return nil
}

const (
	// untrimmed is how many values are gathered at least before the least are dropped.
	untrimmed = 256
	// seedsMore is how many documents are looked at first beyond those asked for.
	seedsMore = 54
	// lookedAtOnce is how many documents are looked at before what the first have is
	// raised by what was found.
	lookedAtOnce = 256
	// placedAtOnce is of how many documents the places are in memory at most.
	placedAtOnce = 4096
)

// weighed is a score for words, with the rank for holding all of them, of the
// document at a place.
type weighed struct {
	score float64
	at    uint32
}

// compare puts higher scores first.
func (w weighed) compare(other weighed) int {
	switch { // cmp.Compare is slower: it minds NaN
	case w.score > other.score:
		return -1
	case w.score < other.score:
		return 1
	}
	return 0
}

// weigh makes of what the documents are worth by their words alone their points, as
// based does, and returns the most, and the best documents, some more than n, in order;
// and finds what the first n have at least.
func (s *shortlist) weigh() (best float64, list []weighed) {
	for d := range s.admitted {
		if at, ok := slices.BinarySearch(s.docs, d); ok {
			s.points[at] = 0
		}
	}
	kept, least := s.n+seedsMore, math.Inf(-1)
	most := kept + max(kept, untrimmed)
	list = make([]weighed, 0, min(most, len(s.docs)))
	for i, d := range s.docs {
		v := &s.verdicts[s.groups.of[d]]
		points := s.points[i] * v.cover * v.cover
		s.points[i] = points
		if points > best { // max is slower: it minds NaN
			best = points
		}
		if points = tiered(points, v.full); points <= least {
			continue
		}
		if list = append(list, weighed{points, uint32(i)}); len(list) == most {
			first(list, kept, weighed.compare)
			list = list[:kept]
			least = list[kept-1].score
		}
	}
	first(list, kept, weighed.compare)
	list = list[:min(kept, len(list))]
	if s.raised = math.Inf(-1); len(s.docs) > s.n {
		s.raised = list[s.n-1].score
	}
	return best, list
}

// seeds are those of the best that are looked at first, by number: none where all
// documents are among the first n, and none that is among the best by chance, as
// others have as much.
func (s *shortlist) seeds(best []weighed) []weighed {
	if len(s.docs) <= s.n {
		return nil
	}
	n := min(len(best), s.lookable)
	for least := best[n-1].score; n < len(s.docs) && n > 0 && best[n-1].score == least; n-- {
	}
	best = best[:n]
	slices.SortFunc(best, func(a, b weighed) int { return cmp.Compare(a.at, b.at) })
	return best
}

// contender is the document at a place, without its links.
func (s *shortlist) contender(at int) contender {
	d := s.docs[at]
	v := &s.verdicts[s.groups.of[d]]
	return contender{candidate: candidate{doc: d, full: v.full, score: s.points[at], cover: v.cover}}
}

// link finds what links add to a document, unless they cannot bring it among the first.
func (s *shortlist) link(c *contender) {
	if c.links = s.links; c.links == 0 || !s.mayBe(c) {
		return
	}
	best, most := 0.0, 0.0
	for _, d := range s.columns.links.of(c.doc) {
		if !s.isHit(d) { // most of them
			continue
		}
		if at, ok := slices.BinarySearch(s.docs, d); ok {
			best = max(best, s.points[at])
		} else {
			most = s.unscored
		}
	}
	c.link = linkShare * best
	c.links = max(c.link, linkShare*most)
}

// nearest is the most that a document gets for close words.
func (s *shortlist) nearest(score float64) float64 {
	if s.near == 0 {
		return 0
	}
	return s.nearPoints(score, s.near)
}

// total is the score of a document by its parts, rounded as that in the end is, so
// that it is never less with more of a part.
func (s *shortlist) total(c *contender, link, near float64) float64 {
	return tiered(c.score+link+near, c.full)
}

// gather lists the documents that are not in the list yet and may be among the first.
func (s *shortlist) gather() {
	seeds, looked := s.list, s.looked()
	links := &s.columns.links
	left, out, outAlone := s.left, s.surelyOut(s.links), s.surelyOut(0)
	for i, points := range s.points {
		if points <= out || points <= outAlone && links.none(s.docs[i]) { // most of them
			if points > left {
				left = points
			}
			continue
		}
		c := s.contender(i)
		for len(seeds) > 0 && seeds[0].doc < c.doc {
			seeds = seeds[1:]
		}
		if len(seeds) > 0 && seeds[0].doc == c.doc {
			continue
		}
		c.open = s.near > 0 && looked(c.doc, tiered(points, c.full))
		s.link(&c)
		if s.mayBe(&c) {
			s.list = append(s.list, c)
		}
	}
	s.left = max(s.left, left)
}

// surelyOut returns points with which no document is among the first n that gets so
// much for links at most, even if it holds all words and gets the most for close words:
// below 0 where that is not known of any.
func (s *shortlist) surelyOut(links float64) float64 {
	out, in := -1.0, s.raised
	if s.anyNamed() || in <= 0 {
		return out
	}
	for range 64 { // halving, as sums are rounded
		points := out + (in-out)/2
		if tiered(points+links+s.nearest(points), true) < s.raised {
			out = points
		} else {
			in = points
		}
	}
	return out
}

func (s *shortlist) anyNamed() bool { return len(s.ids)+len(s.articles) > 0 }

// mayBe reports whether a document may be among the first n.
func (s *shortlist) mayBe(c *contender) bool {
	near := c.near
	if c.open {
		near = s.nearest(c.score)
	}
	if s.total(c, c.links, near) >= s.raised || s.isNamed(c.doc) {
		return true
	}
	s.left = max(s.left, c.score)
	return false
}

// look finds how close words stand in those of some documents of the list, by number,
// that may be among the first n, and what these have at least then.
func (s *shortlist) look(ctx context.Context, list []contender) error {
	var docs []docnum
	var near []float64
	for some := range slices.Chunk(list, lookedAtOnce) {
		docs = docs[:0]
		for i := range some {
			if c := &some[i]; c.open && s.mayBe(c) {
				docs = append(docs, c.doc)
			}
		}
		near = append(near[:0], make([]float64, len(docs))...)
		if err := s.closeness(ctx, docs, near); err != nil {
			return err
		}
		for i := range some {
			c := &some[i]
			if len(docs) > 0 && docs[0] == c.doc {
				c.near, c.open = s.nearPoints(c.score, near[0]), false
				docs, near = docs[1:], near[1:]
			}
			s.raise(c)
		}
		s.settle()
	}
	return nil
}

// raise notes what a document has at least.
func (s *shortlist) raise(c *contender) {
	if score := s.total(c, c.link, c.near); score > s.raised {
		s.sure = append(s.sure, score)
	}
}

// settle raises what the first n have at least by what was noted: soon few others may
// still be among them.
func (s *shortlist) settle() {
	if len(s.sure) >= s.n && len(s.docs) > s.n {
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
