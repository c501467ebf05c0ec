package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

// maxDefinitions is how many of the terms found are shown with their
// definitions; of more, the names alone.
const maxDefinitions = 60

// glossaryPage shows the defined terms and all of the carrier's own: the names of all, or those of a row or
// of a query with their definitions.
type glossaryPage struct {
	page
	// Filter is the form that finds terms in all rows.
	Filter searchBox
	// All leads to the names of all terms.
	All link
	// Rows are the rows that have terms.
	Rows []rowView
	// Row is the row to which the page keeps, nil for all.
	Row *rowView
	// Prev and Next lead to the rows beside the one shown.
	Prev, Next *rowView
	// Total counts the terms shown.
	Total int
	// Names lists them by row without their definitions, Terms with them; a
	// page has one or the other.
	Names []rowView
	Terms []termView
	// SearchURL searches the documents for the query; empty without one.
	SearchURL string
	// Licences are the terms of cited sources that must be named with them.
	Licences []licenceView
}

// glossaryParams are the parameters of the glossary, checked.
type glossaryParams struct {
	q   string
	row *kanaRow
}

func readGlossary(v url.Values) (glossaryParams, error) {
	q, err := readQuery(v)
	if err != nil {
		return glossaryParams{}, err
	}
	p, name := glossaryParams{q: q}, v.Get("row")
	if name == "" {
		return p, nil
	}
	var names []string
	for i, row := range kanaRows {
		if row.name == name {
			p.row = &kanaRows[i]
			return p, nil
		}
		names = append(names, row.name)
	}
	return p, badParam("row", "param.row", strings.Join(names, ", "))
}

func (s *Server) getGlossary(c echo.Context) error {
	loc := localeOf(c.Request())
	params, err := readGlossary(c.QueryParams())
	if err != nil {
		return err
	}
	cp := composer{loc: loc, lib: s.current.Load().lib}
	p := cp.glossary(params)
	title := loc.T("glossary.title")
	if params.row != nil {
		title = loc.T("glossary.title.row", rowLabel(loc, *params.row))
	}
	p.page = s.page(c, loc, title, loc.T("glossary.description"))
	p.NoIndex = params.q != ""
	return s.sendPage(c, http.StatusOK, "glossary", p)
}

// glossary composes the page; a row and a query together find within the row.
func (c composer) glossary(params glossaryParams) glossaryPage {
	terms := definedTerms(c.lib.Vocabulary())
	p := glossaryPage{
		Filter: searchBox{Action: "/glossary", Query: params.q, Hidden: langFields(c.loc)},
		All:    link{URL: c.loc.URL("/glossary"), Text: c.loc.T("glossary.all"), Current: params == glossaryParams{}},
	}
	p.Rows = c.rowViews(terms, params.row)
	if row := params.row; row != nil {
		here := c.rowView(*row)
		p.Row = &here
		p.Prev, p.Next = c.neighbours(terms, *row)
		terms = slices.DeleteFunc(terms, func(t kb.Term) bool { return rowOf(t) != *row })
	}
	if params.q != "" {
		terms = findTerms(terms, params.q)
		p.SearchURL = c.loc.URL("/search?q=" + url.QueryEscape(params.q))
	}
	p.Total = len(terms)
	if params == (glossaryParams{}) || params.q != "" && len(terms) > maxDefinitions {
		p.Names = c.termNames(terms)
		return p
	}
	for _, t := range terms {
		p.Terms = append(p.Terms, c.term(t))
	}
	p.Licences = c.licences(termCites(terms))
	return p
}

// definedTerms are the terms with a definition in the order of their readings.
func definedTerms(v *kb.Vocabulary) []kb.Term {
	var terms []kb.Term
	for _, t := range v.Terms {
		if t.Definition != "" || t.Origin != kb.BundledTerm {
			terms = append(terms, t)
		}
	}
	slices.SortStableFunc(terms, byReading)
	return terms
}

func termCites(terms []kb.Term) []kb.Citation {
	var cites []kb.Citation
	for _, t := range terms {
		if t.Cite != nil {
			cites = append(cites, *t.Cite)
		}
	}
	return cites
}
