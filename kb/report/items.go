package report

import (
	"regexp"
	"strings"
)

// item is one entry of a list in a cell: a cause or a measure.
type item struct {
	group string // the heading above: <長期化した原因>
	mark  string // ①, 1, ・, or empty
	text  string
	page  int
	to    int
}

func (it item) quote() Quote { return Quote{Text: it.text, Page: it.page, PageTo: it.to} }

var (
	groupForm = regexp.MustCompile(`^(?:<([^<>\n]{2,40})>|(事象[①-⑳])|【((?:課題|原因|対策)[①-⑳\d]*)】)`)
	markForm  = regexp.MustCompile(`^([①-⑳]|[◆■●○])\s*`)
	lineMark  = regexp.MustCompile(`^(?:([・･•]|\d{1,2}[.)])\s*|(\d)\s+)`)
)

// items cuts the lines of a cell into its entries, with what stands under a
// heading before its first entry as one without a mark.
func items(in []line) []item {
	text, pageAt := joined(in)
	var out []item
	group, from := "", 0
	open := item{}
	flush := func(to int) {
		open.text = strings.TrimSpace(text[from:max(from, to)])
		open.page, open.to = pageAt(from), pageAt(max(from, to-1))
		if open.text != "" {
			out = append(out, open)
		}
	}
	for i := 0; i < len(text); {
		rest := text[i:]
		if !boundary(text, i) {
			i++
			continue
		}
		if m := groupForm.FindStringSubmatch(rest); m != nil {
			flush(i)
			group = m[1] + m[2] + m[3]
			open, i = item{group: group}, i+len(m[0])
			from = i
			continue
		}
		if mark, n := markAt(text, i); n > 0 {
			flush(i)
			open = item{group: group, mark: mark}
			i += n
			from = i
			continue
		}
		i++
	}
	flush(len(text))
	return out
}

// markAt reads the mark of an entry at the byte; n is its length.
func markAt(text string, i int) (mark string, n int) {
	rest := text[i:]
	if m := markForm.FindStringSubmatch(rest); m != nil {
		return m[1], len(m[0])
	}
	before := strings.TrimRight(text[:i], " ")
	begins := before == "" || strings.HasSuffix(before, "\n") || strings.HasSuffix(before, "。") || strings.HasSuffix(before, "】") || strings.HasSuffix(before, ">")
	if strings.HasPrefix(rest, "・") && before != text[:i] && len(rest) > len("・") && rest[len("・")] != ' ' {
		begins = true // a bullet after a space, where the cell's lines were joined
	}
	if m := lineMark.FindStringSubmatch(rest); m != nil && begins {
		return strings.Trim(m[1]+m[2], ".)"), len(m[0])
	}
	return "", 0
}

// boundary tells whether an entry may begin at the byte.
func boundary(text string, i int) bool {
	return i == 0 || strings.ContainsRune(" \n\t", rune(text[i-1])) || strings.HasSuffix(text[:i], "】") || strings.HasSuffix(text[:i], "。") ||
		strings.HasSuffix(text[:i], ">")
}

// joined joins lines, and finds the page of a byte of the whole.
func joined(in []line) (string, func(int) int) {
	var b strings.Builder
	var ends, pages []int
	for _, l := range in {
		b.WriteString(l.text + "\n")
		ends, pages = append(ends, b.Len()), append(pages, l.page)
	}
	return b.String(), func(at int) int {
		for i, end := range ends {
			if at < end {
				return pages[i]
			}
		}
		return 0
	}
}

// withoutPreambles leaves out what introduces the entries of a heading.
func withoutPreambles(in []item) []item {
	marked := map[string]bool{}
	for _, it := range in {
		if it.mark != "" {
			marked[it.group] = true
		}
	}
	var out []item
	for _, it := range in {
		if it.mark != "" || !marked[it.group] {
			out = append(out, it)
		}
	}
	return out
}
