package server

import (
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"kyokun/kb/store"
)

const (
	maxTokenName = 100 // characters
	minTokenDays = 1
	maxTokenDays = 730
)

// createTokenRequest asks for a token.
type createTokenRequest struct {
	Name   string   `json:"name"`
	Scopes []string `json:"scopes"`
	Days   int      `json:"days"`
}

// createdTokenResponse is a new token; Secret is told this once.
type createdTokenResponse struct {
	store.Token
	Secret string `json:"secret"`
}

func (s *Server) adminCreateToken(c echo.Context) error {
	var req createTokenRequest
	if err := decodeBody(c, &req); err != nil {
		return err
	}
	switch {
	case utf8.RuneCountInString(req.Name) > maxTokenName || strings.ContainsFunc(req.Name, unicode.IsControl):
		return badParam("name", "token.name", maxTokenName)
	case req.Days < minTokenDays || req.Days > maxTokenDays:
		return badParam("expires", "token.expires", minTokenDays, maxTokenDays)
	case len(req.Scopes) == 0 || slices.ContainsFunc(req.Scopes, func(v string) bool { return !slices.Contains(Scopes(), v) }):
		return badParam("scope", "token.scope", strings.Join(Scopes(), ", "))
	}
	slices.Sort(req.Scopes)
	t, secret, err := s.store.CreateToken(c.Request().Context(), req.Name, slices.Compact(req.Scopes), time.Duration(req.Days)*24*time.Hour)
	if err != nil {
		return storeError(err)
	}
	s.log.InfoContext(c.Request().Context(), "token created", "token", t.ID, "name", t.Name, "scopes", t.Scopes, "expires", t.Expires)
	return sendFresh(c, createdTokenResponse{Token: t, Secret: secret})
}

// tokensResponse lists the tokens, the newest first.
type tokensResponse struct {
	Tokens []store.Token `json:"tokens"`
}

func (s *Server) adminTokens(c echo.Context) error {
	list, err := s.store.Tokens(c.Request().Context())
	if err != nil {
		return storeError(err)
	}
	return sendFresh(c, tokensResponse{append([]store.Token{}, list...)})
}

func (s *Server) adminRevokeToken(c echo.Context) error {
	var req struct {
		ID string `json:"id"`
	}
	if err := decodeBody(c, &req); err != nil {
		return err
	}
	t, err := s.store.RevokeToken(c.Request().Context(), req.ID)
	if err != nil {
		return storeError(err)
	}
	s.log.InfoContext(c.Request().Context(), "token revoked", "token", t.ID, "name", t.Name)
	return c.JSON(http.StatusOK, t)
}
