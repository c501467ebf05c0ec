package report

import (
	"cmp"
	"fmt"
	"kyokun/kb"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// fields is a draft's front matter.
type fields map[string]any

func decodeDrafts(t *testing.T, files []kb.File) map[string]fields {
	t.Helper()
	out := map[string]fields{}
	for _, f := range files {
		_, rest, _ := strings.Cut(string(f.Data), "---\n")
		front, _, ok := strings.Cut(rest, "\n---\n")
		if !ok {
			t.Fatalf("%s has no front matter", f.Path)
		}
		var d fields
		if err := yaml.Unmarshal([]byte(front), &d); err != nil {
			t.Fatalf("%s: %v", f.Path, err)
		}
		out[fmt.Sprint(d["id"])] = d
	}
	return out
}

// at returns the value below the keys as text, "" where there is none.
func (f fields) at(path string) string {
	var v any = map[string]any(f)
	for key := range strings.SplitSeq(path, ".") {
		m, ok := v.(map[string]any)
		if f, isFields := v.(fields); isFields {
			m, ok = f, true
		}
		if !ok {
			return ""
		}
		v = m[key]
	}
	switch v := v.(type) {
	case nil:
		return ""
	case interface{ Format(string) string }:
		return strings.TrimSuffix(v.Format("2006-01-02T15:04"), "T00:00")
	}
	return fmt.Sprint(v)
}

func (f fields) below(key string) fields {
	switch v := f[key].(type) {
	case fields:
		return v
	case map[string]any:
		return v
	}
	return nil
}

func (f fields) list(key string) []fields {
	var out []fields
	v, _ := f[key].([]any)
	for _, x := range v {
		if m, ok := x.(map[string]any); ok {
			out = append(out, m)
		}
		if m, ok := x.(fields); ok {
			out = append(out, m)
		}
	}
	return out
}

type tally struct{ hit, all int }

// score counts, group by group, how many fields of the content a draft holds.
type score struct {
	t      *testing.T
	groups map[string]*tally
	wrong  []string // filled, and otherwise than in the content
}

func (s *score) tally(group string) *tally {
	if s.groups[group] == nil {
		s.groups[group] = &tally{}
	}
	return s.groups[group]
}

// field counts one field.
func (s *score) field(group, place, want, got string) {
	g := s.tally(group)
	g.all++
	switch {
	case want == got:
		g.hit++
		return
	case got != "" && got != Todo:
		s.wrong = append(s.wrong, fmt.Sprintf("%s: content %q, draft %q", place, want, got))
	}
	s.t.Logf("not as in the content: %s: content %q, draft %q", place, want, got)
}

// each counts the values of a list, in any order.
func (s *score) each(group, place string, want, got []string) {
	g := s.tally(group)
	left := slices.Clone(got)
	for _, w := range want {
		g.all++
		if i := slices.Index(left, w); i >= 0 {
			g.hit++
			left = slices.Delete(left, i, i+1)
			continue
		}
		s.t.Logf("not as in the content: %s: %q is missing; left in the draft: %q", place, w, left)
	}
}

func text(v ...any) string { return fmt.Sprint(v...) }

func (s *score) cite(place string, want *kb.Citation, got fields, main bool) {
	if want == nil || want.Source != "source-r03-report" {
		return
	}
	s.field("citation: section", place+".cite.section", want.Section, got.at("cite.section"))
	// The text shows no pages: the draft gives the range that the table of
	// contents allows. It is right where the page by hand lies within.
	from, to := pagesOf(got)
	in := want.Page >= from && max(want.Page, want.PageTo) <= to
	s.field("citation: page within", place+".cite.page", "true", text(in))
	if main {
		s.field("citation: first page", place+".cite.page", text(want.Page), got.at("cite.page"))
	}
}

func pagesOf(f fields) (from, to int) {
	from = number(f.at("cite.page"))
	return from, max(from, number(f.at("cite.page_to")))
}

func first(f fields) fields {
	if list := f.list("cite"); len(list) > 0 {
		return fields{"cite": map[string]any(list[0])}
	}
	return fields{}
}

func (s *score) accident(c *kb.Case, d fields) {
	s.field("cases", c.ID, c.ID, d.at("id"))
	s.cite(c.ID, &c.Cite[0], first(d), true)
	s.field("fiscal year", c.ID, text(c.FiscalYear), d.at("fiscal_year"))
	s.field("serious", c.ID+".serious.stated", text(c.Serious.Stated), d.at("serious.stated"))
	if c.Serious.Stated {
		s.field("serious", c.ID+".serious.rows", text(c.Serious.Rows), d.at("serious.rows"))
	}
	var want, got []string
	for _, o := range c.Operators {
		want = append(want, o.ID)
	}
	for _, o := range d.list("operators") {
		got = append(got, o.at("id"))
	}
	s.each("operators", c.ID+".operators", want, got)
	s.field("start", c.ID+".start.at", c.Start.At.String(), d.at("start.at"))
	s.field("start", c.ID+".start.approximate", text(c.Start.Approximate), cmp.Or(d.at("start.approximate"), "false"))
	s.field("end", c.ID+".end.at", c.End.At.String(), d.at("end.at"))
	s.field("end", c.ID+".end.basis", string(c.End.Basis), d.at("end.basis"))
	s.field("duration", c.ID+".duration.minutes", text(c.Duration.Minutes), d.at("duration.minutes"))
	s.counts(c.ID+".affected", c.Affected, d.list("affected"))
	s.field("region", c.ID+".region.text", c.Region.Text, d.at("region.text"))
	if c.Region.Except != nil {
		s.field("region", c.ID+".region.except", text(c.Region.Except), d.at("region.except"))
	}
	s.inquiries(c, d)
	s.causes(c, d)
	s.measures(c, d)
	s.notices(c, d)
	s.wider(c, d)
}

// there is "true" or nothing, so that what is missing does not count as wrong.
func there(ok bool) string {
	if ok {
		return "true"
	}
	return ""
}

func bound(n *int) string {
	if n == nil {
		return ""
	}
	return text(*n)
}

func (s *score) counts(place string, want []kb.Affected, got []fields) {
	for i, a := range want {
		var d fields
		if i < len(got) {
			d = got[i]
		}
		at := fmt.Sprintf("%s[%d]", place, i)
		s.field("affected", at+".min", bound(a.Min), d.at("min"))
		s.field("affected", at+".max", bound(a.Max), d.at("max"))
		s.field("affected", at+".unit", a.Unit, d.at("unit"))
	}
}

func (s *score) inquiries(c *kb.Case, d fields) {
	q := c.Inquiries
	if q == nil {
		return
	}
	s.field("inquiries", c.ID+".inquiries.total", bound(q.Total), d.at("inquiries.total"))
	var want, got []string
	for _, p := range q.Parts {
		want = append(want, text(p.Who, p.Count, p.Unit))
	}
	for _, p := range d.below("inquiries").list("parts") {
		got = append(got, text(p.at("who"), p.at("count"), p.at("unit")))
	}
	for i, w := range want {
		want[i] = strings.ReplaceAll(w, " ", "")
	}
	for i, g := range got {
		got[i] = strings.ReplaceAll(g, " ", "")
	}
	s.each("inquiries", c.ID+".inquiries.parts", want, got)
}
