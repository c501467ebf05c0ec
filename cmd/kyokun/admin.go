package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"kyokun/kb/store"
	"kyokun/kb/store/backup"
)

// snapshotPath is answered on the socket alone: who can enter the data folder
// can read the store anyway.
const snapshotPath = "/api/v1/admin/snapshot"

// Headers of a snapshot.
const (
	storeHeader   = "Kyokun-Store"
	headHeader    = "Kyokun-Head"
	versionHeader = "Kyokun-Version"
)

// snapshotOnly adds the snapshot of the store to a handler.
func snapshotOnly(next http.Handler, st *store.Store, dir string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", next)
	mux.HandleFunc("GET "+snapshotPath, func(w http.ResponseWriter, r *http.Request) {
		// Copied first: a client that reads slowly must not hold up a writer.
		spool, err := backup.SpoolStore(r.Context(), st, dir, version())
		if err != nil {
			http.Error(w, backup.TextOf(err).EN, http.StatusInternalServerError)
			return
		}
		defer spool.Close()
		_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
		h := w.Header()
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Length", strconv.FormatInt(spool.Size, 10))
		h.Set(storeHeader, spool.Origin.StoreID)
		h.Set(headHeader, strconv.FormatUint(spool.Origin.Head, 10))
		h.Set(versionHeader, spool.Origin.Version)
		_, _ = io.Copy(w, io.NewSectionReader(spool.File, 0, spool.Size))
	})
	return mux
}

// spoolData copies the store of the data folder, through the server that holds
// it where there is one.
func spoolData(ctx context.Context, dir string) (*backup.Spool, error) {
	if c := dialServer(ctx, dir); c != nil {
		defer c.CloseIdleConnections()
		return spoolFromServer(ctx, c, dir)
	}
	if _, err := os.Stat(filepath.Join(dir, "kyokun.db")); errors.Is(err, fs.ErrNotExist) {
		return nil, &exitError{status: exitNotFound, err: err, text: text(
			"データフォルダー %s にデータがありません。--data で場所を指定してください", "there is no data in the data folder %s: give its place by --data", dir)}
	}
	st, err := store.Open(ctx, dir, store.Options{})
	if err != nil {
		return nil, err
	}
	spool, err := backup.SpoolStore(ctx, st, dir, version())
	if closed := st.Close(); err == nil && closed != nil {
		return nil, errors.Join(closed, spool.Close())
	}
	return spool, err
}

func spoolFromServer(ctx context.Context, c *http.Client, dir string) (*backup.Spool, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://kyokun"+snapshotPath, nil)
	if err != nil {
		return nil, err
	}
	resp, err := c.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask the server for a snapshot: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(io.LimitReader(resp.Body, 4096))
		return nil, &exitError{status: exitFailure, text: text("サーバーからデータの写しを受け取れません: %s", "the server gives no snapshot: %s", body)}
	}
	head, err := strconv.ParseUint(resp.Header.Get(headHeader), 10, 64)
	if err != nil || resp.ContentLength <= 0 {
		return nil, errors.New("the server's snapshot has no length or number")
	}
	return backup.NewSpool(dir, resp.Body, resp.ContentLength, backup.Origin{
		StoreID: resp.Header.Get(storeHeader), Head: head, Version: resp.Header.Get(versionHeader),
	})
}
