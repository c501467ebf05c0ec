package main

import (
	"context"
	"io"
	"net/http"
	"sync"
)

// handlerTransport carries requests to a handler in this process.
type handlerTransport struct{ handler http.Handler }

// RoundTrip implements [http.RoundTripper]. The answer is read while the
// handler writes it: it may be larger than memory.
func (t handlerTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, stop := context.WithCancel(req.Context())
	// A handler serves requests as a server receives them: with a remote
	// address and the target as sent.
	req = req.Clone(ctx)
	req.RemoteAddr, req.RequestURI, req.Host = "127.0.0.1:0", req.URL.RequestURI(), req.URL.Host
	if req.Body == nil {
		req.Body = http.NoBody
	}
	body, pipe := io.Pipe()
	w := &pipedAnswer{header: http.Header{}, pipe: pipe, begun: make(chan struct{})}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer stop()
		defer w.end()
		t.handler.ServeHTTP(w, req)
		w.WriteHeader(http.StatusOK)
	}()
	select {
	case <-w.begun:
	case <-done:
		if !w.hasBegun() { // broken off before its first byte
			return nil, io.ErrUnexpectedEOF
		}
	}
	return &http.Response{
		StatusCode: w.status, Status: http.StatusText(w.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: &pipedBody{body, stop, done}, ContentLength: -1, Request: req,
	}, nil
}

// pipedBody is the body of an answer.
type pipedBody struct {
	*io.PipeReader
	stop context.CancelFunc
	done <-chan struct{}
}

// Close ends the handler, and returns when it has ended.
func (b *pipedBody) Close() error {
	b.stop()
	err := b.PipeReader.Close()
	<-b.done
	return err
}

// pipedAnswer passes on what a handler answers.
type pipedAnswer struct {
	header, sent http.Header
	status       int
	pipe         *io.PipeWriter
	once         sync.Once
	begun        chan struct{}
}

func (w *pipedAnswer) Header() http.Header { return w.header }

func (w *pipedAnswer) WriteHeader(status int) {
	w.once.Do(func() {
		w.status, w.sent = status, w.header.Clone()
		close(w.begun)
	})
}

func (w *pipedAnswer) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.pipe.Write(b)
}

func (w *pipedAnswer) hasBegun() bool {
	select {
	case <-w.begun:
		return true
	default:
		return false
	}
}

// end ends the body, as broken where the handler broke the answer off.
func (w *pipedAnswer) end() {
	switch fault := recover(); fault {
	case nil:
		w.pipe.Close()
	case http.ErrAbortHandler:
		w.pipe.CloseWithError(io.ErrUnexpectedEOF)
	default:
		panic(fault)
	}
}
