package server

import (
	"reflect"
	"slices"

	"kyokun/kb"
)

// alsoCiting lists, for each section of a source, what cites it besides
// documents: tables and series, the rules of the report duty, the glossary.
func (c composer) alsoCiting(source string) map[string][]docRef {
	out := map[string][]docRef{}
	add := func(cited any, ref docRef) {
		for _, section := range sectionsCited(cited, source) {
			if !slices.Contains(out[section], ref) {
				out[section] = append(out[section], ref)
			}
		}
	}
	for _, t := range c.lib.Statistics().Tables {
		add(t, c.pageRef("nav.statistics", statTables.at(t.ID), c.loc.In(t.Title)))
	}
	for _, s := range c.lib.Statistics().Series {
		add(s, c.pageRef("nav.statistics", statYears.at(s.ID), c.loc.In(s.Title)))
	}
	add(c.lib.Duty(), c.pageRef("nav.duty", "/duty", c.loc.T("duty.title")))
	terms := map[string]int{}
	for _, section := range sectionsCited(termCites(definedTerms(c.lib.Vocabulary())), source) {
		terms[section]++
	}
	for section, n := range terms {
		out[section] = append(out[section], c.pageRef("nav.glossary", "/glossary", c.loc.T("glossary.total", n)))
	}
	return out
}

// pageRef names a place that is no document; label is the key of what it is part of.
func (c composer) pageRef(label, path, title string) docRef {
	return docRef{URL: c.loc.URL(path), KindLabel: c.loc.T(label), Title: title, Lang: c.loc.lang}
}

// sectionsCited are the sections of a source that anything cites, as often as it does.
func sectionsCited(cited any, source string) []string {
	var cites []kb.Citation
	collectCitations(reflect.ValueOf(cited), &cites)
	var out []string
	for _, cite := range cites {
		if cite.Source == source {
			out = append(out, cite.Section)
		}
	}
	return out
}

// tablesNaming are the tables that name an erratum, such as source-r03-report#e13.
func (c composer) tablesNaming(erratum string) []aboutView {
	var out []aboutView
	for _, t := range c.lib.Statistics().Tables {
		if slices.Contains(t.Errata(), erratum) {
			out = append(out, aboutView{Ref: c.pageRef("nav.statistics", statTables.at(t.ID), c.loc.In(t.Title)), Field: c.loc.T("nav.statistics")})
		}
	}
	return out
}

// heldShown is how many provisions of an instrument are named at most.
const heldShown = 100

// held are the provisions that an instrument holds.
func (c composer) held(source string) (shown []docRef, rest string) {
	var ids []string
	for _, p := range c.lib.Provisions() {
		if p.Instrument == source {
			ids = append(ids, p.ID)
		}
	}
	ids, left := cut(ids, heldShown)
	return c.refs(ids), c.rest(left, false)
}
