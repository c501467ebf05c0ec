package server

import (
	"strings"

	"kyokun/kb"
	"kyokun/kb/report"
)

// evidencePage shows what a document says beside the passages it cites.
type evidencePage struct {
	page
	Ref    docRef
	Places []placeView
	// Whole leads to all places of the document; empty where all are shown.
	Whole string
	// Overview leads to the check of all citations.
	Overview string
	JSON     string
}

// placeView is one place in a source.
type placeView struct {
	Cite *citeView
	Held bool
	// More counts the passages that are not shown; One leads to the place alone,
	// where more are, empty on that page itself.
	One      string
	More     int
	Facts    []evidenceFactView
	Passages []passageView
}

// evidenceFactView is what rests on the place, in Japanese.
type evidenceFactView struct {
	Label, URL string
	Parts      []kb.Part
	Missing    string
}

// passageView is a paragraph of the source, in its own words.
type passageView struct {
	Place    string
	Position int
	// Exact is whether the pages are the paragraph's own.
	Exact bool
	Parts []kb.Part
}

func (c composer) evidencePage(d kb.Document, res evidenceResponse, asked evidenceAsked) evidencePage {
	p := evidencePage{Ref: c.ref(res.ID), Overview: c.loc.URL(evidencePath), JSON: evidenceAPI + "?id=" + res.ID}
	if asked.place != (kb.Citation{}) {
		p.Whole = c.loc.URL(evidencePath + "?id=" + res.ID)
		p.JSON = strings.Replace(evidenceLink(res.ID, asked.place), evidencePath, evidenceAPI, 1)
	}
	for _, place := range res.Places {
		v := c.placeView(d, place)
		if v.More > 0 && asked.place.Source == "" {
			v.One = c.loc.URL(evidenceLink(res.ID, place.Citation))
		}
		p.Places = append(p.Places, v)
	}
	return p
}

func (c composer) placeView(d kb.Document, place evidencePlace) placeView {
	id := d.Common().ID
	v := placeView{Cite: c.cite(&place.Citation), Held: place.Held, More: place.Found - len(place.Passages)}
	for _, f := range place.Facts {
		v.Facts = append(v.Facts, evidenceFactView{
			Label: c.fieldLabel(f.Field), URL: c.loc.URL(documentPath(id, f.anchor)),
			Parts: f.Parts, Missing: strings.Join(f.Missing, c.loc.T("list.comma")),
		})
	}
	for _, e := range place.Passages {
		v.Passages = append(v.Passages, passageView{Place: e.Passage.Place().Place("ja"), Position: e.Passage.Position, Exact: e.Passage.Exact, Parts: e.Parts})
	}
	return v
}

// fieldLabel names the front-matter field that a path begins with.
func (c composer) fieldLabel(path string) string {
	top, _, _ := strings.Cut(path, ".")
	top, _, _ = strings.Cut(top, "[")
	switch top {
	case "cite": // what the document as a whole rests on is told by its summary
		top = "summary"
	case "related":
		return c.loc.T("doc.related")
	}
	return c.loc.T("field." + top)
}

// factWords says in Japanese what a citation stands behind, whatever the
// language of the page: it is held against Japanese text. The anchor is that
// of the part on the document's page, empty where it has none.
func (c composer) factWords(fact any) (words, anchor string) {
	c.loc = locale{lang: "ja"}
	switch x := fact.(type) {
	case kb.Document:
		return x.Common().Summary, ""
	case *kb.Statement:
		return x.Text + c.yearWords(x.Years), x.ID
	case *kb.Incident:
		return x.Text + c.yearWords(x.Years), ""
	case *kb.Cause:
		return x.Text, x.ID
	case *kb.Measure:
		return x.Text + c.measureDays(x), x.ID
	case *kb.Notice:
		return noticeWords(x), ""
	case *kb.Event:
		return when(x.At).Text + " " + x.Text, ""
	case *kb.Reading:
		return x.Text, ""
	case *kb.Link:
		return c.ref(x.To).Title, ""
	case *kb.Fact:
		return x.Text, ""
	}
	return c.extentWords(fact), ""
}

// extentWords says when, how long and how far.
func (c composer) extentWords(fact any) string {
	switch x := fact.(type) {
	case *kb.Point:
		return c.point(*x).Time.Text
	case *kb.Duration:
		return x.Text
	case *kb.Affected:
		return x.Text
	case *kb.Region:
		if len(x.Except) == 0 {
			return x.Text
		}
		return x.Text + "（" + c.loc.T("region.except") + strings.Join(x.Except, "、") + "）"
	case *kb.Inquiries:
		v := c.inquiries(x)
		return strings.Join(nonEmpty(v.UI, v.Text), "、")
	case *kb.Serious:
		return x.Text
	case *kb.Window:
		return x.Text
	}
	return ""
}

func (c composer) yearWords(years []int) string {
	if len(years) == 0 {
		return ""
	}
	return "（" + strings.Join(c.fiscalYears(years), "、") + "）"
}

// measureDays are the days of a measure, in parentheses.
func (c composer) measureDays(m *kb.Measure) string {
	var days []string
	for _, x := range []struct {
		key string
		day *kb.Date
	}{{"measure.started", m.Started}, {"measure.due", m.Due}, {"measure.done", m.Done}} {
		if x.day != nil {
			days = append(days, day(x.day.Time).Text+" "+c.loc.T(x.key))
		}
	}
	if len(days) == 0 {
		return ""
	}
	return "（" + strings.Join(days, "、") + "）"
}

func noticeWords(n *kb.Notice) string {
	if n.At == nil {
		return n.Text
	}
	at := when(*n.At).Text
	if n.To != nil {
		at += "〜" + when(*n.To).Text
	}
	return at + " " + n.Text
}

// evidenceSourcesPage lists what came of the check of all citations.
type evidenceSourcesPage struct {
	page
	Sources   []checkedSourceView
	Elsewhere int
	// Partly says that not all documents were looked at.
	Partly string
	JSON   string
}

// checkedSourceView is one source with text.
type checkedSourceView struct {
	checkedSource
	Ref      docRef
	Findings []findingView
	// Rest says how many more findings there are.
	Rest string
}

// findingsShown is how many findings of a source its table has at most.
const findingsShown = 50

// findingView is a citation that the text does not bear out.
type findingView struct {
	Ref docRef
	// URL leads to the passages.
	URL          string
	Field, Place string
	// Missing are the figures; empty where the place does not exist.
	Missing string
}

func (c composer) evidenceSources(k checkedCitations) evidenceSourcesPage {
	p := evidenceSourcesPage{Elsewhere: k.Elsewhere, JSON: evidenceAPI}
	if k.Read < k.Documents {
		p.Partly = c.loc.T("evidence.partly", commas(k.Read), commas(k.Documents))
	}
	for _, s := range k.Sources {
		v := checkedSourceView{checkedSource: s, Ref: c.ref(s.ID)}
		shown, left := cut(s.Findings, findingsShown)
		for _, f := range shown {
			v.Findings = append(v.Findings, c.finding(f))
		}
		v.Rest = c.rest(left, false)
		p.Sources = append(p.Sources, v)
	}
	return p
}

func (c composer) finding(f report.Finding) findingView {
	id, _ := kb.FileID(kb.File{Path: f.File}) // a document of the library
	return findingView{
		Ref: c.ref(id), URL: c.loc.URL(evidenceLink(id, f.Cite)), Field: c.fieldLabel(f.Field),
		Place: f.Cite.Place("ja"), Missing: strings.Join(f.Missing, c.loc.T("list.comma")),
	}
}
