package report

import (
	"strings"

	"kyokun/kb"
)

// Checked says what [CheckCitations] held against passages.
type Checked struct {
	// Citations were held against passages; Elsewhere lead to sources of which
	// there are none.
	Citations, Elsewhere int
	// Unresolved lead to no passage; Unsupported to passages that lack a figure.
	Unresolved, Unsupported int
	Problems                []kb.Problem
}

// CheckCitations holds each citation against the passages of its source: its
// place must exist there, and the figures of what it stands behind must occur.
func CheckCitations(facts []kb.CitedFact, passages *kb.Passages) Checked {
	var c Checked
	read := map[kb.Citation]*figures{}
	for _, fact := range facts {
		if !passages.Holds(fact.Cite.Source) {
			c.Elsewhere++
			continue
		}
		c.Citations++
		place := fact.Cite
		place.Note = ""
		f, ok := read[place]
		if !ok {
			f = figuresAt(passages, place)
			read[place] = f
		}
		if f == nil {
			c.Unresolved++
			c.Problems = append(c.Problems, fact.Problem("引用した箇所（%s）が、取り込んだ文章にありません。節と頁を確かめてください",
				"the place cited (%s) is not in the imported text: check section and page", fact.Cite.Place("ja")))
			continue
		}
		if missing := f.missing(fact.Fact); len(missing) > 0 {
			c.Unsupported++
			c.Problems = append(c.Problems, fact.Problem("引用した箇所（%s）に無い数があります: %s", "not in the place cited (%s): %s",
				fact.Cite.Place("ja"), strings.Join(missing, "、")))
		}
	}
	return c
}

// figuresAt reads the passages to which a citation leads; nil where there are none.
func figuresAt(passages *kb.Passages, place kb.Citation) *figures {
	found := passages.Resolve(place)
	if len(found) == 0 {
		return nil
	}
	var texts []string
	for _, p := range found {
		texts = append(texts, p.Text)
	}
	return figuresOf(strings.Join(texts, "\n"))
}
