package server

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"kyokun/kb"
)

const checklistPath = "/checklist"

// checklistPage is what to check at some kinds of work, for the screen and for
// paper.
type checklistPage struct {
	page
	// Works and Domains are offered with the number of their questions.
	Works, Domains []checklistChoice
	// Chosen names the works that the list is of; empty where none is chosen.
	Chosen  string
	Count   int
	Lessons []checklistLesson
	// Rest says how many questions are left out.
	Rest string
}

// checklistChoice is a value to choose, or to take back where it is chosen.
type checklistChoice struct {
	URL, Text string
	Count     int
	On        bool
}

type checklistLesson struct {
	Ref        docRef
	Phase      string
	Statements []checklistStatement
}

type checklistStatement struct {
	ID, URL, Text string
	Cite          *citeView
	Questions     []tick
}

// tick is a check question to tick off.
type tick struct {
	// ID tells the question from all others, such as lesson-r03-1-01#s1.2.
	ID         string
	Text, Work string
}

// checklistAsked is what a checklist is of.
type checklistAsked struct{ works, domains []string }

func readChecklist(v url.Values, tags *kb.TagList) (a checklistAsked, err error) {
	if a.works, err = readFacet("work", v["work"], tags); err != nil {
		return a, err
	}
	a.domains, err = readFacet("domain", v["domain"], tags)
	return a, err
}

func (s *Server) getChecklist(c echo.Context) error {
	loc, lib := localeOf(c.Request()), s.current.Load().lib
	asked, err := readChecklist(c.QueryParams(), lib.Tags())
	if err != nil {
		return err
	}
	cp := composer{loc: loc, lib: lib}
	p := cp.checklist(asked)
	p.cut(cp)
	title := loc.T("checklist.title")
	if p.Chosen != "" {
		title = loc.T("checklist.title.of", p.Chosen)
	}
	p.page = s.page(c, loc, title, loc.T("checklist.lead"))
	return s.sendPage(c, http.StatusOK, "checklist", p)
}

// cut leaves out questions where there are too many to tick off on one page.
func (p *checklistPage) cut(c composer) {
	if p.Count <= questionsMost {
		return
	}
	shown := 0
	for i, l := range p.Lessons {
		for _, s := range l.Statements {
			shown += len(s.Questions)
		}
		if shown >= questionsShown {
			p.Lessons = p.Lessons[:i+1]
			break
		}
	}
	p.Rest = c.restOfRows(p.Count - shown)
}

// checklist lists the questions of the works and domains asked for; of all
// domains where none is, and no question where no work is.
func (c composer) checklist(asked checklistAsked) checklistPage {
	works, domains := map[string]int{}, map[string]int{}
	var p checklistPage
	lessons := slices.Clone(c.lib.Lessons())
	slices.SortStableFunc(lessons, func(a, b *kb.Lesson) int { // telecom accidents first
		return cmp.Compare(c.domainOrder(a.Domain), c.domainOrder(b.Domain))
	})
	for _, l := range lessons {
		v := checklistLesson{Ref: c.ref(l.ID), Phase: c.tag("phase", string(l.Phase))}
		for _, st := range l.Statements {
			asked.tally(l.Domain, st.Questions, works, domains)
			if kept := c.asked(l, st, asked); len(kept) > 0 {
				p.Count += len(kept)
				v.Statements = append(v.Statements, checklistStatement{
					ID: st.ID, URL: c.loc.URL(documentPath(l.ID, st.ID)), Text: st.Text, Cite: c.of(&l.Head).cite(st.Cite), Questions: kept,
				})
			}
		}
		if len(v.Statements) > 0 {
			p.Lessons = append(p.Lessons, v)
		}
	}
	p.Works = c.checklistChoices("work", works, asked)
	if len(asked.works) > 0 {
		p.Domains = c.checklistChoices("domain", domains, asked)
	}
	var chosen []string
	for _, w := range p.Works {
		if w.On {
			chosen = append(chosen, w.Text)
		}
	}
	p.Chosen = strings.Join(chosen, c.loc.T("list.comma"))
	return p
}

// domainOrder is the place of a domain in the list of tags.
func (c composer) domainOrder(id string) int {
	f, _ := c.lib.Tags().Facet("domain")
	return slices.IndexFunc(f.Tags, func(t kb.Tag) bool { return t.ID == id })
}

// tally counts questions by work, within the domains asked for, and by domain,
// within the works.
func (a checklistAsked) tally(domain string, questions []kb.Question, works, domains map[string]int) {
	for _, q := range questions {
		if a.hasDomain(domain) {
			works[q.Work]++
		}
		if slices.Contains(a.works, q.Work) {
			domains[domain]++
		}
	}
}

func (a checklistAsked) hasDomain(domain string) bool {
	return len(a.domains) == 0 || slices.Contains(a.domains, domain)
}

// asked are the questions of a statement that are asked for.
func (c composer) asked(l *kb.Lesson, st kb.Statement, a checklistAsked) []tick {
	var out []tick
	for i, t := range c.ticks(l.ID, st) {
		if a.hasDomain(l.Domain) && slices.Contains(a.works, st.Questions[i].Work) {
			if len(a.works) == 1 { // the page says it
				t.Work = ""
			}
			out = append(out, t)
		}
	}
	return out
}

// ticks are the check questions of a statement, to tick off.
func (c composer) ticks(lesson string, st kb.Statement) []tick {
	out := make([]tick, 0, len(st.Questions))
	for i, q := range st.Questions {
		out = append(out, tick{ID: lesson + "#" + st.ID + "." + strconv.Itoa(i+1), Text: q.Text, Work: c.tag("work", q.Work)})
	}
	return out
}

// checklistChoices offers the tags of a facet that have questions.
func (c composer) checklistChoices(facet string, counts map[string]int, asked checklistAsked) []checklistChoice {
	f, _ := c.lib.Tags().Facet(facet)
	var out []checklistChoice
	for _, t := range f.Tags {
		if counts[t.ID] == 0 {
			continue
		}
		next := asked
		chosen := &next.works
		if facet == "domain" {
			chosen = &next.domains
		}
		on := slices.Contains(*chosen, t.ID)
		*chosen = toggled(*chosen, t.ID)
		v := url.Values{}
		for _, w := range next.works {
			v.Add("work", w)
		}
		for _, d := range next.domains {
			v.Add("domain", d)
		}
		address := checklistPath
		if len(v) > 0 {
			address += "?" + v.Encode()
		}
		out = append(out, checklistChoice{URL: c.loc.URL(address), Text: c.loc.In(t.Label()), Count: counts[t.ID], On: on})
	}
	return out
}

// toggled adds a value, or takes it out where it is there.
func toggled(list []string, value string) []string {
	if i := slices.Index(list, value); i >= 0 {
		return slices.Concat(list[:i], list[i+1:])
	}
	return append(slices.Clone(list), value)
}
