package index

import (
	"slices"
	"unicode/utf8"
)

// Grams find what the dictionary does not: 電池 within 蓄電池, 停 alone, words
// it never heard of. The units are single Japanese runes and whole Latin runs;
// terms are pairs of neighbouring units and, but for kana, the units
// themselves. A term's place is that of its first unit in bytes of the text in
// which what parts units, however long, is one byte: so that a literal string
// is a run of places, and "A・B" is found as "A B".

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
	place, gap := 0, false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		c := classOf(r)
		switch {
		case c == classBreak:
			i += size
			if !gap {
				place++
			}
			gap = true
			continue
		case c == classWord:
			size = wordEnd(text[i:])
		}
		out = append(out, unit{text[i : i+size], i, i + size, place, c})
		place += size
		gap = false
		i += size
	}
	return out
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

// token makes a term of the gram field that begins with the unit.
func (u unit) token(term string) token {
	return token{term: term, start: u.place, end: u.place + gramLength(term)}
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
func grams(text string) []token {
	us := units(text)
	out := make([]token, 0, 2*len(us))
	for i, u := range us {
		if u.alone() {
			out = append(out, u.token(u.text))
		}
		if u.class == classKatakana && !sameRun(us, i-1) {
			out = append(out, u.token(gramFirst+u.text))
		}
		if u.class == classKatakana && !sameRun(us, i) {
			out = append(out, u.token(gramLast+u.text))
		}
		if i+1 < len(us) && us[i+1].start == u.end {
			out = append(out, u.token(pair(u, us[i+1])))
		}
	}
	return out
}

// sameRun reports whether units i and i+1 belong to one run of katakana.
func sameRun(us []unit, i int) bool {
	return i >= 0 && i+1 < len(us) && us[i].class == classKatakana && us[i+1].class == classKatakana && us[i+1].start == us[i].end
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
