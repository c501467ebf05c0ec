package server

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

// documentHead is the top of every document's page.
type documentHead struct {
	ID        string
	Kind      kb.Kind
	KindLabel string
	Title     string
	// TitleLang is the language of Title; Original is the Japanese title where
	// Title is not it.
	TitleLang string
	Original  string
	Summary   prose
	Chips     []chip
	Cites     []citeView
	// Licences are the terms of cited sources that must be named with them.
	Licences []licenceView
	domainView
	// AsOf is the day on which the document's source spoke, where that matters.
	AsOf *timeView
	// Permalink leads here in whichever language the reader prefers.
	Permalink string
	// Citation is the text by which others can cite the page.
	Citation string
	// History leads to the revisions of the document.
	History   string
	JSON      string
	TraceJSON string
	// Export leads to the document in the forms in which it leaves the site;
	// none for a document as it was.
	Export []link
	// Old marks a page of the past; nil on one of now.
	Old *oldView
	// Contents lead to the sections of a long page.
	Contents []link
	Related  []linkView
	Body     bodyView
	// Roll are the citations that the page shows on demand.
	Roll  *citeRoll
	Trace *traceView
	// Chart draws the trace of a lesson; nil for other documents.
	Chart  *traceChart
	Errata map[string][]erratumView
}

func (c composer) head(h *kb.Head, places []string) documentHead {
	d := documentHead{
		ID: h.ID, Kind: h.Kind(), KindLabel: c.loc.In(h.Kind().Label()), Summary: c.prose(h.Summary), Roll: c.roll,
		Chips: c.chips(h.Tags), Cites: c.cites(h.Cite), Licences: c.licences(h.Cite),
		domainView: c.domain(h),
		Permalink:  documentPath(h.ID, ""),
		History:    c.loc.URL(historyPath(h.ID)), Old: c.old,
		JSON: "/api/v1/documents/" + h.ID, TraceJSON: "/api/v1/documents/" + h.ID + "/trace",
		Related: c.links(h.Related),
		Body:    c.body(h.Body),
		Errata:  c.errataByField(h.ID, places),
	}
	if c.old == nil {
		d.Export = exportLinks(c.loc, url.Values{"id": {h.ID}})
	}
	if h.Kind() != kb.KindSource {
		// The sections of a source already say who cites what.
		d.Trace, d.Chart = c.trace(h.ID)
	}
	d.Title, d.TitleLang = c.title(h)
	d.Citation = c.citation(d)
	if d.TitleLang != "ja" {
		d.Original = h.Title
	}
	return d
}

// getDocument serves the page of a document of the kind. A document of another
// kind is at another address, where it sends the reader.
func (s *Server) getDocument(kind kb.Kind) echo.HandlerFunc {
	return func(c echo.Context) error {
		loc := localeOf(c.Request())
		snap, asked, err := s.asOf(c.Request().Context(), c.Param("id"), c.QueryParams())
		if err != nil {
			return err
		}
		d, ok := snap.lib.Document(c.Param("id"))
		if !ok {
			return missing(snap.lib, s.absent(c, c.Param("id"), asked))
		}
		head := d.Common()
		if head.Kind() != kind {
			return c.Redirect(http.StatusMovedPermanently, loc.URL(documentPath(head.ID, "")))
		}
		cp := composer{loc: loc, lib: snap.lib, terms: newTermLinker(snap.terms, loc)}.atSite(siteBase(c)).of(head)
		if kind != kb.KindSource { // whose page is itself the place that citations lead to
			cp.roll = newCiteRoll()
		}
		title, _ := cp.title(head)
		base := s.page(c, loc, title, head.Summary)
		cp.old = s.old(cp, d, asked)
		base.NoIndex = cp.old != nil
		if cp.old == nil { // the text beside it is that of now
			cp.text = evidencePlaces(snap.lib, d)
		}
		name, data := cp.document(base, d)
		if k, ok := data.(casePage); ok && cp.old == nil { // the index knows today alone
			k.Similar = s.similarBox(c, cp, head.ID)
			data = k
		}
		return s.sendPage(c, http.StatusOK, name, data)
	}
}

// document composes the page of a document and names its template.
func (c composer) document(base page, d kb.Document) (name string, data any) {
	switch d := d.(type) {
	case *kb.Case:
		return "case", casePage{page: base, caseView: c.caseView(d)}
	case *kb.Lesson:
		return "lesson", lessonPage{page: base, lessonView: c.lessonView(d)}
	case *kb.Provision:
		return "provision", provisionPage{page: base, provisionView: c.provisionView(d)}
	case *kb.Source:
		return "source", sourcePage{page: base, sourceView: c.sourceView(d)}
	}
	panic("document of no known kind: " + d.Common().ID)
}
