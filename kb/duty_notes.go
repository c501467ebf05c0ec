package kb

import (
	"fmt"
	"time"
)

// notes gathers the remarks on an answer: those of the rules whose condition
// holds, then what is to be said of the versions and rows used.
func (r *DutyRules) notes(c *dutyCase, a *DutyAnswer) []AnswerNote {
	on := day(c.in.On.Time)
	var notes []AnswerNote
	for _, n := range r.Notes {
		if within(on, n.From, n.To) && n.If.holds(c.in, a) {
			notes = append(notes, AnswerNote{n.Text, n.Provision})
		}
	}
	for _, v := range c.serious {
		notes = append(notes, v.standing(Text{"重大な事故の基準", "Test of serious accidents"}, on)...)
		notes = appendNote(notes, v.row(c.in.Service).Note, v.Provision)
	}
	if c.periodic != nil {
		notes = append(notes, c.periodic.standing(Text{"定期報告", "Periodic report"}, on)...)
	}
	if v, ok := versionAt(r.NearMiss, on); ok {
		notes = append(notes, v.standing(Text{"おそれの事態", "Near misses"}, on)...)
	}
	return notes
}

func (n NoteCondition) holds(in DutyInput, a *DutyAnswer) bool {
	switch n {
	case NoteSerious:
		return a.Serious != No
	case NoteUsersUnknown:
		return in.Users == nil && in.Service != CriticalFacility
	case NoteFacility:
		return in.Service == CriticalFacility
	case NoteNotDegraded:
		return in.Degraded == No
	}
	return true
}

// standing says which version was used, where it stands, what is uncertain
// about its dates where that may matter, and up to which text of the law it
// was checked.
func (v *RuleVersion) standing(what Text, on time.Time) []AnswerNote {
	end := Text{}
	if v.To != nil {
		end = Text{v.To.String(), v.To.String()}
	}
	notes := []AnswerNote{{Text{
		fmt.Sprintf("%s: %s（%s〜%s、%s）を使いました。", what.JA, v.ID, v.From, end.JA, v.Article),
		fmt.Sprintf("%s: version %s (%s to %s; %s).", what.EN, v.ID, v.From, orElse(end.EN, "now"), v.Article)}, v.Provision}}
	if v.Checked == nil || on.Before(v.From.Time) { // else the dates are of no doubt here
		notes = appendNote(notes, v.Dating, v.Provision)
	}
	notes = appendNote(notes, v.Note, v.Provision)
	if v.To == nil && v.Checked != nil && on.After(v.Checked.Time) {
		notes = append(notes, AnswerNote{Text{
			fmt.Sprintf("%s は %s の条文まで確かめています。その後の改正は反映していません。", v.ID, v.Checked),
			fmt.Sprintf("%s was checked up to the text of %s; later amendments are not in it.", v.ID, v.Checked)}, v.Provision})
	}
	return notes
}

func appendNote(notes []AnswerNote, text *Text, provision string) []AnswerNote {
	if text == nil {
		return notes
	}
	return append(notes, AnswerNote{*text, provision})
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
