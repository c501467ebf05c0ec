package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"kyokun/index"
	"kyokun/index/corpus"
	"kyokun/kb"
	"kyokun/kb/store"
	"kyokun/server"
)

// benchWork is what the rows work on: store and index, and a server of both on
// a real socket.
type benchWork struct {
	corpus  *corpus.Corpus
	store   *store.Store
	index   *index.Index
	lib     *kb.Library
	queries map[corpus.Kind][]string
	base    string
	client  *http.Client
	closing []func() error
}

func newBenchWork(ctx context.Context, c *corpus.Corpus, k *knowledge, opt benchOptions) (*benchWork, error) {
	lib, _, err := k.store.Library(ctx)
	if err != nil {
		return nil, err
	}
	w := &benchWork{corpus: c, store: k.store, index: k.index, lib: lib, queries: map[corpus.Kind][]string{}}
	for _, k := range corpus.Kinds() {
		w.queries[k] = c.Queries(k, opt.queries)
	}
	if err := errors.Join(w.serve(ctx), w.settle(ctx)); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

// settle waits until all titles are suggested: the table of many is made in the
// background, which the rows would feel.
func (w *benchWork) settle(ctx context.Context) error {
	last := w.corpus.Document(w.corpus.Len() - 1).Common()
	for {
		found, err := w.index.Suggest(ctx, last.ID, 1)
		if err != nil || len(found) > 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// serve starts the server.
func (w *benchWork) serve(ctx context.Context) error {
	s, err := server.New(server.Options{Store: w.store, Index: w.index, Version: version()})
	if err != nil {
		return err
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	hs := &http.Server{Handler: s, MaxHeaderBytes: 128 << 10}
	served := make(chan error, 1)
	go func() { served <- hs.Serve(l) }()
	w.base = "http://" + l.Addr().String()
	w.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: benchMostClients, DisableCompression: true}}
	w.closing = append(w.closing, func() error {
		w.client.CloseIdleConnections()
		err := hs.Close()
		if end := <-served; !errors.Is(end, http.ErrServerClosed) {
			err = errors.Join(err, end)
		}
		return err
	})
	return nil
}

// close ends everything, in the order opposite to that of its beginning.
func (w *benchWork) close() error {
	var errs []error
	for i := len(w.closing) - 1; i >= 0; i-- {
		errs = append(errs, w.closing[i]())
	}
	return errors.Join(errs...)
}

// get asks the server for a page and returns its status and size.
func (w *benchWork) get(ctx context.Context, path string, q url.Values) (status, size int, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.base+path+"?"+q.Encode(), nil)
	if err != nil {
		return 0, 0, err
	}
	return w.ask(req)
}

func (w *benchWork) ask(req *http.Request) (status, size int, err error) {
	req.Header.Set("Accept-Language", "ja")
	resp, err := w.client.Do(req)
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = resp.Body.Close() }() // it is read to its end
	n, err := io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, int(n), err
}

// found is the answer of a search: its total and its hits in order.
func found(res *index.Result, err error) (benchAnswer, error) {
	if err != nil {
		return benchAnswer{}, err
	}
	ids := make([]string, len(res.Hits))
	for i, h := range res.Hits {
		ids[i] = h.ID
	}
	return benchAnswer{res.Total, strings.Join(ids, " ")}, nil
}
