package index

import (
	"slices"
	"strings"
	"testing"

	"kyokun/kb"
)

// TestDomainsApart holds that every hit knows its domain and that the facet
// tells the domains apart.
func TestDomainsApart(t *testing.T) {
	x, lib := openReal(t)
	count := map[string]int{}
	for _, d := range lib.Documents() {
		count[d.Common().Domain]++
	}
	if len(count) < 4 {
		t.Fatalf("only the domains %v", count)
	}
	for domain, want := range count {
		r := search(t, x, Query{Filters: map[string][]string{"domain": {domain}}, Limit: 1000})
		if r.Total != want {
			t.Errorf("%d documents of %s, want %d", r.Total, domain, want)
		}
		for _, h := range r.Hits {
			if h.Domain != domain {
				t.Errorf("%s is of %q, want %s", h.ID, h.Domain, domain)
			}
		}
	}
}

// TestWithoutTimes holds that what a document does not say is no value: no
// year 0 among the facets, and the end of the list in every order.
func TestWithoutTimes(t *testing.T) {
	x, lib := openReal(t)
	var undated []string
	for _, c := range lib.Cases() {
		if c.Start.At.IsZero() {
			undated = append(undated, c.ID)
		}
	}
	if len(undated) == 0 {
		t.Fatal("every case has a start")
	}
	cases := map[string][]string{"kind": {string(kb.KindCase)}}
	for _, by := range []Sort{ByDate, ByDuration} {
		got := ids(search(t, x, Query{Filters: cases, Sort: by, Limit: 1000}).Hits)
		if last := got[len(got)-len(undated):]; !slices.Contains(last, undated[0]) {
			t.Errorf("sorted by %s: %v, want %v last", by, got, undated)
		}
	}
	for _, f := range search(t, x, Query{}).Facets {
		if f.Name != "fy" {
			continue
		}
		for _, v := range f.Values {
			if len(v.Value) != 4 {
				t.Errorf("fiscal year %q", v.Value)
			}
		}
	}
	for _, d := range lib.Documents() {
		r := newRecord(d)
		c, isCase := d.(*kb.Case)
		if isCase && c.Start.At.IsZero() && (r.Date != noValue || r.Minutes != noValue || r.Users != noValue) {
			t.Errorf("%s has values: %+v", r.ID, r)
		}
		for _, p := range (extractor{lib.Tags()}).zones(d)[zoneNames] {
			if p.text == "0年度" || strings.HasPrefix(p.text, "1年") {
				t.Errorf("%s: %s is %q", r.ID, p.field, p.text)
			}
		}
	}
}
