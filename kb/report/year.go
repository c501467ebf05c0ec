package report

import (
	"regexp"
	"strings"
)

var (
	plainYear = regexp.MustCompile(`^((?:19|20)\d\d)(?:年度?)?$`)
	namedYear = regexp.MustCompile(`^(令和|平成|昭和|R|H|S)0?(\d{1,2}|元)(?:年度?)?$`)
)

// FiscalYear reads a fiscal year as people write it: 2022, 令和4年度, R4, r04.
func FiscalYear(s string) (int, bool) {
	key := strings.ToUpper(squeeze(s))
	if m := plainYear.FindStringSubmatch(key); m != nil {
		return number(m[1]), true
	}
	if m := namedYear.FindStringSubmatch(key); m != nil {
		y := eraToYear(m[1], m[2])
		return y, y > 0
	}
	return 0, false
}
