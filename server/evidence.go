package server

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
	"kyokun/kb/report"
)

const (
	evidencePath = "/evidence"
	evidenceAPI  = "/api/v1/evidence"
	// At one place asked for, and at each of all places of a document, so many
	// passages are shown, those that share most words with ours first: a page
	// stays within what a person reads.
	evidenceOfOne = 30
	evidenceOfAll = 3
	// maxSection is the longest number of a section, in bytes.
	maxSection = 200
)

// evidenceAsked is a document and the place that it cites; of the place only
// what is given counts.
type evidenceAsked struct {
	id    string
	place kb.Citation
}

func readEvidence(v url.Values) (a evidenceAsked, err error) {
	a.id = v.Get("id")
	a.place.Source, a.place.Section = v.Get("source"), v.Get("section")
	if len(a.place.Section) > maxSection {
		return a, badParam("section", "evidence.section", maxSection)
	}
	if a.place.Page, err = readInt(v, "page", 1, 99999, 0); err != nil {
		return a, err
	}
	a.place.PageTo, err = readInt(v, "page_to", 1, 99999, 0)
	return a, err
}

// holds tells whether the citation is of the place.
func (a evidenceAsked) holds(c kb.Citation) bool {
	p := a.place
	return (p.Source == "" || p.Source == c.Source) && (p.Section == "" || p.Section == c.Section) &&
		(p.Page == 0 || p.Page == c.Page) && (p.PageTo == 0 || p.PageTo == c.PageTo)
}

// evidenceLink is the page that shows a place cited by a document beside what
// rests on it there.
func evidenceLink(id string, place kb.Citation) string {
	v := url.Values{"id": {id}, "source": {place.Source}}
	if place.Section != "" {
		v.Set("section", place.Section)
	}
	if place.Page > 0 {
		v.Set("page", strconv.Itoa(place.Page))
	}
	if place.PageTo > 0 {
		v.Set("page_to", strconv.Itoa(place.PageTo))
	}
	return evidencePath + "?" + v.Encode()
}

// placeOf is the citation without what does not say where it leads.
func placeOf(c kb.Citation) kb.Citation {
	c.Note = ""
	return c
}

// evidencePlaces are the places that a document cites and that stand in the
// text of their source.
func evidencePlaces(lib *kb.Library, d kb.Document) map[kb.Citation]bool {
	out, text := map[kb.Citation]bool{}, lib.Passages()
	for _, c := range citations(d) {
		if place := placeOf(c); text.Holds(c.Source) && !out[place] && len(text.Resolve(place)) > 0 {
			out[place] = true
		}
	}
	return out
}

// evidenceResponse is what a document rests on, place by place.
type evidenceResponse struct {
	ID     string          `json:"id"`
	URL    string          `json:"url"`
	Places []evidencePlace `json:"places"`
}

// evidencePlace is a place in a source beside what rests on it.
type evidencePlace struct {
	Citation kb.Citation `json:"citation"`
	// Held is whether the text of the source is stored; Found is how many of
	// its passages stand at the place, of which Passages are the first.
	Held     bool           `json:"held"`
	Found    int            `json:"found"`
	Facts    []evidenceFact `json:"facts"`
	Passages []kb.Evidence  `json:"passages"`
}

// evidenceFact is what rests on a place.
type evidenceFact struct {
	// Field is that of the citation, or of a part without one of its own.
	Field string `json:"field"`
	Text  string `json:"text"`
	// Parts are Text, cut where the passages have the same words.
	Parts []kb.Part `json:"parts"`
	// Missing are the figures that do not occur at the place.
	Missing []string `json:"missing"`

	anchor string
}

// evidence holds what a document says at the places asked for against them.
func (c composer) evidence(d kb.Document, asked evidenceAsked) evidenceResponse {
	id := d.Common().ID
	res := evidenceResponse{ID: id, URL: documentPath(id, ""), Places: []evidencePlace{}}
	shown := evidenceOfAll
	if asked.place.Source != "" {
		shown = evidenceOfOne
	}
	facts := map[kb.Citation][]kb.CitedFact{}
	var order []kb.Citation
	for _, f := range append(c.lib.CitedFacts(id), c.lib.RestingFacts(id)...) {
		place := placeOf(f.Cite)
		if !asked.holds(place) {
			continue
		}
		if _, known := facts[place]; !known {
			order = append(order, place)
		}
		facts[place] = append(facts[place], f)
	}
	if _, exact := facts[asked.place]; exact { // not also a longer one that begins there
		order = []kb.Citation{asked.place}
	}
	for _, place := range order {
		res.Places = append(res.Places, c.evidencePlace(place, facts[place], shown))
	}
	return res
}

func (c composer) evidencePlace(place kb.Citation, facts []kb.CitedFact, shown int) evidencePlace {
	text := c.lib.Passages()
	p := evidencePlace{Citation: place, Held: text.Holds(place.Source), Passages: []kb.Evidence{}}
	missing := map[string][]string{}
	for _, f := range report.CheckCitations(facts, text).Findings {
		missing[f.Field] = f.Missing
	}
	var ours, theirs []string
	for _, f := range facts {
		words, anchor := c.factWords(f.Fact)
		ours = append(ours, words)
		p.Facts = append(p.Facts, evidenceFact{Field: f.Field, Text: words, Missing: append([]string{}, missing[f.Field]...), anchor: anchor})
	}
	found := text.Evidence(strings.Join(ours, "\n"), place)
	p.Found = len(found)
	p.Passages = append(p.Passages, found[:min(len(found), shown)]...)
	for _, e := range p.Passages {
		theirs = append(theirs, e.Passage.Text)
	}
	all := strings.Join(theirs, "\n")
	for i := range p.Facts {
		parts, _ := kb.SharedWords(p.Facts[i].Text, all)
		p.Facts[i].Parts = append([]kb.Part{}, parts...)
	}
	return p
}

// evidenceDocument is the document asked for with its evidence; an error where
// there is none, or nothing of it rests on the place.
func (c composer) evidenceDocument(asked evidenceAsked) (kb.Document, evidenceResponse, error) {
	d, ok := c.lib.Document(asked.id)
	if !ok {
		return nil, evidenceResponse{}, &statusError{status: http.StatusNotFound, param: "id", text: messageText("error.noid", asked.id)}
	}
	res := c.evidence(d, asked)
	if len(res.Places) == 0 && asked.place != (kb.Citation{}) {
		return nil, res, &statusError{status: http.StatusNotFound, text: messageText("evidence.uncited", asked.id)}
	}
	return d, res, nil
}

func (s *Server) getEvidence(c echo.Context) error {
	loc, snap := localeOf(c.Request()), s.current.Load()
	asked, err := readEvidence(c.QueryParams())
	if err != nil {
		return err
	}
	cp := composer{loc: loc, lib: snap.lib}
	if asked.id == "" || len(snap.lib.Passages().Sources()) == 0 {
		p := cp.evidenceSources(snap.checked())
		p.page = s.page(c, loc, loc.T("evidence.title"), loc.T("evidence.lead"))
		p.NoIndex = true
		return s.sendPrivate(c, http.StatusOK, "evidence-sources", p)
	}
	d, res, err := cp.evidenceDocument(asked)
	if err != nil {
		return err
	}
	p := cp.of(d.Common()).evidencePage(d, res, asked)
	p.page = s.page(c, loc, loc.T("evidence.of", p.Ref.Title), loc.T("evidence.lead"))
	p.NoIndex = true
	return s.sendPrivate(c, http.StatusOK, "evidence", p)
}

// apiEvidence answers as the page does: for a document, or for all citations.
func (s *Server) apiEvidence(c echo.Context) error {
	snap := s.current.Load()
	asked, err := readEvidence(c.QueryParams())
	if err != nil {
		return err
	}
	if asked.id == "" {
		return sendFresh(c, snap.checked().response())
	}
	_, res, err := composer{loc: localeOf(c.Request()), lib: snap.lib}.evidenceDocument(asked)
	if err != nil {
		return err
	}
	return sendFresh(c, res)
}
