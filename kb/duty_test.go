package kb

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func realDuty(t testing.TB) *DutyRules {
	t.Helper()
	lib, _ := realLibrary(t)
	if len(lib.Duty().Serious) == 0 {
		t.Fatal("the content has no rules of the report duty")
	}
	return lib.Duty()
}

func when(t testing.TB, s string) When {
	t.Helper()
	var w When
	if err := w.UnmarshalText([]byte(s)); err != nil {
		t.Fatal(err)
	}
	return w
}

// input builds an input; minutes and users below 0 are not known.
func input(t testing.TB, service DutyService, on string, minutes, users int) DutyInput {
	t.Helper()
	in := DutyInput{Service: service, On: when(t, on)}
	if minutes >= 0 {
		in.Minutes = &minutes
	}
	if users >= 0 {
		in.Users = &users
	}
	return in
}

func judge(t testing.TB, r *DutyRules, in DutyInput) DutyAnswer {
	t.Helper()
	a, err := r.Judge(in)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestRealCases puts the cases of the FY2021 report in and expects the class
// that the report states, under the rules of their day.
func TestRealCases(t *testing.T) {
	lib, _ := realLibrary(t)
	rules := realDuty(t)
	for id, tt := range map[string]struct {
		services []DutyService
		degraded Verdict
		periodic Verdict
	}{
		"case-r03-01": {[]DutyService{CriticalFacility}, "", Yes},
		"case-r03-02": {[]DutyService{OtherService}, "", Yes},
		"case-r03-03": {[]DutyService{InternetAccess}, "", Yes},
		"case-r03-04": {[]DutyService{InternetAccess}, "", Yes},
		"case-r03-05": {[]DutyService{VoiceOnly}, "", Yes},
		"case-r03-06": {[]DutyService{VoiceEmergency, InternetAccess}, "", Yes},
		"case-r03-07": {[]DutyService{OtherService}, "", Yes},
		"case-r03-08": {[]DutyService{OtherService}, No, No}, // nothing stopped or degraded
		"case-r03-09": {[]DutyService{VoiceEmergency}, "", No},
	} {
		t.Run(id, func(t *testing.T) {
			d, _ := lib.Document(id)
			c, ok := d.(*Case)
			if !ok {
				t.Fatal("the case is missing")
			}
			var ins []DutyInput
			for _, s := range tt.services {
				ins = append(ins, DutyInput{Service: s, On: When{Time: c.Start.At.Time}, Minutes: &c.Duration.Minutes,
					Users: usersOf(c), Degraded: tt.degraded})
			}
			answers, err := rules.JudgeAll(ins)
			if err != nil {
				t.Fatal(err)
			}
			var rows []string
			for _, a := range answers {
				if a.Serious == Yes {
					rows = append(rows, a.Row)
				}
				if a.Periodic != tt.periodic || a.RuleVersion != "major-r03" || len(a.MaybeVersions) > 0 {
					t.Errorf("periodic %s, version %s %v; want %s, major-r03 alone", a.Periodic, a.RuleVersion, a.MaybeVersions, tt.periodic)
				}
			}
			if !slices.Equal(rows, c.Serious.Rows) || (len(rows) > 0) != c.Serious.Stated {
				t.Errorf("serious under %v, the content says %v", rows, c.Serious.Rows)
			}
		})
	}
}

// usersOf returns the first count of people or lines, nil where there is none.
func usersOf(c *Case) *int {
	for _, a := range c.Affected {
		if a.Unit != "人" && a.Unit != "回線" {
			continue
		}
		if a.Max != nil {
			return a.Max
		}
		return a.Min
	}
	return nil
}

// TestVersions puts known accidents under the rules of several days.
func TestVersions(t *testing.T) {
	rules := realDuty(t)
	for _, tt := range []struct {
		what           string
		service        DutyService
		on             string
		minutes, users int
		serious        Verdict
		row, version   string
	}{
		{"fixed lines, April 2023", InternetAccess, "2023-04-03T07:10", 103, 446000, No, "五", "major-r03"},
		{"the same under the rules of 2026", InternetAccess, "2026-04-01", 103, 446000, Yes, "六", "major-2026"},
		{"its telephony", VoiceEmergency, "2023-04-03T07:10", 103, 233000, Yes, "一", "major-r03"},
		{"its telephony in 2026", VoiceEmergency, "2026-04-01", 103, 233000, Yes, "一", "major-2026"},
		{"mobile data, December 2022", InternetAccess, "2022-12-20", 122, 690000, Yes, "五", "major-r03"},
		{"mobile data in 2026", InternetAccess, "2026-04-01", 122, 690000, Yes, "六", "major-2026"},
		{"telephony, September 2025", VoiceEmergency, "2025-09-16", 51, 2270000, No, "一", "major-r03"},
		{"telephony in 2026", VoiceEmergency, "2026-04-01", 51, 2270000, No, "一", "major-2026"},
		{"mobile voice, December 2018", VoiceEmergency, "2018-12-06", 265, 30600000, Yes, "一", "major-2015"},
		{"mobile voice in 2022", VoiceEmergency, "2022-12-06", 265, 30600000, Yes, "一", "major-r03"},
		{"one line for all, January 2012", VoiceEmergency, "2012-01-25", 282, 2520000, Yes, "一律", "major-2008"},
		{"mail of a host in 2026", OtherService, "2026-04-01", 145, 456516, Yes, "七", "major-2026"},
		{"last day of five rows", InternetAccess, "2026-03-31T23:59", 60, 100000, No, "五", "major-r03"},
		{"large free messaging before its row", FreeMessaging, "2026-03-31", 240, 100000, No, "四", "major-r03"},
		{"large free messaging with its row", FreeMessaging, "2026-04-01", 240, 100000, Yes, "四", "major-2026"},
		{"free Internet moves down a row", FreeInternet, "2026-04-01", 720, 1000000, Yes, "五", "major-2026"},
		{"LPWA before its row can have come", LPWA, "2019-03-31", 120, 30000, Yes, "四", "major-2015"},
		{"LPWA when its row may have come", LPWA, "2019-04-01", 120, 30000, Unknown, "四", "major-2015"},
		{"LPWA that both versions take", LPWA, "2020-01-01", 720, 30000, Yes, "四", "major-2015"},
		{"LPWA with its row", LPWA, "2021-04-01", 120, 30000, No, "三", "major-r03"},
	} {
		a := judge(t, rules, input(t, tt.service, tt.on, tt.minutes, tt.users))
		if a.Serious != tt.serious || a.Row != tt.row || a.RuleVersion != tt.version {
			t.Errorf("%s: %s, row %s of %s; want %s, %s of %s", tt.what, a.Serious, a.Row, a.RuleVersion, tt.serious, tt.row, tt.version)
		}
		if a.Serious == Unknown && (len(a.Missing) > 0 || len(a.MaybeVersions) == 0 || !strings.Contains(a.Why.JA, "版")) {
			t.Errorf("%s: missing %v, may be %v, %q: all is known but the version", tt.what, a.Missing, a.MaybeVersions, a.Why.JA)
		}
	}
}

func TestBecomesSerious(t *testing.T) {
	rules := realDuty(t)
	for _, tt := range []struct {
		service               DutyService
		minutes, users        int
		atMinutes, atUsers    int // -1: none
		leftMinutes, leftUser int
		ja                    string
	}{
		{VoiceEmergency, 42, 40000, 60, -1, 18, -1, "あと18分で該当します（開始から60分）。"},
		{InternetAccess, 65, 40000, 120, 100000, 55, 60000, "あと6万人で該当します（合わせて10万人）"},
		{InternetAccess, 130, 29999, -1, 30000, -1, 1, "この人数では、どれだけ続いても"},
		{InternetAccess, 130, 30000, 120, 30000, -1, -1, "120分に届いた時点"},
		{InternetAccess, -1, 99999, 120, -1, -1, -1, "120分から"},
		{InternetAccess, 119, -1, -1, 100000, -1, -1, "10万人から"},
		{OtherService, 10, 10, -1, -1, -1, -1, "この時間では、何人でも"},
		{CriticalFacility, 100, -1, 120, -1, 20, -1, "あと20分"},
		{CriticalFacility, -1, -1, 120, -1, -1, -1, "120分から"},
	} {
		got := judge(t, rules, input(t, tt.service, "2026-05-01T09:30", tt.minutes, tt.users)).BecomesSerious
		if number(got.Minutes) != tt.atMinutes || number(got.Users) != tt.atUsers ||
			number(got.MinutesLeft) != tt.leftMinutes || number(got.UsersLeft) != tt.leftUser {
			t.Errorf("%+v: got %d min, %d users, left %d and %d", tt, number(got.Minutes), number(got.Users), number(got.MinutesLeft), number(got.UsersLeft))
		}
		if got.Text == nil || !strings.Contains(got.Text.JA, tt.ja) || got.Text.EN == "" {
			t.Errorf("%+v: text %+v", tt, got.Text)
		}
		if (got.At != nil) != (got.Minutes != nil) || (tt.atMinutes == 60 && got.At.String() != "2026-05-01T10:30") {
			t.Errorf("%+v: at %v", tt, got.At)
		}
	}
}

func number(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

func TestDeadlines(t *testing.T) {
	rules := realDuty(t)
	for _, tt := range []struct {
		on             string
		minutes, users int
		want           []string // id by applies
	}{
		{"2021-10-14T17:37", 140, 1000000, []string{"serious-first without-delay yes", "serious-detail 2021-11-13 yes", "periodic-quarterly 2022-02-28 yes"}},
		{"2024-02-01", 100, 20000, []string{}},
		{"2023-12-31T23:59", 59, 30000, []string{"periodic-quarterly 2024-02-29 yes"}},
		{"2025-03-31", 120, 1, []string{"periodic-quarterly 2025-05-31 yes"}},
		{"2025-04-01", 120, 1, []string{"periodic-yearly 2026-05-31 yes"}},
		{"2026-03-31", 59, 30000, []string{"periodic-yearly 2026-05-31 yes"}},
		{"2026-04-01", 60, 30000, []string{"serious-first without-delay yes", "serious-detail 2026-05-01 yes"}}, // yearly leaves it out
		{"2026-04-01", 60, -1, []string{"serious-first without-delay unknown", "serious-detail 2026-05-01 unknown"}},
		{"2026-04-01", -1, 100, []string{"periodic-yearly 2027-05-31 unknown"}},
	} {
		a := judge(t, rules, input(t, VoiceEmergency, tt.on, tt.minutes, tt.users))
		got := []string{}
		for _, d := range a.Deadlines {
			got = append(got, d.ID+" "+d.By+" "+string(d.Applies))
			if d.Provision == "" || d.Article == "" || d.When.JA == "" || d.How.EN == "" {
				t.Errorf("incomplete deadline %+v", d)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s, %d min, %d users: %v, want %v", tt.on, tt.minutes, tt.users, got, tt.want)
		}
	}
}

func TestNearMissByVersion(t *testing.T) {
	rules := realDuty(t)
	for on, want := range map[string]struct {
		version string
		types   int
	}{"2023-06-15": {}, "2023-06-16": {"osore-2023", 5}, "2026-03-31": {"osore-2023", 5}, "2026-04-01": {"osore-2026", 7}} {
		n := judge(t, rules, input(t, VoiceEmergency, on, 10, 10)).NearMiss
		if n == nil {
			n = new(NearMissCheck)
		}
		if n.Version != want.version || len(n.AnyOf) != want.types || (want.version != "" && len(n.Deadlines) != 2) {
			t.Errorf("%s: %s with %d types, %d deadlines; want %+v", on, n.Version, len(n.AnyOf), len(n.Deadlines), want)
		}
	}
}

func TestNotes(t *testing.T) {
	rules := realDuty(t)
	has := func(a DutyAnswer, part string) bool {
		return slices.ContainsFunc(a.Notes, func(n AnswerNote) bool { return strings.Contains(n.JA, part) })
	}
	known := judge(t, rules, input(t, VoiceEmergency, "2026-05-01", 60, 30000))
	open := judge(t, rules, input(t, FreeMessaging, "2026-11-23", 60, -1))
	facility := judge(t, rules, input(t, CriticalFacility, "2021-05-30", 342, -1))
	for _, tt := range []struct {
		a    DutyAnswer
		part string
		want bool
	}{
		{known, "目安です", true}, {known, "major-2026（2026-04-01〜、第58条第2項（7区分））", true},
		{known, "把握が困難", false}, {open, "把握が困難", true}, {facility, "把握が困難", false},
		{known, "2026-06-30 の条文まで", false}, {open, "2026-06-30 の条文まで", true},
		{known, "free-internet", false}, {open, "free-internet", true},
		{facility, "全ての通信が通じなかった長さ", true}, {known, "全ての通信が通じなかった長さ", false},
		{known, "30分以内", true}, {facility, "30分以内", false},
	} {
		if has(tt.a, tt.part) != tt.want {
			t.Errorf("%s on %s: note with %q: %v, want %v", tt.a.Input.Service, tt.a.Input.On, tt.part, !tt.want, tt.want)
		}
	}
}

func TestJudgeRefuses(t *testing.T) {
	rules := realDuty(t)
	for param, in := range map[string]DutyInput{
		ParamService:        input(t, "fax", "2026-04-01", 1, 1),
		ParamOn:             input(t, VoiceOnly, "2008-03-31", 1, 1),
		ParamDegraded:       {Service: VoiceOnly, On: when(t, "2026-04-01"), Degraded: "perhaps"},
		ParamAllTrafficLost: {Service: VoiceOnly, On: when(t, "2026-04-01"), AllTrafficLost: "perhaps"},
	} {
		_, err := rules.Judge(in)
		if e, ok := errors.AsType[*DutyInputError](err); !ok || e.Param != param || e.Message.JA == "" || e.Message.EN == "" {
			t.Errorf("%s: error %v", param, err)
		}
	}
	if _, err := new(DutyRules).Judge(input(t, VoiceOnly, "2026-04-01", 1, 1)); !errors.Is(err, ErrNoDutyRules) {
		t.Errorf("without rules: %v, want ErrNoDutyRules", err)
	}
	if a, err := rules.Judge(input(t, VoiceOnly, "2008-04-01", 1, 1)); err != nil || a.RuleVersion != "major-2008" {
		t.Errorf("first day: %s, %v", a.RuleVersion, err)
	}
}

// TestDatingOnlyInDoubt: an answer speaks of uncertain dates where they may
// matter, and not otherwise.
func TestDatingOnlyInDoubt(t *testing.T) {
	rules := realDuty(t)
	for on, want := range map[string]bool{"2018-01-01": true, "2020-01-01": true, "2021-04-01": false, "2024-01-01": false} {
		a := judge(t, rules, input(t, LPWA, on, 120, 30000))
		if got := slices.ContainsFunc(a.Notes, func(n AnswerNote) bool { return strings.Contains(n.JA, "2019年4月1日") }); got != want {
			t.Errorf("%s: dating of the LPWA row mentioned: %v, want %v", on, got, want)
		}
	}
}
