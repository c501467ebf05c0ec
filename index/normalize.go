package index

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// normalText is a text in the one form that is indexed and searched, with the
// way back to the original.
type normalText struct {
	text string
	// at[i] is the byte at which the i-th rune of text begins; from[i] and
	// to[i] bound the bytes of the original that it stands for.
	at, from, to []int32
}

// cell is one rune on its way through the normaliser.
type cell struct {
	r        rune
	from, to int32
}

// normalize unifies width, case and composition (NFKC), dashes that stand for
// a long vowel, thousands separators, and the spaces that typesetting leaves
// between Japanese and Latin letters or at the end of a line.
func normalize(s string) normalText {
	return assemble(unify(make([]cell, 0, len(s)/2), s))
}

// unify returns the normal form of a text, in the room of cells.
func unify(cells []cell, s string) []cell {
	return dropSpaces(dropSeparators(foldDashes(fold(cells, s))))
}

// normalForm is normalize where the way back is not needed.
func normalForm(s string) string {
	var f folding
	return f.form(s)
}

// folding is the room in which one text after the other is brought into its
// normal form.
type folding struct {
	cells []cell
	text  []byte
}

// form returns the normal form of a text.
func (f *folding) form(s string) string {
	f.cells = unify(slices.Grow(f.cells[:0], len(s)/2), s)
	f.text = slices.Grow(f.text[:0], len(s))
	for _, c := range f.cells {
		f.text = utf8.AppendRune(f.text, c.r)
	}
	return string(f.text)
}

// fold appends the runes of s to cells in NFKC and lower case. A segment that
// NFKC changes maps as a whole, so that a span never ends within a character
// of the original.
func fold(cells []cell, s string) []cell {
	for begin := 0; begin < len(s); {
		if r, size := utf8.DecodeRuneInString(s[begin:]); settled(r) {
			if next, _ := utf8.DecodeRuneInString(s[begin+size:]); begin+size == len(s) || settled(next) {
				cells = append(cells, cell{lower(r, size), int32(begin), int32(begin + size)})
				begin += size
				continue
			}
		}
		end := begin + segment(s[begin:])
		out := norm.NFKC.String(s[begin:end])
		same := out == s[begin:end]
		for i := 0; i < len(out); {
			r, size := utf8.DecodeRuneInString(out[i:])
			c := cell{lower(r, size), int32(begin), int32(end)}
			if same {
				c.from, c.to = int32(begin+i), int32(begin+i+size)
			}
			cells = append(cells, c)
			i += size
		}
		begin = end
	}
	return cells
}

// settled tells the characters that NFKC leaves as they are next to others of
// their like: nine in ten of a Japanese text.
func settled(r rune) bool {
	switch {
	case r < utf8.RuneSelf, r >= '\u4E00' && r <= '\u9FFF', r >= 'ぁ' && r <= 'ゖ', r >= 'ァ' && r <= 'ー':
		return true
	}
	return r == '、' || r == '。'
}

// segment returns the length of the first stretch of s that NFKC treats apart.
func segment(s string) int {
	if len(s) > 1 && s[0] < utf8.RuneSelf && s[1] < utf8.RuneSelf {
		return 1
	}
	if n := norm.NFKC.NextBoundaryInString(s, true); n > 0 {
		return n
	}
	return len(s)
}

// lower folds case; a byte that is no UTF-8 becomes a space.
func lower(r rune, size int) rune {
	if r >= '、' && settled(r) {
		return r
	}
	if r == utf8.RuneError && size <= 1 {
		return ' '
	}
	if unicode.IsSpace(r) && r != '\n' {
		return ' '
	}
	return unicode.ToLower(r)
}

// foldDashes makes a dash between katakana the long-vowel mark that it stands
// for (サ―バ) and every other dash a hyphen.
func foldDashes(cells []cell) []cell {
	for i, c := range cells {
		switch {
		case c.r >= '\u2010' && c.r <= '\u2015', c.r == '\u2212', c.r == '\u2500', c.r == '\uFE63':
		default:
			continue
		}
		cells[i].r = '-'
		if i > 0 && i+1 < len(cells) && classOf(cells[i-1].r) == classKatakana && classOf(cells[i+1].r) == classKatakana {
			cells[i].r = 'ー'
		}
	}
	return cells
}

// dropSeparators joins 62,095 into 62095.
func dropSeparators(cells []cell) []cell {
	out := cells[:0]
	digits := 0 // length of the run of digits before the cell
	for i, c := range cells {
		if c.r == ',' && digits >= 1 && digits <= 3 && digitsAt(cells, i+1) == 3 {
			digits = 0
			continue
		}
		if isDigit(c.r) {
			digits++
		} else {
			digits = 0
		}
		out = append(out, c)
	}
	return out
}

// digitsAt counts the digits from i on, up to four.
func digitsAt(cells []cell, i int) int {
	n := 0
	for i+n < len(cells) && n < 4 && isDigit(cells[i+n].r) {
		n++
	}
	return n
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// dropSpaces removes spaces where Japanese meets Latin letters or digits, and
// a single line break within Japanese; every other run of spaces becomes one
// space, or a line break where it holds an empty line.
func dropSpaces(cells []cell) []cell {
	out := cells[:0]
	for i := 0; i < len(cells); {
		if !isSpace(cells[i].r) {
			out = append(out, cells[i])
			i++
			continue
		}
		j, lines := i, 0
		for j < len(cells) && isSpace(cells[j].r) {
			if cells[j].r == '\n' {
				lines++
			}
			j++
		}
		if !droppable(out, cells, j, lines) {
			out = append(out, space(cells[i:j], lines))
		}
		i = j
	}
	return out
}

func isSpace(r rune) bool { return r == ' ' || r == '\n' }

func space(run []cell, lines int) cell {
	c := cell{' ', run[0].from, run[len(run)-1].to}
	if lines > 1 {
		c.r = '\n'
	}
	return c
}

// droppable decides whether the spaces between the end of before and
// cells[next] only come from typesetting.
func droppable(before, cells []cell, next, lines int) bool {
	if len(before) == 0 || next == len(cells) || lines > 1 {
		return false
	}
	a, b := classOf(before[len(before)-1].r), classOf(cells[next].r)
	switch {
	case a.cjk() && b.cjk():
		return lines == 1
	case a.cjk() && b == classWord, a == classWord && b.cjk():
		return true
	}
	return false
}

func assemble(cells []cell) normalText {
	t := normalText{
		at:   make([]int32, len(cells)),
		from: make([]int32, len(cells)),
		to:   make([]int32, len(cells)),
	}
	var b strings.Builder
	for i, c := range cells {
		t.at[i], t.from[i], t.to[i] = int32(b.Len()), c.from, c.to
		b.WriteRune(c.r)
	}
	t.text = b.String()
	return t
}

// original maps a span of bytes of the normal text to the bytes of the
// original that it stands for; an empty or foreign span gives 0, 0.
func (t normalText) original(start, end int) (from, to int) {
	if start < 0 || start >= end || end > len(t.text) {
		return 0, 0
	}
	first := sort.Search(len(t.at), func(i int) bool { return int(t.at[i]) > start }) - 1
	last := sort.Search(len(t.at), func(i int) bool { return int(t.at[i]) >= end }) - 1
	if first < 0 || last < first {
		return 0, 0
	}
	return int(t.from[first]), int(t.to[last])
}
