package index

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"kyokun/kb"
)

// resembling is a document that shares something with an incident.
type resembling struct {
	doc              docnum
	text, tags, link float64
	evidence         float64 // what its words say, however often they occur
	drawn            bool    // a lesson drawn from a case of the answer
	terms            []SharedTerm
	shared           []SharedTag
}

// resembled is what shares anything with an incident.
type resembled struct {
	*snapshot
	in    *incident
	found map[docnum]*resembling
	// known is what all words of the incident say that some document holds.
	known float64
}

// resemble scores every case and lesson that shares a telling word or a tag.
func (s *snapshot) resemble(ctx context.Context, in *incident) (*resembled, error) {
	r := &resembled{snapshot: s, in: in, found: map[docnum]*resembling{}}
	if err := r.byWords(ctx); err != nil {
		return nil, err
	}
	if err := r.byTags(ctx); err != nil {
		return nil, err
	}
	if d, ok := s.columns.byID[in.like]; ok {
		delete(r.found, d)
	}
	r.pass()
	return r, nil
}

// incidentWords is how many words of an incident are looked for, the rarest
// first: a text of 64 kB has thousands, and most of what tells is in these.
const incidentWords = 160

// byWords scores by words as BM25 does, over the field of accidents.
func (r *resembled) byWords(ctx context.Context) error {
	type posting struct {
		word *incidentWord
		term string
		list matches
	}
	var all []posting
	for term, w := range r.in.words {
		list, err := r.snapshot.find(ctx, attrTold.single(term))
		if err != nil {
			return err
		}
		if list.held == 0 {
			continue
		}
		w.weight = r.columns.toldIDF(list.held) * (1 + math.Log(float64(w.count)))
		if _, known := r.analyzer.lexicon.lookup(term); known {
			w.weight *= toldTermBoost
		}
		all = append(all, posting{w, term, list})
	}
	slices.SortFunc(all, func(a, b posting) int {
		return cmp.Or(cmp.Compare(b.word.weight, a.word.weight), strings.Compare(a.term, b.term))
	})
	for _, p := range all[:min(len(all), incidentWords)] {
		r.known += r.columns.toldIDF(p.list.held)
		p.list.each(func(d docnum, n zoneCounts) {
			f := r.at(d)
			tf := float64(n)
			norm := 1 - toldLength + toldLength*float64(r.columns.records[d].Told)/math.Max(r.columns.averageTold, 1)
			points := p.word.weight * tf * (saturation + 1) / (tf + saturation*norm)
			f.text += points
			f.evidence += r.columns.toldIDF(p.list.held)
			f.terms = append(f.terms, SharedTerm{p.word.typed, points})
		})
	}
	return nil
}

// byTags scores by the share of the incident's tags, the rare ones counting more.
func (r *resembled) byTags(ctx context.Context) error {
	for _, t := range r.in.tags {
		list, err := r.snapshot.find(ctx, attrToldTag.single(t.term()))
		if err != nil {
			return err
		}
		list.each(func(d docnum, _ zoneCounts) {
			f := r.at(d)
			points := r.columns.toldIDF(list.held) * facetWeight(t.facet)
			f.tags += points
			f.shared = append(f.shared, SharedTag{t.facet, t.tag, t.typed, points})
		})
	}
	return nil
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

func (r *resembled) at(d docnum) *resembling {
	f := r.found[d]
	if f == nil {
		f = &resembling{doc: d}
		r.found[d] = f
	}
	return f
}

// toldIDF is the weight of what n of the documents that tell of accidents hold.
func (c *columns) toldIDF(n int) float64 {
	return math.Log(1 + (float64(c.told)-float64(n)+0.5)/(float64(n)+0.5))
}

// pass gives every document a share of the best linked one's words.
func (r *resembled) pass() {
	for d, f := range r.found {
		for _, l := range r.columns.links[d] {
			if other := r.found[l]; other != nil && r.kind(l) != r.kind(d) {
				f.link = max(f.link, other.text)
			}
		}
	}
}

// draw brings in the lessons drawn from the cases of the answer.
func (r *resembled) draw(cases []Resemblance) {
	for _, c := range cases {
		d := r.columns.byID[c.ID]
		for _, l := range r.columns.links[d] {
			if r.kind(l) == kb.KindLesson && r.columns.records[l].ID != r.in.like {
				f := r.at(l)
				f.link, f.drawn = max(f.link, r.found[d].text), true
			}
		}
	}
}

func (r *resembled) kind(d docnum) kb.Kind { return r.columns.records[d].Kind }
