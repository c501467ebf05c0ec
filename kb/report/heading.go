package report

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// style is one way of numbering headings.
type style int

const (
	noStyle   style = iota
	named           // はじめに, 参考1
	chapter         // 第3章
	part            // 第1節
	dotted          // 3.1, 3.1.2
	numeral         // 1.
	bare            // 1 and a space
	bracketed       // 【1 …】
	roman           // Ⅰ.
	parenNum        // (1)
	kana            // ア
	parenKana       // (ア)
	circleNum       // ①
	letter          // a.
)

const kanaRow = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"

// numberings are the styles by their form on a folded line: label and title.
var numberings = []struct {
	style style
	form  *regexp.Regexp
}{
	{named, regexp.MustCompile(`^(はじめに|おわりに|終わりに|むすび|結び|序論|巻末|(?:参考|別添|別紙|付録|付属資料|参考資料)\s*\d{0,2})(?:\s+(\S.*))?$`)},
	{chapter, regexp.MustCompile(`^(第\s*(?:\d+|[一二三四五六七八九十]+)\s*章)[\s:]*(\S.*)$`)},
	{part, regexp.MustCompile(`^(第\s*(?:\d+|[一二三四五六七八九十]+)\s*節)[\s:]*(\S.*)$`)},
	{dotted, regexp.MustCompile(`^(\d{1,2}(?:[.-]\d{1,2}){1,3})\.?\s*([^\d\s.%,].*)$`)},
	{numeral, regexp.MustCompile(`^(\d{1,2})[.、]\s*([^\d\s].*)$`)},
	{bare, regexp.MustCompile(`^(\d{1,2}) +([^\d\s%,.].*)$`)},
	{bracketed, regexp.MustCompile(`^【\s*(\d{1,2})[\s.]+(.+?)】$`)},
	{roman, regexp.MustCompile(`^([IVX]{1,4})[.、\s]\s*(\S.*)$`)},
	{parenNum, regexp.MustCompile(`^\((\d{1,2})\)\s*(\S.*)$`)},
	{parenKana, regexp.MustCompile(`^\(([` + kanaRow + `])\)\s*(\S.*)$`)},
	{kana, regexp.MustCompile(`^([` + kanaRow + `])[\s.、]\s*(\S.*)$`)},
	{circleNum, regexp.MustCompile(`^([①-⑳])\s*(\S.*)$`)},
	{letter, regexp.MustCompile(`^([a-z])[.)]\s*(\S.*)$`)},
}

// heading is a line that numbers and names a section.
type heading struct {
	style style
	label string // as the citation writes it: 1, (2), イ, (エ), 第3章, 3.1
	title string
}

// parseHeading reads a line as a heading; the style is noStyle where it is none.
func parseHeading(text string) heading {
	s := strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(fold(text), "\t", " "), "※", ""))
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(s, "■"), "# "))
	for _, n := range numberings {
		m := n.form.FindStringSubmatch(s)
		if m == nil || n.style == bare && strings.Contains(text, "\t") {
			continue
		}
		h := heading{style: n.style, label: strings.ReplaceAll(m[1], " ", ""), title: strings.TrimSpace(m[2])}
		switch n.style {
		case parenNum, parenKana:
			h.label = "(" + h.label + ")"
		case named:
			if h.title == "" {
				h.title = h.label
			}
		}
		return h
	}
	return heading{}
}

// plausible tells a heading from a sentence or a list item that begins alike.
func (h heading) plausible() bool {
	return h.style != noStyle && utf8.RuneCountInString(h.title) <= 70 && !strings.ContainsAny(h.title, "。\t")
}

// number is the section's number under that of the section around it.
func (h heading) number(parent string) string {
	switch h.style {
	case named, chapter, dotted, bracketed, numeral, roman:
		return h.label
	}
	return parent + h.label
}

var leader = regexp.MustCompile(`^(.*?\S)(?:\s*[.…・‥·]{2,}[\s.…・‥·]*|\s*\t\s*|\s{2,}|\s+)(\d{1,3})\s*$`)

// tocEntry is a line of the table of contents.
type tocEntry struct {
	heading
	page int
}

// tableOfContents finds the table of contents; from and to are the lines it
// takes, equal where there is none.
func tableOfContents(all []line) (entries []tocEntry, from, to int) {
	for i, l := range all {
		if key := squeeze(l.text); key != "目次" && key != "-目次-" && key != "<目次>" && key != "【目次】" {
			continue
		}
		entries, end := tocLines(all[i+1:])
		if len(entries) >= 3 {
			return entries, i, i + 1 + end
		}
	}
	return nil, 0, 0
}

func tocLines(all []line) (entries []tocEntry, end int) {
	misses, last := 0, 0
	for i, l := range all {
		if l.text == "" {
			continue
		}
		m := leader.FindStringSubmatch(fold(l.text))
		var h heading
		if m != nil {
			h = parseHeading(m[1])
		}
		if h.style == noStyle || number(m[2]) < last {
			if misses++; misses > 3 {
				break
			}
			continue
		}
		misses, last = 0, number(m[2])
		entries, end = append(entries, tocEntry{heading: h, page: last}), i+1
	}
	return entries, end
}
