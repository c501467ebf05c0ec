package kb

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

var sharePattern = regexp.MustCompile(`^\d{1,3}(\.\d{1,2})?$`)

// firstYear is the first fiscal year of the Telecommunications Business Act.
const firstYear = 1985

// figures checks the statistics. A content folder may do without.
func (k checks) figures() {
	if len(k.statistics.problems) > 0 {
		return
	}
	p, before := parsed{tree: k.statistics}, len(k.statistics.problems)
	ids := map[string]bool{}
	for i, t := range k.stats.Tables {
		at := fmt.Sprintf("tables[%d]", i)
		statID(p, at+".id", t.ID, ids)
		k.table(p, at, t)
	}
	for i, s := range k.stats.Series {
		at := fmt.Sprintf("series[%d]", i)
		statID(p, at+".id", s.ID, ids)
		k.series(p, at, s)
	}
	if len(p.problems) > before {
		return // sums of tables that are not sound say nothing
	}
	for i, t := range k.stats.Tables {
		lintSums(p, fmt.Sprintf("tables[%d]", i), t)
	}
}

// statID checks the id of a table, series, row or column.
func statID(p parsed, at, id string, seen map[string]bool) {
	if seen[id] || !tagPattern.MatchString(id) {
		p.add(at, "idは小文字の英数字とハイフンで、重ならないようにしてください", "an id is lower-case letters, digits and hyphens, each once")
	}
	seen[id] = true
}

func (k checks) table(p parsed, at string, t *StatTable) {
	if len(t.Cite) == 0 {
		p.add(at+".cite", "出典を1つは書いてください", "give at least one citation")
	}
	for i, c := range t.Cite {
		k.citation(p, fmt.Sprintf("%s.cite[%d]", at, i), c)
	}
	if t.FiscalYear < firstYear {
		p.add(at+".fiscal_year", "西暦の年度を書いてください", "write the fiscal year as in 2021")
	}
	lintAxes(p, at, t)
	for i := range t.Rows {
		k.row(p, fmt.Sprintf("%s.rows[%d]", at, i), t, &t.Rows[i])
	}
	for i := range t.Claims {
		k.claim(p, fmt.Sprintf("%s.claims[%d]", at, i), t, &t.Claims[i])
	}
	for i, m := range t.Marks {
		mark := fmt.Sprintf("%s.marks[%d]", at, i)
		k.target(p, mark+".case", m.Case, KindCase)
		lintCell(p, mark+".at", t, m.At)
	}
	for i, ref := range t.See {
		k.erratum(p, fmt.Sprintf("%s.see[%d]", at, i), ref)
	}
}

// lintAxes checks the ids of rows and columns and what they are parts of.
func lintAxes(p parsed, at string, t *StatTable) {
	rows, columns := map[string]bool{}, map[string]bool{}
	rowOf, columnOf := map[string]string{}, map[string]string{}
	for i, r := range t.Rows {
		statID(p, fmt.Sprintf("%s.rows[%d].id", at, i), r.ID, rows)
		rowOf[r.ID] = r.Of
	}
	for i, c := range t.Columns {
		statID(p, fmt.Sprintf("%s.columns[%d].id", at, i), c.ID, columns)
		columnOf[c.ID] = c.Of
	}
	for i, r := range t.Rows {
		lintPart(p, fmt.Sprintf("%s.rows[%d].of", at, i), r.ID, rowOf)
	}
	for i, c := range t.Columns {
		lintPart(p, fmt.Sprintf("%s.columns[%d].of", at, i), c.ID, columnOf)
	}
}

// lintPart follows a row or column up through what it is a part of.
func lintPart(p parsed, at, id string, of map[string]string) {
	for up, steps := of[id], 0; up != ""; up, steps = of[up], steps+1 {
		if _, ok := of[up]; !ok || steps > len(of) {
			p.add(at, "「%s」という行や列が無いか、たどると自分に戻ります", "there is no %q, or it leads back to itself", up)
			return
		}
	}
}

func (k checks) row(p parsed, at string, t *StatTable, r *StatRow) {
	for _, c := range t.Columns {
		if _, ok := r.Values[c.ID]; !ok && t.Absent == nil {
			p.add(at+".values", "列 %s の値がありません。無い値があるなら、表のabsentに意味を書いてください",
				"column %s has no value; where values may be absent, say in the table's absent what that means", c.ID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.Values)) {
		if _, ok := t.Column(id); !ok {
			p.add(at+".values", "「%s」という列はありません", "there is no column %q", id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.Shares)) {
		lintShare(p, at+".shares", r.Shares[id])
		lintCell(p, at+".shares", t, r.ID+"/"+id)
	}
	for _, id := range slices.Sorted(maps.Keys(r.Adopted)) {
		lintCell(p, at+".adopted", t, r.ID+"/"+id)
	}
	if len(r.Adopted) > 0 && r.Erratum == "" {
		p.add(at+".erratum", "採る値を変えるには、その食い違い（erratum）が必要です", "a value other than the source's needs its erratum")
	}
	if r.Cite != nil {
		k.citation(p, at+".cite", *r.Cite)
	}
	k.erratum(p, at+".erratum", r.Erratum)
}

func (k checks) claim(p parsed, at string, t *StatTable, c *StatClaim) {
	for i, ref := range c.Plus {
		lintCell(p, fmt.Sprintf("%s.plus[%d]", at, i), t, ref)
	}
	for i, ref := range c.Minus {
		lintCell(p, fmt.Sprintf("%s.minus[%d]", at, i), t, ref)
	}
	if c.Of != "" {
		lintCell(p, at+".of", t, c.Of)
	}
	if c.Share != "" {
		lintShare(p, at+".share", c.Share)
	}
	if len(c.Plus) == 0 || (c.Count == nil) == (c.Share == "") || (c.Of == "") != (c.Share == "") {
		p.add(at, "plusに加えて、countか、ofとshareの組の、どちらか一方を書いてください", "besides plus, give either count, or of and share")
	}
	k.erratum(p, at+".erratum", c.Erratum)
	k.citation(p, at+".cite", c.Cite)
}

func lintShare(p parsed, at, share string) {
	if !sharePattern.MatchString(share) {
		p.add(at, "割合は、出典の桁のまま '49.4' のように書いてください", "write a percentage as the source does, as in '49.4'")
	}
}

func lintCell(p parsed, at string, t *StatTable, ref string) {
	if _, ok := t.Value(ref); !ok {
		p.add(at, "「%s」という、値のある欄はありません（行/列）", "there is no cell %q with a value (row/column)", ref)
	}
}

// erratum checks a reference such as source-r03-report#e13.
func (k checks) erratum(p parsed, at, ref string) {
	if ref == "" {
		return
	}
	id, name, _ := strings.Cut(ref, "#")
	other, ok := k.named(id)
	if s, isSource := other.doc.(*Source); ok && isSource {
		for _, e := range s.Errata {
			if e.ID == name {
				return
			}
		}
	}
	p.add(at, "「%s」という食い違いはありません（例: source-r03-report#e13）", "there is no erratum %q (example: source-r03-report#e13)", ref)
}

// lintSums checks that what does not add up names an erratum, and that nothing
// else does.
func lintSums(p parsed, at string, t *StatTable) {
	explained := map[string]bool{}
	for _, d := range t.discrepancies() {
		explained[d.Erratum] = true
		if d.Erratum == "" {
			kind := d.Kind.Label()
			p.add(at, "%[1]s が合いません（%[4]s）。記載は %[2]s、計算では %[3]s。出典の誤りならerratumを書いてください",
				"%[1]s does not add up (%[5]s): stated %[2]s, computed %[3]s; where the source is wrong, name the erratum",
				d.At, d.Stated, d.Computed, kind.JA, kind.EN)
		}
	}
	for i, r := range t.Rows {
		lintNeeded(p, fmt.Sprintf("%s.rows[%d].erratum", at, i), r.Erratum, explained)
	}
	for i, c := range t.Claims {
		lintNeeded(p, fmt.Sprintf("%s.claims[%d].erratum", at, i), c.Erratum, explained)
	}
}

func lintNeeded(p parsed, at, ref string, explained map[string]bool) {
	if ref != "" && !explained[ref] {
		p.add(at, "計算は合っています。食い違いを消すか、表のseeに移してください", "everything adds up: remove the erratum or move it to see")
	}
}

func (k checks) series(p parsed, at string, s *StatSeries) {
	if len(s.Points) == 0 {
		p.add(at+".points", "年度を1つは書いてください", "give at least one year")
		return
	}
	for i, pt := range s.Points {
		k.point(p, fmt.Sprintf("%s.points[%d]", at, i), s.Points[0].Year+i, pt)
	}
	first, last := s.Points[0].Year, s.Points[len(s.Points)-1].Year
	for i, b := range s.Breaks {
		if b.Year < first || b.Year > last {
			p.add(fmt.Sprintf("%s.breaks[%d].year", at, i), "推移の外の年度です", "lies outside the series")
		}
		k.citation(p, fmt.Sprintf("%s.breaks[%d].cite", at, i), b.Cite)
	}
}

func (k checks) point(p parsed, at string, year int, pt StatPoint) {
	if pt.Year != year || pt.Year < firstYear {
		p.add(at+".year", "年度を順に、抜かさずに並べてください。値の無い年度にはmissingを書きます", "years stand in order without a gap; one without a value has missing")
	}
	if (pt.Value == nil) == (pt.Missing == nil) {
		p.add(at, "valueかmissingの、どちらか一方を書いてください", "give either value or missing")
	}
	if (pt.Value == nil) != (pt.Cite == nil) {
		p.add(at+".cite", "値には出典が必要です。値が無ければ書けません", "a value needs its citation; without a value there is none")
	}
	if pt.Cite != nil {
		k.citation(p, at+".cite", *pt.Cite)
	}
}
