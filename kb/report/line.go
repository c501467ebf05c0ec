package report

import (
	"iter"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// longest is the longest line, in bytes, that is read as one. No report has such
// a line; what has is cut, so that reading it takes no longer than its length.
const longest = 16 << 10

// longLines cuts a text at its line ends, and lines that are too long.
func longLines(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for s := range strings.SplitSeq(text, "\n") {
			for len(s) > longest {
				at := longest
				for !utf8.RuneStart(s[at]) {
					at--
				}
				if !yield(s[:at]) {
					return
				}
				s = s[at:]
			}
			if !yield(s) {
				return
			}
		}
	}
}

// Page is the text of one page.
type Page struct {
	// Number is the printed page number, 0 where it is not known.
	Number int
	Text   string
}

// line is one line of the report.
type line struct {
	text string // cleaned, without the spaces around it; cells are parted by tabs
	page int    // 0 where it is not known
	// indent is true where the line begins with white space: a new paragraph.
	indent bool
}

// lines cuts pages into lines.
func lines(pages []Page) []line {
	var out []line
	for _, p := range pages {
		for s := range longLines(clean(p.Text)) {
			trimmed := strings.Trim(s, " \u3000")
			out = append(out, line{text: trimmed, page: p.Number, indent: strings.HasPrefix(s, " ") || strings.HasPrefix(s, "\u3000")})
		}
		out = append(out, line{page: p.Number})
	}
	return out
}

// SplitPages cuts plain text at its form feeds, or, without one, after each line
// such as - 12 - where these count the pages. Other text has no pages.
func SplitPages(text string) []Page {
	parts := strings.Split(text, "\f")
	if len(parts) == 1 {
		parts = atFolios(text)
	}
	if len(parts) == 1 {
		return []Page{{Text: text}}
	}
	if strings.TrimSpace(parts[len(parts)-1]) == "" {
		parts = parts[:len(parts)-1]
	}
	return NumberPages(parts)
}

var dashedFolio = regexp.MustCompile(`(?m)^[ \t]*[-−–—‐ー―][ \t]*(\d{1,3})[ \t]*[-−–—‐ー―][ \t]*\r?$`)

// atFolios cuts text after its lines with page numbers, if these go up by one.
func atFolios(text string) []string {
	marks := dashedFolio.FindAllStringSubmatchIndex(text, -1)
	if len(marks) < 3 {
		return []string{text}
	}
	var parts []string
	from, last := 0, 0
	for i, m := range marks {
		n := number(fold(text[m[2]:m[3]]))
		if i > 0 && n != last+1 {
			return []string{text}
		}
		parts, from, last = append(parts, text[from:m[1]]), m[1], n
	}
	if strings.TrimSpace(text[from:]) != "" {
		parts = append(parts, text[from:])
	}
	return parts
}

var folio = regexp.MustCompile(`^[-−–—‐ ]*(\d{1,3})[-−–—‐ ]*$`)

// NumberPages takes the texts of pages in order, finds the number printed at
// the head or foot of each, and takes these lines away. A page whose number is
// missing is counted from its neighbours where most pages agree on the
// difference; where they don't, no page has a number.
func NumberPages(texts []string) []Page {
	pages := make([]Page, len(texts))
	offsets := map[int]int{}
	for i, text := range texts {
		n, rest := takeFolio(text)
		pages[i] = Page{Number: n, Text: rest}
		if n > 0 {
			offsets[i-n]++
		}
	}
	offset, votes, total := 0, 0, 0
	for o, n := range offsets {
		total += n
		if n > votes || n == votes && o < offset {
			offset, votes = o, n
		}
	}
	agreed := votes > 0 && votes*4 >= total*3 && votes*2 >= len(pages)
	for i, text := range texts {
		found := pages[i].Number
		pages[i].Number = 0
		if n := i - offset; agreed && n > 0 {
			pages[i].Number = n
		}
		if found > 0 && found != pages[i].Number {
			pages[i].Text = text // a lone number that is no page number
		}
	}
	return pages
}

// takeFolio returns the lone number on the last or first line of a page, 0
// where there is none, and the text without it.
func takeFolio(text string) (int, string) {
	rows := strings.Split(text, "\n")
	first, last := -1, -1
	for i, r := range rows {
		if strings.TrimSpace(r) != "" {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	for _, i := range []int{last, first} {
		if i < 0 {
			continue
		}
		if m := folio.FindStringSubmatch(strings.TrimSpace(fold(rows[i]))); m != nil {
			n, err := strconv.Atoi(m[1])
			if err == nil && n > 0 {
				return n, strings.Join(append(append([]string{}, rows[:i]...), rows[i+1:]...), "\n")
			}
		}
	}
	return 0, text
}

// paragraphs joins the lines of a stretch into paragraphs. A blank line, a
// bullet or an indented line begins one, as does a line after one that ends a
// sentence short of the full width: printed pages have no blank lines.
func paragraphs(in []line) []passageLine {
	width := 0
	for _, l := range in {
		width = max(width, utf8.RuneCountInString(l.text))
	}
	var out []passageLine
	open := false
	for _, l := range in {
		if l.text == "" {
			open = open && l.page > 0 && len(out) > 0 && !sentenceEnd(out[len(out)-1].text)
			continue
		}
		if open && !bullet(l.text) && !l.indent && len(out[len(out)-1].text) < longest {
			last := &out[len(out)-1]
			last.text += joint(last.text, l.text) + l.text
			last.pageTo = max(last.pageTo, l.page)
		} else {
			out = append(out, passageLine{text: l.text, page: l.page, pageTo: l.page})
		}
		n := utf8.RuneCountInString(l.text)
		open = !(sentenceEnd(l.text) && n*20 < width*19) && !strings.Contains(l.text, "\t")
	}
	return out
}

// passageLine is a paragraph with the pages it stands on.
type passageLine struct {
	text         string
	page, pageTo int
}

func sentenceEnd(s string) bool {
	for _, end := range []string{"。", "】", ">", "＞", "」", ")", "）", "こと"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}

// joint is a space between two words of Latin letters, else nothing.
func joint(a, b string) string {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if last < 0x80 && first < 0x80 && last != ' ' {
		return " "
	}
	return ""
}

var bulletMark = regexp.MustCompile(`^(?:[・･•●○◯◆◇■□✓➢►▶\x{f0b7}]|-\s|[①-⑳]|[<＜【（(]?※)`)

func bullet(s string) bool { return bulletMark.MatchString(s) }

var bulletHead = regexp.MustCompile(`^(?:-\s+)?[・･•●○◯◆◇■□✓➢►▶-]?\s*`)

// unbullet takes the mark of a list item away.
func unbullet(s string) string { return bulletHead.ReplaceAllString(s, "") }
