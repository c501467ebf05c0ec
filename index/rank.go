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
	all := f.contenders(hits, by, n)
	defer f.candidates.put(all)
	list := all
	f.base(list)
	near, err := f.neighbours(ctx, list, by)
	if err != nil {
		return nil, err
	}
	if f.columns.column(by) == nil {
		list = f.shortlist(list, hits, n, len(near))
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
		values := f.values.take(len(hits))
		for _, d := range hits {
			values = append(values, float64(column[d]))
		}
		least := nthGreatest(values, n)
		for i, d := range hits {
			if float64(column[d]) >= least { // no fewer than by whole numbers
				list = append(list, f.candidate(hits[i]))
			}
		}
		f.values.put(values)
		return list
	}
	docs, fulls := hits, f.fulls
	if len(hits) < len(f.hits) {
		fulls = slices.DeleteFunc(slices.Clone(hits), func(d docnum) bool { return !f.verdict(d).full })
	}
	if len(fulls) >= n && len(fulls) < len(hits) {
		docs = fulls
	}
	for _, d := range docs {
		list = append(list, f.candidate(d))
	}
	if len(docs) < len(hits) {
		list = f.addAdmitted(list, hits)
	}
	return list
}

// addAdmitted adds those of the hits that come first whatever they hold.
func (f *found) addAdmitted(list []candidate, hits []docnum) []candidate {
	for d := range f.admitted {
		if _, kept := slices.BinarySearch(hits, d); kept {
			list = append(list, f.candidate(d))
		}
	}
	slices.SortFunc(list, func(a, b candidate) int { return cmp.Compare(a.doc, b.doc) })
	return list
}

func (f *found) candidate(d docnum) candidate {
	v := f.verdict(d)
	return candidate{doc: d, full: v.full, cover: v.cover}
}

// nthGreatest is the n-th greatest of some values, which it puts in another order; of
// fewer, the least.
func nthGreatest(values []float64, n int) float64 {
	n = min(n, len(values))
	first(values, n, func(a, b float64) int { return cmp.Compare(b, a) })
	return values[n-1]
}

// shortlist leaves out what links can't bring among the first n of some hits: what
// they add is a share of the most that any hit has. The best of the list, looked at
// for words close to each other, stay where they are.
func (f *found) shortlist(list []candidate, hits []docnum, n, best int) []candidate {
	values := f.values.take(len(list))
	defer f.values.put(values)
	most := 0.0
	for i := range list {
		values = append(values, list[i].tiered())
		most = max(most, list[i].score)
	}
	if len(list) < len(f.hits) {
		most = max(most, f.mostLeft(len(hits) < len(f.hits)))
	}
	least := nthGreatest(values, n)
	linked := least - linkShare*most
	kept := list[:min(best, len(list))]
	for _, c := range list[len(kept):] {
		score := c.tiered()
		if score >= least || score >= linked && len(f.columns.links.of(c.doc)) > 0 || f.named(c.doc) {
			kept = append(kept, c)
		}
	}
	return kept
}

// mostLeft is more than a hit has that is not scored: one that does not hold all
// words, or, behind a filter, any.
func (f *found) mostLeft(filtered bool) float64 {
	cover, points := 0.0, 0.0
	for _, v := range f.verdicts {
		if v.hit && (!v.full || filtered) {
			cover = max(cover, v.cover)
		}
	}
	for _, branches := range f.elements {
		points += mostOf(branches)
	}
	for i, w := range f.wholes {
		points += float64(f.spans[i].to-f.spans[i].from) * w.most()
	}
	return points * cover * cover
}

// mostOf is what no document gets for an element.
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

// tiered is the score with that for holding all words.
func (c *candidate) tiered() float64 {
	if c.full {
		return c.score + tierFull
	}
	return c.score
}

// named reports whether a document comes first for its id or an article.
func (f *found) named(d docnum) bool {
	return len(f.articles) > 0 && f.articles[d] != nil || slices.Contains(f.ids, d)
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
	var others []docnum // hits that some of the list are linked with
	for _, i := range linked {
		for _, d := range links.of(list[i].doc) {
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
		list[i].score = list[i].tiered()
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
