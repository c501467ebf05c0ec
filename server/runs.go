package server

import (
	"regexp"

	"kyokun/kb"
)

// textRun is a piece of a text; Japanese marks what an English text quotes.
type textRun struct {
	Text     string
	Japanese bool
}

// quoted finds the Japanese in an English text, such as 第58条第2項.
var quoted = regexp.MustCompile(`[\p{Han}\p{Hiragana}\p{Katakana}](?:[0-9A-Za-z]*[\p{Han}\p{Hiragana}\p{Katakana}（）「」、。・ー〜])*`)

// runs parts a text by language, so that each piece can be marked.
func (c composer) runs(t kb.Text) []textRun {
	text := c.loc.In(t)
	if c.loc.lang == "ja" {
		return []textRun{{Text: text}}
	}
	var out []textRun
	last := 0
	for _, at := range quoted.FindAllStringIndex(text, -1) {
		if at[0] > last {
			out = append(out, textRun{Text: text[last:at[0]]})
		}
		out = append(out, textRun{Text: text[at[0]:at[1]], Japanese: true})
		last = at[1]
	}
	if last < len(text) {
		out = append(out, textRun{Text: text[last:]})
	}
	return out
}
