package server

import (
	"slices"
	"strings"

	"kyokun/kb"
)

// How much of what is surveyed the pages lay out at most, so that none becomes
// too heavy to read on the way to an accident.
const (
	caseRowsShown   = 30  // in each table with a row for an accident
	tagCasesShown   = 5   // accidents named beside a tag
	statementsShown = 60  // against the years
	matrixShown     = 40  // lessons against the layers
	provisionsShown = 50  // in a layer
	questionsMost   = 400 // to tick off; of more, there are
	questionsShown  = 150
	lessonsShown    = 20 // that lean on a document, each with its statements
)

// cut takes the first of a list and says how many are left.
func cut[T any](list []T, most int) (shown []T, left int) {
	most = min(most, len(list))
	return list[:most:most], len(list) - most
}

// latest takes the rows of the accidents that began last, these first, where
// there are too many; else all as they are.
func latest[T any](rows []T, most int, of func(T) *kb.Case) (shown []T, left int) {
	if len(rows) <= most {
		return rows, 0
	}
	rows = slices.SortedStableFunc(slices.Values(rows), func(a, b T) int { return of(b).Start.At.Compare(of(a).Start.At.Time) })
	return cut(rows, most)
}

// accidents are the telecom accidents that are surveyed, ordered by id.
func (c composer) accidents() []*kb.Case {
	list := c.lib.Latest(kb.Telecom, kb.Surveyed)
	slices.SortFunc(list, func(a, b *kb.Case) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// restOfRows says where the rows are that a table leaves out; empty for none.
func (c composer) restOfRows(left int) string {
	if left == 0 {
		return ""
	}
	return c.loc.T("rest.rows", commas(left))
}

// restOfLatest says the same of a table with the latest rows.
func (c composer) restOfLatest(shown, left int) string {
	if left == 0 {
		return ""
	}
	return c.loc.T("rest.latest", commas(shown), commas(left))
}

// rest says how many more there are than are shown; least is true where that
// many are known of.
func (c composer) rest(n int, least bool) string {
	switch {
	case n <= 0 && least:
		return c.loc.T("rest.more")
	case n <= 0:
		return ""
	case least:
		return c.loc.T("rest.least", commas(n))
	}
	return c.loc.T("rest.some", commas(n))
}
