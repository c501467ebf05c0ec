package server

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

const (
	// requestTimeout bounds the work on one request.
	requestTimeout = 10 * time.Second
	// bodyLimit bounds request bodies: a text of 64 kB, escaped for a form or JSON.
	bodyLimit = "256K"
	// contentPolicy lets a page load its own style, script and pictures only.
	contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
		"require-trusted-types-for 'script'; trusted-types 'none'"
)

// use installs the middleware, the outermost first.
func (s *Server) use(e *echo.Echo, body string, timeout time.Duration, atSocket bool) {
	e.Use(
		middleware.RequestID(),
		securityHeaders,
		middleware.RequestLoggerWithConfig(s.requestLog()),
		middleware.RecoverWithConfig(middleware.RecoverConfig{
			DisableStackAll: true,
			LogErrorFunc:    s.logPanic,
		}),
		middleware.GzipWithConfig(middleware.GzipConfig{Level: 5, MinLength: 1024, Skipper: isPacked}),
		s.admit(atSocket),
		middleware.BodyLimit(body),
		middleware.ContextTimeoutWithConfig(middleware.ContextTimeoutConfig{Timeout: timeout, Skipper: goesOn}),
		takeTurns(maxAtWork),
		crossOrigin(http.NewCrossOriginProtection()),
	)
}

// securityHeaders sets the headers that every answer carries.
func securityHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set(echo.HeaderContentSecurityPolicy, contentPolicy)
		h.Set(echo.HeaderXContentTypeOptions, "nosniff")
		h.Set(echo.HeaderReferrerPolicy, "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		return next(c)
	}
}

// crossOrigin refuses requests that change something and come from another site.
func crossOrigin(protection *http.CrossOriginProtection) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := protection.Check(c.Request()); err != nil {
				return &statusError{status: http.StatusForbidden, text: messageText("error.origin"), err: err}
			}
			return next(c)
		}
	}
}

// requestLog logs each request without its query: what people search for at
// the time of an accident is nobody's business.
func (s *Server) requestLog() middleware.RequestLoggerConfig {
	return middleware.RequestLoggerConfig{
		HandleError:  true,
		LogMethod:    true,
		LogURIPath:   true,
		LogStatus:    true,
		LogLatency:   true,
		LogRemoteIP:  true,
		LogRequestID: true,
		LogError:     true,
		LogValuesFunc: func(c echo.Context, v middleware.RequestLoggerValues) error {
			status := c.Response().Status
			attrs := []slog.Attr{
				slog.String("method", v.Method), slog.String("path", v.URIPath), slog.Int("status", status),
				slog.Duration("took", v.Latency), slog.String("ip", v.RemoteIP), slog.String("client", clientOf(c.Request().Context()).who),
				slog.String("request_id", v.RequestID),
			}
			level := slog.LevelInfo
			if v.Error != nil && status >= http.StatusInternalServerError {
				level, attrs = slog.LevelError, append(attrs, slog.Any("error", v.Error))
			}
			s.log.LogAttrs(c.Request().Context(), level, "request", attrs...)
			return nil
		},
	}
}

func (s *Server) logPanic(c echo.Context, err error, stack []byte) error {
	s.log.ErrorContext(c.Request().Context(), "panic in handler", "error", err, "stack", string(stack))
	return err
}

// goesOn is whether an answer may take as long as its client reads on.
func goesOn(c echo.Context) bool { return c.Request().URL.Path == exportPath }

// isPacked skips compression where the answer carries none worth it.
func isPacked(c echo.Context) bool {
	p := c.Request().URL.Path
	return p == mcpPath || strings.HasSuffix(p, ".png") || strings.HasSuffix(p, ".woff2")
}
