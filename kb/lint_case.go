package kb

import (
	"fmt"
	"slices"
)

// reported are the fields that an accident report always gives.
var reported = []string{"fiscal_year", "serious", "operators", "start", "end", "duration", "region", "services", "equipment"}

func (k checks) accident(p parsed, c *Case) {
	if c.Domain == Telecom {
		missing(p, reported)
	}
	period(p, c)
	if c.Serious.Stated == (len(c.Serious.Rows) == 0) {
		p.add("serious.rows", "重大な事故なら該当する号・項を書き、そうでなければ書かないでください",
			"give rows if, and only if, the accident is stated to be serious")
	}
	counts(p, "affected", c.Affected)
	for i, w := range c.Wider {
		at := fmt.Sprintf("wider[%d]", i)
		span(p, at, w.Start, w.End, w.Duration)
		counts(p, at+".affected", w.Affected)
	}
	k.operators(p, c)
	inquiries(p, c.Inquiries)
	k.causes(p, c)
	measures(p, c)
	notices(p, c)
}

func missing(p parsed, fields []string) {
	for _, name := range fields {
		if _, ok := p.lines[name]; !ok {
			p.add(name, "事故報告（domain: telecom）では必須の項目です", "required in the domain telecom")
		}
	}
}

// period checks the times of a case, which go together.
func period(p parsed, c *Case) {
	started, ended, lasted := !c.Start.At.IsZero(), !c.End.At.IsZero(), c.Duration.Minutes > 0
	if started && ended && lasted {
		span(p, "", c.Start, c.End, c.Duration)
	} else if (ended || lasted) && !(started && ended && lasted) {
		p.add("start", "start、end、durationはそろえて書いてください", "give start, end and duration together")
	}
	if fy := FiscalYear(c.Start.At.Time); started && fy != c.FiscalYear {
		p.add("fiscal_year", "開始日時からは%d年度です", "the start lies in fiscal year %d", fy)
	}
}

// span checks that a window ends after it starts and lasts as long as it says.
func span(p parsed, at string, start, end Point, d Duration) {
	minutes := int(end.At.Sub(start.At.Time).Minutes())
	switch {
	case minutes <= 0:
		p.add(join(at, "end.at"), "終了が開始より前か同じです", "the end is not after the start")
	case minutes != d.Minutes:
		p.add(join(at, "duration.minutes"), "開始から終了までは%d分です。どれかが誤っています",
			"from start to end it is %d minutes: one of the three is wrong", minutes)
	}
}

func counts(p parsed, field string, list []Affected) {
	if len(list) == 0 {
		p.add(field, "影響の数を1つは書いてください", "give at least one count")
	}
	for i, a := range list {
		if a.Min != nil && a.Max != nil && *a.Min > *a.Max {
			p.add(fmt.Sprintf("%s[%d].min", field, i), "最小が最大を超えています", "min is greater than max")
		}
		if a.Min == nil && a.Max == nil {
			p.add(fmt.Sprintf("%s[%d]", field, i), "minかmaxの少なくとも一方を書いてください", "give min or max, or both")
		}
	}
}

func (k checks) operators(p parsed, c *Case) {
	if len(c.Operators) == 0 && c.Domain == Telecom {
		p.add("operators", "事業者を1者は書いてください", "name at least one operator")
	}
	seen := map[string]bool{}
	for i, o := range c.Operators {
		if seen[o.ID] {
			p.add(fmt.Sprintf("operators[%d].id", i), "同じ事業者が2回あります", "the operator stands twice")
		}
		seen[o.ID] = true
	}
	for i, n := range c.Notices {
		if !seen[n.Operator] {
			p.add(fmt.Sprintf("notices[%d].operator", i), "この事例の事業者(operators)にありません", "not one of the operators of this case")
		}
	}
}

func inquiries(p parsed, q *Inquiries) {
	if q == nil {
		return
	}
	if (q.Total == nil) != (q.Basis == "") {
		p.add("inquiries.basis", "totalとbasisは両方書くか、両方省いてください", "give total and basis together or neither")
	}
	sum := 0
	for _, part := range q.Parts {
		sum += part.Count
	}
	if q.Basis == Computed && q.Total != nil && sum != *q.Total {
		p.add("inquiries.total", "内訳の合計は%dです", "the parts add up to %d", sum)
	}
}

func (k checks) causes(p parsed, c *Case) {
	if len(c.Causes) == 0 {
		p.add("causes", "原因を1つは書いてください", "give at least one cause")
	}
	for i, cause := range c.Causes {
		at := fmt.Sprintf("causes[%d]", i)
		numbered(p, at+".id", "c", i, cause.ID)
		k.assertion(p, at, cause.By, cause.Confidence, cause.Why)
	}
}

// numbered checks that the parts of a list are named by their order: c1, c2, …
func numbered(p parsed, at, letter string, i int, id string) {
	if want := fmt.Sprintf("%s%d", letter, i+1); id != want {
		p.add(at, "並び順どおり「%s」としてください", "ids follow the order: this one is %q", want)
	}
}

func measures(p parsed, c *Case) {
	for i, m := range c.Measures {
		at := fmt.Sprintf("measures[%d]", i)
		numbered(p, at+".id", "m", i, m.ID)
		for j, id := range m.Answers {
			if !slices.ContainsFunc(c.Causes, func(x Cause) bool { return x.ID == id }) {
				p.add(fmt.Sprintf("%s.answers[%d]", at, j), "原因「%s」はこの事例にありません", "this case has no cause %q", id)
			}
		}
		if (len(m.Answers) == 0) != (m.AnswersBy == "") {
			p.add(at+".answers_by", "answersとanswers_byは両方書くか、両方省いてください", "give answers and answers_by together or neither")
		}
		for name, d := range map[string]*Date{"started": m.Started, "due": m.Due, "done": m.Done} {
			if d != nil && FiscalYear(d.Time) < c.FiscalYear-1 {
				p.add(at+"."+name, "事故より1年以上前の日付です", "the date lies more than a year before the accident")
			}
		}
	}
}

func notices(p parsed, c *Case) {
	for i, n := range c.Notices {
		at := fmt.Sprintf("notices[%d]", i)
		if n.To != nil && (n.At == nil || n.To.Before(n.At.Time)) {
			p.add(at+".to", "周知の終わりが始まりより前か、始まりがありません", "the end comes before the beginning, or there is no beginning")
		}
		if n.At != nil && !n.At.DayOnly && !c.Start.At.IsZero() && n.At.Before(c.Start.At.Time) {
			p.add(at+".at", "事故の開始より前の周知です", "the notice comes before the start of the accident")
		}
	}
	if len(c.Notices) == 0 && c.NoticesNote == "" {
		p.add("notices_note", "周知が無いときは、その理由を書いてください", "say why there is no notice")
	}
}
