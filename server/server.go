package server

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"kyokun/index"
	"kyokun/kb/store"
	"kyokun/kb/store/backup"
)

// Options are what a server is made of; Store and Index are required.
type Options struct {
	Store *store.Store
	Index *index.Index
	// Logger takes the request log and failures; nil discards them.
	Logger *slog.Logger
	// Version is shown in the footer of each page.
	Version string
	// Access says who may read without a token.
	Access Access
	// Hosts are names by which the server is reached, besides the machine's own.
	Hosts []string
	// Rate is how many requests a second the API and MCP take of each client
	// on another machine; 0 means no limit.
	Rate float64
	// NoMCP switches MCP off.
	NoMCP bool
	// Address is where the pages are, such as http://127.0.0.1:8080, for links
	// in answers that no address was asked for; empty where nobody serves them.
	Address string
	// Backups is the record of the store's backups; nil where there is none.
	Backups *backup.Journal
}

// Server serves the pages and the API. It is safe for concurrent use.
type Server struct {
	echo    *echo.Echo
	store   *store.Store
	index   *index.Index
	log     *slog.Logger
	version string
	access  Access
	hosts   []string
	limits  *limiter
	address string
	mcp     *mcpService // nil where it is switched off
	backups *backup.Journal
	assets  *assets
	pages   *pageSet
	results *resultCache
	current atomic.Pointer[snapshot]
	refresh sync.Mutex // while the documents are read anew
	past    pastLibraries
	exports chan struct{} // holds one for each export that takes long
}

// New makes a server over an open store and index. It reads the documents, so
// an error is of the store, or of templates that do not parse.
func New(opts Options) (*Server, error) {
	s := &Server{
		store: opts.Store, index: opts.Index, log: opts.Logger, version: opts.Version, access: opts.Access,
		hosts: hostNames(opts.Hosts), limits: newLimiter(opts.Rate, time.Now), address: opts.Address, backups: opts.Backups, results: newResultCache(),
		exports: make(chan struct{}, maxExports),
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if s.assets, err = loadAssets(); err != nil {
		return nil, fmt.Errorf("load static files: %w", err)
	}
	if s.pages, err = parsePages(); err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	if err := s.Refresh(context.Background()); err != nil {
		return nil, err
	}
	if !opts.NoMCP {
		s.mcp = s.newMCP()
	}
	s.echo = s.newEcho(bodyLimit, requestTimeout, false)
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// Refresh reads the documents from the store again, as after a write. Requests
// under way go on with the documents they began with.
func (s *Server) Refresh(ctx context.Context) error {
	s.refresh.Lock()
	defer s.refresh.Unlock()
	lib, head, err := s.store.Library(ctx)
	if err != nil {
		return fmt.Errorf("read the documents: %w", err)
	}
	s.current.Store(&snapshot{
		lib: lib, head: head, terms: newTermTable(lib.Vocabulary()),
		checked:      sync.OnceValue(func() checkedCitations { return checkCitations(lib) }),
		sitemapParts: sync.OnceValue(func() []string { return sitemapParts(lib, sitemapMost) }),
	})
	return nil
}

func (s *Server) newEcho(body string, timeout time.Duration, atSocket bool) *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	// A proxy on this machine tells whom it asks for; nobody else is believed.
	e.IPExtractor = echo.ExtractIPFromXFFHeader(echo.TrustLoopback(true), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false))
	e.HTTPErrorHandler = s.handleError
	s.use(e, body, timeout, atSocket)
	s.route(e)
	return e
}
