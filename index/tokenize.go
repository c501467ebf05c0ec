package index

import (
	"slices"
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
	out := &analysis{}
	a.analyzeInto(out, text)
	return out
}

// analyzeInto is analyze in the room of an analysis that nobody needs any more.
func (a *analyzer) analyzeInto(out *analysis, text string) {
	*out = analysis{text, out.atoms[:0], out.compounds[:0], out.dates[:0]}
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
			term := stem(run[i : i+n])
			out.atoms = append(out.atoms, atom{
				start: base + i, end: base + i + n, term: term, bent: term != run[i:i+n], noun: true, stop: isEnglishStop(run),
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
	forms, start := &a.lexicon.written, out.atoms[i].start
	written, english, inflects := root, true, false
	for j := i; j < len(out.atoms); j++ {
		last := &out.atoms[j]
		head, surface := written, out.text[last.start:last.end]
		if j > i {
			if !touching(out, j) || last.end-start > a.lexicon.most() {
				return
			}
			head = forms.walk(written, out.text[out.atoms[j-1].end:last.start])
		}
		written = forms.walk(head, surface)
		english = english && isLatin(surface)
		inflects = english && (inflects || isEnglish(surface))
		e := forms.entry(written)
		if e == nil && last.bent { // 切り戻す for 切り戻し
			e = forms.entry(forms.walk(head, last.term))
		}
		if e == nil && inflects {
			e = a.lexicon.inflected(out.text[start:last.end])
		}
		if e != nil && (i == j || last.end-start <= a.lexicon.within(out.text[start:])) {
			out.compounds = append(out.compounds, canonical(out, e, i, j))
		}
		if written == nowhere && !english {
			return
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

// room is where tokens are put together, one text after the other.
type room struct {
	last, before []int32 // see unique
	// Of readings: the one being read, and the keys of all, end to end.
	sound sound
	keys  []byte
	ends  []keyEnd
}

// keyEnd is where the key of a token ends.
type keyEnd struct{ token, end int }

// tokens returns the terms under which a document is indexed: every atom,
// every compound stacked on its first part, all terms of a date.
func (out *analysis) tokens() []token {
	return out.appendTokens(make([]token, 0, len(out.atoms)+len(out.compounds)), 0, &room{})
}

// appendTokens appends the tokens to a list, for a text that begins at byte
// base of its zone.
func (out *analysis) appendTokens(to []token, base int, r *room) []token {
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
	return to[:before+r.unique(to[before:], len(out.atoms))]
}

// unique drops a term that stands twice at one of so many places, and returns
// how many tokens are left.
func (r *room) unique(tokens []token, places int) int {
	r.last = slices.Grow(r.last[:0], places)[:places] // by place, the last token kept, counted from 1
	clear(r.last)
	r.before = slices.Grow(r.before[:0], len(tokens))[:len(tokens)] // by token kept, the one before it at its place
	n := 0
next:
	for _, t := range tokens {
		for i := r.last[t.pos]; i > 0; i = r.before[i-1] {
			if tokens[i-1].term == t.term {
				continue next
			}
		}
		tokens[n], r.before[n] = t, r.last[t.pos]
		n++
		r.last[t.pos] = int32(n)
	}
	return n
}

// shingle is how many nouns in a row are read as one: さいしこう finds 再試行,
// which the dictionary takes for two words.
const shingle = 3

// readings returns the terms of the reading field.
func (out *analysis) readings() []token { return out.appendReadings(nil, 0, &room{}) }

// appendReadings appends the tokens of the reading field to a list, for a text
// that begins at byte base of its zone.
func (out *analysis) appendReadings(to []token, base int, r *room) []token {
	before := len(to)
	r.keys, r.ends = r.keys[:0], r.ends[:0]
	add := func(key string, first, last int) {
		to = append(to, token{key, base + out.atoms[first].start, base + out.atoms[last].end, first, last - first + 1})
	}
	read := func(reading string, first, last int) {
		if r.read(reading, len(to)) {
			add("", first, last)
		}
	}
	for i := range out.atoms {
		a := &out.atoms[i]
		if !a.sounds() {
			continue
		}
		r.sound.reset()
		if a.key != "" {
			add(a.key, i, i)
		} else {
			read(a.reading, i, i)
		}
		for j := i + 1; j < i+shingle && out.soundsOn(j); j++ {
			if j == i+1 && a.key != "" {
				r.sound.add(a.reading)
			}
			read(out.atoms[j].reading, i, j)
		}
	}
	for i := range out.compounds {
		c := &out.compounds[i]
		r.sound.reset()
		read(c.reading, c.first, c.last)
	}
	r.spell(to)
	return to[:before+r.unique(to[before:], len(out.atoms))]
}

// soundsOn reports whether the reading of the atom before goes on in atom i.
func (out *analysis) soundsOn(i int) bool {
	return i < len(out.atoms) && out.atoms[i].sounds() && out.atoms[i].start == out.atoms[i-1].end
}

// read goes on reading, and keeps the key of what was read so far for a token;
// ok is false where that is too short.
func (r *room) read(reading string, token int) (ok bool) {
	r.sound.add(reading)
	if r.sound.short() {
		return false
	}
	r.keys = append(r.keys, r.sound.done()...)
	r.ends = append(r.ends, keyEnd{token, len(r.keys)})
	return true
}

// spell sets the terms of tokens to the keys, which become one string.
func (r *room) spell(tokens []token) {
	keys, start := string(r.keys), 0
	for _, e := range r.ends {
		tokens[e.token].term = keys[start:e.end]
		start = e.end
	}
}
