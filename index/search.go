package index

import (
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
	p := s.analyzer.newPlan(q.Text)
	if q.Explain {
		p.account = new(account)
	}
	r, err := s.rank(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("searching: %w", err)
	}
	kept, facets := s.columns.narrow(r.hits, q.Filters)
	s.columns.sortBy(kept, q.Sort)
	res := &Result{Total: len(kept), Facets: facets, Terms: p.terms}
	page := cut(kept, q.Offset, q.Limit)
	var near []candidate
	if q.Offset <= 0 && q.Limit >= 0 && len(kept) < DefaultLimit && len(p.elements) > 0 {
		if err := s.resembling(ctx, p, &r); err != nil {
			return nil, fmt.Errorf("searching: %w", err)
		}
		near, _ = s.columns.narrow(r.near, q.Filters)
	}
	hits, err := x.show(ctx, s, p, append(page[:len(page):len(page)], near...))
	if err != nil {
		return nil, fmt.Errorf("reading the hits: %w", err)
	}
	res.Hits, res.Near = hits[:len(page)], hits[len(page):]
	res.Took = time.Since(began)
	return res, nil
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
