package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

// glossaryPage lists the terms with a definition, and all of the carrier's own,
// in the order of their readings.
type glossaryPage struct {
	page
	Rows  []glossaryRow
	Total int
	// Licences are the terms of cited sources that must be named with them.
	Licences []licenceView
}

// glossaryRow are the terms whose reading begins in one row of the kana table.
type glossaryRow struct {
	// Head is the first kana of the row, or A–Z.
	Head   string
	Anchor string
	// Latin is true for the terms in Latin letters.
	Latin bool
	Terms []termView
}

type termView struct {
	Anchor     string
	Term       string
	Reading    string
	EN         string
	Variants   []string
	Definition string
	SearchURL  string
	Cite       *citeView
	// Origin says who the term is from, "" for the program.
	Origin string
}

func (s *Server) getGlossary(c echo.Context) error {
	loc := localeOf(c.Request())
	cp := composer{loc: loc, lib: s.current.Load().lib}
	p := cp.glossary()
	p.page = s.page(c, loc, loc.T("glossary.title"), loc.T("glossary.lead"))
	return s.sendPage(c, http.StatusOK, "glossary", p)
}

func (c composer) glossary() glossaryPage {
	var p glossaryPage
	var terms []kb.Term
	for _, t := range c.lib.Vocabulary().Terms {
		if t.Definition != "" || t.Origin != kb.BundledTerm {
			terms = append(terms, t)
		}
	}
	slices.SortStableFunc(terms, byReading)
	var cites []kb.Citation
	for _, t := range terms {
		head := kanaRow(t)
		if n := len(p.Rows); n == 0 || p.Rows[n-1].Head != head {
			p.Rows = append(p.Rows, glossaryRow{Head: head, Anchor: "row-" + head, Latin: head == latinRow})
		}
		row := &p.Rows[len(p.Rows)-1]
		row.Terms = append(row.Terms, c.term(t))
		if t.Cite != nil {
			cites = append(cites, *t.Cite)
		}
	}
	p.Licences = c.licences(cites)
	p.Total = len(terms)
	return p
}

func (c composer) term(t kb.Term) termView {
	v := termView{
		Anchor: "term-" + strings.Join(strings.Fields(t.Term), "-"),
		Term:   t.Term, Reading: t.Reading, EN: t.EN, Definition: t.Definition,
		SearchURL: c.loc.URL("/search?q=" + url.QueryEscape(t.Term)),
	}
	for _, variant := range t.Variants {
		v.Variants = append(v.Variants, variant.Text)
	}
	if t.Origin != kb.BundledTerm {
		v.Origin = c.loc.T("glossary.origin." + string(t.Origin))
	}
	if t.Cite != nil {
		v.Cite = c.cite(t.Cite)
		v.Cite.Full = "" // the label says it all, hundreds of times
	}
	return v
}
