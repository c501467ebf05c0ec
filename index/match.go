package index

import (
	"context"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// found is what a query finds: which documents are hits rests on what they hold,
// and is known before any is scored.
type found struct {
	*evaluation
	verdicts []verdict // by group
	hits     []docnum  // by number
	fulls    []docnum  // those of them that hold all words
	// admitted are hits by their ids, or by an article, whatever they hold.
	ids      []docnum
	articles map[docnum]*articleFound
	admitted map[docnum]bool
	// raised is what the first of the hits have at least, with links and close words,
	// and left what none has, for its words, that was left out and is linked with others.
	raised, left float64
	// exhaustive is that of the query; else lookable is in how many documents, the best
	// by their words alone, words close together are looked for at most, whichever of
	// them are asked for: so that pages agree.
	exhaustive bool
	lookable   int
	standing   [2]standings // the memory of closeness
}

// verdict is what becomes of the documents of a group.
type verdict struct {
	cover float64 // weighted share of the query's words, 0 to 1
	most  float64 // more than what any of them gets for words
	hit   bool
	full  bool // is a hit and holds all words
	near  bool // holds too little
}

// match finds the documents of a plan; what it returns must be done with in the end.
func (s *snapshot) match(ctx context.Context, p *plan) (*found, error) {
	e, err := s.evaluate(ctx, p)
	if err != nil {
		return nil, err
	}
	f := &found{evaluation: e, admitted: map[docnum]bool{}, lookable: p.lookable()}
	if err = f.judge(ctx); err == nil {
		err = f.exclude(ctx)
	}
	if err != nil {
		f.done()
		return nil, err
	}
	f.collect()
	f.admit()
	return f, nil
}

// done gives memory back.
func (f *found) done() {
	for _, list := range []*[]docnum{&f.hits, &f.fulls} {
		if *list != nil {
			f.numbers.put(*list)
			*list = nil
		}
	}
	f.evaluation.done()
}

// judge decides on each group.
func (f *found) judge(ctx context.Context) error {
	f.verdicts = make([]verdict, len(f.groups.steps))
	if len(f.elements) == 0 {
		// Everything where nothing was typed, or only what must not occur; nothing
		// where there is nothing in it that can be searched for.
		f.verdicts[0].hit = !f.plan.text || len(f.plan.banned) > 0
		return nil
	}
	known, err := f.known(ctx)
	if err != nil {
		return err
	}
	tallies := f.tallies(f.elementWeights(), f.mostByElement())
	strict := 0
	for _, e := range f.plan.elements {
		if e.strict {
			strict++
		}
	}
	f.verdicts = f.verdicts[:1]
	for _, t := range tallies[1:] {
		met := t.strict == strict
		v := verdict{cover: t.cover, most: t.most * t.cover * t.cover, hit: met && known && t.cover >= hitCover}
		v.full, v.near = v.hit && t.full == len(f.elements), met && !v.hit
		f.verdicts = append(f.verdicts, v)
	}
	return nil
}

// tally is what the documents of a group hold of all elements.
type tally struct {
	cover, most  float64 // weighted share, and points at most
	full, strict int     // elements held as a whole, and strict ones of which anything is
}

// tallies adds up what groups hold, each with what the group has that it came from.
func (f *found) tallies(weights, most []float64) []tally {
	if f.matrix != nil {
		return f.matrix.tallies(f.plan.elements, weights, most, f.groups.of)
	}
	out := make([]tally, len(f.held))
	var covers []float64
	for k := 1; k < len(out); k++ {
		h := f.held[k]
		if h.more < len(weights) {
			out[k] = out[h.but]
			out[k].add(&f.plan.elements[h.more], weights[h.more], most[h.more], h.cover)
			continue
		}
		covers = f.covers(covers, k)
		for i, c := range covers {
			out[k].add(&f.plan.elements[i], weights[i], most[i], c)
		}
	}
	return out
}

func (t *tally) add(e *element, weight, most, cover float64) {
	t.cover += cover * weight
	t.most += most
	if cover >= fullCover {
		t.full++
	}
	if e.strict && cover > 0 {
		t.strict++
	}
}

// elementWeights says how much each element counts in the share: rare ones
// more. They add up to 1.
func (f *found) elementWeights() []float64 {
	if len(f.elements) == 1 {
		return []float64{1}
	}
	weights, total := make([]float64, len(f.elements)), 0.0
	highest := f.columns.idf(0)
	for i, n := range f.holders() {
		weights[i] = wordFloor + f.columns.idf(n)/math.Max(highest, 1e-9)
		total += weights[i]
	}
	for i := range weights {
		weights[i] /= total
	}
	return weights
}

// holders counts the documents that hold each element.
func (f *found) holders() []int {
	if f.matrix != nil {
		return f.matrix.holders()
	}
	holders := make([]int, len(f.elements))
	documents := f.groups.count()
	var covers []float64
	for k := len(documents) - 1; k > 0; k-- {
		h := f.held[k]
		if h.more < len(holders) {
			if h.cover >= fullCover {
				holders[h.more] += documents[k]
			}
			documents[h.but] += documents[k] // these hold what the others do
			continue
		}
		covers = f.covers(covers, k)
		for i, c := range covers {
			if c >= fullCover {
				holders[i] += documents[k]
			}
		}
	}
	return holders
}

// exclude takes out what holds a banned word.
func (f *found) exclude(ctx context.Context) error {
	out := uint32(len(f.verdicts))
	f.verdicts = append(f.verdicts, verdict{})
	for _, n := range f.plan.banned {
		for _, o := range n.options {
			m, err := f.find(ctx, o.seq)
			if err != nil {
				return err
			}
			m.each(func(d docnum, _ zoneCounts) { f.groups.of[d] = out })
		}
	}
	return nil
}

// collect lists the hits, without a branch for each document, which could not be
// foretold.
func (f *found) collect() {
	f.hits = f.numbers.take(len(f.groups.of))
	if f.verdicts[0].hit {
		for d, k := range f.groups.of {
			if k == 0 && f.columns.records[d] != nil {
				f.hits = append(f.hits, docnum(d))
			}
		}
		return
	}
	isHit := make([]uint8, len(f.verdicts))
	isFull, some := make([]uint8, len(f.verdicts)), false
	for k, v := range f.verdicts {
		if v.hit {
			isHit[k] = 1
		}
		if v.full {
			isFull[k] = 1
		}
		some = some || v.hit && !v.full
	}
	f.hits = f.groups.list(f.hits, isHit)
	f.fulls = f.numbers.take(len(f.groups.of))
	if some {
		f.fulls = f.groups.list(f.fulls, isFull)
	} else { // most queries of one word
		f.fulls = append(f.fulls, f.hits...)
	}
}

// admit adds the documents whose ids were typed, and what rests on the articles
// named.
func (f *found) admit() {
	for _, id := range f.plan.ids {
		if d, ok := f.columns.byID[id]; ok {
			f.ids = append(f.ids, d)
			f.admitOne(d)
		}
	}
	f.articles = f.restingOn(f.plan.articles)
	for d := range f.articles {
		f.admitOne(d)
	}
}

func (f *found) admitOne(d docnum) {
	if !f.isHit(d) {
		f.admitted[d] = true
		at, _ := slices.BinarySearch(f.hits, d)
		f.hits = slices.Insert(f.hits, at, d)
	}
}

func (f *found) verdict(d docnum) verdict { return f.verdicts[f.groups.of[d]] }

func (f *found) isHit(d docnum) bool {
	return f.verdicts[f.groups.of[d]].hit || len(f.admitted) > 0 && f.admitted[d]
}

// known reports whether the documents hold enough of the query's words at all.
// A query most of which occurs nowhere asks for something that is not here.
func (f *found) known(ctx context.Context) (bool, error) {
	elements := f.plan.elements
	least := knownShare
	if len(elements) >= sentence {
		least = knownShareSentence
	}
	held, total := 0.0, 0.0
	together := f.together(0, len(elements))
	for i := 0; i < len(elements); {
		j, weight := i+1, elements[i].telling()
		for j < len(elements) && elements[j].joined {
			weight += elements[j].telling()
			j++
		}
		share, err := f.knownOf(ctx, i, j, together)
		if err != nil {
			return false, err
		}
		held += weight * share
		total += weight
		i = j
	}
	return held > least*total, nil
}

// knownOf is the share of the elements from one to before another, written in one,
// that occurs anywhere.
func (f *found) knownOf(ctx context.Context, from, to int, together bool) (share float64, err error) {
	n := 0
	for k := from; k < to; k++ {
		is, err := f.occursElement(ctx, k)
		if err != nil {
			return 0, err
		}
		if is {
			n++
		}
	}
	if 2*n <= to-from { // of a compound, more than half: 地震 alone is not 地震保険
		return 0, nil
	}
	share = float64(n) / float64(to-from)
	if together || !f.plan.ofNotions(from, to) {
		return share, nil
	}
	if occurs, err := f.occurs(ctx, f.plan.typed(from, to)); err != nil || occurs {
		return share, err
	}
	return share * knownApart, nil
}

// The least length in runes of what was cut out of a run of hiragana, so that
// finding what only sounds the same says something: shorter where the words of
// the run leave nothing of it over.
const (
	runWord      = 4
	runWordWhole = 3
)

// occursElement reports whether some document holds an element. A stretch of a run
// of hiragana must be a word there, or long enough to sound like one, or the run
// must sound like one.
func (f *found) occursElement(ctx context.Context, k int) (bool, error) {
	e := f.plan.elements[k]
	if held := f.isHeld(k); !held || e.run == "" {
		return held, nil
	}
	whole := 0
	for _, o := range f.plan.elements {
		if o.run == e.run {
			whole += utf8.RuneCountInString(o.branches[0][0].typed)
		}
	}
	n := utf8.RuneCountInString(e.branches[0][0].typed)
	if n >= runWord || n >= runWordWhole && whole >= utf8.RuneCountInString(e.run) {
		return true, nil
	}
	for _, seq := range []sequence{e.branches[0][0].options[0].seq, reading(e.run).seq} {
		if held, err := f.holdsSequence(ctx, seq); err != nil || held {
			return held, err
		}
	}
	return false, nil
}

// ofNotions reports whether elements written in one are two notions or more:
// each a word in kanji of two characters at least, unlike the 機 of 中継機.
func (p *plan) ofNotions(from, to int) bool {
	for _, e := range p.elements[from:to] {
		n := 0
		for _, r := range e.branches[0][0].typed {
			if classOf(r) != classHan {
				return false
			}
			n++
		}
		if n < 2 {
			return false
		}
	}
	return to-from > 1
}

// typed is what elements that are written in one stand for.
func (p *plan) typed(from, to int) string {
	var out strings.Builder
	for _, e := range p.elements[from:to] {
		out.WriteString(normalForm(e.branches[0][0].typed))
	}
	return out.String()
}
