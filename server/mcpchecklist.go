package server

import (
	"context"
	"net/url"

	"kyokun/kb"
)

type mcpChecklistArguments struct {
	spoken
	Work   []string `json:"work"`
	Domain []string `json:"domain"`
	Limit  int      `json:"limit"`
	Offset int      `json:"offset"`
}

type mcpChecklist struct {
	// Works are the phases of work there are, where none was asked for.
	Works     []mcpWork     `json:"works,omitempty"`
	Offset    int           `json:"offset"`
	Count     int           `json:"count"`
	URL       string        `json:"url"`
	Questions []mcpQuestion `json:"questions"`
	// Surveyed says of what only a part is looked at.
	Surveyed []survey `json:"surveyed,omitempty"`
}

type mcpWork struct {
	Work  string `json:"work"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

type mcpQuestion struct {
	// ID tells the question from all others, such as lesson-r03-1-01#s1.2.
	ID   string `json:"id"`
	Text string `json:"text"`
	Work string `json:"work"`
	// Statement is what the question is about.
	Statement     mcpRef        `json:"statement"`
	StatementText string        `json:"statement_text"`
	Citations     []mcpCitation `json:"citations"`
}

func (c mcpCall) checklist(_ context.Context, _ *mcpService, in mcpChecklistArguments) (any, *mcpCut, error) {
	v := url.Values{"work": in.Work, "domain": in.Domain}
	asked, err := readChecklist(v, c.lib.Tags())
	if err != nil {
		return nil, nil, err
	}
	out := mcpChecklist{URL: c.base + checklistPath + "?" + v.Encode(), Questions: []mcpQuestion{}, Surveyed: surveysOf(c.lib, allLessons)}
	if len(asked.works) == 0 {
		out.Works = c.works(asked)
		return out, nil, nil
	}
	var all []mcpQuestion
	for _, l := range c.composer.checklist(asked).Lessons {
		lesson, _ := c.lesson(l.Ref.ID)
		for _, s := range l.Statements {
			all = append(all, c.questions(lesson, s)...)
		}
	}
	out.Count, out.Offset = len(all), min(in.Offset, len(all))
	rest := all[out.Offset:]
	left := mcpAnswerBytes
	if out.Questions, err = fit(rest[:min(len(rest), in.Limit)], &left); err != nil {
		return nil, nil, err
	}
	next := out.Offset + len(out.Questions)
	return out, c.cutList(len(out.Questions), len(all)-next, next), nil
}

func (c mcpCall) questions(l *kb.Lesson, s checklistStatement) []mcpQuestion {
	var out []mcpQuestion
	id := l.ID + "#" + s.ID
	_, st, ok := c.lib.Statement(id)
	if !ok {
		return nil
	}
	for _, q := range s.Questions {
		out = append(out, mcpQuestion{ID: q.ID, Text: q.Text, Work: q.Work, Statement: c.ref(id), StatementText: s.Text, Citations: c.citations(st.Cite, l.Cite)})
	}
	return out
}

// works counts the questions by phase of work.
func (c mcpCall) works(asked checklistAsked) []mcpWork {
	counts := map[string]int{}
	for _, l := range c.lib.Lessons() {
		for _, st := range l.Statements {
			for _, q := range st.Questions {
				if asked.hasDomain(l.Domain) {
					counts[q.Work]++
				}
			}
		}
	}
	f, _ := c.lib.Tags().Facet("work")
	var out []mcpWork
	for _, t := range f.Tags {
		if counts[t.ID] > 0 {
			out = append(out, mcpWork{t.ID, c.loc.In(t.Label()), counts[t.ID]})
		}
	}
	return out
}
