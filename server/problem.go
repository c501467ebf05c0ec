package server

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
	"kyokun/kb/store"
)

// problemDocument is an error in the API, after RFC 9457.
type problemDocument struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	// Parameter names the request parameter at fault.
	Parameter string `json:"parameter,omitempty"`
	// Search is where to look for what was not found.
	Search string `json:"search,omitempty"`
	// More is a path at which to read on.
	More string `json:"more,omitempty"`
	// Problems and Conflicts say why a write was refused.
	Problems  []kb.Problem     `json:"problems,omitempty"`
	Conflicts []store.Conflict `json:"conflicts,omitempty"`
	// RequestID finds the request in the server's log.
	RequestID string `json:"request_id,omitempty"`
}

func isAPI(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/api/")
}

func (s *Server) problem(c echo.Context, se *statusError) error {
	loc := localeOf(c.Request())
	p := problemDocument{
		Type: "about:blank", Status: se.status, Parameter: se.param, More: se.more,
		Problems: se.problems, Conflicts: se.conflicts,
		RequestID: c.Response().Header().Get(echo.HeaderXRequestID),
	}
	p.Title, p.Detail = se.words(loc)
	if se.status == http.StatusNotFound {
		p.Search = "/api/v1/search"
	}
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Language", loc.lang)
	c.Response().Header().Add(echo.HeaderVary, "Accept-Language")
	return c.Blob(se.status, "application/problem+json", body)
}
