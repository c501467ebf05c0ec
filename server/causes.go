package server

import (
	"slices"

	"kyokun/kb"
)

// causeGroup are the causes of one role.
type causeGroup struct {
	Role   kb.CauseRole
	Label  string
	Causes []causeView
}

// causeView is one cause with the measures that answer it.
type causeView struct {
	ID   string
	Text prose
	assertion
	// Measures answer it; none means that the source reports none against this
	// cause.
	Measures []answerView
}

// answerView is a measure beside a cause that it answers.
type answerView struct {
	measureView
	// Again is true where the measure stands beside an earlier cause already.
	Again bool
}

// causeRoles are the roles in the order in which an accident unfolds.
var causeRoles = []kb.CauseRole{kb.Upstream, kb.Direct, kb.Aggravating, kb.Prolonging}

// causes lists the causes by role, each with the measures that answer it.
func (c composer) causes(k *kb.Case, measures []measureView) []causeGroup {
	var out []causeGroup
	said := map[string]bool{}
	for _, role := range causeRoles {
		g := causeGroup{Role: role, Label: c.loc.In(role.Label())}
		for _, cause := range k.Causes {
			if cause.Role == role {
				g.Causes = append(g.Causes, c.cause(cause, measures, said))
			}
		}
		if len(g.Causes) > 0 {
			out = append(out, g)
		}
	}
	return out
}

func (c composer) cause(cause kb.Cause, measures []measureView, said map[string]bool) causeView {
	v := causeView{
		ID: cause.ID, Text: c.prose(cause.Text),
		assertion: c.assertion(cause.By, cause.Confidence, cause.Why, cause.Note, nil),
	}
	v.Cite = c.cite(cause.Cite)
	for _, m := range measures {
		if slices.Contains(m.Answers, cause.ID) {
			v.Measures = append(v.Measures, answerView{m, said[m.ID]})
			said[m.ID] = true
		}
	}
	return v
}

// unpaired are the measures that answer no cause in particular.
func unpaired(measures []measureView) []measureView {
	var out []measureView
	for _, m := range measures {
		if len(m.Answers) == 0 {
			out = append(out, m)
		}
	}
	return out
}

// measureView is one measure with the causes it answers.
type measureView struct {
	ID      string
	Kind    string
	Class   kb.MeasureKind
	Text    prose
	Note    string
	Answers []string
	// AnswersBy says who pairs the measure with the causes.
	AnswersBy *assertion
	// Dates are when it was started, is due and was done, where known.
	Dates []dateView
	Cite  *citeView
}

type dateView struct {
	Label string
	Time  timeView
}

func (c composer) measures(k *kb.Case) []measureView {
	var out []measureView
	for _, m := range k.Measures {
		v := measureView{
			ID: m.ID, Kind: c.loc.In(m.Kind.Label()), Class: m.Kind,
			Text: c.prose(m.Text), Note: m.Note, Answers: m.Answers, Cite: c.cite(m.Cite),
		}
		if len(m.Answers) > 0 {
			a := c.assertion(m.AnswersBy, "", "", "", nil)
			v.AnswersBy = &a
		}
		v.addDate(c.loc.T("measure.started"), m.Started)
		v.addDate(c.loc.T("measure.due"), m.Due)
		v.addDate(c.loc.T("measure.done"), m.Done)
		out = append(out, v)
	}
	return out
}

func (v *measureView) addDate(label string, d *kb.Date) {
	if d != nil {
		v.Dates = append(v.Dates, dateView{Label: label, Time: day(d.Time)})
	}
}
