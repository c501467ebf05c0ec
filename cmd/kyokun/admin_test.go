package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kyokun/kb/store"
	"kyokun/kb/store/storetest"
)

// TestSnapshotOnTheSocket takes a snapshot as a command does.
func TestSnapshotOnTheSocket(t *testing.T) {
	dir := t.TempDir()
	st, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	done, err := st.Import(t.Context(), "bundled", storetest.Bundle(map[int]string{1: "試験。"}))
	if err != nil {
		t.Fatal(err)
	}
	socket := httptest.NewServer(snapshotOnly(http.NotFoundHandler(), st, dir))
	defer socket.Close()
	c := &http.Client{Transport: toServer{socket.Listener.Addr().String()}}
	spool, err := spoolFromServer(t.Context(), c, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer spool.Close()
	if spool.Origin.Head != done.Head || spool.Origin.StoreID != st.ID() {
		t.Errorf("the snapshot is of %+v", spool.Origin)
	}
	data := make([]byte, spool.Size)
	if _, err := spool.ReadAt(data, 0); err != nil {
		t.Fatal(err)
	}
	copied := t.TempDir()
	if err := os.WriteFile(filepath.Join(copied, "kyokun.db"), bytes.Clone(data), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := store.Open(t.Context(), copied, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if err := again.Check(t.Context()); err != nil {
		t.Error(err)
	}
	// The handler ends a moment after its last byte has come.
	var left []string
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if left, err = filepath.Glob(filepath.Join(dir, "kyokun-snapshot-*")); err != nil || len(left) == 1 {
			break
		}
	}
	if err != nil || len(left) != 1 {
		t.Errorf("the server left its copy: %v, %v", left, err)
	}
}

// toServer sends every request to one address.
type toServer struct{ addr string }

func (t toServer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Host = t.addr
	return http.DefaultTransport.RoundTrip(r)
}
