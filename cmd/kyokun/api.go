package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"kyokun/content"
	"kyokun/index"
	"kyokun/kb"
	"kyokun/kb/store"
	"kyokun/server"
)

// api answers a reading command. Every command reads by the JSON API, whoever
// serves it: the server that holds the data folder, or, where none runs, one
// of our own in this process. So what a command prints does not depend on
// whether a server happens to run.
type api struct {
	http  *http.Client
	lang  string
	close func() error
}

// openAPI connects to the server of the data folder, or opens the folder, or,
// where there is none, the bundled content.
func (a *app) openAPI(ctx context.Context) (*api, error) {
	dir, err := a.dataDir()
	if err != nil {
		return nil, err
	}
	if c := dialServer(ctx, dir); c != nil {
		if err := a.ownTermsElsewhere(); err != nil {
			return nil, err
		}
		return &api{http: c, lang: a.lang, close: func() error { c.CloseIdleConnections(); return nil }}, nil
	}
	own, err := a.ownTerms()
	if err != nil {
		return nil, err
	}
	k, closing, err := openFolder(ctx, dir, own, onDemand, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	return a.inProcess(k, closing)
}

// openAdmin connects to the server of the data folder by the socket that takes
// changes, or opens the folder, which is made where it is missing.
func (a *app) openAdmin(ctx context.Context) (*api, error) {
	dir, err := a.dataDir()
	if err != nil {
		return nil, err
	}
	if c := dialServer(ctx, dir); c != nil {
		return &api{http: c, lang: a.lang, close: func() error { c.CloseIdleConnections(); return nil }}, nil
	}
	own, err := a.ownTerms()
	if err != nil {
		return nil, err
	}
	k, err := openKnowledge(ctx, dir, own, onDemand, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	s, err := server.New(server.Options{Store: k.store, Index: k.index, Version: version()})
	if err != nil {
		return nil, errors.Join(err, k.Close())
	}
	return &api{http: &http.Client{Transport: handlerTransport{s.Admin()}}, lang: a.lang, close: k.Close}, nil
}

// openFolder opens the data folder for reading; where there is none, it reads
// the bundled content through a store that is thrown away.
func openFolder(ctx context.Context, dir string, own *kb.File, load indexing, log *slog.Logger) (*knowledge, func() error, error) {
	remove := func() error { return nil }
	if _, err := os.Stat(filepath.Join(dir, "kyokun.db")); errors.Is(err, fs.ErrNotExist) {
		if dir, err = os.MkdirTemp("", "kyokun-"); err != nil {
			return nil, nil, fmt.Errorf("make a temporary folder: %w", err)
		}
		remove = func() error { return os.RemoveAll(dir) }
	}
	k, err := openKnowledge(ctx, dir, own, load, log)
	if err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	return k, func() error { return errors.Join(k.Close(), remove()) }, nil
}

func (a *app) inProcess(k *knowledge, closing func() error) (*api, error) {
	s, err := server.New(server.Options{Store: k.store, Index: k.index, Version: version()})
	if err != nil {
		return nil, errors.Join(err, closing())
	}
	return &api{http: &http.Client{Transport: handlerTransport{s.Admin()}}, lang: a.lang, close: closing}, nil
}

// knowledge is an open data folder.
type knowledge struct {
	store *store.Store
	index *index.Index
}

// indexing says when the index of an open data folder is loaded.
type indexing bool

const (
	atOnce   indexing = false // a server's, which must be ready soon
	onDemand indexing = true  // that of a command, which may never search
)

// openKnowledge opens the data folder, brings the bundled content into it and
// lets the index follow in the background; own are the carrier's own terms,
// nil where there are none.
func openKnowledge(ctx context.Context, dir string, own *kb.File, load indexing, log *slog.Logger) (*knowledge, error) {
	files, err := kb.ReadFiles(content.FS)
	if err != nil {
		return nil, fmt.Errorf("read the bundled content: %w", err)
	}
	st, err := store.Open(ctx, dir, store.Options{Logger: log, OwnTerms: own})
	if err != nil {
		return nil, err
	}
	done, err := st.Import(ctx, "bundled", files)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("bring in the bundled content: %w", err), st.Close())
	}
	log.InfoContext(ctx, "store open", "dir", dir, "head", done.Head, "changes", len(done.Changes))
	idx, err := index.Open(ctx, st, index.Options{Dir: indexDir(dir), OnDemand: bool(load), Logger: log})
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return &knowledge{store: st, index: idx}, nil
}

// Close closes the index, then the store it follows.
func (k *knowledge) Close() error { return errors.Join(k.index.Close(), k.store.Close()) }

// dialServer returns a client of the server that holds the data folder, nil
// where none answers.
func dialServer(ctx context.Context, dir string) *http.Client {
	path, err := socketPath(dir)
	if err != nil {
		return nil
	}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) { return dialSocket(ctx, path) }
	conn, err := dial(ctx, "", "")
	if err != nil {
		return nil
	}
	conn.Close()
	return &http.Client{Transport: &http.Transport{DialContext: dial}}
}

func dialSocket(ctx context.Context, path string) (net.Conn, error) {
	d := net.Dialer{Timeout: time.Second}
	return d.DialContext(ctx, "unix", path)
}

// get asks the API for a path and returns the body of the answer. An index
// that is still loading is waited for.
func (c *api) get(ctx context.Context, path string, query url.Values) ([]byte, error) {
	return c.ask(ctx, http.MethodGet, path+"?"+query.Encode(), nil)
}

// post sends a value as JSON to a path of the API, as get asks for one.
func (c *api) post(ctx context.Context, path string, v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return c.ask(ctx, http.MethodPost, path, body)
}

// once sends a value as JSON to a path of the API, a single time: a change is
// not sent again where its answer is lost.
func (c *api) once(ctx context.Context, path string, v any) (status int, body []byte, err error) {
	sent, err := json.Marshal(v)
	if err != nil {
		return 0, nil, err
	}
	status, body, err = c.try(ctx, http.MethodPost, "http://kyokun/api/v1/"+path, sent)
	if err != nil {
		return 0, nil, &exitError{status: exitFailure, err: err, text: text(
			"サーバーの答えを受け取れませんでした（%v）。変更が済んだかどうかは kyokun history で確かめてください", "no answer from the server (%v); see kyokun history for whether the change was made", err)}
	}
	return status, body, nil
}

func (c *api) ask(ctx context.Context, method, path string, sent []byte) ([]byte, error) {
	answer, err := c.open(ctx, method, path, sent)
	if err != nil {
		return nil, err
	}
	defer answer.Close()
	body, err := io.ReadAll(answer)
	if err != nil {
		return nil, fmt.Errorf("ask for %s: %w", path, err)
	}
	return body, nil
}

// open asks the API as get does and returns the body of the answer, to be read
// and closed.
func (c *api) open(ctx context.Context, method, path string, sent []byte) (io.ReadCloser, error) {
	for {
		resp, err := c.send(ctx, method, "http://kyokun/api/v1/"+path, sent)
		if err != nil {
			return nil, fmt.Errorf("ask for %s: %w", path, err)
		}
		if resp.StatusCode == http.StatusOK {
			return resp.Body, nil
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		switch {
		case err != nil:
			return nil, fmt.Errorf("ask for %s: %w", path, err)
		case resp.StatusCode != http.StatusServiceUnavailable:
			return nil, problemError(resp.StatusCode, body)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (c *api) try(ctx context.Context, method, url string, sent []byte) (int, []byte, error) {
	resp, err := c.send(ctx, method, url, sent)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp.StatusCode, body, err
}

func (c *api) send(ctx context.Context, method, url string, sent []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(sent))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept-Language", c.lang)
	if sent != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return c.http.Do(req)
}

// problemError turns a problem document into an exit status and its words.
func problemError(status int, body []byte) error {
	var p struct{ Title, Detail, Parameter string }
	if err := json.Unmarshal(body, &p); err != nil || p.Detail == "" {
		p.Detail = fmt.Sprintf("HTTP %d", status)
	}
	exit := exitFailure
	switch {
	case status == http.StatusNotFound || status == http.StatusGone:
		exit = exitNotFound
	case status >= 400 && status < 500:
		exit = exitUsage
	}
	return &exitError{status: exit, text: kb.Text{JA: p.Detail, EN: p.Detail}, param: p.Parameter}
}
