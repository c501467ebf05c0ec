package kb

import (
	"fmt"
	"slices"
	"strings"
)

func (k checks) lesson(p parsed, d *Lesson) {
	k.links(p, "cases", d.Cases, KindCase)
	k.links(p, "provisions", d.Provisions, KindProvision)
	if tags := d.Tags["phase"]; len(tags) > 0 && !slices.Equal(tags, []string{string(d.Phase)}) {
		p.add("tags.phase", "phaseと同じ値だけにしてください", "must hold the value of phase and nothing else")
	}
	if (d.FiscalYear == 0) == (d.Domain == Telecom) {
		p.add("fiscal_year", "事故報告（domain: telecom）の教訓には必須で、ほかの分野では使えません",
			"required in the domain telecom, and not allowed in others")
	}
	for i, in := range d.Incidents {
		at := fmt.Sprintf("incidents[%d].years", i)
		if (in.Mark == IncidentSeen) == (len(in.Years) == 0) {
			p.add(at, "過去にも見られた事例(seen)なら年度を書き、そうでなければ書かないでください",
				"give years if, and only if, the mark is seen")
		}
		earlier(p, at, in.Years, d.FiscalYear)
	}
	if len(d.Statements) == 0 {
		p.add("statements", "教訓の文を1つは書いてください", "give at least one statement")
	}
	for i := range d.Statements {
		k.statement(p, fmt.Sprintf("statements[%d]", i), i, d, &d.Statements[i])
	}
}

func (k checks) statement(p parsed, at string, i int, d *Lesson, s *Statement) {
	numbered(p, at+".id", "s", i, s.ID)
	if (s.Status == "") == (d.Domain == Telecom) {
		p.add(at+".status", "事故報告（domain: telecom）の文には必須で、ほかの分野では使えません",
			"required in the domain telecom, and not allowed in others")
	}
	if (s.Status == Restated) == (len(s.Years) == 0) {
		p.add(at+".years", "再掲(restated)なら過去の年度を書き、新規(new)なら書かないでください",
			"give years if, and only if, the statement is restated")
	}
	earlier(p, at+".years", s.Years, d.FiscalYear)
	k.links(p, at+".cases", s.Cases, KindCase)
	k.links(p, at+".provisions", s.Provisions, KindProvision)
	if len(s.Questions) < 1 || len(s.Questions) > 4 {
		p.add(at+".questions", "点検項目は1〜4個書いてください（いま%d個）", "give one to four questions (there are %d)", len(s.Questions))
	}
	for j, q := range s.Questions {
		if !strings.HasSuffix(q.Text, "か。") {
			p.add(fmt.Sprintf("%s.questions[%d].text", at, j), "点検項目は、はい・いいえで答えられる問い（「…か。」）にしてください",
				"a check is a question to be answered yes or no: it ends in か。")
		}
	}
}

// earlier checks that years ascend and lie before the year of the report.
func earlier(p parsed, at string, years []int, report int) {
	if !slices.IsSorted(years) {
		p.add(at, "年度は古い順に並べてください", "years go from the oldest to the newest")
	}
	for _, y := range years {
		if y >= report || y < 1985 {
			p.add(at, "%d は過去の報告の年度ではありません（西暦の年度で書く）", "%d is not the fiscal year of an earlier report", y)
		}
	}
}

func (k checks) provision(p parsed, d *Provision) {
	k.target(p, "instrument", d.Instrument, KindSource)
	k.quoted[d.Instrument] = true
	if len(d.Articles) == 0 {
		p.add("articles", "条項の番号を1つは書いてください", "give at least one article")
	}
	if d.Parent == "" {
		return
	}
	k.target(p, "parent", d.Parent, KindProvision)
	other, _ := k.named(d.Parent)
	if parent, ok := other.doc.(*Provision); ok && parent.Layer != d.Layer {
		p.add("parent", "親の条項と層が違います（親は %s）", "the parent is in another layer (%s)", parent.Layer)
	}
}
