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
		a.matchFrom(out, i)
	}
}

// matchFrom finds the forms that begin with atom i.
func (a *analyzer) matchFrom(out *analysis, i int) {
	start := out.atoms[i].start
	most := 0
	written, english := root, true
	for j := i; j < len(out.atoms); j++ {
		if j == i+1 {
			most = a.lexicon.within(out.text[start:])
		}
		if j > i && (!touching(out, j) || out.atoms[j].end-start > most) {
			break
		}
		if j > i {
			written = a.lexicon.written.walk(written, out.text[out.atoms[j-1].end:out.atoms[j].start])
		}
		last := &out.atoms[j]
		head := written
		written = a.lexicon.written.walk(head, out.text[last.start:last.end])
		english = english && isLatin(out.text[last.start:last.end])
		e := a.lexicon.written.spelled(head, written, last.term)
		if e == nil && english {
			e = a.lexicon.inflected(out.text[start:last.end])
		}
		if e != nil {
			out.compounds = append(out.compounds, canonical(out, e, i, j))
		}
		if written == nowhere && !english {
			break
		}
	}
}

// touching reports whether only a space or hyphen parts atom j from the one before.
func touching(out *analysis, j int) bool {
	gap := out.text[out.atoms[j-1].end:out.atoms[j].start]
	return gap == "" || gap == " " || gap == "-"
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
	return out.appendTokens(make([]token, 0, len(out.atoms)+len(out.compounds)), 0)
}

// appendTokens appends the tokens to a list, for a text that begins at byte
// base of its zone.
func (out *analysis) appendTokens(to []token, base int) []token {
	before := len(to)
	add := func(term string, first, last, pos, span int) {
		to = append(to, token{term, base + out.atoms[first].start, base + out.atoms[last].end, pos, span})
	}
	for i := range out.atoms {
		if a := &out.atoms[i]; !a.stop {
			add(a.term, i, i, i, 1)
		}
	}
	for _, d := range out.dates {
		for _, term := range d.date.terms()[1:] {
			add(term, d.atom, d.atom, d.atom, 1)
		}
	}
	for i := range out.compounds {
		c := &out.compounds[i]
		span := c.last - c.first + 1
		if span > 1 || out.atoms[c.first].stop || c.term != out.atoms[c.first].term {
			add(c.term, c.first, c.last, c.first, span)
		}
		for i, p := range c.parts {
			add(p, c.first, c.last, c.first+min(i, span-1), 1)
		}
	}
	return to[:before+out.unique(to[before:])]
}

// unique drops a term that stands twice at one place, and returns how many
// tokens are left.
func (out *analysis) unique(tokens []token) int {
	last := make([]int32, len(out.atoms)) // by place, the last token kept, counted from 1
	before := make([]int32, len(tokens))  // by token kept, the one before it at its place
	n := 0
next:
	for _, t := range tokens {
		for i := last[t.pos]; i > 0; i = before[i-1] {
			if tokens[i-1].term == t.term {
				continue next
			}
		}
		tokens[n], before[n] = t, last[t.pos]
		n++
		last[t.pos] = int32(n)
	}
	return n
}

// shingle is how many nouns in a row are read as one: さいしこう finds 再試行,
// which the dictionary takes for two words.
const shingle = 3

// readings returns the terms of the reading field.
func (out *analysis) readings() []token { return out.appendReadings(nil, 0) }

// appendReadings appends the tokens of the reading field to a list, for a text
// that begins at byte base of its zone.
func (out *analysis) appendReadings(to []token, base int) []token {
	list := readingList{analysis: out, tokens: to, base: base}
	for i := range out.atoms {
		list.sound.reset()
		for j := i; j < len(out.atoms) && j < i+shingle; j++ {
			next := &out.atoms[j]
			if next.reading == "" || !next.noun || j > i && next.start != out.atoms[j-1].end {
				break
			}
			list.add(next.reading, i, j)
		}
	}
	for i := range out.compounds {
		c := &out.compounds[i]
		list.sound.reset()
		list.add(c.reading, c.first, c.last)
	}
	list.spell(len(to))
	return list.tokens[:len(to)+out.unique(list.tokens[len(to):])]
}

// readingList collects the tokens of the reading field. Their terms are made
// at the end, all of one string.
type readingList struct {
	*analysis
	tokens []token
	base   int
	sound  sound
	keys   []byte // of all tokens, end to end
	ends   []int  // of each in keys
}

// add appends what is read so far, and the reading given, over the atoms from
// first to last.
func (l *readingList) add(reading string, first, last int) {
	l.sound.add(reading)
	if l.sound.short() {
		return
	}
	l.keys = append(l.keys, l.sound.done()...)
	l.ends = append(l.ends, len(l.keys))
	l.tokens = append(l.tokens, token{
		start: l.base + l.atoms[first].start, end: l.base + l.atoms[last].end, pos: first, span: last - first + 1,
	})
}

// spell sets the terms of the tokens from one on.
func (l *readingList) spell(from int) {
	keys, start := string(l.keys), 0
	for i, end := range l.ends {
		l.tokens[from+i].term = keys[start:end]
		start = end
	}
}
