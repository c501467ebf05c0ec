package index

import (
	"cmp"
	"slices"
	"strings"
)

// compare orders candidates: by score, ties by id.
func (c *columns) compare(a, b candidate) int {
	switch {
	case a.score > b.score:
		return -1
	case a.score < b.score:
		return 1
	}
	return strings.Compare(c.records[a.doc].ID, c.records[b.doc].ID)
}

// order puts the first n of a list in order, before all others, whose order is
// left to chance: nobody looks at the end of a list of thousands.
func (s *snapshot) order(list []candidate, n int) { first(list, n, s.columns.compare) }

// column is what an order goes by; nil where it goes by relevance.
func (c *columns) column(by Sort) []int64 {
	switch by {
	case ByDate:
		return c.dates
	case ByUsers:
		return c.users
	case ByDuration:
		return c.minutes
	}
	return nil
}

// orderBy does the same for the order that a query asks for; what ties keeps
// the order of relevance.
func (c *columns) orderBy(list []candidate, by Sort, n int) {
	column := c.column(by)
	if column == nil {
		first(list, n, c.compare)
		return
	}
	first(list, n, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(column[b.doc], column[a.doc]), c.compare(a, b)) // noValue is the least: last
	})
}

// first puts the n least elements in order, before all others.
func first[T any](list []T, n int, compare func(a, b T) int) {
	n = min(max(n, 0), len(list))
	if n <= fewFirst {
		pick(list, n, compare)
		return
	}
	parted(list, n, compare)
	slices.SortFunc(list[:n], compare)
}

// parted puts the n least elements before all others.
func parted[T any](list []T, n int, compare func(a, b T) int) {
	// Nothing before from is greater, and nothing from to on is less, than what
	// is between.
	from, to := 0, len(list)
	for to-from > 32 && from < n && n < to {
		if at := from + divide(list[from:to], compare); at > n {
			to = at
		} else {
			from = at
		}
	}
	if from < n && n < to {
		slices.SortFunc(list[from:to], compare)
	}
}

// fewFirst is how many are picked one by one: most of a list is then compared
// but once.
const fewFirst = 64

// pick puts the n least in order, before all others.
func pick[T any](list []T, n int, compare func(a, b T) int) {
	if n == 0 {
		return
	}
	slices.SortFunc(list[:n], compare)
	for i := n; i < len(list); i++ {
		v := list[i]
		if compare(v, list[n-1]) >= 0 {
			continue
		}
		list[i] = list[n-1]
		j := n - 1
		for ; j > 0 && compare(v, list[j-1]) < 0; j-- {
			list[j] = list[j-1]
		}
		list[j] = v
	}
}

// divide parts a list in two, the first of which holds nothing greater than the
// second, and returns the length of the first: neither is empty.
func divide[T any](list []T, compare func(a, b T) int) int {
	pivot := middle(list[0], list[len(list)/2], list[len(list)-1], compare)
	i, j := -1, len(list)
	for {
		for i++; compare(list[i], pivot) < 0; i++ {
		}
		for j--; compare(list[j], pivot) > 0; j-- {
		}
		if i >= j {
			return min(max(j+1, 1), len(list)-1)
		}
		list[i], list[j] = list[j], list[i]
	}
}

func middle[T any](a, b, c T, compare func(a, b T) int) T {
	if compare(a, b) > 0 {
		a, b = b, a
	}
	if compare(b, c) <= 0 {
		return b
	}
	if compare(a, c) > 0 {
		return a
	}
	return c
}
