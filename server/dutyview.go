package server

import (
	"slices"
	"time"

	"kyokun/kb"
)

// dutyPage asks about the report duty and answers.
type dutyPage struct {
	page
	Form   dutyForm
	Result *dutyResult
}

// dutyResult is the answer for an accident.
type dutyResult struct {
	Verdict kb.Verdict
	// Word is the verdict in a word or two, Sentence in a sentence.
	Word, Sentence string
	Start          timeView
	// Clock is whether the minutes count from a start that is known.
	Clock       bool
	Length      string
	Users       string
	Services    []serviceAnswer
	Periodic    string
	PeriodicWhy []textRun
	Deadlines   []dutyDeadline
	NearMiss    *nearMissView
	Versions    []versionView
	Notes       []dutyNote

	input kb.DutyInput
}

// serviceAnswer is the answer for one class of services.
type serviceAnswer struct {
	Verdict       kb.Verdict
	Word, Service string
	Row           string
	RowName       []textRun
	Why           []textRun
	Missing       []string
	// Border says in words where the accident becomes serious; At is when.
	Border []textRun
	At     *timeView
	Lines  []lineView
}

// lineView is one line of a row: reaching it makes an accident serious.
type lineView struct {
	Minutes, Users string
	// AllTrafficLost takes the place of a number of users.
	AllTrafficLost bool
	// Open is whether the accident may still become serious by it.
	Open bool
	// At is when the minutes are reached, where the start is known.
	At *timeView
}

type dutyDeadline struct {
	What, When, How string
	// By is the last day; nil where the deadline is none of a day.
	By *timeView
	// Maybe is whether it holds only if the accident turns out so.
	Maybe   bool
	Ref     docRef
	Article string
}

// nearMissView is the test of near misses as a list to tick off.
type nearMissView struct {
	Who       string
	Groups    []checkGroup
	Ref       docRef
	Article   string
	Deadlines []dutyDeadline
}

type checkGroup struct {
	Label string
	Items []string
}

type dutyNote struct {
	Text []textRun
	// Ref is nil where the note stands in no provision.
	Ref *docRef
}

func (c composer) dutyResult(answers []kb.DutyAnswer) *dutyResult {
	worst := answers[0]
	r := &dutyResult{
		Verdict: worst.Serious, Word: c.dutyWord(worst.Serious), Sentence: c.loc.T("duty.sentence." + string(worst.Serious)),
		Start: when(worst.Input.On), Clock: !worst.Input.On.DayOnly && worst.Input.Degraded != kb.No,
		Length: c.loc.T("duty.unknown"), Users: c.loc.T("duty.unknown"),
		Periodic: c.loc.T("duty.periodic." + string(worst.Periodic)), PeriodicWhy: c.runs(worst.PeriodicWhy),
		Deadlines: c.dutyDeadlines(worst.Deadlines), NearMiss: c.nearMiss(worst.NearMiss),
		Versions: c.versions(answers), Notes: c.dutyNotes(answers), input: worst.Input,
	}
	if n := worst.Input.Minutes; n != nil {
		r.Length = c.longSpan(*n)
	}
	if n := worst.Input.Users; n != nil {
		r.Users = c.loc.T("duty.people", commas(*n))
	}
	for _, a := range answers {
		r.Services = append(r.Services, c.serviceAnswer(a))
	}
	return r
}

func (c composer) dutyWord(v kb.Verdict) string { return c.loc.T("duty.word." + string(v)) }

// longSpan writes minutes as they are, with hours from one hour on.
func (c composer) longSpan(minutes int) string {
	s := c.loc.T("duty.minutes", commas(minutes))
	if minutes < 60 {
		return s
	}
	return s + c.loc.T("duty.hours", c.span(minutes))
}

func (c composer) serviceAnswer(a kb.DutyAnswer) serviceAnswer {
	class, _ := c.lib.Duty().Service(a.Input.Service)
	v := serviceAnswer{
		Verdict: a.Serious, Word: c.dutyWord(a.Serious), Service: c.loc.In(class.Name),
		Row: a.Row, RowName: c.runs(a.RowName), Why: c.runs(a.Why),
	}
	for _, name := range a.Missing {
		v.Missing = append(v.Missing, c.loc.In(kb.DutyParamLabel(name)))
	}
	if t := a.BecomesSerious.Text; t != nil {
		v.Border = c.runs(*t)
	}
	if at := a.BecomesSerious.At; at != nil {
		v.At = new(moment(at.Time))
	}
	for _, k := range a.Criteria {
		line := lineView{AllTrafficLost: k.AllTrafficLost, Open: open(a, k), Minutes: c.longSpan(k.Minutes), Users: c.loc.T("duty.people", commas(k.Users))}
		if k.AllTrafficLost {
			line.Users = c.loc.T("duty.alltraffic")
		}
		if !a.Input.On.DayOnly {
			line.At = new(moment(a.Input.On.Add(time.Duration(k.Minutes) * time.Minute)))
		}
		v.Lines = append(v.Lines, line)
	}
	return v
}

func (c composer) dutyDeadlines(list []kb.DutyDeadline) []dutyDeadline {
	var out []dutyDeadline
	for _, d := range list {
		v := dutyDeadline{
			What: c.loc.In(d.What), When: c.loc.In(d.When), How: c.loc.In(d.How),
			Maybe: d.Applies != kb.Yes, Ref: c.ref(d.Provision), Article: d.Article,
		}
		if _, err := time.Parse(dayForm, d.By); err == nil {
			v.By = &timeView{ISO: d.By, Text: d.By}
		}
		out = append(out, v)
	}
	return out
}

func (c composer) nearMiss(n *kb.NearMissCheck) *nearMissView {
	if n == nil {
		return nil
	}
	v := &nearMissView{Who: c.loc.In(n.Who), Ref: c.ref(n.Provision), Article: n.Article, Deadlines: c.dutyDeadlines(n.Deadlines)}
	for _, g := range []struct {
		key   string
		items []kb.Text
	}{{"duty.near.all", n.AllOf}, {"duty.near.any", n.AnyOf}, {"duty.near.none", n.NoneOf}, {"duty.near.also", n.Also}} {
		group := checkGroup{Label: c.loc.T(g.key)}
		for _, t := range g.items {
			group.Items = append(group.Items, c.loc.In(t))
		}
		v.Groups = append(v.Groups, group)
	}
	return v
}

// dutyNotes gathers the notes of all answers, each once.
func (c composer) dutyNotes(answers []kb.DutyAnswer) []dutyNote {
	var seen []kb.AnswerNote
	var out []dutyNote
	for _, a := range answers {
		for _, n := range a.Notes {
			if slices.Contains(seen, n) {
				continue
			}
			seen = append(seen, n)
			v := dutyNote{Text: c.runs(n.Text)}
			if n.Provision != "" {
				v.Ref = new(c.ref(n.Provision))
			}
			out = append(out, v)
		}
	}
	return out
}

// open is whether time alone, or time and what is not known, may still carry
// the accident over the line.
func open(a kb.DutyAnswer, k kb.Criterion) bool {
	in := a.Input
	if a.Serious == kb.Yes || in.Degraded == kb.No || k.AllTrafficLost && in.AllTrafficLost == kb.No {
		return false
	}
	return in.Users == nil || *in.Users >= k.Users
}
