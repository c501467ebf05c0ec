package server

import (
	"slices"

	"kyokun/kb"
)

// versionView is a version of the rules that an answer used.
type versionView struct {
	What, ID string
	From     timeView
	// To is nil for the version that holds still.
	To *timeView
	// Checked is the day of the text of the law that it was read in.
	Checked *timeView
	Dating  []textRun
	Ref     docRef
	Article string
	Cites   []citeView
	URLs    []string
}

// versions lists the versions of the rules that the answers used, each once.
func (c composer) versions(answers []kb.DutyAnswer) []versionView {
	var used []string
	for _, a := range answers {
		used = append(append(used, a.RuleVersion, a.PeriodicVersion), a.MaybeVersions...)
		if a.NearMiss != nil {
			used = append(used, a.NearMiss.Version)
		}
	}
	var out []versionView
	add := func(key string, v *kb.RuleVersion) {
		if slices.Contains(used, v.ID) {
			out = append(out, c.version(key, v))
		}
	}
	rules := c.lib.Duty()
	for _, v := range rules.Serious {
		add("duty.version.serious", &v.RuleVersion)
	}
	for _, v := range rules.Periodic {
		add("duty.version.periodic", &v.RuleVersion)
	}
	for _, v := range rules.NearMiss {
		add("duty.version.near", &v.RuleVersion)
	}
	return out
}

func (c composer) version(key string, v *kb.RuleVersion) versionView {
	view := versionView{
		What: c.loc.T(key), ID: v.ID, From: day(v.From.Time), Ref: c.ref(v.Provision), Article: v.Article,
		Cites: c.cites(v.Cite), URLs: v.URLs,
	}
	if v.To != nil {
		view.To = new(day(v.To.Time))
	}
	if v.Checked != nil {
		view.Checked = new(day(v.Checked.Time))
	}
	if v.Dating != nil {
		view.Dating = c.runs(*v.Dating)
	}
	return view
}
