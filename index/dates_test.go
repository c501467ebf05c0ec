package index

import (
	"slices"
	"testing"
)

func TestFindDates(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"令和3年10月14日", markDate + "2021-10-14"},
		{"2021-10-14", markDate + "2021-10-14"},
		{"2021/10/14に", markDate + "2021-10-14"},
		{"2021年10月14日17時37分", markDate + "2021-10-14"},
		{"2021-10-14T17:37", markDate + "2021-10-14"},
		{"２０２１．１０．１４", markDate + "2021-10-14"},
		{"R3.10.9", markDate + "2021-10-09"},
		{"R3年10月9日", markDate + "2021-10-09"},
		{"令和三年十月十四日", markDate + "2021-10-14"},
		{"二〇二一年十月二十日", markDate + "2021-10-20"},
		{"平成元年1月8日", markDate + "1989-01-08"},
		{"令和3年10月", markDate + "2021-10"},
		{"2021-10", markDate + "2021-10"},
		{"10 月 14 日", markDate + "--10-14"},
		{"令和3年度", markFiscal + "2021"},
		{"R3年度の", markFiscal + "2021"},
		{"2021年", markDate + "2021"},
	} {
		found := findDates(normalForm(tc.in))
		if len(found) != 1 {
			t.Errorf("%q holds dates %+v, want one", tc.in, found)
			continue
		}
		if got := found[0].terms()[0]; got != tc.want {
			t.Errorf("%q is %q, want %q", tc.in, got, tc.want)
		}
	}
}

func TestNoDates(t *testing.T) {
	for _, in := range []string{"lesson-r03-1-03", "case-r03-04", "2021-13-01", "2021年2月30日", "10.0.0.1", "13月40日", "1.2.3", "03-1234-5678", "令和"} {
		for _, d := range findDates(normalForm(in)) {
			if d.day > 0 || d.month > 0 {
				t.Errorf("%q is taken for the date %+v", in, d)
			}
		}
	}
}

func TestDateTerms(t *testing.T) {
	d := findDates("2021-10-14")[0]
	for _, want := range []string{markDate + "2021-10", markDate + "--10-14", markDate + "2021", "2021"} {
		if !slices.Contains(d.terms(), want) {
			t.Errorf("terms %q lack %q", d.terms(), want)
		}
	}
}
