package report

import (
	"regexp"
	"slices"
	"strings"

	"kyokun/kb"
)

var corporate = regexp.MustCompile(`株式会社|\(株\)|合同会社|有限会社|一般社団法人|ホールディングス株式会社`)

// bareName is a company's name without its legal form.
func bareName(s string) string { return strings.ToLower(corporate.ReplaceAllString(squeeze(s), "")) }

// operatorNamed finds the tag of the operator that the text names.
func (r *reader) operatorNamed(name string) (kb.Tag, bool) {
	want := bareName(name)
	for _, t := range r.operatorTags {
		if bareName(t.JA) == want || t.Formal != "" && bareName(t.Formal) == want {
			return t, true
		}
	}
	return kb.Tag{}, false
}

// operators reads a cell that names operators, one a line or parted by 、.
func (r *reader) operators(text string) []Name {
	var out []Name
	text = strings.NewReplacer(" ・", "\n・", " ※", "\n※", "*", "").Replace(text)
	for l := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == '\n' || c == '、' || c == '\t' }) {
		l = strings.TrimRight(unbullet(strings.TrimSpace(l)), "※* ")
		if l == "" || strings.HasPrefix(l, "※") || strings.Contains(l, "。") {
			break // a footnote of the cell
		}
		out = append(out, r.split(l)...)
	}
	return slices.CompactFunc(out, func(a, b Name) bool { return squeeze(a.Text) == squeeze(b.Text) })
}

// split parts names that stand on one line with a space between, which is also
// how one name may be written: 株式会社 NTT ドコモ.
func (r *reader) split(l string) []Name {
	if t, ok := r.operatorNamed(l); ok {
		return []Name{{squeezeName(l), t.ID}}
	}
	fields := strings.Fields(l)
	for n := len(fields) - 1; n > 0; n-- {
		head := strings.Join(fields[:n], " ")
		if t, ok := r.operatorNamed(head); ok {
			return append([]Name{{squeezeName(head), t.ID}}, r.split(strings.Join(fields[n:], " "))...)
		}
	}
	// (株)A(株)B: the first list of reports writes names without a space.
	if at := strings.LastIndex(l, "(株)"); at > 0 && !strings.HasSuffix(l, "(株)") {
		return append(r.split(strings.TrimSpace(l[:at])), r.split(l[at:])...)
	}
	return []Name{{Text: squeezeName(l)}}
}

// squeezeName drops the spaces around Latin letters, which the layout adds.
func squeezeName(s string) string { return squeeze(s) }

// shortName is what readers call the operator or desk: its tag's label.
func (r *reader) shortName(s string) string {
	if t, ok := r.operatorNamed(s); ok {
		return t.JA
	}
	return s
}
