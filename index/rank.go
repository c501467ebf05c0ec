package index

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// candidate is a document on its way to becoming a hit.
type candidate struct {
	doc   docnum
	score float64
	cover float64 // weighted share of the query's words, 0 to 1
	full  bool    // holds all words
	// rough is the score of the first pass, where no second one followed; infinite
	// where the score is in full.
	rough float64
	// found is how the document came in by an article; nil where it did not.
	found *articleFound
}

// ranking is the outcome of ranking: hits, best first, and documents that
// only resemble the query.
type ranking struct {
	hits, near []candidate
}

// rank finds and scores the documents of a plan, in no order.
func (s *snapshot) rank(ctx context.Context, p *plan) (ranking, error) {
	if len(p.elements) == 0 {
		return s.browse(ctx, p)
	}
	first := s.firstPass()
	lists, err := first.lists(ctx, p)
	if err != nil {
		return ranking{}, err
	}
	weights := s.elementWeights(lists)
	all, err := s.exclude(ctx, p, p.combine(lists, weights))
	if err != nil {
		return ranking{}, err
	}
	enough, err := s.known(ctx, p, lists)
	if err != nil {
		return ranking{}, err
	}
	r := split(all, enough)
	rest, err := s.refine(ctx, p, first, weights, &r)
	if err != nil {
		return ranking{}, err
	}
	if err := s.boost(ctx, p, &r); err != nil {
		return ranking{}, err
	}
	r.hits = append(r.hits, below(r.hits, s.without(rest, r.hits))...)
	return r, nil
}

// without leaves out the candidates that are among others.
func (s *snapshot) without(list, others []candidate) []candidate {
	if len(list) == 0 {
		return nil
	}
	there := make([]bool, len(s.columns.records))
	for _, c := range others {
		there[c.doc] = true
	}
	return slices.DeleteFunc(list, func(c candidate) bool { return there[c.doc] })
}

// browse returns everything where nothing was typed, or only what must not occur.
func (s *snapshot) browse(ctx context.Context, p *plan) (ranking, error) {
	if p.text && len(p.banned) == 0 {
		return ranking{}, nil // typed, but nothing that can be searched for
	}
	var all []candidate
	for _, d := range s.columns.all() {
		all = append(all, candidate{doc: d, rough: math.Inf(1)})
	}
	all, err := s.exclude(ctx, p, all)
	return ranking{hits: all}, err
}

// applyWholes gives documents that hold a run of the query in one piece all
// of its words, and a bonus.
func (s pass) applyWholes(ctx context.Context, p *plan, lists [][]scored) error {
	for _, w := range p.wholes {
		list, held, err := s.find(ctx, w.option.seq)
		if err != nil {
			return err
		}
		if w.option.via == ViaReading && p.elements[w.from].run == "" && anyCovered(lists[w.from:w.to]) {
			continue // as in evaluate: the words exist as written
		}
		found := s.columns.bm25f(list, held, boostWhole*w.option.weight/float64(w.to-w.from))
		for i := range found {
			found[i].cover = 1
		}
		for i := w.from; i < w.to; i++ {
			lists[i] = mergeScored(lists[i], found, func(x, y scored) scored {
				return scored{x.doc, x.score + y.score, 1}
			})
		}
	}
	return nil
}

// anyCovered reports whether some document holds all the elements.
func anyCovered(lists [][]scored) bool {
	if len(lists) == 0 {
		return false
	}
	rest := slices.Clone(lists[1:])
	return slices.ContainsFunc(lists[0], func(v scored) bool {
		if v.cover < fullCover {
			return false
		}
		for i, l := range rest {
			for len(l) > 0 && l[0].doc < v.doc {
				l = l[1:]
			}
			if rest[i] = l; len(l) == 0 || l[0].doc != v.doc || l[0].cover < fullCover {
				return false
			}
		}
		return true
	})
}

// holding is what a document holds of the elements so far.
type holding struct {
	scored
	full, kept int // elements held in full, strict elements held
}

// combine adds up the elements: the score counts by the square of the share
// of the query that a document holds.
func (p *plan) combine(lists [][]scored, weights []float64) []candidate {
	var merged []holding
	strict := 0
	for i, list := range lists {
		if p.elements[i].strict {
			strict++
		}
		held := make([]holding, len(list))
		for j, v := range list {
			held[j].scored = scored{v.doc, v.score, v.cover * weights[i]}
			if v.cover >= fullCover {
				held[j].full = 1
			}
			if p.elements[i].strict && v.cover > 0 {
				held[j].kept = 1
			}
		}
		merged = merge(merged, held, func(s holding) docnum { return s.doc }, func(x, y holding) holding {
			return holding{scored{x.doc, x.score + y.score, x.cover + y.cover}, x.full + y.full, x.kept + y.kept}
		})
	}
	out := make([]candidate, 0, len(merged))
	for _, v := range merged {
		if v.kept < strict {
			continue
		}
		out = append(out, candidate{doc: v.doc, score: v.score * v.cover * v.cover, cover: v.cover, full: v.full == len(lists), rough: math.Inf(1)})
	}
	p.account.combined(out)
	return out
}

// elementWeights says how much each element counts in the share: rare ones
// more. They add up to 1.
func (s *snapshot) elementWeights(lists [][]scored) []float64 {
	weights, total := make([]float64, 0, len(lists)), 0.0
	highest := s.columns.idf(0)
	for _, list := range lists {
		held := 0
		for _, v := range list {
			if v.cover >= fullCover {
				held++
			}
		}
		w := wordFloor + s.columns.idf(held)/math.Max(highest, 1e-9)
		weights = append(weights, w)
		total += w
	}
	for i := range weights {
		weights[i] /= total
	}
	return weights
}

// exclude takes out what holds a banned word.
func (s *snapshot) exclude(ctx context.Context, p *plan, all []candidate) ([]candidate, error) {
	for _, n := range p.banned {
		for _, o := range n.options {
			list, err := s.sequence(ctx, o.seq)
			if err != nil {
				return nil, err
			}
			all = slices.DeleteFunc(all, func(c candidate) bool {
				_, found := slices.BinarySearchFunc(list, c.doc, func(m match, d docnum) int { return cmp.Compare(m.doc, d) })
				return found
			})
		}
	}
	return all, nil
}

// known reports whether the documents hold enough of the query's words at all.
// A query most of which occurs nowhere asks for something that is not here.
func (s *snapshot) known(ctx context.Context, p *plan, lists [][]scored) (bool, error) {
	share := knownShare
	if len(p.elements) >= sentence {
		share = knownShareSentence
	}
	held, total := 0.0, 0.0
	together := anyCovered(lists)
	for i := 0; i < len(p.elements); {
		j, weight, found := i+1, p.elements[i].telling(), 0
		for j < len(p.elements) && p.elements[j].joined {
			weight += p.elements[j].telling()
			j++
		}
		for k := i; k < j; k++ {
			is, err := s.isFound(ctx, p, k, lists[k])
			if err != nil {
				return false, err
			}
			if is {
				found++
			}
		}
		if 2*found > j-i { // of a compound, more than half: 地震 alone is not 地震保険
			share := float64(found) / float64(j-i)
			if !together && p.ofNotions(i, j) {
				occurs, err := s.occurs(ctx, p.typed(i, j))
				if err != nil {
					return false, err
				}
				if !occurs {
					share *= knownApart
				}
			}
			held += weight * share
		}
		total += weight
		i = j
	}
	return held > share*total, nil
}

// The least length in runes of what was cut out of a run of hiragana, so that
// finding what only sounds the same says something: shorter where the words of
// the run leave nothing of it over.
const (
	runWord      = 4
	runWordWhole = 3
)

// isFound reports whether some document holds an element. A stretch of a run of
// hiragana must be a word there, or long enough to sound like one, or the run
// must sound like one.
func (s *snapshot) isFound(ctx context.Context, p *plan, k int, list []scored) (bool, error) {
	e := p.elements[k]
	if len(list) == 0 || e.run == "" {
		return len(list) > 0, nil
	}
	whole := 0
	for _, o := range p.elements {
		if o.run == e.run {
			whole += utf8.RuneCountInString(o.branches[0][0].typed)
		}
	}
	n := utf8.RuneCountInString(e.branches[0][0].typed)
	if n >= runWord || n >= runWordWhole && whole >= utf8.RuneCountInString(e.run) {
		return true, nil
	}
	for _, seq := range []sequence{e.branches[0][0].options[0].seq, reading(e.run).seq} {
		if held, err := s.sequence(ctx, seq); err != nil || len(held) > 0 {
			return len(held) > 0, err
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

// split parts hits from documents that hold too little.
func split(all []candidate, known bool) ranking {
	var r ranking
	for _, c := range all {
		if known && c.cover >= hitCover {
			r.hits = append(r.hits, c)
		} else {
			r.near = append(r.near, c)
		}
	}
	return r
}

// boost adds what looks at more than single words.
func (s *snapshot) boost(ctx context.Context, p *plan, r *ranking) error {
	s.order(r.hits, rescored)
	if err := s.boostNeighbours(ctx, p, r.hits[:min(rescored, len(r.hits))]); err != nil {
		return err
	}
	p.account.after(ForNear, r.hits)
	s.boostLinks(r.hits)
	p.account.after(ForLink, r.hits)
	for i := range r.hits {
		if r.hits[i].full {
			r.hits[i].score += tierFull
		}
	}
	p.account.after(ForAllWords, r.hits)
	s.boostArticles(p, r)
	p.account.after(ForArticle, r.hits)
	s.boostIDs(p, r)
	p.account.after(ForID, r.hits)
	return nil
}

// boostLinks passes a share of a document's score on to those it is linked
// with, of the hits: a case and its lesson answer the same question.
func (s *snapshot) boostLinks(hits []candidate) {
	before := make(map[docnum]float64, len(hits))
	for _, h := range hits {
		before[h.doc] = h.score
	}
	for i := range hits {
		linked := 0.0
		for _, d := range s.columns.links[hits[i].doc] {
			linked = max(linked, before[d])
		}
		hits[i].score += linkShare * linked
	}
}

// boostIDs puts the documents whose ids were typed first, found or not.
func (s *snapshot) boostIDs(p *plan, r *ranking) {
	for _, id := range p.ids {
		d, ok := s.columns.byID[id]
		if !ok {
			continue
		}
		at := slices.IndexFunc(r.hits, func(c candidate) bool { return c.doc == d })
		if at < 0 {
			r.near = slices.DeleteFunc(r.near, func(c candidate) bool { return c.doc == d })
			r.hits = append(r.hits, candidate{doc: d, cover: 1, rough: math.Inf(1)})
			at = len(r.hits) - 1
		}
		if r.hits[at].score < tierID {
			r.hits[at].score += tierID
		}
	}
}
