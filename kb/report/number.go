package report

import (
	"regexp"
	"strconv"
	"strings"

	"kyokun/kb"
)

// amount is a number as reports write it: 456,516, 50万, 1.5億.
const amount = `(\d[\d,]*(?:\.\d+)?)(億)?(万)?(千)?`

var durationForm = regexp.MustCompile(`(?:(\d+)日(?:間|と)?)?(?:(\d+)時間)?(?:(\d+)分)?`)

// duration reads 5時間42分 or 6日15時間37分; minutes is 0 where it is neither.
func duration(s string) (minutes int, text string) {
	s = squeeze(s)
	for _, m := range durationForm.FindAllStringSubmatch(s, -1) {
		if m[0] == "" || m[2] == "" && m[3] == "" {
			continue
		}
		return number(m[1])*24*60 + number(m[2])*60 + number(m[3]), m[0]
	}
	return 0, ""
}

// number reads digits with or without separators; what is no number is 0.
func number(s string) int {
	n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	if err != nil {
		return 0
	}
	return n
}

// scaled reads an amount; ok is false where it is no whole number or too large.
func scaled(digits, oku, man, sen string) (int, bool) {
	f, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
	if err != nil {
		return 0, false
	}
	for _, unit := range []struct {
		there  string
		factor float64
	}{{oku, 1e8}, {man, 1e4}, {sen, 1e3}} {
		if unit.there != "" {
			f *= unit.factor
		}
	}
	if n := int(f + 0.5); f < 1e12 && f-float64(n) < 1e-6 && float64(n)-f < 1e-6 {
		return n, true
	}
	return 0, false
}

var countForm = regexp.MustCompile(`(最大|延べ|のべ)?(約|およそ)?` + amount + `(人|名|社|回線|通|契約|世帯|加入者?|ユーザー?|利用者|台)(以上|超|以下|未満|程度|弱|強)?`)

// affected reads every count of people, lines or messages in the text.
func affected(s string) []kb.Affected {
	var out []kb.Affected
	for _, m := range countForm.FindAllStringSubmatch(squeeze(s), -1) {
		n, ok := scaled(m[3], m[4], m[5], m[6])
		if !ok {
			continue
		}
		a := kb.Affected{Unit: unitOf(m[7]), Text: m[0]}
		switch {
		case m[8] == "以上" || m[8] == "超" || m[8] == "強":
			a.Min = &n
		case m[8] != "" || m[1] == "最大" || m[2] != "":
			a.Max = &n
		default:
			least := n
			a.Min, a.Max = &least, &n
		}
		out = append(out, a)
	}
	return out
}

// unitOf names what is counted: persons are 人, however the source calls them.
func unitOf(s string) string {
	switch s {
	case "名", "ユーザ", "ユーザー", "利用者", "加入者":
		return "人"
	}
	return s
}

var inquiryForm = regexp.MustCompile(`([^\d:()、,件・※][^:()、,件※]*?|\d+[^\d:()、,件・※][^:()、,件※]*?)?[:(]?(\d[\d,]*)(件|事業者|社)\)?`)

// brokenUnit is a unit that a narrow cell has pushed to the next line.
var brokenUnit = regexp.MustCompile(`\n\s*(件|事業者|社)`)

// inquiries reads the number of calls, in all or by desk.
func inquiries(s string, name func(string) string) *kb.Inquiries {
	var q kb.Inquiries
	sum, same := 0, true
	folded := brokenUnit.ReplaceAllString(fold(s), "$1")
	folded = strings.NewReplacer("\n", "、", "\t", "、").Replace(folded)
	for _, m := range inquiryForm.FindAllStringSubmatch(squeeze(folded), -1) {
		n := number(m[2])
		who := strings.Trim(m[1], "・-、 ")
		if who == "" || who == "約" || who == "計" || who == "合計" {
			return &kb.Inquiries{Total: &n, Basis: kb.Stated}
		}
		part := kb.InquiriesPart{Who: name(who), Count: n}
		if m[3] != "件" {
			part.Unit, same = m[3], false
		}
		q.Parts = append(q.Parts, part)
		sum += n
	}
	if len(q.Parts) == 0 {
		return nil
	}
	if same {
		q.Total, q.Basis = &sum, kb.Computed
	}
	return &q
}

var regionExcept = regexp.MustCompile(`\(([^()]*?)を除く。?\)`)

// region reads the area affected and the parts of it that were spared.
func region(s string) kb.Region {
	text := strings.TrimRight(squeeze(s), "。")
	r := kb.Region{}
	if m := regionExcept.FindStringSubmatch(text); m != nil {
		r.Except = strings.FieldsFunc(m[1], func(c rune) bool { return c == '、' || c == ',' || c == '・' })
	}
	text = strings.ReplaceAll(text, "を除く。)", "を除く)")
	r.Text = strings.NewReplacer("(", "（", ")", "）").Replace(text)
	return r
}
