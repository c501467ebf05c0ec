package kb

import (
	"encoding/json"
	"errors"
	"testing"
)

func TestDutyQuery(t *testing.T) {
	ask := func(minutes, users string) DutyQuery {
		return DutyQuery{Services: []string{"internet-access"}, Minutes: minutes, Users: users, On: "2026-04-01"}
	}
	for _, tt := range []struct {
		q              DutyQuery
		minutes, users int // -1: not known
	}{
		{ask("103", "446000"), 103, 446000},
		{ask("１０３", "４４６，０００"), 103, 446000},
		{ask(" 1,440 ", "44万6000"), 1440, 446000},
		{ask("1,234,567", "1,234万"), 1234567, 12340000},
		{ask("2147483647", "44万6,000"), 2147483647, 446000},
		{ask("60", "214748万3647"), 60, 2147483647},
		{ask("", "3万"), -1, 30000},
		{ask("unknown", "不明"), -1, -1},
		{ask("0", "0"), 0, 0},
	} {
		ins, err := tt.q.Inputs()
		if err != nil || len(ins) != 1 {
			t.Errorf("%+v: %v", tt.q, err)
			continue
		}
		if in := ins[0]; number(in.Minutes) != tt.minutes || number(in.Users) != tt.users || in.On.String() != "2026-04-01" {
			t.Errorf("%+v: %d min, %d users, %s", tt.q, number(in.Minutes), number(in.Users), in.On)
		}
	}
}

func TestDutyQueryOfSeveralServices(t *testing.T) {
	q := DutyQuery{Services: []string{"voice-emergency, internet-access", "voice-emergency"}, Minutes: "140", Users: "100万", On: "2021-10-14T17:37"}
	ins, err := q.Inputs()
	if err != nil {
		t.Fatal(err)
	}
	answers, err := realDuty(t).JudgeAll(ins)
	if err != nil || len(answers) != 2 || answers[0].Row != "一" || answers[1].Row != "五" {
		t.Errorf("%d answers %+v, %v; want rows 一 and 五", len(answers), answers, err)
	}
}

func TestDutyQueryNamesTheParameter(t *testing.T) {
	good := DutyQuery{Services: []string{"voice"}, Minutes: "60", Users: "1", On: "2026-04-01"}
	if _, err := good.Inputs(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		param  string
		change func(*DutyQuery)
	}{
		{ParamService, func(q *DutyQuery) { q.Services = nil }},
		{ParamService, func(q *DutyQuery) { q.Services = []string{"voice,fax"} }},
		{ParamMinutes, func(q *DutyQuery) { q.Minutes = "-1" }},
		{ParamMinutes, func(q *DutyQuery) { q.Minutes = "1.5" }},
		{ParamMinutes, func(q *DutyQuery) { q.Minutes = "3万" }},
		{ParamUsers, func(q *DutyQuery) { q.Users = "many" }},
		{ParamUsers, func(q *DutyQuery) { q.Users = "1万12345" }},
		{ParamUsers, func(q *DutyQuery) { q.Users = "3,5万" }}, // 3.5万 or 35万?
		{ParamUsers, func(q *DutyQuery) { q.Users = "12,0000" }},
		{ParamUsers, func(q *DutyQuery) { q.Users = "214748万3648" }},
		{ParamUsers, func(q *DutyQuery) { q.Users = "99999999999999万" }},
		{ParamMinutes, func(q *DutyQuery) { q.Minutes = "2147483648" }},
		{ParamMinutes, func(q *DutyQuery) { q.Minutes = "1e30" }},
		{ParamUsers, func(q *DutyQuery) { q.Users = "99999999999999999999" }},
		{ParamOn, func(q *DutyQuery) { q.On = "" }},
		{ParamOn, func(q *DutyQuery) { q.On = "2026-02-29" }},
		{ParamOn, func(q *DutyQuery) { q.On = "9999-12-31" }}, // its deadline would have five digits
		{ParamDegraded, func(q *DutyQuery) { q.Degraded = "maybe" }},
		{ParamAllTrafficLost, func(q *DutyQuery) { q.AllTrafficLost = "0" }},
	} {
		q := good
		tt.change(&q)
		_, err := q.Inputs()
		if e, ok := errors.AsType[*DutyInputError](err); !ok || e.Param != tt.param || e.Message.JA == "" || e.Message.EN == "" {
			t.Errorf("%+v: error %v, want one that names %s", q, err, tt.param)
		}
	}
}

// TestDutyJSON holds the names that the API promises.
func TestDutyJSON(t *testing.T) {
	data, err := json.Marshal(judge(t, realDuty(t), input(t, InternetAccess, "2026-04-01T09:00", 42, 40000)))
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"on", "serious", "row", "rule_version", "why", "missing", "becomes_serious", "periodic", "deadlines", "notes"} {
		if got[name] == nil {
			t.Errorf("%s is missing or null in %s", name, data)
		}
	}
	if b, _ := got["becomes_serious"].(map[string]any); b["minutes"] != 120.0 || b["at"] != "2026-04-01T11:00" {
		t.Errorf("becomes_serious %v", b)
	}
}
