package server

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"kyokun/index"
)

const incidentPath = "/incident"

// asideShown is how many stretches that were set aside the page shows.
const asideShown = 20

// boxCases is how many similar cases the page of a case names.
const boxCases = 3

// incidentPage takes the text of an incident and shows what resembles it.
type incidentPage struct {
	page
	Action string
	Text   string
	// Limit is how much of a text is looked at, in kB; Cut says that the text
	// was longer and has been cut to that.
	Limit int
	Cut   bool
	// Asked says that a text was sent; Empty that it holds nothing to go by.
	Asked, Empty bool
	// Fault is why there is no answer now; the text is kept.
	Fault string
	Found similarView
	// Aside is how many stretches of the text were set aside.
	Aside int
}

func (s *Server) getIncident(c echo.Context) error {
	loc := localeOf(c.Request())
	return s.sendPage(c, http.StatusOK, "incident", s.incidentPage(c, loc))
}

// postIncident answers with what resembles the text sent. It comes by POST, as
// such a text fits no address and belongs into no log.
func (s *Server) postIncident(c echo.Context) error {
	loc, snap := localeOf(c.Request()), s.current.Load()
	text := strings.ReplaceAll(strings.ToValidUTF8(c.FormValue("text"), " "), "\r\n", "\n")
	p := s.incidentPage(c, loc)
	p.Asked, p.NoIndex = true, true
	p.Text = strings.ToValidUTF8(text[:min(len(text), index.MaxIncident)], "")
	p.Cut = len(p.Text) < len(text)
	p.Empty = strings.TrimSpace(text) == ""
	res, err := s.similar(c.Request().Context(), index.Incident{Text: p.Text})
	var se *statusError
	if errors.As(err, &se) { // the index is not ready: the text must not be lost
		_, p.Fault = se.words(loc)
		c.Response().Header().Set("Retry-After", strconv.Itoa(se.retry))
		return s.sendPrivate(c, se.status, "incident", p)
	}
	if err != nil {
		return err
	}
	p.Found = composer{loc: loc, lib: snap.lib}.similar(res)
	p.Aside = len(p.Found.SetAside)
	p.Found.SetAside = p.Found.SetAside[:min(p.Aside, asideShown)]
	return s.sendPrivate(c, http.StatusOK, "incident", p)
}

func (s *Server) incidentPage(c echo.Context, loc locale) incidentPage {
	return incidentPage{
		page:   s.page(c, loc, loc.T("incident.title"), loc.T("incident.lead")),
		Action: loc.URL(incidentPath), Limit: index.MaxIncident >> 10,
	}
}

// similarBox names the cases that resemble one, on its page.
type similarBox struct {
	// Fault is why it is not known which those are.
	Fault string
	Cases []similarCase
}

// similarBox looks for the cases that resemble one. What keeps it from that is
// no reason not to show the case.
func (s *Server) similarBox(c echo.Context, cp composer, id string) similarBox {
	switch state := s.index.State(); {
	case state.Err != nil:
		return similarBox{Fault: cp.loc.T("error.noindex")}
	case !state.Ready:
		return similarBox{Fault: cp.loc.T("similar.pending")}
	}
	res, err := s.similar(c.Request().Context(), index.Incident{Like: id, Limit: boxCases})
	if err != nil {
		s.log.WarnContext(c.Request().Context(), "similar cases not found", "id", id, "error", err)
		return similarBox{Fault: cp.loc.T("error.503.detail")}
	}
	return similarBox{Cases: cp.similar(res).Cases}
}
