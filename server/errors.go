package server

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
	"kyokun/kb/store"
)

// statusError is an error that says what to answer.
type statusError struct {
	status int
	// param is the request parameter at fault, empty where none is.
	param string
	// text tells the user what is wrong; empty means the status' own words.
	text kb.Text
	// retry is after how many seconds to try again; 0 means no hint.
	retry int
	// more is a path at which to read on, empty for none.
	more string
	// problems and conflicts say why a write was refused.
	problems  []kb.Problem
	conflicts []store.Conflict
	// err is the cause, for the log alone.
	err error
}

func (e *statusError) Error() string {
	msg := strconv.Itoa(e.status) + " " + http.StatusText(e.status)
	if e.param != "" {
		msg += ": parameter " + e.param
	}
	if e.err != nil {
		msg += ": " + e.err.Error()
	}
	return msg
}

func (e *statusError) Unwrap() error { return e.err }

// badParam is the error of a request parameter, with a message of the catalogue.
func badParam(name, key string, args ...any) error {
	return &statusError{status: http.StatusBadRequest, param: name, text: messageText(key, args...)}
}

func notFound() error { return &statusError{status: http.StatusNotFound} }

// unreadable is the error of a store that cannot be read.
func unreadable(err error) error {
	return &statusError{status: http.StatusInternalServerError, text: messageText("error.unreadable"), err: err}
}

// missing is the error of a document that is not there, unless the library
// could not read all that is.
func missing(lib *kb.Library, absent error) error {
	if err := lib.Err(); err != nil {
		return unreadable(err)
	}
	return absent
}

// statusOf finds what to answer to an error; whatever is not known to be the
// user's affair is a 500 that says nothing of the inside.
func statusOf(err error) *statusError {
	var se *statusError
	if errors.As(err, &se) {
		return se
	}
	var he *echo.HTTPError
	if errors.As(err, &he) && he.Code >= 400 && he.Code < 600 {
		se := &statusError{status: he.Code, err: err}
		if he.Code == http.StatusServiceUnavailable { // as after the time for a request
			se.retry = 5
		}
		return se
	}
	if errors.Is(err, store.ErrDamaged) {
		return &statusError{status: http.StatusInternalServerError, text: messageText("error.unreadable"), err: err}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &statusError{status: http.StatusServiceUnavailable, retry: 5, err: err}
	}
	return &statusError{status: http.StatusInternalServerError, err: err}
}

// words returns the title and the explanation of the error.
func (e *statusError) words(loc locale) (title, detail string) {
	key := "error." + strconv.Itoa(e.status)
	if _, ok := catalogue[key+".title"]; !ok {
		key = "error.other"
	}
	title, detail = loc.T(key+".title"), loc.T(key+".detail")
	if e.text != (kb.Text{}) {
		detail = loc.In(e.text)
	}
	return title, detail
}

// handleError is the one place where an error becomes an answer.
func (s *Server) handleError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	se := statusOf(err)
	if se.retry > 0 {
		c.Response().Header().Set("Retry-After", strconv.Itoa(se.retry))
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	answer := s.errorPage
	if isAPI(c.Request()) {
		answer = s.problem
	}
	if err := answer(c, se); err != nil {
		s.log.ErrorContext(c.Request().Context(), "answer with an error", "error", err)
	}
}
