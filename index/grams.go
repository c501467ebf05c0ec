package index

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Grams find what the dictionary does not: 電池 within 蓄電池, 停 alone, words
// it never heard of. The units are single Japanese runes and whole Latin runs;
// terms are pairs of neighbouring units and, but for kana, units after which
// nothing follows: others are found by the pairs that begin with them. A term's
// place is that of its first unit in bytes of the text in which what parts
// units, however long, is one byte: so that a literal string is a run of places,
// and "A・B" is found as "A B".

// A run of katakana is one word or a few, and what lies in the midst of it is
// seldom one: カレー in エスカレーション. Its first and last units are terms with
// these marks, too.
const (
	gramFirst = "\x02"
	gramLast  = "\x03"
)

// unit is one unit of a normal text.
type unit struct {
	text       string
	start, end int
	place      int
	class      class
}

// gramJoin parts the units of a pair where one is a Latin run: "dn" and "s"
// must not look like "d" and "ns".
const gramJoin = "\x1f"

// units cuts a normal text into units.
func units(text string) []unit {
	out := make([]unit, 0, len(text)/3+1)
	c := cutter{text: text}
	for u, ok := c.next(); ok; u, ok = c.next() {
		out = append(out, u)
	}
	return out
}

// cutter cuts a normal text into units, one by one.
type cutter struct {
	text  string
	at    int // bytes that are cut
	place int
	gap   bool // what parts units came last
}

// next returns the next unit; ok is false where there is none.
func (k *cutter) next() (u unit, ok bool) {
	for k.at < len(k.text) {
		r, size := utf8.DecodeRuneInString(k.text[k.at:])
		c := classOf(r)
		switch {
		case c == classBreak:
			k.at += size
			if !k.gap {
				k.place++
			}
			k.gap = true
			continue
		case c == classWord:
			size = wordEnd(k.text[k.at:])
		}
		u = unit{k.text[k.at : k.at+size], k.at, k.at + size, k.place, c}
		k.place += size
		k.gap = false
		k.at += size
		return u, true
	}
	return unit{}, false
}

// wordEnd returns the length of the run of letters and digits at the start of s.
func wordEnd(s string) int {
	end, runes := 0, 0
	for end < len(s) && runes < runCap {
		r, size := utf8.DecodeRuneInString(s[end:])
		if classOf(r) != classWord {
			break
		}
		end += size
		runes++
	}
	return end
}

// alone reports whether the unit is a term by itself. Single kana are not:
// they are everywhere.
func (u unit) alone() bool { return u.class == classHan || u.class == classWord }

// pair returns the term of two neighbouring units.
func pair(a, b unit) string {
	if a.class == classWord || b.class == classWord {
		return a.text + gramJoin + b.text
	}
	return a.text + b.text
}

// spelledBy is the stretch of text that a term of the gram field spells.
func spelledBy(term string) string {
	if !strings.ContainsAny(term, gramFirst+gramLast+gramJoin) {
		return term
	}
	return strings.NewReplacer(gramFirst, "", gramLast, "", gramJoin, "").Replace(term)
}

// gramLength is the length in bytes of what a term of the gram field spells.
func gramLength(term string) int {
	n := len(term)
	for i := range len(term) {
		switch term[i : i+1] {
		case gramFirst, gramLast, gramJoin:
			n--
		}
	}
	return n
}

// grams returns the terms of the gram field.
func grams(text string) []token { return appendGrams(nil, text, 0) }

// appendGrams appends the tokens of the gram field to a list, for a text that
// begins at byte base of its zone.
func appendGrams(to []token, text string, base int) []token {
	to = slices.Grow(to, len(text)/2)
	add := func(term string, place, length int) {
		to = append(to, token{term: term, start: base + place, end: base + place + length})
	}
	c := cutter{text: text}
	var before unit
	u, ok := c.next()
	for ok {
		next, more := c.next()
		if u.alone() && (!more || next.start != u.end) {
			add(u.text, u.place, len(u.text))
		}
		if u.class == classKatakana && !u.continues(before) {
			add(gramFirst+u.text, u.place, len(u.text))
		}
		if u.class == classKatakana && !next.continues(u) {
			add(gramLast+u.text, u.place, len(u.text))
		}
		if more && next.start == u.end {
			add(pairIn(text, u, next), u.place, len(u.text)+len(next.text))
		}
		before, u, ok = u, next, more
	}
	return to
}

// pairIn is pair for units of one text that touch: most pairs stand in it as
// they are.
func pairIn(text string, a, b unit) string {
	if a.class == classWord || b.class == classWord {
		return pair(a, b)
	}
	return text[a.start:b.end]
}

// continues reports whether the unit belongs to one run of katakana with the
// unit before it.
func (u unit) continues(before unit) bool {
	return before.class == classKatakana && u.class == classKatakana && u.start == before.end
}

// spread returns the bytes of the text at which those of its units stand that
// lie between two places.
func spread(us []unit, from, to int) (start, end int) {
	first, _ := slices.BinarySearchFunc(us, from, func(u unit, at int) int { return u.place - at })
	after, _ := slices.BinarySearchFunc(us, to, func(u unit, at int) int { return u.place - at })
	if first >= after {
		return 0, 0
	}
	return us[first].start, us[after-1].end
}
