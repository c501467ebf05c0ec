package index

import (
	"cmp"
	"context"
	"slices"
)

// candidate is a document on its way to becoming a hit.
type candidate struct {
	doc   docnum
	full  bool // holds all words
	score float64
	cover float64 // weighted share of the query's words, 0 to 1
}

// ranked returns the first n of some hits, which are given by number, in order.
func (f *found) ranked(ctx context.Context, hits []docnum, by Sort, n int) ([]candidate, error) {
	if n <= 0 || len(hits) == 0 {
		return nil, nil
	}
	list := f.contenders(hits, by, n)
	defer f.candidates.put(list)
	f.base(list)
	var near []float64
	if f.columns.column(by) == nil {
		// Those that hold all words first, so that all pages agree on which are looked at.
		first(list, rescored, func(a, b candidate) int {
			return cmp.Or(boolCompare(b.full, a.full), f.columns.compare(a, b))
		})
		var err error
		if near, err = f.neighbours(ctx, list[:min(rescored, len(list))]); err != nil {
			return nil, err
		}
	}
	f.addLinks(list)
	f.addNear(list, near)
	f.addTiers(list)
	f.columns.orderBy(list, by, n)
	return slices.Clone(list[:min(n, len(list))]), nil
}

// contenders are those of some hits that may be among the first n: by relevance,
// where so many hold all words, these alone; else what has a number that is no
// less than the n-th.
func (f *found) contenders(hits []docnum, by Sort, n int) []candidate {
	column := f.columns.column(by)
	list := f.candidates.take(len(hits))
	if column != nil {
		least := f.nth(hits, column, n)
		for _, d := range hits {
			if column[d] >= least {
				list = append(list, f.candidate(d))
			}
		}
		return list
	}
	whole := f.full < n || f.full == len(hits)
	for _, d := range hits {
		if c := f.candidate(d); whole || c.full || f.admitted[d] {
			list = append(list, c)
		}
	}
	if whole || len(list) >= n {
		return list
	}
	list = list[:0]
	for _, d := range hits { // the filters left too few
		list = append(list, f.candidate(d))
	}
	return list
}

func (f *found) candidate(d docnum) candidate {
	v := f.verdict(d)
	return candidate{doc: d, full: v.full && v.hit, cover: v.cover}
}

// nth is the n-th greatest number of some documents.
func (f *found) nth(docs []docnum, column []int64, n int) int64 {
	values := f.values.take(len(docs))
	defer f.values.put(values)
	for _, d := range docs {
		values = append(values, column[d])
	}
	n = min(n, len(values))
	first(values, n, func(a, b int64) int { return cmp.Compare(b, a) })
	return values[n-1]
}

// base scores documents by the words that they hold: the points count by the square
// of the share of the query that a document holds.
func (f *found) base(list []candidate) {
	f.score(list)
	for i := range list {
		c := &list[i]
		c.score *= c.cover
		c.score *= c.cover
		if f.admitted[c.doc] {
			c.score = 0
		}
	}
	f.plan.account.after(ForWord, list)
}

// addLinks passes a share of a document's points for words on to those it is
// linked with, of the hits: a case and its lesson answer the same question.
func (f *found) addLinks(list []candidate) {
	links := &f.columns.links
	points := f.points.take(len(f.columns.records))[:len(f.columns.records)]
	defer f.points.put(points)
	for _, c := range list {
		if len(links.of(c.doc)) > 0 {
			points[c.doc] = c.score
		}
	}
	var others []docnum // hits that some of the list are linked with
	for _, c := range list {
		for _, d := range links.of(c.doc) {
			if points[d] == 0 && f.isHit(d) {
				others = append(others, d)
			}
		}
	}
	slices.Sort(others)
	more := make([]candidate, 0, len(others))
	for _, d := range slices.Compact(others) {
		more = append(more, f.candidate(d))
	}
	f.base(more)
	for _, c := range more {
		points[c.doc] = c.score
	}
	f.plan.account.linked(list, more)
	for i := range list {
		best := 0.0
		for _, d := range links.of(list[i].doc) {
			best = max(best, points[d])
		}
		list[i].score += linkShare * best
	}
	f.plan.account.after(ForLink, list)
	for _, scored := range [][]candidate{list, more} {
		for _, c := range scored {
			points[c.doc] = 0
		}
	}
}

// addNear adds what the first of the list got for words close to each other.
func (f *found) addNear(list []candidate, near []float64) {
	for i, points := range near {
		list[i].score += points
	}
	f.plan.account.after(ForNear, list)
}

// addTiers puts first what holds all words, and before that what was named.
func (f *found) addTiers(list []candidate) {
	for i := range list {
		if list[i].full {
			list[i].score += tierFull
		}
	}
	f.plan.account.after(ForAllWords, list)
	for i := range list {
		if a := f.articles[list[i].doc]; a != nil {
			list[i].score += a.points(list[i].doc)
		}
	}
	f.plan.account.after(ForArticle, list)
	for i := range list {
		c := &list[i]
		if !slices.Contains(f.ids, c.doc) {
			continue
		}
		c.score += tierID
		if f.admitted[c.doc] {
			c.cover = 1
		}
	}
	f.plan.account.after(ForID, list)
}
