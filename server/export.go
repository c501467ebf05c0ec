package server

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"kyokun/index"
	"kyokun/kb"
)

const (
	exportPath = "/api/v1/export"
	// maxExportIDs is how many documents can be named one by one.
	maxExportIDs = 200
	// exportMade is how many documents a file that is made as a whole takes,
	// exportFound how many that a search finds are sent as lines. Lines of
	// everything have no bound.
	exportMade  = 5_000
	exportFound = 20_000
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
	snap := s.current.Load()
	asked, err := readExport(c.QueryParams(), snap.lib.Tags())
	if err != nil {
		return err
	}
	if asked.format == "jsonl" {
		err = s.exportAsLines(c, snap, asked)
	} else {
		err = s.exportAsFile(c, snap, asked)
	}
	if err != nil {
		return fmt.Errorf("export as %s: %w", asked.format, err)
	}
	return nil
}

// exportHeaders names the file that an export is.
func exportHeaders(c echo.Context, format string) {
	h := c.Response().Header()
	h.Add(echo.HeaderVary, "Accept-Language")
	h.Set(echo.HeaderContentType, exportFormats[format])
	h.Set(echo.HeaderContentDisposition, "attachment; filename=kyokun-export."+format)
	h.Set(echo.HeaderCacheControl, "no-store")
}

// exportAsFile answers with a table or a paper, which is made as a whole.
func (s *Server) exportAsFile(c echo.Context, snap *snapshot, asked exportAsked) error {
	ctx, stop := context.WithTimeout(c.Request().Context(), requestTimeout)
	defer stop()
	ids, err := s.exported(ctx, snap.lib, asked)
	if err != nil {
		return err
	}
	var docs []kb.Document
	for _, id := range ids {
		if d, ok := snap.lib.Document(id); ok { // else the index is ahead for a moment
			docs = append(docs, d)
		}
	}
	if err := snap.lib.Err(); err != nil {
		return err
	}
	cp := composer{loc: localeOf(c.Request()), lib: snap.lib}.atSite(siteBase(c))
	var body []byte
	switch asked.format {
	case "csv":
		body, err = cp.documentsTable(docs).csv()
	case "xlsx":
		body, err = cp.documentsTable(docs).xlsx()
	case "md":
		body = cp.workPaper(docs, asked, time.Now())
	}
	if err != nil {
		return err
	}
	exportHeaders(c, asked.format)
	return c.Blob(http.StatusOK, exportFormats[asked.format], body)
}

// exportAsLines answers with JSON Lines, which have no end that must be known
// before they begin.
func (s *Server) exportAsLines(c echo.Context, snap *snapshot, asked exportAsked) error {
	if len(asked.ids) == 0 { // which takes more than a page
		select {
		case s.exports <- struct{}{}:
			defer func() { <-s.exports }()
		default:
			return &statusError{status: http.StatusServiceUnavailable, text: messageText("error.crowd"), retry: 5}
		}
	}
	pages := snap.everyID()
	if !asked.everything() {
		ctx, stop := context.WithTimeout(c.Request().Context(), requestTimeout)
		defer stop()
		ids, err := s.exported(ctx, snap.lib, asked)
		if err != nil {
			return err
		}
		pages = slices.Chunk(ids, exportPage)
	}
	return s.sendLines(c, snap, pages)
}

// most is how many documents the form takes.
func (a exportAsked) most() int {
	if a.format == "jsonl" {
		return exportFound
	}
	return exportMade
}

// tooMany says how many documents there are, and what to do about it.
func (a exportAsked) tooMany(n int) error {
	return badParam("format", "export.many", commas(n), a.format, commas(a.most()))
}

// exported are the ids of the documents asked for: those named in their order,
// those found by rank, else all by id.
func (s *Server) exported(ctx context.Context, lib *kb.Library, a exportAsked) ([]string, error) {
	switch {
	case a.everything():
		if n := lib.Count("", ""); n > a.most() {
			return nil, a.tooMany(n)
		}
		return lib.IDs("", "", a.most()), nil
	case len(a.ids) == 0:
		return s.exportedHits(ctx, a)
	}
	for _, id := range a.ids {
		if _, ok := lib.Document(id); !ok {
			return nil, missing(lib, &statusError{status: http.StatusNotFound, param: "id", text: messageText("error.noid", id)})
		}
	}
	return a.ids, nil
}

func (s *Server) exportedHits(ctx context.Context, a exportAsked) ([]string, error) {
	if err := s.awaitIndex(ctx); err != nil {
		return nil, err
	}
	q := a.search.query(a.most())
	q.Offset, q.Bare = 0, true
	res, err := s.index.Search(ctx, q)
	if err != nil {
		return nil, s.indexError(err)
	}
	if res.Total > a.most() {
		return nil, a.tooMany(res.Total)
	}
	var ids []string
	for _, h := range res.Hits {
		ids = append(ids, h.ID)
	}
	return ids, nil
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

// searchExport leads from results to their export, in the forms that take as
// many; nil where there are none.
func searchExport(loc locale, p searchParams, res *index.Result) []link {
	if res.Total == 0 {
		return nil
	}
	links := exportLinks(loc, exportParams(p))
	everything := exportAsked{search: p}.everything()
	return slices.DeleteFunc(links, func(l link) bool {
		u, _ := url.Parse(l.URL) // which exportLinks has made
		asked := exportAsked{format: u.Query().Get("format")}
		return res.Total > asked.most() && !(everything && asked.format == "jsonl")
	})
}

func exportParams(p searchParams) url.Values {
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
	return v
}
