package index

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"kyokun/kb"
)

// resembling is what a document shares with an incident, in points; one that
// shares nothing has none.
type resembling struct {
	text, tags, link float64
	evidence         float64 // what its words say, however often they occur
	terms            int32   // how many words it shares
	drawn            bool    // a lesson drawn from a case of the answer
}

// resembled is what shares anything with an incident.
type resembled struct {
	*snapshot
	in    *incident
	found []resembling // by document
	words []toldWord   // the telling ones, the weightiest first
	tags  []toldTag
	// known is what all words of the incident say that some document holds.
	known float64
}

// toldWord is a word of the incident with the documents that tell of it.
type toldWord struct {
	*incidentWord
	term string
	matches
}

// toldTag is the same of a tag.
type toldTag struct {
	tagFound
	points float64
	matches
}

// resemble scores every case and lesson that shares a telling word or a tag.
func (s *snapshot) resemble(ctx context.Context, in *incident) (*resembled, error) {
	r := &resembled{snapshot: s, in: in, found: make([]resembling, len(s.columns.records))}
	if err := r.byWords(ctx); err != nil {
		return nil, err
	}
	if err := r.byTags(ctx); err != nil {
		return nil, err
	}
	if d, ok := s.columns.byID[in.like]; ok {
		r.found[d] = resembling{}
	}
	r.pass()
	return r, nil
}

// incidentWords is how many words of an incident are looked for, the rarest
// first: a text of 64 kB has thousands, and most of what tells is in these.
const incidentWords = 160

// byWords scores by words as BM25 does, over the field of accidents.
func (r *resembled) byWords(ctx context.Context) error {
	for term, w := range r.in.words {
		m, err := r.find(ctx, attrTold.single(term))
		if err != nil {
			return err
		}
		if m.held == 0 {
			continue
		}
		w.weight = r.columns.toldIDF(m.held) * (1 + math.Log(float64(w.count)))
		if _, known := r.analyzer.lexicon.lookup(term); known {
			w.weight *= toldTermBoost
		}
		r.words = append(r.words, toldWord{w, term, m})
	}
	slices.SortFunc(r.words, func(a, b toldWord) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), strings.Compare(a.term, b.term))
	})
	r.words = r.words[:min(len(r.words), incidentWords)]
	for _, w := range r.words {
		idf := r.columns.toldIDF(w.held)
		r.known += idf
		w.each(func(d docnum, n zoneCounts) {
			f := &r.found[d]
			f.text += r.points(w, d, n)
			f.evidence += idf
			f.terms++
		})
	}
	return nil
}

// points is what a word counts for in a document that tells of it so often.
func (r *resembled) points(w toldWord, d docnum, n zoneCounts) float64 {
	tf := float64(n)
	return w.weight * tf * (saturation + 1) / (tf + saturation*r.columns.toldNorms[d])
}

// byTags scores by the share of the incident's tags, the rare ones counting more.
func (r *resembled) byTags(ctx context.Context) error {
	for _, t := range r.in.tags {
		m, err := r.find(ctx, attrToldTag.single(t.term()))
		if err != nil {
			return err
		}
		points := r.columns.toldIDF(m.held) * facetWeight(t.facet)
		m.each(func(d docnum, _ zoneCounts) { r.found[d].tags += points })
		r.tags = append(r.tags, toldTag{t, points, m})
	}
	return nil
}

// shared names the words and tags that a document shares with the incident.
func (r *resembled) shared(d docnum) (terms []SharedTerm, tags []SharedTag) {
	for _, w := range r.words {
		if n := w.of(d); n > 0 {
			terms = append(terms, SharedTerm{w.typed, r.points(w, d, n)})
		}
	}
	for _, t := range r.tags {
		if t.has(d) {
			tags = append(tags, SharedTag{t.facet, t.tag, t.typed, share(t.points, r.found[d].tags)})
		}
	}
	return topTerms(terms, r.found[d].text), tags
}

// facetWeight is how much a shared tag says: most that both broke for the same
// cause, as lessons answer causes; little that both hit the same service.
func facetWeight(facet string) float64 {
	switch facet {
	case "cause":
		return 1.5
	case "service", "detection":
		return 0.5
	}
	return 1
}

// toldIDF is the weight of what n of the documents that tell of accidents hold.
func (c *columns) toldIDF(n int) float64 {
	return math.Log(1 + (float64(c.told)-float64(n)+0.5)/(float64(n)+0.5))
}

// pass gives every document a share of the best linked one's words.
func (r *resembled) pass() {
	for d := range r.found {
		for _, l := range r.columns.links.of(docnum(d)) {
			if r.found[d].shares() && r.kind(l) != r.kind(docnum(d)) {
				r.found[d].link = max(r.found[d].link, r.found[l].text)
			}
		}
	}
}

// shares reports whether a document shares anything.
func (f *resembling) shares() bool { return f.terms > 0 || f.tags > 0 || f.drawn }

// draw brings in the lessons drawn from the cases of the answer.
func (r *resembled) draw(cases []Resemblance) {
	for _, c := range cases {
		d := r.columns.byID[c.ID]
		for _, l := range r.columns.links.of(d) {
			if r.kind(l) == kb.KindLesson && r.columns.records[l].ID != r.in.like {
				f := &r.found[l]
				f.link, f.drawn = max(f.link, r.found[d].text), true
			}
		}
	}
}

func (r *resembled) kind(d docnum) kb.Kind { return r.columns.records[d].Kind }
