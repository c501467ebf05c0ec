package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"kyokun/index"
	"kyokun/kb"
	"kyokun/kb/store"
)

const (
	exportPath = "/api/v1/export"
	// maxExportIDs is how many documents can be named one by one.
	maxExportIDs = 200
)

// exportFormats are the forms of an export with their media types.
var exportFormats = map[string]string{
	"jsonl": "application/jsonl; charset=utf-8",
	"csv":   csvType,
	"xlsx":  xlsxType,
	"md":    "text/markdown; charset=utf-8",
}

// exportNames are the forms in the order in which pages offer them.
var exportNames = []string{"csv", "xlsx", "md", "jsonl"}

// exportAsked says what is to be exported: the documents named, else what a
// search finds, else everything.
type exportAsked struct {
	format string
	ids    []string
	search searchParams
}

func readExport(v url.Values, tags *kb.TagList) (a exportAsked, err error) {
	a.format = v.Get("format")
	if _, ok := exportFormats[a.format]; !ok {
		return a, badParam("format", "param.format", strings.Join(exportNames, ", "))
	}
	a.ids = v["id"]
	if len(a.ids) > maxExportIDs {
		return a, badParam("id", "param.many", "id", maxExportIDs)
	}
	a.search, err = readSearch(v, tags)
	return a, err
}

// everything is true where nothing narrows the export.
func (a exportAsked) everything() bool {
	return len(a.ids) == 0 && a.search.q == "" && len(a.search.filters) == 0
}

func (s *Server) apiExport(c echo.Context) error {
	loc, snap := localeOf(c.Request()), s.current.Load()
	asked, err := readExport(c.QueryParams(), snap.lib.Tags())
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	docs, err := s.exported(ctx, snap.lib, asked)
	if err != nil {
		return err
	}
	cp := composer{loc: loc, lib: snap.lib}.atSite(siteBase(c))
	var body []byte
	switch asked.format {
	case "jsonl":
		body, err = s.exportLines(ctx, docs, asked.everything())
	case "csv":
		body, err = cp.documentsTable(docs).csv()
	case "xlsx":
		body, err = cp.documentsTable(docs).xlsx()
	case "md":
		body = cp.workPaper(docs, asked, time.Now())
	}
	if err != nil {
		return fmt.Errorf("export as %s: %w", asked.format, err)
	}
	h := c.Response().Header()
	h.Add(echo.HeaderVary, "Accept-Language")
	h.Set(echo.HeaderContentDisposition, "attachment; filename=kyokun-export."+asked.format)
	h.Set(echo.HeaderCacheControl, "no-store")
	return c.Blob(http.StatusOK, exportFormats[asked.format], body)
}

// exported are the documents asked for: those named in their order, those
// found by rank, else all by id.
func (s *Server) exported(ctx context.Context, lib *kb.Library, a exportAsked) ([]kb.Document, error) {
	if a.everything() {
		return lib.Documents(), nil
	}
	ids := a.ids
	if len(ids) == 0 {
		q := a.search.query(len(lib.Documents()))
		q.Offset = 0
		res, err := s.search(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, h := range res.Hits {
			ids = append(ids, h.ID)
		}
	}
	var out []kb.Document
	for _, id := range ids {
		d, ok := lib.Document(id)
		if !ok && len(a.ids) > 0 {
			return nil, &statusError{status: http.StatusNotFound, param: "id", text: messageText("error.noid", id)}
		}
		if ok { // else the index is ahead for a moment
			out = append(out, d)
		}
	}
	return out, nil
}

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

// exportLines writes the documents as JSON Lines, with the carrier's own tags
// where everything is exported: its documents need them.
func (s *Server) exportLines(ctx context.Context, docs []kb.Document, all bool) ([]byte, error) {
	var ids []string
	byID := map[string]kb.Document{}
	for _, d := range docs {
		ids = append(ids, d.Common().ID)
		byID[d.Common().ID] = d
	}
	files, err := s.store.Files(ctx, ids)
	if err != nil {
		return nil, err
	}
	if all {
		tags, err := s.store.Files(ctx, []string{kb.OwnTagsID})
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		files = append(tags, files...)
	}
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	for _, f := range files {
		line := exportLine{ID: f.ID, Kind: kb.KindOf(f.ID), Revision: f.Revision, Own: f.Own, File: string(f.Data), Document: byID[f.ID]}
		if err := w.Encode(line); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// exportLinks lead from a page to the export of what it shows.
func exportLinks(loc locale, v url.Values) []link {
	var out []link
	for _, format := range exportNames {
		with := url.Values{"format": {format}}
		for name, values := range v {
			with[name] = values
		}
		out = append(out, link{URL: loc.URL(exportPath + "?" + with.Encode()), Text: loc.T("export." + format)})
	}
	return out
}

// searchExport leads from results to their export; nil where there are none.
func searchExport(loc locale, p searchParams, res *index.Result) []link {
	if res.Total == 0 {
		return nil
	}
	v := url.Values{}
	if p.q != "" {
		v.Set("q", p.q)
	}
	for name, values := range p.filters {
		v[name] = values
	}
	if p.sort != sorts[0] {
		v.Set("sort", string(p.sort))
	}
	return exportLinks(loc, v)
}
