package server

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
	"kyokun/kb/store"
)

// Access says who may read without a token. Whoever has one may read always.
type Access int

const (
	// LocalAccess is for whoever sits at this machine: it asks for a token
	// elsewhere, and where a proxy passes the request on.
	LocalAccess Access = iota
	// TokenAccess asks for a token on this machine too.
	TokenAccess
	// PublicAccess asks nobody.
	PublicAccess
)

// ReadScope is the scope of tokens that may read pages, the API and MCP.
const ReadScope = "kb:read"

// Scopes are all scopes that a token may have.
func Scopes() []string { return []string{ReadScope} }

// tokenPrefix tells tokens of ours from what a proxy passes on.
const tokenPrefix = "kyokun_"

// client is who sent a request.
type client struct {
	// who is for the log: local, socket, an address, or token and its id.
	who string
	// local is whoever sits at this machine, who is not limited.
	local bool
	// base is the address of the site as the client reached it; empty where
	// nobody serves it.
	base string
}

type clientKey struct{}

// clientOf returns who sent the request that a context is of.
func clientOf(ctx context.Context) client {
	cl, ok := ctx.Value(clientKey{}).(client)
	if !ok {
		cl.who = "unknown"
	}
	return cl
}

// openPaths say nothing of the documents and are told to everybody: monitors,
// and clients that want to know what they would be asked for.
func openPath(path string) bool {
	return path == "/healthz" || path == "/readyz" || strings.HasPrefix(path, staticFolder) || strings.HasPrefix(path, wellKnownFolder)
}

// admit lets in who may read and holds each client to its rate. At the socket
// everybody may: only the owner of the data folder can reach it.
func (s *Server) admit(atSocket bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			cl, err := client{who: "socket", local: true}, error(nil)
			if !atSocket {
				cl, err = s.identify(c)
			}
			cl.base = siteBase(c)
			if atSocket {
				cl.base = s.address
			}
			r := c.Request()
			c.SetRequest(r.WithContext(context.WithValue(r.Context(), clientKey{}, cl)))
			if openPath(r.URL.Path) {
				return next(c)
			}
			if !cl.local && (err != nil || isAPI(r)) {
				if err := s.limits.take(cl.who); err != nil {
					return err
				}
			}
			if err != nil {
				return err
			}
			return next(c)
		}
	}
}

// identify finds who sent a request over the network; an error says why they
// may not read.
func (s *Server) identify(c echo.Context) (client, error) {
	r := c.Request()
	cl := client{who: network(c.RealIP())}
	secret, foreign := credentials(r)
	if secret != "" {
		t, err := s.store.VerifyToken(r.Context(), secret)
		switch {
		case errors.Is(err, store.ErrToken):
			var told *store.Error
			errors.As(err, &told)
			return cl, s.unauthorized(c, "invalid_token", told.Text())
		case err != nil:
			return cl, err
		case !slices.Contains(t.Scopes, ReadScope):
			s.challenge(c, "insufficient_scope")
			return client{who: "token:" + t.ID}, &statusError{status: http.StatusForbidden, text: messageText("access.scope", ReadScope)}
		}
		return client{who: "token:" + t.ID}, s.checkHost(r)
	}
	switch {
	case s.access == PublicAccess:
		cl.local = direct(r)
		return cl, s.checkHost(r)
	case s.access == LocalAccess && direct(r):
		if !s.knownHost(r.Host) {
			return cl, wrongHost(r)
		}
		return client{who: "local", local: true}, nil
	case foreign:
		return cl, s.unauthorized(c, "invalid_token", messageText("access.foreign"))
	}
	return cl, s.unauthorized(c, "", kb.Text{})
}

// credentials returns the token of a request: as a bearer's, or, for browsers,
// as the password of any user. What a proxy has asked for and passes on is
// foreign.
func credentials(r *http.Request) (secret string, foreign bool) {
	header := r.Header.Get(echo.HeaderAuthorization)
	if scheme, rest, ok := strings.Cut(header, " "); ok && strings.EqualFold(scheme, "bearer") {
		secret = strings.TrimSpace(rest)
	} else if _, password, ok := r.BasicAuth(); ok {
		secret = password
	}
	if !strings.HasPrefix(secret, tokenPrefix) {
		return "", header != ""
	}
	return secret, false
}

// direct is whether a request comes from this machine itself, not through a
// proxy on it.
func direct(r *http.Request) bool {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback()
}

// checkHost refuses to serve MCP under a name that is not known to be ours: a
// web page elsewhere may have its own name lead here (DNS rebinding).
func (s *Server) checkHost(r *http.Request) error {
	if r.URL.Path == mcpPath && !s.knownHost(r.Host) {
		return wrongHost(r)
	}
	return nil
}

// knownHost is whether a Host header is one of ours. An address is no name
// that anybody could make lead here.
func (s *Server) knownHost(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		return true
	}
	return slices.Contains(s.hosts, strings.ToLower(strings.TrimSuffix(name, ".")))
}

// hostNames are the names that this machine answers to.
func hostNames(more []string) []string {
	names := []string{"localhost"}
	if own, err := os.Hostname(); err == nil {
		names = append(names, strings.ToLower(own))
	}
	for _, name := range more {
		names = append(names, strings.ToLower(name))
	}
	return names
}

func wrongHost(r *http.Request) error {
	return &statusError{status: http.StatusMisdirectedRequest, text: messageText("access.host", r.Host)}
}

func (s *Server) unauthorized(c echo.Context, code string, text kb.Text) error {
	s.challenge(c, code)
	return &statusError{status: http.StatusUnauthorized, text: cmp.Or(text, messageText("access.token"))}
}

// challenge says how to ask again: programs are told where RFC 9728 describes
// the resource, browsers ask for a password.
func (s *Server) challenge(c echo.Context, code string) {
	value := `Basic realm="Kyokun", charset="UTF-8"`
	if isAPI(c.Request()) {
		value = `Bearer realm="Kyokun", scope="` + ReadScope + `", resource_metadata="` + siteBase(c) + resourceMetadataPath(c.Request()) + `"`
		if code != "" {
			value += `, error="` + code + `"`
		}
	}
	c.Response().Header().Set(echo.HeaderWWWAuthenticate, value)
}

// network names a client by its address, and by its network where the
// addresses of one are without number.
func network(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil || addr.Unmap().Is4() {
		return ip
	}
	prefix, err := addr.WithZone("").Prefix(64)
	if err != nil {
		return ip
	}
	return prefix.String()
}
