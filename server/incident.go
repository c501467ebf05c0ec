package server

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"kyokun/index"
)

const incidentPath = "/incident"

// asideShown is how many stretches that were set aside the page shows.
const asideShown = 20

// boxCases is how many similar cases the page of a case names.
const boxCases = 3

// incidentPage takes what is known of an incident and shows what resembles it,
// what must be reported by when, and the first report as far as it goes.
type incidentPage struct {
	page
	Action string
	Text   string
	// Limit is how much of a text is looked at, in kB; Cut says that the text
	// was longer and has been cut to that.
	Limit int
	Cut   bool
	Duty  incidentDuty
	// Items are those of the first report that people write.
	Items []reportItem
	// Asked says that something was sent; Empty that it holds nothing to go by.
	Asked, Empty bool
	// Fault is why there are no similar cases now; the text is kept.
	Fault string
	// Found is what resembles the text; nil without one.
	Found *similarView
	// Aside is how many stretches of the text were set aside.
	Aside int
	Draft *reportDraft
}

// Open says that the form itself is the thing needed, not the answer.
func (p incidentPage) Open() bool {
	return !p.Asked || p.Empty || p.Fault != "" || p.Duty.Form.Fault != nil
}

func (s *Server) getIncident(c echo.Context) error {
	loc := localeOf(c.Request())
	return s.sendPage(c, http.StatusOK, "incident", s.incidentPage(c, loc, nil, time.Now()))
}

// formError is the error of a form that can't be read, but for one that is too large.
func formError(err error) error {
	var large *echo.HTTPError // of the limit of the body
	if errors.As(err, &large) {
		return err
	}
	return &statusError{status: http.StatusBadRequest, text: messageText("incident.form"), err: err}
}

// postIncident answers with what resembles the text sent. It comes by POST, as
// such a text fits no address and belongs into no log.
func (s *Server) postIncident(c echo.Context) error {
	loc, now := localeOf(c.Request()), time.Now()
	form, err := c.FormParams()
	if err != nil {
		return formError(err)
	}
	cp := composer{loc: loc, lib: s.current.Load().lib}
	p := s.incidentPage(c, loc, form, now)
	p.Asked, p.NoIndex = true, true
	text := strings.ReplaceAll(strings.ToValidUTF8(form.Get("text"), " "), "\r\n", "\n")
	p.Text = strings.ToValidUTF8(text[:min(len(text), index.MaxIncident)], "")
	p.Cut = len(p.Text) < len(text)
	if p.Duty, err = cp.incidentDuty(form, now); err != nil {
		return err
	}
	if strings.TrimSpace(p.Text) == "" {
		p.Empty = p.Duty.Result == nil && p.Duty.Form.Fault == nil && !slices.ContainsFunc(p.Items, func(i reportItem) bool { return i.Value != "" })
	} else if err := s.findSimilar(c, cp, &p); err != nil {
		return err
	}
	if !p.Empty && p.Duty.Form.Fault == nil {
		p.Draft = cp.reportDraft(form, p.Duty, now)
	}
	status := http.StatusOK
	switch {
	case p.Fault != "":
		status = http.StatusServiceUnavailable
	case p.Duty.Form.Fault != nil:
		status = http.StatusBadRequest
	}
	return s.sendPrivate(c, status, "incident", p)
}

// findSimilar fills in what resembles the text. An index that is not ready is
// a fault of the page: the text must not be lost.
func (s *Server) findSimilar(c echo.Context, cp composer, p *incidentPage) error {
	res, err := s.similar(c.Request().Context(), index.Incident{Text: p.Text})
	var se *statusError
	if errors.As(err, &se) {
		_, p.Fault = se.words(cp.loc)
		c.Response().Header().Set("Retry-After", strconv.Itoa(se.retry))
		return nil
	}
	if err != nil {
		return err
	}
	found := cp.similar(res)
	p.Aside = len(found.SetAside)
	found.SetAside = found.SetAside[:min(p.Aside, asideShown)]
	p.Found = &found
	return nil
}

func (s *Server) incidentPage(c echo.Context, loc locale, form url.Values, now time.Time) incidentPage {
	cp := composer{loc: loc, lib: s.current.Load().lib}
	return incidentPage{
		page:   s.page(c, loc, loc.T("incident.title"), loc.T("incident.lead")),
		Action: loc.URL(incidentPath), Limit: index.MaxIncident >> 10,
		Duty: incidentDuty{Form: cp.dutyForm(form, now)}, Items: cp.reportItems(form),
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
