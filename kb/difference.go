package kb

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Hunk is a stretch of lines around a difference between two texts.
type Hunk struct {
	// Old and New are the numbers of the first line in each text, from 1.
	Old int `json:"old"`
	New int `json:"new"`
	// Field is the field of the front matter where it begins; "body" after it.
	Field string     `json:"field,omitempty"`
	Lines []DiffLine `json:"lines"`
}

// DiffLine is one line of a hunk, without its end.
type DiffLine struct {
	// Op is "-" for a line of the old text alone, "+" for one of the new text
	// alone, " " for one of both.
	Op   string `json:"op"`
	Text string `json:"text"`
	// From and To enclose, in bytes of Text, what differs from the line it
	// takes the place of; both are 0 where the whole line is new or gone.
	From int `json:"from,omitempty"`
	To   int `json:"to,omitempty"`
}

// Difference compares two texts by lines, with three lines around each
// difference; none where they are equal.
func Difference(old, new []byte) []Hunk {
	old, new = ended(old), ended(new)
	var hunks []Hunk
	fields := fieldsOf(new)
	for line := range strings.SplitSeq(string(diff.Diff("old", old, "new", new)), "\n") {
		if m := hunkHead.FindStringSubmatch(line); m != nil {
			h := Hunk{Old: atoi(m[1]), New: atoi(m[2])}
			hunks = append(hunks, h)
			continue
		}
		if len(hunks) == 0 || line == "" { // the names of the texts, the end
			continue
		}
		h := &hunks[len(hunks)-1]
		h.Lines = append(h.Lines, DiffLine{Op: line[:1], Text: line[1:]})
	}
	for i := range hunks {
		hunks[i].Field = fields.at(hunks[i].firstChanged())
		hunks[i].narrow()
	}
	return hunks
}

var hunkHead = regexp.MustCompile(`^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@`)

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // digits, by the pattern
	return n
}

// ended ends the last line, so that a missing end of line is no difference.
func ended(text []byte) []byte {
	if len(text) == 0 || bytes.HasSuffix(text, []byte("\n")) {
		return text
	}
	return append(bytes.Clone(text), '\n')
}

// firstChanged is the line of the new text at which the first difference is.
func (h Hunk) firstChanged() int {
	line := h.New
	for _, l := range h.Lines {
		if l.Op != " " {
			break
		}
		line++
	}
	return line
}

// narrow marks, in lines that take the place of others one by one, the part
// that differs: a paragraph is one long line.
func (h Hunk) narrow() {
	for i := 0; i < len(h.Lines); {
		gone := run(h.Lines[i:], "-")
		come := run(h.Lines[i+gone:], "+")
		if gone > 0 && gone == come {
			for k := range gone {
				narrowPair(&h.Lines[i+k], &h.Lines[i+gone+k])
			}
		}
		i += max(1, gone+come)
	}
}

func run(lines []DiffLine, op string) int {
	n := 0
	for n < len(lines) && lines[n].Op == op {
		n++
	}
	return n
}

// narrowPair leaves out what two lines begin and end with alike. Lines that
// share nothing are left whole.
func narrowPair(a, b *DiffLine) {
	x, y := []rune(a.Text), []rune(b.Text)
	head := 0
	for head < min(len(x), len(y)) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < min(len(x), len(y))-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	if head+tail == 0 {
		return
	}
	a.From, a.To = len(string(x[:head])), len(string(x[:len(x)-tail]))
	b.From, b.To = len(string(y[:head])), len(string(y[:len(y)-tail]))
}

// lineFields are the fields of the front matter by the lines they begin at.
type lineFields []struct {
	line int
	name string
}

var topField = regexp.MustCompile(`^([a-z_]+):`)

func fieldsOf(text []byte) lineFields {
	var out lineFields
	fences, n := 0, 0
	for line := range strings.SplitSeq(string(text), "\n") {
		n++
		name := ""
		switch m := topField.FindStringSubmatch(line); {
		case strings.TrimRight(line, "\r") == "---" && fences < 2:
			if fences++; fences == 2 {
				name = "body"
			}
		case fences == 1 && m != nil:
			name = m[1]
		}
		if name != "" {
			out = append(out, struct {
				line int
				name string
			}{n, name})
		}
	}
	return out
}

// at is the field that the line belongs to.
func (f lineFields) at(line int) string {
	name := ""
	for _, x := range f {
		if x.line > line {
			break
		}
		name = x.name
	}
	return name
}
