package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kyokun/kb"
)

// Incident asks for what resembles an incident.
type Incident struct {
	// Text tells of the incident: a log of a chat, alarms, a notice. Greetings,
	// courtesies and signatures in it are set aside. What lies beyond
	// [MaxIncident] bytes is not looked at.
	Text string
	// Like is the id of a case or lesson to start from instead of a text; it is
	// not part of the answer.
	Like string
	// Limit is how many cases are returned at most, and how many lessons; 0 or
	// less means 5.
	Limit int
}

// MaxIncident is how many bytes of an incident's text are looked at.
const MaxIncident = 64 << 10

// similarLimit is how many are returned where nobody says.
const similarLimit = 5

// Similar is what resembles an incident.
type Similar struct {
	// Cases and Lessons, the most similar first. No case means that none is
	// known that resembles the incident; what merely shares common words with
	// it is left out.
	Cases, Lessons []Resemblance
	// Terms are the words that tell most of the incident, as it has them, and
	// Tags what was read out of it.
	Terms []string
	Tags  []SharedTag
	// SetAside are the stretches of the text that were not looked at.
	SetAside []string
	// Took is how long it took, waiting for the index left out.
	Took time.Duration
}

// Resemblance is a case or lesson with what it shares with the incident.
type Resemblance struct {
	ID    string
	Kind  kb.Kind
	Title string
	// Score is from 0 to 1, where 1 is the best of its kind in every respect.
	Score float64
	// Terms are the words shared, the most telling first.
	Terms []SharedTerm
	// Tags are those shared: equipment, causes, how it spread and began.
	Tags []SharedTag
	// Through are the documents of the answer that it is linked with.
	Through []string
}

// SharedTerm is a word that both hold.
type SharedTerm struct {
	// Term is the word as the incident has it.
	Term string
	// Weight is its share in what the words of the document are worth, 0 to 1.
	Weight float64
}

// SharedTag is a tag, with the words of the incident that show it; none where
// the incident is a document that carries it.
type SharedTag struct {
	Facet, Tag string
	Typed      string
	// Weight is its share in what the tags of the document are worth, 0 to 1;
	// 0 where it is but read out of the incident.
	Weight float64
}

// Similar finds the cases and lessons that resemble an incident. It waits
// until the index is ready or ctx ends. An unknown id finds nothing.
func (x *Index) Similar(ctx context.Context, q Incident) (*Similar, error) {
	s, err := x.acquire(ctx)
	if err != nil {
		return nil, err
	}
	defer s.release()
	began := time.Now()
	out := &Similar{}
	in, err := x.incident(ctx, s, q, out)
	if err != nil {
		return nil, fmt.Errorf("reading the incident: %w", err)
	}
	found, err := s.resemble(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("looking for similar incidents: %w", err)
	}
	limit := cmp.Or(max(q.Limit, 0), similarLimit)
	out.Cases = found.best(kb.KindCase, limit)
	found.draw(out.Cases)
	out.Lessons = found.best(kb.KindLesson, limit)
	found.tie(out)
	out.Terms = found.telling()
	out.Took = time.Since(began)
	return out, nil
}

// best returns the documents of one kind that resemble the incident enough.
func (r *resembled) best(kind kb.Kind, limit int) []Resemblance {
	var list []candidate
	var most resembling
	for d := range r.found {
		if f := &r.found[d]; f.shares() && r.kind(docnum(d)) == kind {
			most.text, most.tags, most.link = max(most.text, f.text), max(most.tags, f.tags), max(most.link, f.link)
			list = append(list, candidate{doc: docnum(d)})
		}
	}
	kept := list[:0]
	for _, c := range list {
		f := &r.found[c.doc]
		c.score = toldByText*share(f.text, most.text) + toldByTags*share(f.tags, most.tags) + toldByLinks*share(f.link, most.link)
		if f.drawn || c.score >= toldLeast && f.resembles(r.known) {
			kept = append(kept, c)
		}
	}
	r.order(kept, limit)
	var out []Resemblance
	for _, c := range kept[:min(limit, len(kept))] {
		rec := r.columns.records[c.doc]
		res := Resemblance{ID: rec.ID, Kind: rec.Kind, Title: rec.Title, Score: c.score}
		res.Terms, res.Tags = r.shared(c.doc)
		out = append(out, res)
	}
	return out
}

func share(x, most float64) float64 {
	if most == 0 {
		return 0
	}
	return x / most
}

// resembles reports whether a document shares enough to be more than noise: of
// a long text, which shares some words with anything, more than of a short one.
func (f *resembling) resembles(known float64) bool {
	return f.evidence+toldTagEvidence*f.tags >= toldEvidence+toldKnown*known && f.terms >= toldTerms
}

// sharedTerms is how many shared words are named.
const sharedTerms = 8

// topTerms returns the words that count most, none within another, with their
// share in the whole.
func topTerms(list []SharedTerm, whole float64) []SharedTerm {
	slices.SortStableFunc(list, func(a, b SharedTerm) int { return cmp.Compare(b.Weight, a.Weight) })
	var out []SharedTerm
	for _, t := range list {
		within := slices.ContainsFunc(out, func(o SharedTerm) bool {
			return strings.Contains(o.Term, t.Term) || strings.Contains(t.Term, o.Term)
		})
		if !within && len(out) < sharedTerms {
			out = append(out, SharedTerm{t.Term, share(t.Weight, whole)})
		}
	}
	return out
}

// tie names for each document those of the answer that it is linked with.
func (r *resembled) tie(out *Similar) {
	through := func(list, others []Resemblance) {
		for i := range list {
			links := r.columns.links.of(r.columns.byID[list[i].ID])
			for _, o := range others {
				if slices.Contains(links, r.columns.byID[o.ID]) {
					list[i].Through = append(list[i].Through, o.ID)
				}
			}
		}
	}
	through(out.Cases, out.Lessons)
	through(out.Lessons, out.Cases)
}

// telling returns the words of the incident that weigh most.
func (r *resembled) telling() []string {
	var list []SharedTerm
	for _, w := range r.in.words {
		if w.weight > 0 {
			list = append(list, SharedTerm{w.typed, w.weight})
		}
	}
	slices.SortFunc(list, func(a, b SharedTerm) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Term, b.Term))
	})
	var out []string
	for _, t := range topTerms(list, 1) {
		out = append(out, t.Term)
	}
	return out
}
