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
	near  float64 // what it gets for words close to each other, until that is added
}

// ranked returns the first n of some hits, which are given by number, in order.
func (f *found) ranked(ctx context.Context, hits []docnum, by Sort, n int) ([]candidate, error) {
	if n <= 0 || len(hits) == 0 {
		return nil, nil
	}
	list, err := f.shortlist(ctx, hits, by, n)
	if err != nil {
		return nil, err
	}
	f.addLinks(list)
	f.addNear(list)
	f.addTiers(list)
	f.columns.orderBy(list, by, n)
	return list[:min(n, len(list))], nil
}

// contenders are those of some hits that may be among the first n: by relevance,
// where so many hold all words, these alone; else what has a number that is no
// less than the n-th.
func (f *found) contenders(hits []docnum, by Sort, n int) []docnum {
	if column := f.columns.column(by); column != nil {
		values := f.values.take(len(hits))
		defer f.values.put(values)
		for _, d := range hits {
			values = append(values, float64(column[d]))
		}
		least := nthGreatest(values, n)
		return slices.DeleteFunc(slices.Clone(hits), func(d docnum) bool { return float64(column[d]) < least })
	}
	fulls := f.fulls
	if len(hits) < len(f.hits) {
		fulls = slices.DeleteFunc(slices.Clone(hits), func(d docnum) bool { return !f.verdict(d).full })
	}
	if len(fulls) < n {
		return hits
	}
	for d := range f.admitted {
		at, double := slices.BinarySearch(fulls, d)
		if _, kept := slices.BinarySearch(hits, d); kept && !double {
			fulls = slices.Insert(slices.Clip(fulls), at, d)
		}
	}
	return fulls
}

func (f *found) candidate(d docnum) candidate {
	v := f.verdict(d)
	return candidate{doc: d, full: v.full, cover: v.cover}
}

// nthGreatest is the n-th greatest of some values, which it puts in another order; of
// fewer, the least.
func nthGreatest(values []float64, n int) float64 {
	n = min(n, len(values))
	compare := func(a, b float64) int { return cmp.Compare(b, a) }
	if n <= fewFirst {
		first(values, n, compare)
		return values[n-1]
	}
	parted(values, n, compare)
	return slices.Min(values[:n])
}

// base scores documents, given by number, by the words that they hold.
func (f *found) base(docs []docnum) []candidate {
	points := f.values.take(len(docs))[:len(docs)]
	defer f.values.put(points)
	f.score(docs, points)
	list := make([]candidate, len(docs))
	for i, d := range docs {
		list[i] = f.based(d, points[i])
	}
	f.plan.account.after(ForWord, list)
	return list
}

// based is a document with its points for words, which count by the square of the
// share of the query that it holds.
func (f *found) based(d docnum, points float64) candidate {
	c := f.candidate(d)
	c.score = points * c.cover * c.cover
	if len(f.admitted) > 0 && f.admitted[d] {
		c.score = 0
	}
	return c
}

// tiered is a score with what there is for holding all words.
func tiered(score float64, full bool) float64 {
	if full {
		return score + tierFull
	}
	return score
}

// addLinks passes a share of a document's points for words on to those it is
// linked with, of the hits: a case and its lesson answer the same question.
func (f *found) addLinks(list []candidate) {
	links := &f.columns.links
	var linked []int // places in the list
	for i := range list {
		if len(links.of(list[i].doc)) > 0 {
			linked = append(linked, i)
		}
	}
	points := f.points.take(len(f.columns.records))[:len(f.columns.records)] // by document
	defer f.points.put(points)
	for _, i := range linked {
		points[list[i].doc] = list[i].score
	}
	others := f.leftLinked(list, linked, points)
	slices.Sort(others)
	more := f.base(slices.Compact(others))
	for _, c := range more {
		points[c.doc] = c.score
	}
	f.plan.account.linked(list, more)
	for _, i := range linked {
		best := 0.0
		for _, d := range links.of(list[i].doc) {
			best = max(best, points[d])
		}
		list[i].score += linkShare * best
	}
	f.plan.account.after(ForLink, list)
	for _, i := range linked {
		points[list[i].doc] = 0
	}
	for _, c := range more {
		points[c.doc] = 0
	}
}

// leftLinked returns hits with which some of the list are linked, by their places,
// and that are not in it, but may have more points than those that are, and enough
// to bring it among the first.
func (f *found) leftLinked(list []candidate, linked []int, points []float64) (others []docnum) {
	for _, i := range linked {
		best, links := 0.0, f.columns.links.of(list[i].doc)
		for _, d := range links {
			best = max(best, points[d])
		}
		c := &list[i]
		if best >= f.left || tiered(c.score+linkShare*f.left+c.near, c.full) < f.raised && !f.isNamed(c.doc) {
			continue
		}
		for _, d := range links {
			if points[d] == 0 && f.isHit(d) {
				others = append(others, d)
			}
		}
	}
	return others
}

// addNear adds what there is for words close to each other.
func (f *found) addNear(list []candidate) {
	for i := range list {
		list[i].score += list[i].near
	}
	f.plan.account.after(ForNear, list)
}

// addTiers puts first what holds all words, and before that what was named.
func (f *found) addTiers(list []candidate) {
	for i := range list {
		list[i].score = tiered(list[i].score, list[i].full)
	}
	f.plan.account.after(ForAllWords, list)
	if len(f.ids) == 0 && len(f.articles) == 0 {
		return
	}
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
