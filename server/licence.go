package server

import (
	"regexp"
	"slices"

	"kyokun/kb"
)

// licenceView are the terms of a source, shown beside what rests on it.
type licenceView struct {
	Source docRef
	Text   linkedText
}

// linkedText is a text whose web addresses are links.
type linkedText []linkedPart

// linkedPart is a stretch of text; an address has its URL set.
type linkedPart struct{ Text, URL string }

// webAddress ends before a space, a full-width character or closing punctuation.
var webAddress = regexp.MustCompile(`https?://[!-~]*[A-Za-z0-9/_#=-]`)

func linked(text string) linkedText {
	var out linkedText
	at := 0
	for _, m := range webAddress.FindAllStringIndex(text, -1) {
		if m[0] > at {
			out = append(out, linkedPart{Text: text[at:m[0]]})
		}
		address := text[m[0]:m[1]]
		out = append(out, linkedPart{Text: address, URL: address})
		at = m[1]
	}
	if at < len(text) {
		out = append(out, linkedPart{Text: text[at:]})
	}
	return out
}

// licences are the terms of the cited sources that name them by address. Such
// a licence, as those of Creative Commons, asks to be named with its work
// wherever that is used; the others only say that nothing was copied.
func (c composer) licences(cites []kb.Citation) []licenceView {
	var out []licenceView
	var seen []string
	for _, cite := range cites {
		d, _ := c.lib.Document(cite.Source)
		s, ok := d.(*kb.Source)
		if !ok || slices.Contains(seen, s.ID) || !webAddress.MatchString(s.Licence) {
			continue
		}
		seen = append(seen, s.ID)
		out = append(out, licenceView{Source: c.ref(s.ID), Text: linked(s.Licence)})
	}
	return out
}
