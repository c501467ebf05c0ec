package main

import (
	"errors"
	"io"
	"net/http"
	"testing"
)

// TestTransportTells holds that an answer from a handler in this process comes
// whole or is known to be broken, and that closing it ends the handler.
func TestTransportTells(t *testing.T) {
	ended := make(chan struct{})
	h := http.NewServeMux()
	h.HandleFunc("/whole", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "all") })
	h.HandleFunc("/none", func(http.ResponseWriter, *http.Request) {})
	h.HandleFunc("/broken", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "a part")
		panic(http.ErrAbortHandler)
	})
	h.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		defer close(ended)
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, "more"); err != nil {
				return
			}
		}
	})
	c := &http.Client{Transport: handlerTransport{h}}
	for path, want := range map[string]error{"whole": nil, "none": nil, "broken": io.ErrUnexpectedEOF} {
		res, err := c.Get("http://kyokun/" + path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(res.Body); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
		res.Body.Close()
	}
	res, err := c.Get("http://kyokun/endless")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	<-ended
}
