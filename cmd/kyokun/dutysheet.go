package main

import (
	"slices"
	"strings"

	"kyokun/kb"
)

// duty prints the answer for one class of services.
func (s sheet) duty(d dutyAnswer) {
	word := map[kb.Verdict]string{kb.Yes: s.say("該当", "yes"), kb.No: s.say("該当しない", "no")}[d.Serious]
	if word == "" {
		word = s.say("まだ判断できない", "cannot be said yet")
	}
	s.line(s.say("重大な事故: ", "Serious accident: ") + s.strong(word) + "  " + s.dim(string(d.Service)+"  "+d.On))
	s.row("区分", "Row", d.Row+s.say("（", " (")+d.RowName+s.say("）", ")"))
	s.row("理由", "Why", d.Why)
	var missing []string
	for _, name := range d.Missing {
		missing = append(missing, kb.DutyParamLabel(name).In(s.lang)+" --"+flagOf(name))
	}
	s.row("足りない情報", "Missing", strings.Join(missing, s.say("、", ", ")))
	s.row("線まで", "To the line", s.border(d))
	periodic := map[kb.Verdict]string{kb.Yes: s.say("対象", "yes"), kb.No: s.say("対象ではない", "no")}[d.Periodic]
	if periodic == "" {
		periodic = s.say("まだ決まらない", "cannot be said yet")
	}
	s.row("定期報告", "Periodic report", periodic+s.say("。", ". ")+d.PeriodicWhy)
	s.row("基準の版", "Rule version", strings.Join(append([]string{d.RuleVersion}, d.MaybeVersions...), s.say(" または ", " or "))+"  "+s.dim(d.Provision+" "+d.Article))
	if len(d.Deadlines) > 0 {
		s.line("  " + s.say("期限", "Deadlines") + ":")
	}
	for _, due := range d.Deadlines {
		s.line("    " + s.due(due))
	}
}

func (s sheet) border(d dutyAnswer) string {
	line := d.BecomesSerious.Text
	if at := d.BecomesSerious.At; at != nil && line != "" {
		line += s.say("届く時刻: ", " Reached at ") + at.Format("2006-01-02 15:04")
	}
	return line
}

func (s sheet) due(d dutyDeadline) string {
	by := d.By
	if by == "" || by == string(kb.WithoutDelay) {
		by = d.When
	} else {
		by += s.say("（", " (") + d.When + s.say("）", ")")
	}
	line := by + "  " + d.What
	if d.Applies != kb.Yes {
		line += s.say("［該当した場合］", " [if it applies]")
	}
	return line + s.say("。", ". ") + d.How + "  " + s.dim(d.Provision+" "+d.Article)
}

// nearMiss prints the test of near misses, which depends on the day alone; what
// is serious need not go through it.
func (s sheet) nearMiss(gravest dutyAnswer) {
	n := gravest.NearMiss
	if n == nil || gravest.Serious == kb.Yes {
		return
	}
	s.heading("おそれの事態（人が確かめる一覧）", "Near misses (a list for people to go through)")
	s.row("基準の版", "Rule version", n.Version+"  "+s.dim(n.Provision+" "+n.Article))
	for _, g := range []struct {
		ja, en string
		items  []string
	}{
		{"次のすべてに当たり", "All of these hold", append([]string{n.Who}, n.AllOf...)},
		{"次のどれかがあり", "one of these happened", n.AnyOf},
		{"次のどれでもない", "and none of these holds", n.NoneOf},
		{"または、これだけで当たる", "Or this, by itself", n.Also},
	} {
		s.line("  " + s.say(g.ja, g.en) + ":")
		for _, item := range g.items {
			s.line("    [ ] " + item)
		}
	}
	s.line("  " + s.say("期限", "Deadlines") + ":")
	for _, due := range n.Deadlines {
		s.line("    " + s.due(due))
	}
}

// dutyNotes prints the notes of all answers, each once, and what an answer is worth.
func (s sheet) dutyNotes(res dutyAnswers) {
	var notes []string
	for _, answer := range res.Answers {
		for _, n := range answer.Notes {
			if !slices.Contains(notes, n) {
				notes = append(notes, n)
			}
		}
	}
	s.heading("注意", "Notes")
	for _, n := range notes {
		s.line("  - " + n)
	}
	s.line("\n" + res.Disclaimer)
}
