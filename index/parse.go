package index

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clause is one element of a query as the user wrote it.
type clause struct {
	text   string
	phrase bool // in quotes
	not    bool // with a minus
	or     bool // joined to the clause before by OR
}

// clip cuts a query to the length that is looked at, on a rune border.
func clip(s string) string {
	n := 0
	for i := range s {
		if n == MaxQuery {
			return s[:i]
		}
		n++
	}
	return s
}

// parse reads a query. Every string is one; what is no syntax is text.
func parse(s string) []clause {
	s = clip(strings.ToValidUTF8(s, " "))
	var out []clause
	or := false
	for s = trimSpace(s); s != ""; s = trimSpace(s) {
		c, rest := nextClause(s)
		s = rest
		if isOr(c) {
			or = len(out) > 0
			continue
		}
		c.or = or && !c.not && !out[len(out)-1].not
		or = false
		if c.text != "" {
			out = append(out, c)
		}
	}
	return join(once(out))
}

// once leaves out plain words that stand there already: asking twice for a
// word asks for no more.
func once(in []clause) []clause {
	seen := map[string]bool{}
	var out []clause
	for i, c := range in {
		alone := c.plain() && !c.or && (i+1 == len(in) || !in[i+1].or)
		if alone && seen[c.text] {
			continue
		}
		seen[c.text] = seen[c.text] || alone
		out = append(out, c)
	}
	return out
}

// isOr tells the operator, which is in capitals, from the word.
func isOr(c clause) bool {
	return !c.phrase && !c.not && (c.text == "OR" || c.text == "ＯＲ")
}

// nextClause cuts the first clause off s, which begins with no space.
func nextClause(s string) (c clause, rest string) {
	r, size := utf8.DecodeRuneInString(s)
	if isMinus(r) && len(s) > size {
		if next, _ := utf8.DecodeRuneInString(s[size:]); !unicode.IsSpace(next) && !isMinus(next) {
			c.not = true
			s = s[size:]
			r, size = next, utf8.RuneLen(next)
		}
	}
	if isQuote(r) {
		if end := strings.IndexFunc(s[size:], isQuote); end >= 0 {
			c.phrase = true
			c.text = strings.TrimSpace(s[size : size+end])
			_, closing := utf8.DecodeRuneInString(s[size+end:])
			return c, s[size+end+closing:]
		}
		s = s[size:] // a lone quote is a character like any other
	}
	end := wordStop(s)
	c.text = s[:end]
	return c, s[end:]
}

// wordStop returns where a word ends: at a space, or at a quote that opens a phrase.
func wordStop(s string) int {
	for i, r := range s {
		if unicode.IsSpace(r) {
			return i
		}
		if isQuote(r) && strings.IndexFunc(s[i+utf8.RuneLen(r):], isQuote) >= 0 {
			return i
		}
	}
	return len(s)
}

func trimSpace(s string) string { return strings.TrimLeftFunc(s, unicode.IsSpace) }

func isQuote(r rune) bool {
	return r == '"' || r == '“' || r == '”' || r == '＂' || r == '„' || r == '‟'
}
func isMinus(r rune) bool { return r == '-' || r == '－' || r == '−' }

// join puts plain words that follow each other back into one text: a term of
// the vocabulary may be of several words (reverse proxy).
func join(in []clause) []clause {
	var out []clause
	for i, c := range in {
		next := i+1 < len(in) && in[i+1].or
		if n := len(out) - 1; n >= 0 && c.plain() && out[n].plain() && !c.or && !next && !out[n].or {
			out[n].text += " " + c.text
			continue
		}
		out = append(out, c)
	}
	return out
}

func (c clause) plain() bool { return !c.phrase && !c.not }
