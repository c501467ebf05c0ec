package kb

import (
	"slices"
	"testing"
	"unicode/utf8"
)

// works are the phases of work of a check, in the order of work.
var works = []string{"design", "construction", "operation", "incident", "after"}

// TestCheckQuestions holds the checks of every statement, whatever its source.
func TestCheckQuestions(t *testing.T) {
	lib, _ := realLibrary(t)
	place, uses := map[string]string{}, map[string]int{}
	for _, l := range lib.Lessons() {
		for _, s := range l.Statements {
			at := l.ID + "#" + s.ID
			if n := len(s.Questions); n < 1 || n > 4 {
				t.Errorf("%s has %d checks, want 1 to 4", at, n)
			}
			for _, q := range s.Questions {
				if first, ok := place[q.Text]; ok {
					t.Errorf("%s asks the same as %s: %s", at, first, q.Text)
				}
				place[q.Text] = at
				uses[q.Work]++
				if !slices.Contains(works, q.Work) {
					t.Errorf("%s: %q is no phase of work", at, q.Work)
				}
				if n := utf8.RuneCountInString(q.Text); n < 15 || n > 120 {
					t.Errorf("%s: a check of %d characters says too little or too much: %s", at, n, q.Text)
				}
			}
		}
	}
	for _, w := range works {
		if uses[w] == 0 {
			t.Errorf("no check belongs to %s", w)
		}
	}
}

// TestProvisionsOfTheReport holds the catalogue of the framework: how many
// items a layer has, and how many of them the report's lessons name.
func TestProvisionsOfTheReport(t *testing.T) {
	lib, _ := realLibrary(t)
	items, named := map[Layer]int{}, map[Layer]int{}
	for _, p := range lib.Provisions() {
		items[p.Layer]++
		if len(p.Tags["applies"]) == 0 {
			t.Errorf("%s does not say to which types of operator it applies", p.ID)
		}
		links, _ := lib.Backlinks(p.ID)
		if slices.ContainsFunc(links, func(e Edge) bool {
			return e.Relation == LeansOn && e.Link.By == BySource && KindOf(e.From) == KindLesson
		}) {
			named[p.Layer]++
		}
	}
	for layer, want := range map[Layer][2]int{Technical: {18, 0}, Management: {43, 20}, Safety: {26, 26}, Reporting: {9, 4}} {
		if got := [2]int{items[layer], named[layer]}; got != want {
			t.Errorf("%s: %d items, %d of them named; want %v", layer, got[0], got[1], want)
		}
	}
}

// TestArticlesMoved holds a provision whose letter an amendment moved, one that
// came after the report, and one whose place was not read.
func TestArticlesMoved(t *testing.T) {
	lib, _ := realLibrary(t)
	for id, want := range map[string][]string{
		"provision-management-m-incident": {"2022-09-01 第29条第1項第3号ル true", "2026-06-30 第29条第1項第3号ワ true"},
		"provision-management-m-bcp":      {"2022-09-01 なし true", "2026-06-30 第29条第1項第3号ヲ true"},
		"provision-safety-min":            {" 2.管理基準 第3.方法 2.事故発生時の取組 false"},
	} {
		d, _ := lib.Document(id)
		p, ok := d.(*Provision)
		if !ok {
			t.Errorf("%s is missing", id)
			continue
		}
		var got []string
		for _, a := range p.Articles {
			asOf, verified := "", "false"
			if a.AsOf != nil {
				asOf = a.AsOf.String()
			}
			if a.Verified {
				verified = "true"
			}
			got = append(got, asOf+" "+a.Number+" "+verified)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

// TestErrataOfTheReport holds how many contradictions were found in the report
// and its overview, each with its ground.
func TestErrataOfTheReport(t *testing.T) {
	lib, _ := realLibrary(t)
	for id, want := range map[string]int{"source-r03-report": 63, "source-r03-summary": 19} {
		d, _ := lib.Document(id)
		s, ok := d.(*Source)
		if !ok || len(s.Errata) != want {
			t.Errorf("%s: %d errata, want %d", id, len(s.Errata), want)
			continue
		}
		for _, e := range s.Errata {
			if e.Why == "" || e.Confidence == "" || e.Kind == "" {
				t.Errorf("%s#%s lacks its kind, its ground or how sure we are", id, e.ID)
			}
		}
	}
}

// TestMainSourcesAreUsed: the reports and guides that the content is drawn from
// are each cited by a lesson, and what a statement says has its place.
func TestMainSourcesAreUsed(t *testing.T) {
	lib, _ := realLibrary(t)
	cited := map[string]bool{}
	for _, l := range lib.Lessons() {
		for _, c := range citations(l) {
			cited[c.cite.Source] = true
		}
		for _, s := range l.Statements {
			if s.Cite == nil {
				t.Errorf("%s#%s has no citation", l.ID, s.ID)
			}
		}
	}
	for _, id := range []string{"source-r03-report", "source-r03-summary", "source-ransomware-article", "source-owasp-mcp-guide", "source-tcci-2016-opinion"} {
		if !cited[id] {
			t.Errorf("no lesson cites %s", id)
		}
	}
}
