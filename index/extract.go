package index

import (
	"fmt"
	"strings"

	"kyokun/kb"
)

// extractor turns documents into the texts that are searched. The labels of
// tags are part of them, so it needs the list of tags.
type extractor struct {
	tags *kb.TagList
}

// zones returns the texts of a document.
func (x extractor) zones(doc kb.Document) *zones {
	z := &zones{}
	h := doc.Common()
	z.add(zoneTitle, "title", h.Title)
	z.add(zoneTitle, "title_en", h.TitleEN)
	z.add(zoneLead, "summary", h.Summary)
	switch d := doc.(type) {
	case *kb.Case:
		x.caseText(z, d)
	case *kb.Lesson:
		x.lesson(z, d)
	case *kb.Provision:
		provision(z, d)
	case *kb.Source:
		source(z, d)
	}
	z.add(zoneBody, "body", h.Body)
	z.add(zoneNames, "id", h.ID)
	z.add(zoneNames, "kind", h.Kind().Label().JA+" "+h.Kind().Label().EN)
	x.tagNames(z, h.Tags)
	return z
}

// tagNames adds the labels of the tags, for who searches by them.
func (x extractor) tagNames(z *zones, tags kb.Tags) {
	if x.tags == nil {
		return
	}
	for _, f := range x.tags.Facets {
		for _, id := range tags[f.ID] {
			x.tag(z, "tags."+f.ID, f.ID, id)
		}
	}
}

func (x extractor) tag(z *zones, field, facet, id string) {
	if x.tags == nil {
		return
	}
	t, ok := x.tags.Tag(facet, id)
	if !ok {
		return
	}
	z.add(zoneNames, field, t.JA)
	z.add(zoneNames, field, t.EN)
	if t.Formal != "" && t.Formal != t.JA {
		z.add(zoneNames, field, t.Formal)
	}
}

func (x extractor) caseText(z *zones, c *kb.Case) {
	z.add(zoneLead, "phenomenon", c.Phenomenon.Text)
	facts(z, zoneLead, "services", c.Services)
	facts(z, zoneLead, "equipment", c.Equipment)
	facts(z, zoneBody, "unaffected", c.Unaffected)
	for _, v := range c.Causes {
		z.addNoted(zoneBody, part("causes", v.ID), v.Text, v.Note)
	}
	for _, v := range c.Measures {
		z.addNoted(zoneBody, part("measures", v.ID), v.Text, v.Note)
	}
	for i, v := range c.Notices {
		z.addNoted(zoneBody, nth("notices", i), whenText(v.At)+v.Text, v.Note)
	}
	for i, v := range c.Events {
		z.addNoted(zoneBody, nth("events", i), whenText(&v.At)+v.Text, v.Note)
	}
	for i, v := range c.Wider {
		z.add(zoneBody, nth("wider", i), v.Text)
	}
	for i, v := range c.Affected {
		z.addNoted(zoneBody, nth("affected", i), v.Text, v.Note)
	}
	z.add(zoneBody, "notices_note", c.NoticesNote)
	z.add(zoneBody, "serious", c.Serious.Text)
	z.addNoted(zoneBody, "region", c.Region.Text, c.Region.Note)
	z.add(zoneBody, "duration", c.Duration.Text)
	if !c.Start.At.IsZero() {
		z.add(zoneNames, "start", c.Start.At.Format("2006年1月2日"))
	}
	z.addYear(c.FiscalYear)
	for _, o := range c.Operators {
		x.tag(z, "operators", "operator", o.ID)
		z.add(zoneBody, "operators", o.Note)
	}
}

func (x extractor) lesson(z *zones, l *kb.Lesson) {
	for _, s := range l.Statements {
		z.add(zoneLead, part("statements", s.ID), s.Text)
		for i, q := range s.Questions {
			z.add(zoneBody, nth(part("statements", s.ID)+".questions", i), q.Text)
		}
	}
	for i, v := range l.Incidents {
		z.addNoted(zoneLead, nth("incidents", i), v.Text, v.Note)
	}
	for _, links := range [][]kb.Link{l.Cases, l.Provisions} {
		for _, k := range links {
			z.add(zoneBody, "links", k.Why)
		}
	}
	x.tag(z, "phase", "phase", string(l.Phase))
	z.addYear(l.FiscalYear)
}

func provision(z *zones, p *kb.Provision) {
	z.add(zoneBody, "applies", p.Applies)
	z.add(zoneBody, "note", p.Note)
	for i, a := range p.Articles {
		z.add(zoneNames, nth("articles", i), a.Number)
	}
	z.add(zoneNames, "layer", layerName(p.Layer))
}

// layerName is what readers call a layer.
func layerName(l kb.Layer) string {
	switch l {
	case kb.Technical:
		return "技術基準"
	case kb.Management:
		return "管理規程"
	case kb.Safety:
		return "安全・信頼性基準 安信基準"
	case kb.Reporting:
		return "報告制度"
	}
	return string(l)
}

func source(z *zones, s *kb.Source) {
	z.add(zoneNames, "publisher", s.Publisher)
	z.add(zoneNames, "official", s.Official)
	z.add(zoneNames, "published", s.Published)
	for i, v := range s.Sections {
		z.add(zoneBody, nth("sections", i), strings.TrimSpace(v.Number+" "+v.Title))
	}
	for _, e := range s.Errata {
		z.add(zoneBody, part("errata", e.ID), strings.TrimSpace(e.Ruling+" "+e.Why))
	}
}

func facts(z *zones, to zone, field string, fs []kb.Fact) {
	for i, f := range fs {
		z.addNoted(to, nth(field, i), f.Text, f.Note)
	}
}

func part(field, id string) string { return fmt.Sprintf("%s[%s]", field, id) }
func nth(field string, i int) string {
	return fmt.Sprintf("%s[%d]", field, i)
}

// whenText puts a date before a text, so that it can be searched with it.
func whenText(w *kb.When) string {
	if w == nil {
		return ""
	}
	if w.DayOnly {
		return w.Format("2006年1月2日 ")
	}
	return w.Format("2006年1月2日15時4分 ")
}
