package server

import (
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

// apiDocumentResponse is a document with what links to it.
type apiDocumentResponse struct {
	ID      string  `json:"id"`
	Kind    kb.Kind `json:"kind"`
	Title   string  `json:"title"`
	TitleEN string  `json:"title_en"`
	URL     string  `json:"url"`
	// Document has the fields of the content format.
	Document  kb.Document `json:"document"`
	Links     []kb.Edge   `json:"links"`
	Backlinks []kb.Edge   `json:"backlinks"`
	// MoreBacklinks is true where there are more than Backlinks lists.
	MoreBacklinks bool         `json:"more_backlinks,omitempty"`
	Errata        []apiErratum `json:"errata"`
}

// apiErratum is an erratum that touches the document.
type apiErratum struct {
	Source  string     `json:"source"`
	Field   string     `json:"field,omitempty"`
	Erratum kb.Erratum `json:"erratum"`
}

// apiTraceResponse is what a document or statement rests on and what rests on it.
type apiTraceResponse struct {
	ID   string        `json:"id"`
	URL  string        `json:"url"`
	Root *kb.TraceNode `json:"root"`
	// Omitted counts the stops that are left out; Further is true where
	// documents link here beyond those that were looked at.
	Omitted int  `json:"omitted,omitempty"`
	Further bool `json:"further,omitempty"`
}

func (s *Server) apiDocument(c echo.Context) error {
	snap, asked, err := s.asOf(c.Request().Context(), c.Param("id"), c.QueryParams())
	if err != nil {
		return err
	}
	lib := snap.lib
	d, ok := lib.Document(c.Param("id"))
	if !ok {
		return missing(lib, s.absent(c, c.Param("id"), asked))
	}
	h := d.Common()
	back, more := lib.Backlinks(h.ID)
	res := apiDocumentResponse{
		ID: h.ID, Kind: h.Kind(), Title: h.Title, TitleEN: h.TitleEN, URL: documentPath(h.ID, ""),
		Document: d,
		Links:    append([]kb.Edge{}, lib.Links(h.ID)...), Backlinks: append([]kb.Edge{}, back...), MoreBacklinks: more,
		Errata: []apiErratum{},
	}
	for _, e := range lib.Errata(h.ID) {
		res.Errata = append(res.Errata, apiErratum{Source: e.Source.ID, Field: e.Field, Erratum: e.Erratum})
	}
	return sendJSON(c, res)
}

func (s *Server) apiTrace(c echo.Context) error {
	id := c.Param("id")
	lib := s.current.Load().lib
	part, ok := composer{lib: lib}.traced(id, traceSent, traceSent)
	if !ok {
		return missing(lib, notFound())
	}
	return sendJSON(c, apiTraceResponse{ID: id, URL: statementPath(id), Root: part.root, Omitted: part.omitted, Further: part.further})
}

// sendJSON sends a body that stays the same until the documents change.
func sendJSON(c echo.Context, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return sendCached(c, echo.MIMEApplicationJSON, body)
}

// sendFresh sends a body that differs each time.
func sendFresh(c echo.Context, v any) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.JSON(http.StatusOK, v)
}
