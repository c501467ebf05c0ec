package report

import (
	"slices"
	"strings"
)

// Section is a numbered section of the report.
type Section struct {
	Number, Title string
	// Page is the page it begins on and PageTo the last that it can reach, 0
	// where they are not known.
	Page, PageTo int

	level      int
	first, end int // its lines, without those of its subsections' own ends
	parent     int // index, -1 at the top
	style      style
}

// sections finds the sections of the report and the lines that each takes,
// subsections included.
func sections(all []line) []Section {
	toc, _, body := tableOfContents(all)
	var found []Section
	if len(toc) > 0 {
		found = fromContents(toc, all, body)
	} else {
		found = fromLines(all)
	}
	extents(found, len(all))
	pages(found, all)
	return found
}

// levels gives each heading its depth: a style seen before goes back to its
// depth, a new one goes one deeper.
type levels struct{ stack []style }

func (l *levels) of(h heading) int {
	if h.style == named || h.style == chapter || h.style == bracketed {
		l.stack = []style{h.style}
		return 0
	}
	if len(l.stack) == 1 && l.stack[0] == named {
		l.stack = nil // what follows はじめに is not a part of it
	}
	if h.style == dotted {
		deep := strings.Count(h.label, ".") + strings.Count(h.label, "-")
		if len(l.stack) > deep {
			l.stack = l.stack[:deep]
		}
		for len(l.stack) <= deep {
			l.stack = append(l.stack, dotted)
		}
		return deep
	}
	for i := len(l.stack) - 1; i >= 0; i-- {
		if l.stack[i] == h.style {
			l.stack = append(l.stack[:i], h.style)
			return i
		}
	}
	l.stack = append(l.stack, h.style)
	return len(l.stack) - 1
}

// nest numbers headings by the sections around them.
func nest(found []Section, h heading, level int) Section {
	s := Section{Title: h.title, level: level, parent: -1, first: -1, style: h.style}
	parent := ""
	for i := len(found) - 1; i >= 0; i = found[i].parent { // from the one before, outwards
		if found[i].level < level {
			s.parent, parent = i, found[i].Number
			break
		}
	}
	s.Number = h.number(parent)
	return s
}

// fromContents takes the sections that the table of contents lists and looks
// for each in the body, in order. The title is the body's, as what follows it.
func fromContents(toc []tocEntry, all []line, body int) []Section {
	var found []Section
	var lv levels
	at := body
	for _, e := range toc {
		s := nest(found, e.heading, lv.of(e.heading))
		s.Page = e.page
		if i, title, ok := lookFor(e, all, at); ok {
			s.first, at = i, i+1
			s.Title = title
		}
		found = append(found, s)
	}
	return found
}

// lookFor finds the line of the body that is the heading, after the one before.
func lookFor(e tocEntry, all []line, from int) (int, string, bool) {
	want := squeeze(e.title)
	near := -1
	for i := from; i < len(all); i++ {
		if all[i].text == "" {
			continue
		}
		h := parseHeading(all[i].text)
		if e.style == named && h.style != named && sameTitle(all[i].text, want) {
			return i, e.title, true
		}
		if h.style != e.style || h.label != e.label || !h.plausible() {
			continue
		}
		got := squeeze(h.title)
		if got == want {
			return i, e.title, true
		}
		if i+1 < len(all) && len(got) > 6 && strings.HasPrefix(want, got) && squeeze(h.title+all[i+1].text) == want {
			return i, e.title, true
		}
		if near < 0 && likeness(got, want) >= 0.6 {
			near = i
		}
	}
	if near >= 0 {
		return near, parseHeading(all[near].text).title, true
	}
	return 0, "", false
}

// sameTitle tells whether an unnumbered line is the title of an appendix, which
// the body may write with quotation marks or the fiscal year before it.
func sameTitle(text, want string) bool {
	got := strings.NewReplacer("「", "", "」", "").Replace(squeeze(text))
	return got == want || strings.HasSuffix(got, want) && strings.HasSuffix(strings.TrimSuffix(got, want), "年度")
}

// likeness is the share of the pairs of characters that two texts share.
func likeness(a, b string) float64 {
	x, y := pairs(a), pairs(b)
	both := 0
	for p := range x {
		if y[p] {
			both++
		}
	}
	if len(x)+len(y) == 0 {
		return 0
	}
	return 2 * float64(both) / float64(len(x)+len(y))
}

func pairs(s string) map[string]bool {
	r := []rune(s)
	out := map[string]bool{}
	for i := 0; i+1 < len(r); i++ {
		out[string(r[i:i+2])] = true
	}
	return out
}

// fromLines takes every line that looks like a heading, where the report has no
// table of contents. A heading must follow the one before in its own count.
func fromLines(all []line) []Section {
	var found []Section
	var lv levels
	last := map[int]string{}
	for i, l := range all {
		h := parseHeading(l.text)
		if !h.plausible() || h.style == circleNum || h.style == letter || h.style == bare && strings.Contains(h.title, "(株)") {
			continue
		}
		if len(found) == 0 && h.style != named && h.style != chapter && h.style != numeral && h.style != bracketed && h.style != roman && h.style != dotted && h.style != parenNum {
			continue
		}
		trial := levels{stack: append([]style{}, lv.stack...)}
		level := trial.of(h)
		if !follows(last[level], h) {
			continue
		}
		lv = trial
		s := nest(found, h, level)
		s.first = i
		found = append(found, s)
		last[level] = h.label
		for deeper := range last {
			if deeper > level {
				delete(last, deeper)
			}
		}
	}
	return found
}

// follows tells whether a heading's label is the first or the next of its row.
func follows(before string, h heading) bool {
	switch h.style {
	case kana, parenKana:
		return ordinal(h.label) == ordinal(before)+1
	case numeral, parenNum, bracketed, bare:
		return number(strings.Trim(h.label, "()")) == number(strings.Trim(before, "()"))+1
	}
	return true
}

// ordinal is the place of a label's letter in the kana order from 1, else 0.
func ordinal(label string) int {
	r := []rune(strings.Trim(label, "()"))
	if len(r) != 1 {
		return 0
	}
	for i, k := range []rune(kanaRow) {
		if k == r[0] {
			return i + 1
		}
	}
	return 0
}

// extents sets where each section ends: where the next of its level or above
// begins.
func extents(found []Section, n int) {
	var next []int // by level, where the next section of the level begins
	for i := len(found) - 1; i >= 0; i-- {
		s := &found[i]
		for len(next) <= s.level {
			next = append(next, n)
		}
		s.end = slices.Min(next[:s.level+1])
		if s.first < 0 {
			s.end = -1
			continue
		}
		for deeper := s.level; deeper < len(next); deeper++ {
			next[deeper] = s.first
		}
	}
}

// holders returns, for each line, the innermost section that holds it, -1 before
// the first.
func holders(found []Section, n int) []int {
	at := make([]int, n)
	for i := range at {
		at[i] = -1
	}
	for i, s := range found { // the inner ones come later
		for j := max(s.first, 0); j < s.end; j++ {
			at[j] = i
		}
	}
	return at
}

// pages sets the pages of each section: those of its lines, or, where the text
// has none, from the page that the table of contents gives it to the one that
// it gives the next section.
func pages(found []Section, all []line) {
	for i := range found {
		s := &found[i]
		if s.first >= 0 && all[s.first].page > 0 {
			s.Page, s.PageTo = pageRange(all[s.first:s.end])
			continue
		}
		s.PageTo = s.Page
		for _, next := range found[i+1:] {
			if next.level <= s.level && next.Page > 0 {
				s.PageTo = max(next.Page, s.Page)
				break
			}
		}
	}
}

// pageRange returns the first and last page of the lines that are not blank.
func pageRange(in []line) (first, last int) {
	for _, l := range in {
		if l.text == "" || l.page == 0 {
			continue
		}
		if first == 0 {
			first = l.page
		}
		last = l.page
	}
	return first, last
}
