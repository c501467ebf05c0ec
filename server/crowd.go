package server

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// maxAtWork is how many requests are worked on at a time. More wait for their
// turn, which costs little; working on all at once would take memory without
// being any faster.
const maxAtWork = 64

// takeTurns lets at most so many requests work at a time. What tells of the
// server's own health, and files that are in memory already, need no turn.
func takeTurns(most int) echo.MiddlewareFunc {
	turns := make(chan struct{}, most)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if p := c.Request().URL.Path; p == "/healthz" || p == "/readyz" || strings.HasPrefix(p, staticFolder) {
				return next(c)
			}
			ctx := c.Request().Context()
			select {
			case turns <- struct{}{}:
				defer func() { <-turns }()
				return next(c)
			case <-ctx.Done():
				return &statusError{status: http.StatusServiceUnavailable, text: messageText("error.crowd"), retry: 5, err: ctx.Err()}
			}
		}
	}
}
