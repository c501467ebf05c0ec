package report

import (
	"html"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold makes half and full width the same, as NFKC does, but keeps ①, which
// NFKC would turn into a plain 1.
func fold(s string) string {
	var b strings.Builder
	rest := s
	for rest != "" {
		i := strings.IndexFunc(rest, circled)
		if i < 0 {
			break
		}
		b.WriteString(norm.NFKC.String(rest[:i]))
		r := []rune(rest[i:])[0]
		b.WriteRune(r)
		rest = rest[i+len(string(r)):]
	}
	b.WriteString(norm.NFKC.String(rest))
	return b.String()
}

func circled(r rune) bool { return r >= '①' && r <= '⑳' }

// squeeze folds and drops all white space: the form in which words are compared.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, fold(s))
}

// markup is what text made by machine from a PDF carries of its layout.
var markup = regexp.MustCompile(`(?i)</?(?:p|div|table|thead|tbody|tr|span|img|b|i|u|sup|sub|ul|ol|figure|small|strong|em|a)(?:\s[^<>]*)?/?>`)

var (
	blockTag = regexp.MustCompile(`(?i)<t[dh](?:\s[^<>]*)?>|</(?:t[dhr]|p|div|li)>`)
	breakTag = regexp.MustCompile(`(?i)<br\s*/?>`)
	raised   = regexp.MustCompile(`\s*\^\{([^{}]*)\}`)
)

// clean drops markup and characters that are not meant to be seen.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	if strings.ContainsAny(s, "<&^*") {
		s = blockTag.ReplaceAllString(s, "\n")
		s = breakTag.ReplaceAllString(s, "\n")
		s = markup.ReplaceAllString(s, "")
		s = raised.ReplaceAllString(s, "$1")
		s = strings.ReplaceAll(s, "**", "")
		s = html.UnescapeString(s)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\u00a0' || r == '\u2007' || r == '\u202f':
			return ' '
		case unicode.Is(unicode.C, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}
