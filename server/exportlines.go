package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
	"kyokun/kb/store"
)

const (
	// exportPage is how many documents are read and sent at a time.
	exportPage = 200
	// exportStall is how long the client may take to receive that many.
	exportStall = time.Minute
	// maxExports is how many exports of more than that run at a time, each for
	// as long as its client takes.
	maxExports = 4
)

// exportLine is one document as a line of JSON: the file as it was written,
// which kyokun put takes back, and what it says as data.
type exportLine struct {
	ID       string  `json:"id"`
	Kind     kb.Kind `json:"kind,omitempty"`
	Revision int     `json:"revision"`
	// Own is true for documents of the user's own.
	Own      bool        `json:"own,omitempty"`
	File     string      `json:"file"`
	Document kb.Document `json:"document,omitempty"`
}

// everyID goes through all documents page by page, after the carrier's own
// tags, which its documents need.
func (s *snapshot) everyID() iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		ids := s.lib.IDs("", "", exportPage)
		if !yield(append([]string{kb.OwnTagsID}, ids...)) {
			return
		}
		for len(ids) == exportPage {
			ids = s.lib.IDs("", ids[exportPage-1], exportPage)
			if !yield(ids) {
				return
			}
		}
	}
}

// sendLines answers with documents as JSON Lines, all of the state of the
// snapshot, page by page. Once the first is sent a failure can no longer be
// told: it breaks the connection off, lest the client take a part for the whole.
func (s *Server) sendLines(c echo.Context, snap *snapshot, pages iter.Seq[[]string]) error {
	read := 0
	for ids := range pages {
		body, err := s.exportLines(c.Request().Context(), snap, ids)
		if err == nil && len(body) > 0 {
			err = sendLinesPart(c, body)
		}
		if err != nil {
			return s.breakOff(c, read, err)
		}
		if c.Response().Committed && c.Request().Method == http.MethodHead {
			return nil
		}
		read += len(ids)
	}
	if err := snap.lib.Err(); err != nil { // which ends the pages early
		return s.breakOff(c, read, err)
	}
	if c.Response().Committed {
		return nil
	}
	return sendLinesPart(c, nil)
}

// breakOff returns the error where it can still be told.
func (s *Server) breakOff(c echo.Context, read int, err error) error {
	if !c.Response().Committed {
		return err
	}
	s.log.ErrorContext(c.Request().Context(), "export broken off", "documents", read, "error", err)
	panic(http.ErrAbortHandler)
}

// sendLinesPart sends a part of the answer, for which the client has time of its own.
func sendLinesPart(c echo.Context, body []byte) error {
	within := time.Now().Add(exportStall)
	out := http.NewResponseController(c.Response())
	// Past the deadline for reading, the server would take the client for gone.
	for _, set := range []func(time.Time) error{out.SetWriteDeadline, out.SetReadDeadline} {
		if err := set(within); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return fmt.Errorf("extend the time: %w", err)
		}
	}
	if !c.Response().Committed {
		exportHeaders(c, "jsonl")
		c.Response().WriteHeader(http.StatusOK)
	}
	if _, err := c.Response().Write(body); err != nil {
		return err
	}
	if err := out.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// exportLines writes documents as JSON Lines. One that is not in view is left
// out: the index may be ahead for a moment.
func (s *Server) exportLines(ctx context.Context, snap *snapshot, ids []string) ([]byte, error) {
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	for _, id := range ids {
		f, err := s.storedAt(ctx, id, snap.head)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		line := exportLine{ID: id, Kind: kb.KindOf(id), Revision: f.Revision, Own: f.Own, File: string(f.Data)}
		line.Document, _ = snap.lib.Document(id)
		if err := w.Encode(line); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), snap.lib.Err()
}

// storedAt returns a document's file as it was after the change with the
// number; the error is [store.ErrNotFound] where it was not in view.
func (s *Server) storedAt(ctx context.Context, id string, head uint64) (f store.Stored, err error) {
	if err := ctx.Err(); err != nil {
		return f, err
	}
	entries, err := s.store.History(ctx, id)
	if err != nil {
		return f, err
	}
	i := slices.IndexFunc(entries, func(e store.Entry) bool { return e.Seq <= head })
	if i < 0 || entries[i].Op != kb.OpPut {
		return f, fmt.Errorf("%s at change %d: %w", id, head, store.ErrNotFound)
	}
	f = store.Stored{ID: id, Revision: entries[i].Revision, Own: entries[i].Own}
	f.File, err = s.store.Revision(ctx, id, f.Revision)
	return f, err
}
