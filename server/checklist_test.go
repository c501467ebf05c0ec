package server

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// TestChecklist holds that a list has the questions of its works and domains,
// all of them, and that each choice leads to as many as it promises.
func TestChecklist(t *testing.T) {
	for target, want := range map[string]func(work, domain string) bool{
		"?work=construction":                        func(work, _ string) bool { return work == "construction" },
		"?work=design&work=incident":                func(work, _ string) bool { return work == "design" || work == "incident" },
		"?work=operation&domain=telecom":            func(work, domain string) bool { return work == "operation" && domain == "telecom" },
		"?work=operation&domain=mcp&domain=telecom": func(work, domain string) bool { return work == "operation" && (domain == "telecom" || domain == "mcp") },
		"": func(string, string) bool { return false },
	} {
		n := 0
		for _, l := range library().Lessons() {
			for _, st := range l.Statements {
				for _, q := range st.Questions {
					if want(q.Work, l.Domain) {
						n++
					}
				}
			}
		}
		doc := get(t, "/checklist"+target)
		seen := map[string]bool{}
		doc.Find(".ticks input[data-tick]").Each(func(_ int, s *goquery.Selection) { seen[s.AttrOr("data-tick", "")] = true })
		if len(seen) != n || target != "" && n == 0 {
			t.Errorf("%s: %d questions, want %d", target, len(seen), n)
		}
	}
	choices := 0
	get(t, "/checklist?work=construction&lang=ja").Find(".choices .chip").Each(func(_ int, s *goquery.Selection) {
		if s.HasClass("is-on") || strings.Contains(s.AttrOr("href", ""), "work=construction&work=") {
			return
		}
		choices++
		count, _ := strconv.Atoi(words(s.Find(".count")))
		if got := get(t, s.AttrOr("href", "")).Find(".ticks input").Length(); got != count {
			t.Errorf("%s promises %d and has %d", words(s), count, got)
		}
	})
	if choices == 0 {
		t.Error("no choice was followed")
	}
	if a := ask(t, http.MethodGet, "/checklist?work=cooking"); a.status != http.StatusBadRequest || !strings.Contains(string(a.body), "work") {
		t.Errorf("an unknown work: status %d", a.status)
	}
}
