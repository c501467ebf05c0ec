package main

import (
	"bytes"
	"io"
	"net/http"
)

// handlerTransport carries requests to a handler in this process.
type handlerTransport struct{ handler http.Handler }

// RoundTrip implements [http.RoundTripper].
func (t handlerTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	// A handler serves requests as a server receives them: with a remote
	// address and the target as sent.
	req = req.Clone(req.Context())
	req.RemoteAddr, req.RequestURI, req.Host = "127.0.0.1:0", req.URL.RequestURI(), req.URL.Host
	if req.Body == nil {
		req.Body = http.NoBody
	}
	w := &recorder{header: http.Header{}, status: http.StatusOK}
	t.handler.ServeHTTP(w, req)
	return &http.Response{
		StatusCode: w.status, Status: http.StatusText(w.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: req,
	}, nil
}

// recorder keeps the answer of a handler.
type recorder struct {
	header http.Header
	status int
	wrote  bool
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if !w.wrote {
		w.status, w.wrote = status, true
	}
}

func (w *recorder) Write(b []byte) (int, error) {
	w.wrote = true
	return w.body.Write(b)
}
