package index

import (
	"context"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// candidate is a document on its way to becoming a hit.
type candidate struct {
	doc   docnum
	full  bool // holds all words
	score float64
	cover float64 // weighted share of the query's words, 0 to 1
}

// ranking is the outcome of ranking: hits, best first, and documents that
// only resemble the query.
type ranking struct {
	hits, near []candidate
	// room is the memory of the hits, which is used again.
	room []candidate
	// articles is how documents came in by an article, for those that did.
	articles map[docnum]*articleFound
}

// rank finds and scores the documents of a plan, in no order.
func (s *snapshot) rank(ctx context.Context, p *plan) (ranking, error) {
	if len(p.elements) == 0 {
		return s.browse(ctx, p)
	}
	e := s.evaluation()
	if p.account == nil { // which looks at the lists later
		defer e.done()
	}
	lists, err := e.elements(ctx, p)
	if err != nil {
		return ranking{}, err
	}
	enough, err := s.known(ctx, p, lists)
	if err != nil {
		return ranking{}, err
	}
	room := s.combine(p, lists, s.elementWeights(lists))
	all, err := s.exclude(ctx, p, room)
	if err != nil {
		return ranking{}, err
	}
	r := split(all, enough)
	r.room = room
	return r, s.boost(ctx, p, &r)
}

// browse returns everything where nothing was typed, or only what must not occur.
func (s *snapshot) browse(ctx context.Context, p *plan) (ranking, error) {
	if p.text && len(p.banned) == 0 {
		return ranking{}, nil // typed, but nothing that can be searched for
	}
	all := s.candidates.take(s.columns.live)
	for d, r := range s.columns.records {
		if r != nil {
			all = append(all, candidate{doc: docnum(d)})
		}
	}
	room := all
	all, err := s.exclude(ctx, p, all)
	return ranking{hits: all, room: room}, err
}

// applyWholes gives documents that hold a run of the query in one piece all
// of its words, and a bonus.
func (e *evaluation) applyWholes(ctx context.Context, p *plan, lists [][]scored) error {
	for _, w := range p.wholes {
		m, err := e.find(ctx, w.option.seq)
		if err != nil {
			return err
		}
		if m.held == 0 || w.option.via == ViaReading && p.elements[w.from].run == "" && anyCovered(lists[w.from:w.to]) {
			continue // as in eachOption: the words exist as written
		}
		found := e.best([]worth{e.columns.worth(m, boostWhole*w.option.weight/float64(w.to-w.from), 1)}, nil)
		for i := w.from; i < w.to; i++ {
			lists[i] = e.fold([][]scored{lists[i], found}, plus, most)
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

// combine adds up the elements: the score counts by the square of the share
// of the query that a document holds.
func (s *snapshot) combine(p *plan, lists [][]scored, weights []float64) []candidate {
	strict, longest := uint8(0), 0
	for i, e := range p.elements {
		if e.strict {
			strict++
		}
		longest = max(longest, len(lists[i]))
	}
	out := s.candidates.take(longest)
	if len(lists) == 1 {
		for _, v := range lists[0] {
			if strict == 0 || v.cover > 0 {
				cover := v.cover * weights[0]
				out = append(out, candidate{v.doc, v.cover >= fullCover, v.score * cover * cover, cover})
			}
		}
		p.account.after(ForWord, out)
		return out
	}
	b := s.boards.take()
	defer s.boards.Put(b)
	left := slices.Clone(lists)
	for first := docnum(0); int(first) < len(s.columns.records); first += boardSize {
		for i := range left {
			left[i] = b.count(left[i], first, weights[i], p.elements[i].strict)
		}
		b.clear(func(i uint32) {
			if b.kept[i] >= strict {
				out = append(out, candidate{first + docnum(i), int(b.full[i]) == len(lists), b.score[i] * b.cover[i] * b.cover[i], b.cover[i]})
			}
		})
	}
	p.account.after(ForWord, out)
	return out
}

// count adds the documents of an element to the board, which begins at the
// document first, and returns those that lie beyond it.
func (b *board) count(list []scored, first docnum, weight float64, strict bool) []scored {
	n := 0
	for ; n < len(list) && list[n].doc < first+boardSize; n++ {
		v := &list[n]
		i := uint32(v.doc - first)
		if b.first(i) {
			b.score[i], b.cover[i], b.full[i], b.kept[i] = 0, 0, 0, 0
		}
		b.score[i] += v.score
		b.cover[i] += v.cover * weight
		if v.cover >= fullCover {
			b.full[i]++
		}
		if strict && v.cover > 0 {
			b.kept[i]++
		}
	}
	return list[n:]
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
			m, err := s.find(ctx, o.seq)
			if err != nil {
				return nil, err
			}
			all = slices.DeleteFunc(all, func(c candidate) bool { return m.has(c.doc) })
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
		if held, err := s.holdsSequence(ctx, seq); err != nil || held {
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

// split parts hits from documents that hold too little, in the memory of all.
func split(all []candidate, known bool) (r ranking) {
	hits := 0
	for end := len(all); hits < end; {
		if known && all[hits].cover >= hitCover {
			hits++
			continue
		}
		end--
		all[hits], all[end] = all[end], all[hits]
	}
	r.hits, r.near = all[:hits:hits], all[hits:]
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
	before := s.scores.take(len(s.columns.records))
	defer s.scores.Put(before)
	for _, h := range hits {
		(*before)[h.doc] = h.score
	}
	for i := range hits {
		best := 0.0
		for _, d := range s.columns.links[hits[i].doc] {
			best = max(best, (*before)[d])
		}
		hits[i].score += linkShare * best
	}
	for _, h := range hits {
		(*before)[h.doc] = 0
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
			r.hits = append(r.hits, candidate{doc: d, cover: 1})
			at = len(r.hits) - 1
		}
		if r.hits[at].score < tierID {
			r.hits[at].score += tierID
		}
	}
}
