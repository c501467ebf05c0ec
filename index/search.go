package index

import (
	"cmp"
	"context"
	"fmt"
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
	p, r, err := s.answer(ctx, q, res)
	if err != nil {
		return nil, fmt.Errorf("searching: %w", err)
	}
	defer s.candidates.put(r.room)
	kept, facets := s.columns.narrow(r.hits, q.Filters)
	if q.Limit >= 0 {
		s.columns.orderBy(kept, q.Sort, q.Offset+cmp.Or(q.Limit, DefaultLimit))
	}
	res.Total, res.Facets, res.Terms = len(kept), facets, p.terms
	page := cut(kept, q.Offset, q.Limit)
	var near []candidate
	if q.Offset <= 0 && q.Limit >= 0 && len(kept) < DefaultLimit && len(p.elements) > 0 {
		if err := s.resembling(ctx, p, &r); err != nil {
			return nil, fmt.Errorf("searching: %w", err)
		}
		near, _ = s.columns.narrow(r.near, q.Filters)
	}
	hits, err := x.show(ctx, s, p, r.articles, append(page[:len(page):len(page)], near...))
	if err != nil {
		return nil, fmt.Errorf("reading the hits: %w", err)
	}
	res.Hits, res.Near = hits[:len(page)], hits[len(page):]
	res.Took = time.Since(began)
	return res, nil
}

// answer ranks the documents for the query, or for the one that was meant
// where it finds nothing, and notes in res which. What holds but pieces of a
// query that is a single misspelt word is nothing found.
func (s *snapshot) answer(ctx context.Context, q Query, res *Result) (*plan, ranking, error) {
	p, r, err := s.planned(ctx, q.Text, q.Explain)
	if err != nil {
		return nil, r, err
	}
	m, err := s.mend(ctx, q.Text, r)
	if m == nil || err != nil {
		return p, r, err
	}
	res.DidYouMean = m.text
	if q.Literal || len(r.hits) > 0 && !p.oneWord() {
		return p, r, nil
	}
	res.Corrected = true
	if q.Explain { // which the attempt did not
		p, r, err = s.planned(ctx, m.text, true)
		return p, r, err
	}
	return m.plan, m.ranking, nil
}

func (s *snapshot) planned(ctx context.Context, text string, explain bool) (*plan, ranking, error) {
	p := s.analyzer.newPlan(text)
	if explain {
		p.account = new(account)
	}
	r, err := s.rank(ctx, p)
	return p, r, err
}

// cut returns one page.
func cut(list []candidate, offset, limit int) []candidate {
	if limit == 0 {
		limit = DefaultLimit
	}
	offset = min(max(offset, 0), len(list))
	if limit < 0 {
		return nil
	}
	return list[offset:min(len(list), offset+min(limit, len(list)))]
}
