package server

import (
	"errors"
	"net/http"
	"syscall"

	"github.com/labstack/echo/v4"
)

// health is the answer of /healthz and /readyz.
type health struct {
	Status string `json:"status"` // ok or unavailable
	Reason string `json:"reason,omitempty"`
	// Documents and Seq say what the index holds, once it is ready.
	Documents int    `json:"documents,omitempty"`
	Seq       uint64 `json:"seq,omitempty"`
	// Store and Index say what is wrong with each; reading may still work.
	Store string `json:"store,omitempty"`
	Index string `json:"index,omitempty"`
}

// getHealth says that the process is alive.
func (s *Server) getHealth(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.JSON(http.StatusOK, health{Status: "ok"})
}

// getReady says whether the store and the index can answer and be written.
// What the disk refuses is named in the operating system's words; the rest of
// an error is for the log.
func (s *Server) getReady(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	state := s.index.State()
	h := health{Status: "unavailable", Documents: state.Documents, Seq: state.Seq}
	if _, err := s.store.Head(c.Request().Context()); err != nil {
		s.log.Error("store not ready", "error", err)
		h.Store = "cannot be read"
	} else if err := s.current.Load().lib.Err(); err != nil {
		s.log.Error("documents not ready", "error", err)
		h.Store = "documents cannot be read"
	} else if f := s.store.WriteFailure(); f != nil {
		h.Store = "last write failed: " + f.Reason()
		if f.Stopped {
			h.Store += "; writes are refused until a restart"
		}
	}
	switch {
	case state.Err != nil:
		s.log.Error("index not ready", "error", state.Err)
		h.Index = "has failed"
		if errno := syscall.Errno(0); errors.As(state.Err, &errno) {
			h.Index += ": " + errno.Error()
		}
	case !state.Ready:
		c.Response().Header().Set("Retry-After", "2")
		h.Index = "is loading"
	}
	switch {
	case h.Store != "":
		h.Reason = "store: " + h.Store
	case h.Index != "":
		h.Reason = "index: " + h.Index
	default:
		h.Status = "ok"
		return c.JSON(http.StatusOK, h)
	}
	return c.JSON(http.StatusServiceUnavailable, h)
}
