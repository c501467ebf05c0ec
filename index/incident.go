package index

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// incident is an incident taken apart.
type incident struct {
	words map[string]*incidentWord
	tags  []tagFound
	like  string
}

// incidentWord is a word of an incident.
type incidentWord struct {
	typed  string
	count  int
	weight float64 // once it is known how rare the word is
}

// incident reads the text, or the document, that is asked about.
func (x *Index) incident(ctx context.Context, s *snapshot, q Incident, out *Similar) (*incident, error) {
	in := &incident{words: map[string]*incidentWord{}, like: q.Like}
	if q.Like == "" {
		in.read(s, q.Text, out)
		return in, nil
	}
	if _, known := s.columns.byID[q.Like]; !known {
		return in, nil
	}
	doc, err := x.log.Document(ctx, q.Like)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", q.Like, err)
	}
	for _, t := range told(doc) {
		n := normalize(t.text)
		in.add(t.text, n, s.analyzer.analyze(n.text), t.times)
	}
	in.tags = accidentTags(doc)
	return in, nil
}

// read takes a pasted text apart.
func (in *incident) read(s *snapshot, text string, out *Similar) {
	text = strings.ToValidUTF8(text[:min(len(text), MaxIncident)], " ")
	kept, aside := setAside(text, s.showsAccident)
	out.SetAside = aside
	n := normalize(kept)
	an := s.analyzer.analyze(n.text)
	in.add(kept, n, an, 1)
	in.tags = s.signs().find(n, kept, an)
	for _, t := range in.tags {
		out.Tags = append(out.Tags, SharedTag{Facet: t.facet, Tag: t.tag, Typed: t.typed})
	}
}

// add counts the telling words of a text.
func (in *incident) add(text string, n normalText, an *analysis, times int) {
	for _, t := range an.telling() {
		w := in.words[t.term]
		if w == nil {
			w = &incidentWord{typed: t.term}
			if an.atoms[t.pos+t.span-1].noun { // what inflects is shown in its dictionary form
				from, to := n.original(t.start, t.end)
				w.typed = strings.TrimSpace(text[from:to])
			}
			in.words[t.term] = w
		}
		w.count += times
	}
}

// tagsIn returns the tags that a text shows.
func (s *snapshot) tagsIn(text string) []tagFound {
	n := normalize(text)
	return s.signs().find(n, text, s.analyzer.analyze(n.text))
}

// showsAccident reports whether a text tells what failed, why or how, and not
// just of what service it speaks.
func (s *snapshot) showsAccident(text string) bool {
	return slices.ContainsFunc(s.tagsIn(text), func(t tagFound) bool { return facetWeight(t.facet) >= 1 })
}
