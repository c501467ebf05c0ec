package index

import (
	"cmp"
	"context"
	"fmt"
	"math"
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
		in.read(s, clipBytes(strings.ToValidUTF8(q.Text, " "), MaxIncident), out)
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
		in.add(s.analyzer, t.text, t.times)
	}
	for _, facet := range accidentFacets() {
		for _, tag := range doc.Common().Tags[facet] {
			if !tellsNothing(facet, tag) {
				in.tags = append(in.tags, tagFound{facet: facet, tag: tag})
			}
		}
	}
	return in, nil
}

func clipBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

// read takes a pasted text apart.
func (in *incident) read(s *snapshot, text string, out *Similar) {
	kept, aside := setAside(text)
	out.SetAside = aside
	in.add(s.analyzer, kept, 1)
	n := normalize(kept)
	in.tags = s.signs().find(n, kept, s.analyzer.analyze(n.text))
	for _, t := range in.tags {
		out.Tags = append(out.Tags, SharedTag{Facet: t.facet, Tag: t.tag, Typed: t.typed})
	}
}

// add counts the telling words of a text.
func (in *incident) add(a *analyzer, text string, times int) {
	n := normalize(text)
	an := a.analyze(n.text)
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
		list []match
	}
	var all []posting
	for term, w := range r.in.words {
		list, err := r.field(ctx, toldWords, term)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			continue
		}
		w.weight = r.columns.toldIDF(len(list)) * (1 + math.Log(float64(w.count)))
		if _, known := r.analyzer.lexicon.lookup(term); known {
			w.weight *= toldTermBoost
		}
		all = append(all, posting{w, term, list})
	}
	slices.SortFunc(all, func(a, b posting) int {
		return cmp.Or(cmp.Compare(b.word.weight, a.word.weight), strings.Compare(a.term, b.term))
	})
	for _, p := range all[:min(len(all), incidentWords)] {
		r.known += r.columns.toldIDF(len(p.list))
		for _, m := range p.list {
			f := r.at(m.doc)
			tf := float64(m.tf[toldWords])
			norm := 1 - toldLength + toldLength*float64(r.columns.records[m.doc].Told)/math.Max(r.columns.averageTold, 1)
			points := p.word.weight * tf * (saturation + 1) / (tf + saturation*norm)
			f.text += points
			f.evidence += r.columns.toldIDF(len(p.list))
			f.terms = append(f.terms, SharedTerm{p.word.typed, points})
		}
	}
	return nil
}

// byTags scores by the share of the incident's tags, the rare ones counting more.
func (r *resembled) byTags(ctx context.Context) error {
	for _, t := range r.in.tags {
		list, err := r.field(ctx, toldTags, t.facet+toldTagParts+t.tag)
		if err != nil {
			return err
		}
		for _, m := range list {
			f := r.at(m.doc)
			points := r.columns.toldIDF(len(list)) * facetWeight(t.facet)
			f.tags += points
			f.shared = append(f.shared, SharedTag{t.facet, t.tag, t.typed, points})
		}
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

// field reads the postings of a term of the field of accidents.
func (s *snapshot) field(ctx context.Context, z zone, term string) ([]match, error) {
	c, err := s.open(ctx, attrTold, z, term, false)
	if err != nil {
		return nil, err
	}
	defer c.close()
	var list []match
	for err == nil && c.cur != nil {
		m := match{doc: c.at()}
		m.tf[z] = float32(c.cur.Freq)
		list = append(list, m)
		err = c.next()
	}
	return list, err
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

// best returns the documents of one kind that resemble the incident enough.
func (r *resembled) best(kind kb.Kind, limit int) []Resemblance {
	var list []*resembling
	var most resembling
	for d, f := range r.found {
		if r.kind(d) != kind {
			continue
		}
		most.text, most.tags, most.link = max(most.text, f.text), max(most.tags, f.tags), max(most.link, f.link)
		list = append(list, f)
	}
	score := func(f *resembling) float64 {
		return toldByText*share(f.text, most.text) + toldByTags*share(f.tags, most.tags) + toldByLinks*share(f.link, most.link)
	}
	slices.SortFunc(list, func(a, b *resembling) int {
		return cmp.Or(cmp.Compare(score(b), score(a)), strings.Compare(r.columns.records[a.doc].ID, r.columns.records[b.doc].ID))
	})
	var out []Resemblance
	for _, f := range list {
		if len(out) == limit {
			break
		}
		if !f.drawn && (score(f) < toldLeast || !f.resembles(r.known)) {
			continue
		}
		rec := r.columns.records[f.doc]
		out = append(out, Resemblance{ID: rec.ID, Kind: rec.Kind, Title: rec.Title, Score: score(f), Terms: f.topTerms(), Tags: f.topTags()})
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
	return f.evidence+toldTagEvidence*f.tags >= toldEvidence+toldKnown*known && len(f.terms) >= toldTerms
}

// sharedTerms is how many shared words are named.
const sharedTerms = 8

// topTerms returns the shared words that count most, none within another.
func (f *resembling) topTerms() []SharedTerm {
	slices.SortStableFunc(f.terms, func(a, b SharedTerm) int { return cmp.Compare(b.Weight, a.Weight) })
	var out []SharedTerm
	for _, t := range f.terms {
		within := slices.ContainsFunc(out, func(o SharedTerm) bool {
			return strings.Contains(o.Term, t.Term) || strings.Contains(t.Term, o.Term)
		})
		if !within && len(out) < sharedTerms {
			out = append(out, SharedTerm{t.Term, share(t.Weight, f.text)})
		}
	}
	return out
}

// topTags returns the shared tags, those of one facet together.
func (f *resembling) topTags() []SharedTag {
	for i := range f.shared {
		f.shared[i].Weight = share(f.shared[i].Weight, f.tags)
	}
	return f.shared
}

// tie names for each document those of the answer that it is linked with.
func (r *resembled) tie(out *Similar) {
	through := func(list, others []Resemblance) {
		for i := range list {
			links := r.columns.links[r.columns.byID[list[i].ID]]
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
	f := resembling{terms: list, text: 1}
	var out []string
	for _, t := range f.topTerms() {
		out = append(out, t.Term)
	}
	return out
}
