package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// Search answers a query. It waits until the index is ready or ctx ends. Any
// text is a valid query; an error is of the index or the context. The same
// query on the same documents gives the same answer, but for Took.
func (x *Index) Search(ctx context.Context, q Query) (*Result, error) {
	s, err := x.acquire(ctx)
	if err != nil {
		return nil, err
	}
	defer s.release()
	began := time.Now()
	res := &Result{}
	f, err := s.answer(ctx, q, res)
	if err != nil {
		return nil, fmt.Errorf("searching: %w", err)
	}
	defer f.done()
	f.exhaustive = q.Exhaustive
	kept, facets := s.columns.narrow(f.hits, q.Filters)
	res.Total, res.Facets, res.Terms = len(kept), facets, f.plan.terms
	limit := cmp.Or(q.Limit, DefaultLimit)
	if limit < 0 {
		res.Took = time.Since(began)
		return res, nil
	}
	page, err := f.page(ctx, kept, q.Sort, max(q.Offset, 0), limit)
	if err != nil {
		return nil, fmt.Errorf("ranking: %w", err)
	}
	var near []candidate
	if q.Offset <= 0 && len(kept) < DefaultLimit && len(f.plan.elements) > 0 {
		if near, err = f.resembling(ctx); err != nil {
			return nil, fmt.Errorf("looking for what resembles: %w", err)
		}
		near = slices.DeleteFunc(near, func(c candidate) bool { return !s.columns.accepts(c.doc, q.Filters) })
	}
	hits, err := x.show(ctx, s, f, append(page, near...), q.Bare)
	if err != nil {
		return nil, fmt.Errorf("reading the hits: %w", err)
	}
	res.Hits, res.Near = hits[:len(page)], hits[len(page):]
	res.Took = time.Since(began)
	return res, nil
}

// page returns one page of some hits; none beyond the last, for which nothing is scored.
func (f *found) page(ctx context.Context, hits []docnum, by Sort, offset, limit int) ([]candidate, error) {
	if offset >= len(hits) {
		return nil, nil
	}
	list, err := f.ranked(ctx, hits, by, offset+min(limit, len(hits)-offset))
	if err != nil {
		return nil, err
	}
	return list[offset:], nil
}

// answer finds the documents for the query, or for the one that was meant
// where it finds nothing, and notes in res which. What holds but pieces of a
// query that is a single misspelt word is nothing found.
func (s *snapshot) answer(ctx context.Context, q Query, res *Result) (*found, error) {
	f, err := s.planned(ctx, q.Text, q.Explain)
	if err != nil {
		return nil, err
	}
	meant, other, err := s.mend(ctx, q.Text, f)
	if err != nil {
		f.done()
		return nil, err
	}
	if other == nil {
		return f, nil
	}
	res.DidYouMean = meant
	if q.Literal || len(f.hits) > 0 && !f.plan.oneWord() {
		other.done()
		return f, nil
	}
	f.done()
	res.Corrected = true
	if q.Explain { // which the attempt did not
		other.done()
		return s.planned(ctx, meant, true)
	}
	return other, nil
}

func (s *snapshot) planned(ctx context.Context, text string, explain bool) (*found, error) {
	p := s.analyzer.newPlan(text)
	if explain {
		p.account = new(account)
	}
	return s.match(ctx, p)
}
