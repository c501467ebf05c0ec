package server

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"kyokun/index"
)

const (
	// pageSize is the number of hits on a page of results.
	pageSize = 20
	// indexWait is how long a search waits for an index that is loading.
	indexWait = 4 * time.Second
)

// search asks the index, or remembers what it said. While that is loading it waits a little, then says so.
func (s *Server) search(ctx context.Context, q index.Query) (*index.Result, error) {
	if err := s.awaitIndex(ctx); err != nil {
		return nil, err
	}
	// The number is read before the search: what is found may be newer, never older.
	key := resultKey(s.index.State().Seq, q)
	if res := s.results.get(key); res != nil {
		return res, nil
	}
	res, err := s.index.Search(ctx, q)
	if err != nil {
		return nil, s.indexError(err)
	}
	s.results.put(key, res)
	return res, nil
}

// awaitIndex waits a little for an index that is loading, and then says so.
func (s *Server) awaitIndex(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, indexWait)
	defer cancel()
	select {
	case <-s.index.Ready():
		return nil
	case <-ctx.Done():
		return s.indexError(ctx.Err())
	}
}

// indexError tells an index that is loading, or could not be loaded, from a
// search that failed.
func (s *Server) indexError(err error) error {
	if err == nil {
		return nil
	}
	switch state := s.index.State(); {
	case state.Ready:
		return err
	case state.Err != nil:
		return &statusError{status: http.StatusServiceUnavailable, text: messageText("error.noindex"), retry: 60, err: err}
	}
	return &statusError{status: http.StatusServiceUnavailable, text: messageText("error.loading"), retry: 3, err: err}
}

func (s *Server) getSearch(c echo.Context) error {
	loc, snap := localeOf(c.Request()), s.current.Load()
	params, err := readSearch(c.QueryParams(), snap.lib.Tags())
	if err != nil {
		return err
	}
	res, err := s.search(c.Request().Context(), params.query(pageSize))
	if err != nil {
		return err
	}
	if params.page > 1 && len(res.Hits) == 0 {
		return c.Redirect(http.StatusFound, loc.URL(params.onPage(1).path()))
	}
	cp := composer{loc: loc, lib: snap.lib}
	p := searchPage{searchView: cp.results(params, res)}
	title := loc.T("search.title.all")
	if params.q != "" {
		title = loc.T("search.title", params.q)
	}
	p.page = s.page(c, loc, title, "")
	p.NoIndex, p.HideSearch = true, true
	return s.sendPage(c, http.StatusOK, "search", p)
}
