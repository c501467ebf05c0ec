package server

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kyokun/kb"
)

// leadsTo tells whether the selection has a link to the address.
func leadsTo(s *goquery.Selection, address string) bool {
	found := false
	s.Find("a").Each(func(_ int, a *goquery.Selection) { found = found || a.AttrOr("href", "") == address })
	return found
}

// TestSourcesOfStatistics holds that a source's page names the tables and
// series that rest on its sections.
func TestSourcesOfStatistics(t *testing.T) {
	checked := 0
	check := func(cites []kb.Citation, address string) {
		for _, c := range cites {
			row := get(t, documentPath(c.Source, "")).Find(`[id="` + sectionAnchor(c.Section) + `"]`)
			if checked++; !leadsTo(row, address) {
				t.Errorf("%s %s does not lead to %s", c.Source, c.Section, address)
			}
		}
	}
	for _, table := range library().Statistics().Tables {
		check(table.Cite, statTables.at(table.ID))
	}
	for _, s := range library().Statistics().Series {
		for _, p := range s.Points {
			if p.Cite != nil {
				check([]kb.Citation{*p.Cite}, statYears.at(s.ID))
			}
		}
	}
	if checked < 20 {
		t.Errorf("only %d citations", checked)
	}
}

// TestErrataLeadToTables holds that an erratum leads to the tables naming it.
func TestErrataLeadToTables(t *testing.T) {
	checked := 0
	for _, table := range library().Statistics().Tables {
		for _, ref := range table.Errata() {
			source, id, _ := strings.Cut(ref, "#")
			if checked++; !leadsTo(get(t, documentPath(source, "")).Find("#"+id), statTables.at(table.ID)) {
				t.Errorf("%s does not lead to %s", ref, table.ID)
			}
		}
	}
	if checked < 10 {
		t.Errorf("only %d errata", checked)
	}
}

// TestInstruments holds that the page of an instrument lists its provisions.
func TestInstruments(t *testing.T) {
	checked := 0
	for _, p := range library().Provisions() {
		if p.Instrument == "" {
			continue
		}
		checked++
		if list := get(t, documentPath(p.Instrument, "")).Find(`section[aria-labelledby="provisions"]`); !leadsTo(list, documentPath(p.ID, "")) {
			t.Errorf("%s does not list %s", p.Instrument, p.ID)
		}
	}
	if checked < 50 {
		t.Errorf("only %d provisions", checked)
	}
}
