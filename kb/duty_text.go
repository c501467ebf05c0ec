package kb

import (
	"fmt"
	"strconv"
	"strings"
)

// thousands writes a number with commas: 446,000.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// people writes a number of users: 3万人 or 446,000人, 30,000 users.
func people(n int) Text {
	ja := thousands(n) + "人"
	if n >= 10000 && n%10000 == 0 {
		ja = thousands(n/10000) + "万人"
	}
	return Text{ja, thousands(n) + " users"}
}

func length(n int) Text { return Text{thousands(n) + "分", thousands(n) + " min"} }

// text writes the criterion as the tables put it.
func (k Criterion) text() Text {
	m := length(k.Minutes)
	if k.AllTrafficLost {
		return Text{m.JA + "以上、全ての通信が不能", "all traffic lost for at least " + m.EN}
	}
	u := people(k.Users)
	return Text{m.JA + "以上かつ" + u.JA + "以上", "at least " + m.EN + " and " + u.EN}
}

// lines writes all criteria of a row.
func (r SeriousRow) lines() Text {
	var ja, en []string
	for _, k := range r.AnyOf {
		t := k.text()
		ja, en = append(ja, "「"+t.JA+"」"), append(en, t.EN)
	}
	return Text{strings.Join(ja, "か"), strings.Join(en, ", or ")}
}

// then joins sentences.
func (t Text) then(next Text) Text {
	if t == (Text{}) || next == (Text{}) {
		return Text{t.JA + next.JA, t.EN + next.EN}
	}
	return Text{t.JA + next.JA, t.EN + " " + next.EN}
}

// why says which row the class falls in and how the accident stands to it.
func (c *dutyCase) why(serious Verdict, missing []string) Text {
	if c.in.Degraded == No {
		return Text{"役務が止まっても品質が落ちてもいないので、時間と人数にかかわらず重大な事故に当たりません。",
			"No service stopped or degraded, so it is no serious accident whatever the minutes and users."}
	}
	var t Text
	for _, v := range c.serious {
		row := v.row(c.in.Service)
		lines := row.lines()
		t = t.then(Text{fmt.Sprintf("%sの表では%sの区分（%s）に入り、%sで該当します。", v.ID, row.Row, row.Name.JA, lines.JA),
			fmt.Sprintf("In the table %s it falls under row %s (%s): %s.", v.ID, row.Row, row.Name.EN, lines.EN)})
	}
	return t.then(c.standing(serious, missing))
}

// standing says how the numbers stand to the lines.
func (c *dutyCase) standing(serious Verdict, missing []string) Text {
	given := c.given()
	switch {
	case serious == Yes:
		return Text{given.JA + "は、線に届いています。", given.EN + " reaches the line."}
	case serious == No && c.in.Service == CriticalFacility && c.in.AllTrafficLost == No:
		return Text{"全ての通信が不能になってはいないので、該当しません。", "Not all traffic was lost, so it does not apply."}
	case serious == No:
		return Text{given.JA + "は、どの線にも届いていません。", given.EN + " reaches no line."}
	case len(missing) == 0:
		return Text{"どの版が効いていたかが確かでなく、版によって答えが違います。", "Which version held is not certain, and they differ."}
	}
	var ja, en []string
	for _, name := range missing {
		label := DutyParamLabel(name)
		ja, en = append(ja, label.JA), append(en, label.EN)
	}
	return Text{strings.Join(ja, "と") + "が分からないので、まだ決まりません。",
		"It stays open as long as this is not known: " + strings.Join(en, ", ") + "."}
}

// given writes the numbers put in.
func (c *dutyCase) given() Text {
	m, u := Text{"時間不明", "unknown minutes"}, Text{"人数不明", "unknown users"}
	if c.in.Minutes != nil {
		m = length(*c.in.Minutes)
	}
	if c.in.Users != nil {
		u = people(*c.in.Users)
	}
	if c.in.Service == CriticalFacility {
		return m
	}
	return Text{m.JA + "・" + u.JA, m.EN + " with " + u.EN}
}

func (c *dutyCase) periodicWhy(periodic Verdict) Text {
	p := c.periodic
	m, u := length(p.Minutes), people(p.Users)
	t := Text{fmt.Sprintf("%sの版では、%s以上か%s以上の事故が対象です。", p.ID, m.JA, u.JA),
		fmt.Sprintf("In the version %s it takes accidents of at least %s or %s.", p.ID, m.EN, u.EN)}
	if !p.IncludesSerious {
		t = t.then(Text{"重大な事故は除かれます。", "Serious accidents are left out."})
	}
	switch periodic {
	case Yes:
		return t.then(Text{"この事故は対象です。", "This one goes into it."})
	case No:
		return t.then(Text{"この事故は対象ではありません。", "This one does not."})
	}
	return t.then(Text{"この事故が対象になるかは、まだ決まりません。", "Whether this one does stays open."})
}

// DutyParamLabel names a query parameter, such as one that an answer says is
// missing, for readers.
func DutyParamLabel(name string) Text {
	switch name {
	case ParamService:
		return Text{"役務の区分", "class of service"}
	case ParamMinutes:
		return Text{"継続時間", "minutes"}
	case ParamUsers:
		return Text{"影響利用者数", "number of users"}
	case ParamOn:
		return Text{"発生した日", "day of the accident"}
	case ParamAllTrafficLost:
		return Text{"全ての通信が不能か", "whether all traffic was lost"}
	case ParamDegraded:
		return Text{"役務が止まったか品質が落ちたか", "whether a service stopped or degraded"}
	}
	return Text{name, name}
}
