package index

import (
	"strings"
	"unicode/utf8"
)

// analyzer turns a normal text into tokens, the same way for documents and
// queries. It is safe for concurrent use.
type analyzer struct {
	lexicon   *lexicon
	segmenter *segmenter
}

// analysis is a normal text taken apart.
type analysis struct {
	text      string
	atoms     []atom
	compounds []compound
	dates     []dateAtom
}

// dateAtom is a date and the atom that holds its place.
type dateAtom struct {
	atom int
	date datespan
}

// token is one term at one place.
type token struct {
	term       string
	start, end int // bytes of the normal text
	pos        int // place, counted in atoms
	span       int // atoms covered
}

// analyze takes a normal text apart.
func (a *analyzer) analyze(text string) *analysis {
	out := &analysis{text: text}
	dates := findDates(text)
	for i := 0; i < len(text); {
		if len(dates) > 0 && i == dates[0].start {
			d := dates[0]
			dates = dates[1:]
			out.dates = append(out.dates, dateAtom{len(out.atoms), d})
			out.atoms = append(out.atoms, atom{start: i, end: d.end, term: d.terms()[0], noun: true})
			i = d.end
			continue
		}
		limit := len(text)
		if len(dates) > 0 {
			limit = dates[0].start
		}
		i += a.step(text[i:limit], i, out)
	}
	a.match(out)
	return out
}

// step handles what begins at s[0], byte base of the text, and returns its length.
func (a *analyzer) step(s string, base int, out *analysis) int {
	r, size := utf8.DecodeRuneInString(s)
	switch c := classOf(r); {
	case c == classWord:
		n := latinEnd(s)
		latin(s[:n], base, out)
		return n
	case c.cjk():
		n := chunkEnd(s)
		a.segmenter.words(s[:n], base, out)
		return n
	}
	return size
}

// latinEnd returns the length of the run of letters and digits at the start of
// s, joined by single . _ / or - as in JCSAT-5A.
func latinEnd(s string) int {
	end, runes := 0, 0
	for end < len(s) && runes < runCap {
		r, size := utf8.DecodeRuneInString(s[end:])
		if classOf(r) != classWord {
			if !strings.ContainsRune("._/-", r) || end+size >= len(s) {
				break
			}
			next, _ := utf8.DecodeRuneInString(s[end+size:])
			if classOf(next) != classWord {
				break
			}
		}
		end += size
		runes++
	}
	return end
}

// latin adds a Latin run and, stacked under it, its parts.
func latin(run string, base int, out *analysis) {
	first := len(out.atoms)
	for i := 0; i < len(run); {
		n := strings.IndexAny(run[i:], "._/-")
		if n < 0 {
			n = len(run) - i
		}
		if n > 0 {
			out.atoms = append(out.atoms, atom{
				start: base + i, end: base + i + n, term: stem(run[i : i+n]), noun: true, stop: isEnglishStop(run),
			})
		}
		i += n + 1
	}
	if last := len(out.atoms) - 1; last > first {
		out.compounds = append(out.compounds, compound{first: first, last: last, term: run})
	}
}

// match finds the written forms of the vocabulary: runs of atoms that spell
// one. Every match is kept; which one counts is for the reader to choose.
func (a *analyzer) match(out *analysis) {
	for i := range out.atoms {
		most := a.lexicon.within(out.text[out.atoms[i].start:])
		for j := i; j < len(out.atoms); j++ {
			if j > i && (!touching(out, j) || out.atoms[j].end-out.atoms[i].start > most) {
				break
			}
			if e, ok := a.spelled(out, i, j); ok {
				out.compounds = append(out.compounds, canonical(out, e, i, j))
			}
		}
	}
}

// touching reports whether only a space or hyphen parts atom j from the one before.
func touching(out *analysis, j int) bool {
	gap := out.text[out.atoms[j-1].end:out.atoms[j].start]
	return gap == "" || gap == " " || gap == "-"
}

// spelled looks up the atoms i to j as they are written, with the last of
// them in its dictionary form (切り戻す for 切り戻し), and by English stems.
func (a *analyzer) spelled(out *analysis, i, j int) (*entry, bool) {
	form := strings.ReplaceAll(out.text[out.atoms[i].start:out.atoms[j].end], " ", "")
	if e, ok := a.lexicon.lookup(form); ok {
		return e, true
	}
	head := strings.ReplaceAll(out.text[out.atoms[i].start:out.atoms[j].start], " ", "")
	if e, ok := a.lexicon.lookup(head + out.atoms[j].term); ok {
		return e, true
	}
	return a.lexicon.inflected(out.text[out.atoms[i].start:out.atoms[j].end])
}

func canonical(out *analysis, e *entry, i, j int) compound {
	c := compound{first: i, last: j, term: e.term, reading: e.reading, canonical: true}
	if len(e.parts) > 1 && stem(out.text[out.atoms[i].start:out.atoms[j].end]) != e.term {
		c.parts = e.parts
	}
	return c
}

// tokens returns the terms under which a document is indexed: every atom,
// every compound stacked on its first part, all terms of a date.
func (out *analysis) tokens() []token {
	tokens := make([]token, 0, len(out.atoms)+len(out.compounds))
	for i, a := range out.atoms {
		if !a.stop {
			tokens = append(tokens, token{a.term, a.start, a.end, i, 1})
		}
	}
	for _, d := range out.dates {
		a := out.atoms[d.atom]
		for _, term := range d.date.terms()[1:] {
			tokens = append(tokens, token{term, a.start, a.end, d.atom, 1})
		}
	}
	for _, c := range out.compounds {
		start, end := out.atoms[c.first].start, out.atoms[c.last].end
		span := c.last - c.first + 1
		if span > 1 || out.atoms[c.first].stop || c.term != out.atoms[c.first].term {
			tokens = append(tokens, token{c.term, start, end, c.first, span})
		}
		for i, p := range c.parts {
			tokens = append(tokens, token{p, start, end, c.first + min(i, span-1), 1})
		}
	}
	return unique(tokens)
}

// unique drops a term that stands twice at one place.
func unique(tokens []token) []token {
	type place struct {
		term string
		pos  int
	}
	seen := make(map[place]bool, len(tokens))
	out := tokens[:0]
	for _, t := range tokens {
		if p := (place{t.term, t.pos}); !seen[p] {
			seen[p] = true
			out = append(out, t)
		}
	}
	return out
}

// shingle is how many nouns in a row are read as one: さいしこう finds 再試行,
// which the dictionary takes for two words.
const shingle = 3

// readings returns the terms of the reading field.
func (out *analysis) readings() []token {
	var tokens []token
	for i, a := range out.atoms {
		var b strings.Builder
		for j := i; j < len(out.atoms) && j < i+shingle; j++ {
			next := out.atoms[j]
			if next.reading == "" || !next.noun || j > i && next.start != out.atoms[j-1].end {
				break
			}
			b.WriteString(next.reading)
			tokens = appendReading(tokens, b.String(), a.start, next.end, i, j-i+1)
		}
	}
	for _, c := range out.compounds {
		tokens = appendReading(tokens, c.reading, out.atoms[c.first].start, out.atoms[c.last].end, c.first, c.last-c.first+1)
	}
	return unique(tokens)
}

func appendReading(tokens []token, reading string, start, end, pos, span int) []token {
	if shortReading(reading) {
		return tokens
	}
	return append(tokens, token{readingKey(reading), start, end, pos, span})
}
