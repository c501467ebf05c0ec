package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
	"kyokun/kb/store"
)

const (
	adminFolder = "/api/v1/admin/"
	// adminBodyLimit bounds what is put at a time, which base64 makes a third larger.
	adminBodyLimit = "32M"
	adminTimeout   = 2 * time.Minute
	// followWait is how long a write waits for the index. Where that is not
	// ready, the write is done all the same and found a little later.
	followWait = 30 * time.Second
)

// Admin returns a handler that does all that the server does and changes
// documents besides. It asks nobody who they are: it is for a listener that
// only the owner of the data folder can reach, such as a socket in there.
func (s *Server) Admin() http.Handler {
	e := s.newEcho(adminBodyLimit, adminTimeout, true)
	e.GET(adminFolder+"search", s.adminSearch)
	e.POST(adminFolder+"put", s.adminPut)
	e.POST(adminFolder+"withdraw", s.adminWithdraw)
	e.POST(adminFolder+"verify", s.adminVerify)
	e.POST(adminFolder+"checkpoint", s.adminCheckpoint)
	e.POST(adminFolder+"tokens", s.adminCreateToken)
	e.GET(adminFolder+"tokens", s.adminTokens)
	e.POST(adminFolder+"tokens/revoke", s.adminRevokeToken)
	e.POST(adminFolder+"mcp", s.adminMCP)
	return e
}

// putRequest asks for documents to be put.
type putRequest struct {
	Actor  string `json:"actor"`
	Reason string `json:"reason"`
	Files  []struct {
		Name     string `json:"name"` // such as case-own-1.md
		Data     []byte `json:"data"`
		Revision int    `json:"revision"`
		OrNew    bool   `json:"or_new"`
	} `json:"files"`
}

// withdrawRequest asks for documents to be withdrawn.
type withdrawRequest struct {
	Actor    string   `json:"actor"`
	Reason   string   `json:"reason"`
	Revision int      `json:"revision"`
	IDs      []string `json:"ids"`
}

// writtenResponse is what a write did.
type writtenResponse struct {
	store.Written
	// Indexed is whether searches find it by now.
	Indexed bool `json:"indexed"`
}

func (s *Server) adminPut(c echo.Context) error {
	var req putRequest
	if err := decodeBody(c, &req); err != nil {
		return err
	}
	var drafts []store.Draft
	for _, f := range req.Files {
		drafts = append(drafts, store.Draft{File: kb.DocumentFile(f.Name, f.Data), Revision: f.Revision, OrNew: f.OrNew})
	}
	done, err := s.store.Put(c.Request().Context(), store.Author{Actor: req.Actor, Reason: req.Reason}, drafts)
	return s.afterWrite(c, done, err)
}

func (s *Server) adminWithdraw(c echo.Context) error {
	var req withdrawRequest
	if err := decodeBody(c, &req); err != nil {
		return err
	}
	done, err := s.store.Withdraw(c.Request().Context(), store.Author{Actor: req.Actor, Reason: req.Reason}, req.Revision, req.IDs...)
	return s.afterWrite(c, done, err)
}

// afterWrite shows a write to readers, then answers it.
func (s *Server) afterWrite(c echo.Context, done store.Written, err error) error {
	if err != nil {
		return storeError(err)
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(c.Request().Context()), followWait)
	defer stop()
	err = s.CatchUp(ctx)
	if err != nil { // the write is done; Watch tries again
		s.log.ErrorContext(ctx, "catch up after a write", "error", err)
	}
	return sendFresh(c, writtenResponse{Written: done, Indexed: err == nil})
}

// checkpointResponse is a signed checkpoint and the key that verifies it.
type checkpointResponse struct {
	Checkpoint string `json:"checkpoint,omitempty"`
	Key        string `json:"key"`
}

func (s *Server) adminCheckpoint(c echo.Context) error {
	var req struct {
		KeyOnly bool `json:"key_only"`
	}
	if err := decodeBody(c, &req); err != nil {
		return err
	}
	var res checkpointResponse
	if !req.KeyOnly {
		signed, err := s.store.Checkpoint(c.Request().Context())
		if err != nil {
			return storeError(err)
		}
		res.Checkpoint = string(signed)
	}
	var err error
	if res.Key, err = s.store.PublicKey(); err != nil {
		return storeError(err)
	}
	return sendFresh(c, res)
}

func (s *Server) adminVerify(c echo.Context) error {
	var req VerifyRequest
	if err := decodeBody(c, &req); err != nil {
		return err
	}
	v, err := Verify(c.Request().Context(), s.store, s.index, req)
	if err != nil {
		return storeError(err)
	}
	return sendFresh(c, v)
}

func decodeBody(c echo.Context, v any) error {
	d := json.NewDecoder(c.Request().Body)
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		var large *echo.HTTPError // of the limit of the body
		if errors.As(err, &large) {
			return err
		}
		return &statusError{status: http.StatusBadRequest, err: err}
	}
	return nil
}

// storeError answers with the store's own words, to the owner of the folder.
func storeError(err error) error {
	var told *store.Error
	if !errors.As(err, &told) {
		return err
	}
	se := &statusError{status: http.StatusInternalServerError, text: told.Text(), problems: told.Problems, conflicts: told.Conflicts, err: err}
	switch {
	case errors.Is(err, store.ErrFaulty):
		se.status = http.StatusUnprocessableEntity
	case errors.Is(err, store.ErrConflict):
		se.status = http.StatusConflict
	case errors.Is(err, store.ErrReadOnly):
		se.status = http.StatusForbidden
	case errors.Is(err, store.ErrNotFound):
		se.status = http.StatusNotFound
	case told.Kind == nil:
		se.status = http.StatusBadRequest
	}
	return se
}
