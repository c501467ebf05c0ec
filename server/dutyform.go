package server

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"kyokun/kb"
)

// dutyForm is the form of a question about the report duty with its values.
type dutyForm struct {
	Services       []choice
	On, Time       string
	Minutes, Users string
	Degraded       []choice
	AllTrafficLost []choice
	Hidden         []field
	// Fault is what stands in the way of an answer.
	Fault *dutyFault
}

// choice is a value that a form offers.
type choice struct {
	Value, Label, Note string
	Chosen             bool
}

// dutyFault is the fault of one field.
type dutyFault struct {
	Param string
	Text  []textRun
}

// At is whether the fault is in the field with the name; of none, it is false.
func (f *dutyFault) At(param string) bool {
	return f != nil && (f.Param == param || f.Param == paramTime && param == kb.ParamOn)
}

func (c composer) dutyForm(v url.Values, now time.Time) dutyForm {
	f := dutyForm{
		Minutes: brief(v.Get(kb.ParamMinutes)), Users: brief(v.Get(kb.ParamUsers)),
		Degraded:       c.verdictChoices("duty.degraded.", v.Get(kb.ParamDegraded)),
		AllTrafficLost: c.verdictChoices("duty.lost.", v.Get(kb.ParamAllTrafficLost)),
		Hidden:         langFields(c.loc),
	}
	on := cmp.Or(brief(v.Get(kb.ParamOn)), today(now))
	f.On, f.Time, _ = strings.Cut(on, "T")
	f.Time = cmp.Or(f.Time, brief(v.Get(paramTime)))
	chosen := strings.Split(strings.Join(v[kb.ParamService], ","), ",")
	for _, s := range c.lib.Duty().Services {
		f.Services = append(f.Services, choice{
			Value: string(s.ID), Label: c.loc.In(s.Name), Note: c.loc.In(s.Note),
			Chosen: slices.Contains(chosen, string(s.ID)),
		})
	}
	return f
}

// brief cuts off what no one types into a field.
func brief(s string) string {
	r := []rune(strings.ToValidUTF8(strings.TrimSpace(s), ""))
	return string(r[:min(len(r), maxDutyRunes)])
}

// verdictChoices offers yes, no and unknown, with the messages that begin with
// the key; yes where nothing else is chosen.
func (c composer) verdictChoices(key, value string) []choice {
	var out []choice
	for _, v := range []kb.Verdict{kb.Yes, kb.No, kb.Unknown} {
		out = append(out, choice{Value: string(v), Label: c.loc.T(key + string(v)), Chosen: cmp.Or(value, "yes") == string(v)})
	}
	return out
}
