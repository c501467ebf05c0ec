package server

import (
	"net/url"
	"slices"
	"strings"

	"kyokun/kb"
)

// rowView is a row of the kana table as a link to its terms.
type rowView struct {
	URL    string
	Anchor string
	// Head is the first kana of the row, empty for Latin letters.
	Head    string
	Current bool
	Count   int
	// Terms are the names of its terms, where the page lists them.
	Terms []nameView
}

// nameView is the name of a term as a link to its definition.
type nameView struct {
	Anchor, URL, Term string
	// EN is the English term, shown to readers of English alone.
	EN string
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
	// Origin says who the term is from, empty for the program.
	Origin string
}

// rowPath is the page of a row.
func rowPath(row kanaRow) string { return "/glossary?row=" + row.name }

// termAnchor is the id of a term, the same on all pages that list it.
func termAnchor(t kb.Term) string { return "term-" + strings.Join(strings.Fields(t.Term), "-") }

// termPath is the definition of a term.
func termPath(t kb.Term) string { return rowPath(rowOf(t)) + "#" + url.PathEscape(termAnchor(t)) }

// rowLabel names a row in plain text.
func rowLabel(loc locale, row kanaRow) string {
	if row.kana == "" {
		return loc.T("glossary.latin")
	}
	return row.head() + loc.T("glossary.row")
}

func (c composer) rowView(row kanaRow) rowView {
	return rowView{URL: c.loc.URL(rowPath(row)), Anchor: "row-" + row.name, Head: row.head()}
}

// rowViews are the rows that have terms, with their counts.
func (c composer) rowViews(terms []kb.Term, current *kanaRow) []rowView {
	counts := map[kanaRow]int{}
	for _, t := range terms {
		counts[rowOf(t)]++
	}
	var out []rowView
	for _, row := range kanaRows {
		if counts[row] == 0 {
			continue
		}
		v := c.rowView(row)
		v.Count, v.Current = counts[row], current != nil && *current == row
		out = append(out, v)
	}
	return out
}

// neighbours are the rows with terms before and after a row, nil at the ends.
func (c composer) neighbours(terms []kb.Term, row kanaRow) (prev, next *rowView) {
	here := slices.Index(kanaRows, row)
	for _, t := range terms { // in the order of rows
		switch at := slices.Index(kanaRows, rowOf(t)); {
		case at < here:
			v := c.rowView(kanaRows[at])
			prev = &v
		case at > here:
			v := c.rowView(kanaRows[at])
			return prev, &v
		}
	}
	return prev, nil
}

// termNames lists the names of the terms by row.
func (c composer) termNames(terms []kb.Term) []rowView {
	rows := c.rowViews(terms, nil)
	for _, t := range terms {
		head := rowOf(t).head()
		i := slices.IndexFunc(rows, func(r rowView) bool { return r.Head == head })
		rows[i].Terms = append(rows[i].Terms, c.termName(t))
	}
	return rows
}

func (c composer) termName(t kb.Term) nameView {
	v := nameView{Anchor: termAnchor(t), URL: c.loc.URL(termPath(t)), Term: t.Term}
	if c.loc.lang == "en" && t.EN != t.Term {
		v.EN = t.EN
	}
	return v
}

func (c composer) term(t kb.Term) termView {
	v := termView{
		Anchor: termAnchor(t),
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
		v.Cite.Full = "" // the label says it all, dozens of times
	}
	return v
}
