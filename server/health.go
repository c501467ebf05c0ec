package server

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// health is the answer of /healthz and /readyz.
type health struct {
	Status string `json:"status"` // ok or unavailable
	Reason string `json:"reason,omitempty"`
	// Documents and Seq say what the index holds, once it is ready.
	Documents int    `json:"documents,omitempty"`
	Seq       uint64 `json:"seq,omitempty"`
}

// getHealth says that the process is alive.
func (s *Server) getHealth(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.JSON(http.StatusOK, health{Status: "ok"})
}

// getReady says whether the store and the index can answer.
func (s *Server) getReady(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	if _, err := s.store.Head(c.Request().Context()); err != nil {
		s.log.Error("store not ready", "error", err)
		return c.JSON(http.StatusServiceUnavailable, health{Status: "unavailable", Reason: "the store cannot be read"})
	}
	state := s.index.State()
	switch {
	case state.Err != nil:
		s.log.Error("index not ready", "error", state.Err)
		return c.JSON(http.StatusServiceUnavailable, health{Status: "unavailable", Reason: "the index has failed"})
	case !state.Ready:
		c.Response().Header().Set("Retry-After", "2")
		return c.JSON(http.StatusServiceUnavailable, health{Status: "unavailable", Reason: "the index is loading"})
	}
	return c.JSON(http.StatusOK, health{Status: "ok", Documents: state.Documents, Seq: state.Seq})
}
