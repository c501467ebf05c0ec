package server

import (
	"strings"
	"unicode"
)

// wrapText breaks a text into at most so many lines of a width in half-width
// characters; what does not fit ends in an ellipsis. Latin words stay whole
// where a line can hold them.
func wrapText(s string, width, lines int) []string {
	var out []string
	line, used := "", 0
	for _, piece := range pieces(s) {
		w := displayWidth(piece)
		if used+w > width && line != "" {
			out = append(out, strings.TrimRight(line, " "))
			line, used = "", 0
			piece = strings.TrimLeft(piece, " ")
			w = displayWidth(piece)
		}
		line, used = line+piece, used+w
	}
	if line != "" {
		out = append(out, line)
	}
	if len(out) <= lines {
		return out
	}
	out = out[:lines]
	out[lines-1] = cutText(out[lines-1], width-2) + "…"
	return out
}

// neverFirst are characters that no Japanese line begins with.
const neverFirst = "、。，．・：；？！）」』】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…"

// longestWord is how long a word may be to stay whole, in bytes.
const longestWord = 16

// pieces are what a line may be broken between: Latin words with the space
// before them, and other characters one by one.
func pieces(s string) []string {
	var out []string
	word := ""
	for _, r := range s {
		if r < 0x250 && !unicode.IsSpace(r) && len(word) < longestWord {
			word += string(r)
			continue
		}
		if word != "" {
			out = append(out, word)
			word = ""
		}
		if unicode.IsSpace(r) {
			word = " "
			continue
		}
		if strings.ContainsRune(neverFirst, r) && len(out) > 0 && len(out[len(out)-1]) < longestWord {
			out[len(out)-1] += string(r)
			continue
		}
		out = append(out, string(r))
	}
	if word != "" {
		out = append(out, word)
	}
	return out
}

// cutText keeps the beginning of a text up to a width.
func cutText(s string, width int) string {
	used := 0
	for i, r := range s {
		if used += displayWidth(string(r)); used > width {
			return s[:i]
		}
	}
	return s
}

// displayWidth counts Latin characters as one and all others as two.
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		if r < 0x250 {
			n++
		} else {
			n += 2
		}
	}
	return n
}
