package server

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// errorPage is the page of an error.
type errorPage struct {
	page
	Heading, Detail string
	// Param is the request parameter at fault.
	Param string
	// Browse are ways on, where the address leads nowhere.
	Browse []link
	// RequestID finds the request in the server's log; shown with a 5xx.
	RequestID string
}

func (s *Server) errorPage(c echo.Context, se *statusError) error {
	loc := localeOf(c.Request())
	p := composeError(loc, se)
	p.page = s.page(c, loc, p.Heading, "")
	p.NoIndex = true
	if se.status == http.StatusServiceUnavailable { // asked again in a moment, it must not be typed again
		p.HeaderSearch.Query, _ = readQuery(c.QueryParams())
	}
	if se.status >= http.StatusInternalServerError {
		p.RequestID = c.Response().Header().Get(echo.HeaderXRequestID)
	}
	return s.sendPage(c, se.status, "error", p)
}

func composeError(loc locale, se *statusError) errorPage {
	var p errorPage
	p.Heading, p.Detail = se.words(loc)
	p.Param = se.param
	p.Browse = []link{
		{URL: loc.URL(casesPath), Text: loc.T("nav.cases")},
		{URL: loc.URL(lessonsPath), Text: loc.T("nav.lessons")},
		{URL: loc.URL("/framework"), Text: loc.T("nav.framework")},
		{URL: loc.URL("/glossary"), Text: loc.T("nav.glossary")},
	}
	if se.more != "" {
		p.Browse = append([]link{{URL: loc.URL(se.more), Text: loc.T("error.more")}}, p.Browse...)
	}
	return p
}
