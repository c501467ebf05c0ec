package index

import "context"

// evaluation is the words of one query with the documents that hold them.
type evaluation struct {
	*snapshot
	plan     *plan
	groups   *groups
	held     []holding        // by group
	matrix   *matrix          // of many words, of which groups tell only those of one branch
	ways     int              // how many there are
	elements [][][]*foundWord // the words of each branch of each element of the plan
	wholes   []*foundWord     // those of the plan's wholes that count
	spans    []whole          // what they are
}

// holding is what the documents of a group hold: what those of an earlier group do,
// and one element, or whole, more.
type holding struct {
	but   uint32
	more  int     // the element; after the elements, the whole
	cover float64 // how much of it they hold
}

// foundWord is a need of the plan, or a whole, with the documents that hold it.
type foundWord struct {
	ways, parts []worth
	first       int // the number of the first of the ways; the parts come after them
}

// evaluate finds the words of a plan. The evaluation must be done with in the end.
func (s *snapshot) evaluate(ctx context.Context, p *plan) (*evaluation, error) {
	e := s.evaluation(p)
	if p.account != nil {
		p.account.words = e
	}
	if p.words() > mostGrouped {
		e.matrix = s.matrices.take()
	}
	err := e.findElements(ctx)
	if err == nil {
		err = e.findWholes(ctx)
	}
	if err != nil {
		e.done()
		return nil, err
	}
	return e, nil
}

func (s *snapshot) evaluation(p *plan) *evaluation {
	e := &evaluation{snapshot: s, plan: p, groups: s.groups.take()}
	e.groups.reset(len(s.columns.records))
	e.held = append(e.held, holding{})
	return e
}

// done gives memory back; only the words are good after it.
func (e *evaluation) done() {
	if e.groups != nil {
		e.snapshot.groups.Put(e.groups)
		e.groups = nil
	}
	if e.matrix != nil {
		e.matrices.Put(e.matrix)
		e.matrix = nil
	}
}

// findElements finds the words of all elements.
func (e *evaluation) findElements(ctx context.Context) error {
	for i, el := range e.plan.elements {
		if e.elements = append(e.elements, nil); e.matrix != nil {
			e.matrix.begin(len(e.columns.records))
		}
		for _, b := range el.branches {
			words := make([]*foundWord, 0, len(b))
			for _, n := range b {
				w, err := e.word(ctx, n)
				if err != nil {
					return err
				}
				words = append(words, w)
			}
			e.elements[i] = append(e.elements[i], words)
			if e.matrix != nil {
				e.spread(i)
			}
		}
		if e.matrix == nil {
			e.hold(i)
		}
	}
	return nil
}

// spread goes over from groups to the matrix, with the last branch of an element.
func (e *evaluation) spread(element int) {
	branches := e.elements[element]
	e.elements[element] = branches[len(branches)-1:] // the others have no groups
	e.hold(element)
	e.elements[element] = branches
	e.matrix.add(e.groups.of, e.held)
	e.regroup()
}

// regroup puts all documents in group 0 again.
func (e *evaluation) regroup() {
	e.groups.reset(len(e.columns.records))
	e.held = e.held[:1]
}

// word finds one word in all its ways.
func (e *evaluation) word(ctx context.Context, n need) (*foundWord, error) {
	w := &foundWord{}
	err := e.eachOption(ctx, n, func(_ int, o option, m matches) {
		w.ways = append(w.ways, e.columns.worth(m, o.weight, o.cover))
	})
	if err != nil {
		return nil, err
	}
	for _, t := range n.parts {
		m, err := e.find(ctx, single(t))
		if err != nil {
			return nil, err
		}
		w.parts = append(w.parts, e.columns.worth(m, n.partWeight(), 1/float64(len(n.parts))))
	}
	e.add(w)
	return w, nil
}

// add notes which documents hold a word.
func (e *evaluation) add(w *foundWord) {
	w.first = e.ways
	for _, list := range [][]worth{w.ways, w.parts} {
		for i := range list {
			e.groups.add(e.ways, list[i].matches)
			e.ways++
		}
	}
}

// findWholes finds the runs of the query that documents hold in one piece: these
// hold all of its words, and get a bonus.
func (e *evaluation) findWholes(ctx context.Context) error {
	for _, w := range e.plan.wholes {
		m, err := e.find(ctx, w.option.seq)
		if err != nil {
			return err
		}
		if m.held == 0 || w.option.via == ViaReading && e.plan.elements[w.from].run == "" && e.together(w.from, w.to) {
			continue // as in eachOption: the words exist as written
		}
		found := &foundWord{ways: []worth{e.columns.worth(m, boostWhole*w.option.weight/float64(w.to-w.from), 1)}}
		e.wholes, e.spans = append(e.wholes, found), append(e.spans, w)
		if e.matrix != nil {
			e.matrix.whole(w, m)
			continue
		}
		e.add(found)
		e.hold(len(e.elements) + len(e.wholes) - 1)
	}
	return nil
}

// hold notes what the documents hold of an element, or whole, the ways of which were
// the last to be added.
func (e *evaluation) hold(more int) {
	since := len(e.held)
	in := make([]bool, e.ways)
	for k := since; k < len(e.groups.steps); k++ {
		but := uint32(k)
		for ; int(but) >= since; but = e.groups.steps[but].from {
			in[e.groups.steps[but].way] = true
		}
		e.held = append(e.held, holding{but, more, e.cover(more, in)})
		clear(in)
	}
}

// cover is how much of an element, or whole, is held by what is found in some ways.
func (e *evaluation) cover(more int, in []bool) (most float64) {
	if more >= len(e.elements) {
		return 1
	}
	for _, words := range e.elements[more] {
		sum := 0.0
		for _, w := range words {
			sum += w.cover(in) / float64(len(words))
		}
		most = max(most, sum)
	}
	return most
}

// covers returns how much of each element the documents of a group hold, in the
// memory of to.
func (e *evaluation) covers(to []float64, k int) []float64 {
	to = append(to[:0], make([]float64, len(e.elements))...)
	for ; k != 0; k = int(e.held[k].but) {
		h := &e.held[k]
		if h.more < len(to) {
			to[h.more] = max(to[h.more], h.cover)
			continue
		}
		w := e.spans[h.more-len(to)]
		for at := w.from; at < w.to; at++ {
			to[at] = h.cover // of a whole, the most that there is
		}
	}
	return to
}

// cover is how much of a word is held by what is found in some ways.
func (w *foundWord) cover(in []bool) float64 {
	most, share := 0.0, 0.0
	for i := range w.ways {
		if in[w.first+i] {
			most = max(most, w.ways[i].cover)
		}
	}
	for i := range w.parts {
		if in[w.first+len(w.ways)+i] {
			share += w.parts[i].cover
		}
	}
	return max(most, coverOfParts(share))
}

// together reports whether some document holds all of the elements from one to
// before another. A group that all documents have left led to others that hold more.
func (e *evaluation) together(from, to int) bool {
	if e.matrix != nil {
		return e.matrix.together(from, to)
	}
	n := make([]int, len(e.held)) // of those elements, how many a group holds
	for k, h := range e.held {
		switch {
		case k == 0:
			continue
		case h.more >= len(e.elements): // what a whole adds depends on what there is
			var covers []float64
			if full(e.covers(covers, k)[from:to]) {
				return true
			}
		case h.cover >= fullCover && from <= h.more && h.more < to:
			n[k] = n[h.but] + 1
		default:
			n[k] = n[h.but]
		}
		if n[k] == to-from {
			return true
		}
	}
	return false
}

// full reports whether what covers elements so far holds them all.
func full(covers []float64) bool {
	for _, c := range covers {
		if c < fullCover {
			return false
		}
	}
	return true
}

// isHeld reports whether some document holds anything of an element.
func (e *evaluation) isHeld(element int) bool {
	for _, words := range e.elements[element] {
		for _, w := range words {
			if w.held() > 0 {
				return true
			}
		}
	}
	for i, w := range e.spans {
		if w.from <= element && element < w.to && e.wholes[i].held() > 0 {
			return true
		}
	}
	return false
}

// eachWord goes through all words, and wholes.
func (e *evaluation) eachWord(yield func(*foundWord) bool) {
	for _, branches := range e.elements {
		for _, words := range branches {
			for _, w := range words {
				if !yield(w) {
					return
				}
			}
		}
	}
	for _, w := range e.wholes {
		if !yield(w) {
			return
		}
	}
}

// held is how long its lists are together.
func (w *foundWord) held() (n int) {
	for i := range w.ways {
		n += w.ways[i].held
	}
	for i := range w.parts {
		n += w.parts[i].held
	}
	return n
}

// partWeight is what one part of a compound counts for.
func (n need) partWeight() float64 { return weightParts / float64(len(n.parts)) }

// coverOfParts is how much of a compound a document holds by some of its parts.
func coverOfParts(share float64) float64 {
	if share < 0.99 {
		return share * weightParts
	}
	return fullCover // all parts, if not in one piece
}

// standIn tells an option that counts only where no other finds anything.
func (o option) standIn() bool { return o.via == ViaExpansion && o.weight == 0 }

// eachOption calls visit for each way in which a word may be found, with what
// it counts for among the others, and the documents that hold it.
func (s *snapshot) eachOption(ctx context.Context, n need, visit func(i int, o option, m matches)) error {
	exact, found := 0, 0
	for i, o := range n.options {
		if o.standIn() && found > 0 {
			continue
		}
		m, err := s.find(ctx, o.seq)
		if err != nil {
			return err
		}
		switch {
		case o.via == ViaExact:
			exact = m.held
		case o.via == ViaReading && exact > 0:
			o.cover = 0 // the word exists as written: what is only read alike is apart
		case o.via == ViaExpansion && found == 0:
			o.weight, o.cover = weightStandIn, coverStandIn // no other way to find the word
		}
		if o.via != ViaExpansion {
			found += m.held
		}
		visit(i, o, m)
	}
	return nil
}
