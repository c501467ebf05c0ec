package kb

import (
	"fmt"
	"slices"
)

// report checks the rules of the report duty. A content folder may do without.
func (k checks) report() {
	if _, present := k.duty.lines["services"]; !present || len(k.duty.problems) > 0 {
		return
	}
	p := parsed{tree: k.duty}
	ids := map[string]bool{}
	lintClasses(p, k.rules.Services)
	checkVersions(k, p, "serious", k.rules.Serious, ids)
	checkVersions(k, p, "periodic", k.rules.Periodic, ids)
	checkVersions(k, p, "near_miss", k.rules.NearMiss, ids)
	for i, v := range k.rules.Serious {
		lintSerious(p, fmt.Sprintf("serious[%d]", i), i, k.rules.Serious, v)
	}
	for i, v := range k.rules.Periodic {
		at := fmt.Sprintf("periodic[%d]", i)
		positive(p, at+".minutes", v.Minutes)
		positive(p, at+".users", v.Users)
	}
	k.deadlines(p, ids)
	k.dutyNotes(p, ids)
	k.firstReport(p, k.rules.FirstReport)
}

func lintClasses(p parsed, list []ServiceClass) {
	var got []DutyService
	for _, s := range list {
		got = append(got, s.ID)
	}
	if !slices.Equal(got, DutyServices()) {
		p.add("services", "区分は次のとおり、この順に1回ずつ書いてください: %s", "the classes stand once each, in this order: %s", serviceNames())
	}
}

// checkVersions checks what all versions have in common. Together they must
// cover every day from the first on exactly once.
func checkVersions[V interface{ version() *RuleVersion }](k checks, p parsed, field string, list []V, ids map[string]bool) {
	if len(list) == 0 {
		p.add(field, "版を1つは書いてください", "give at least one version")
	}
	for i := range list {
		at, v := fmt.Sprintf("%s[%d]", field, i), list[i].version()
		unique(p, at+".id", v.ID, ids)
		if v.To != nil && v.To.Before(v.From.Time) {
			p.add(at+".to", "終わりが始まりより前です", "the version ends before it begins")
		}
		if (v.To == nil) != (i == len(list)-1) {
			p.add(at+".to", "最後の版だけがtoを省けます（省かなければなりません）", "the last version, and no other, goes without to")
		}
		if i > 0 {
			follows(p, at+".from", list[i-1].version(), v)
		}
		k.target(p, at+".provision", v.Provision, KindProvision)
		k.places(p, at, v.Cite)
		k.dueIDs(p, at, v.Deadlines)
	}
}

func follows(p parsed, at string, before, v *RuleVersion) {
	if before.To == nil {
		return // reported where it is missing
	}
	switch next := before.To.AddDate(0, 0, 1); {
	case v.From.Before(next):
		p.add(at, "前の版（%s）と期間が重なっています", "overlaps the version before, %s", before.ID)
	case v.From.After(next):
		p.add(at, "前の版（%s）の終わりの翌日から始めてください。間の日に基準がありません", "must begin on the day after %s ends: days in between have no rules", before.ID)
	}
}

// places checks that there are citations, and that they lead somewhere.
func (k checks) places(p parsed, at string, cites []Citation) {
	if len(cites) == 0 {
		p.add(at+".cite", "出典を1つは書いてください", "give at least one citation")
	}
	for i, c := range cites {
		k.citation(p, fmt.Sprintf("%s.cite[%d]", at, i), c)
	}
}

func (k checks) dueIDs(p parsed, at string, list []string) {
	if len(list) == 0 {
		p.add(at+".deadlines", "期限を1つは書いてください", "give at least one deadline")
	}
	for i, id := range list {
		if _, ok := k.rules.deadline(id); !ok {
			p.add(fmt.Sprintf("%s.deadlines[%d]", at, i), "「%s」という期限はdeadlinesにありません", "there is no deadline %q", id)
		}
	}
}

func lintSerious(p parsed, at string, i int, list []*SeriousRules, v *SeriousRules) {
	if m := v.MaybeFrom; m != nil && (i == 0 || !m.Before(v.From.Time) || !m.After(list[i-1].From.Time)) {
		p.add(at+".maybe_from", "この版のfromより前で、前の版のfromより後の日にしてください", "must lie before from, and after that of the version before")
	}
	rows, services := map[string]bool{}, map[DutyService]int{}
	for j, row := range v.Rows {
		rat := fmt.Sprintf("%s.rows[%d]", at, j)
		unique(p, rat+".row", row.Row, rows)
		for _, s := range row.Services {
			services[s]++
		}
		if len(row.AnyOf) == 0 {
			p.add(rat+".any_of", "条件を1つは書いてください", "give at least one criterion")
		}
		for l, c := range row.AnyOf {
			lintCriterion(p, fmt.Sprintf("%s.any_of[%d]", rat, l), c, slices.Contains(row.Services, CriticalFacility))
		}
	}
	for _, s := range DutyServices() {
		if services[s] != 1 {
			p.add(at+".rows", "区分 %s がどれか1つの行にだけ入るようにしてください（いま%d行）", "the class %s must stand in exactly one row (it stands in %d)", s, services[s])
		}
	}
}

func lintCriterion(p parsed, at string, c Criterion, facility bool) {
	positive(p, at+".minutes", c.Minutes)
	if c.AllTrafficLost != facility || (c.Users > 0) == facility {
		p.add(at, "役務の行にはusers（1以上）を、critical-facilityの行にはall_traffic_lost: trueを、それだけ書いてください",
			"a row of services takes users (1 or more), the row of critical-facility all_traffic_lost: true, and not both")
	}
}

func positive(p parsed, at string, n int) {
	if n < 1 {
		p.add(at, "1以上の数を書いてください", "the number must be at least 1")
	}
}

func unique(p parsed, at, id string, seen map[string]bool) {
	if seen[id] {
		p.add(at, "「%s」が2回あります", "%q stands twice", id)
	}
	seen[id] = true
}

func (k checks) deadlines(p parsed, ids map[string]bool) {
	for i, d := range k.rules.Deadlines {
		at := fmt.Sprintf("deadlines[%d]", i)
		unique(p, at+".id", d.ID, ids)
		if (d.Amount > 0) == (d.Due == WithoutDelay) {
			p.add(at+".amount", "日数か月数（1以上）を書いてください。without-delayでは書かないでください", "give a number of days or months from 1 on, and none for without-delay")
		}
		k.target(p, at+".provision", d.Provision, KindProvision)
		k.places(p, at, d.Cite)
	}
}

func (k checks) dutyNotes(p parsed, ids map[string]bool) {
	for i, n := range k.rules.Notes {
		at := fmt.Sprintf("notes[%d]", i)
		unique(p, at+".id", n.ID, ids)
		if n.From != nil && n.To != nil && n.To.Before(n.From.Time) {
			p.add(at+".to", "終わりが始まりより前です", "the note ends before it begins")
		}
		if n.Provision != "" {
			k.target(p, at+".provision", n.Provision, KindProvision)
		}
	}
}

func (k checks) firstReport(p parsed, f *FirstReportForm) {
	if f == nil {
		return
	}
	k.target(p, "first_report.provision", f.Provision, KindProvision)
	k.places(p, "first_report", f.Cite)
	if len(f.Items) == 0 {
		p.add("first_report.items", "項目を1つは書いてください", "give at least one item")
	}
	seen := map[string]bool{}
	for i, item := range f.Items {
		unique(p, fmt.Sprintf("first_report.items[%d].id", i), string(item.ID), seen)
	}
}
