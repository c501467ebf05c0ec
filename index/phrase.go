package index

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// sequence is a run of terms that must follow each other.
type sequence struct {
	attr attribute
	// terms and, by term, either the bytes between it and the first (grams),
	// or the bytes between it and the one before (words).
	terms []string
	steps []int
	// slack is by how many bytes a gap between words may be wider.
	slack int
}

// literal is the sequence of grams that spells a text; ok is false where the
// text has no gram, such as a single kana.
func literal(text string) (seq sequence, ok bool) {
	us := units(text)
	seq.attr = attrGram
	for i := range us {
		paired := i+1 < len(us) && us[i+1].start == us[i].end
		switch {
		case paired:
			seq.terms = append(seq.terms, pair(us[i], us[i+1]))
		case i > 0 && us[i-1].end == us[i].start: // second of a pair
			continue
		case us[i].alone():
			seq.terms = append(seq.terms, us[i].text)
		default:
			continue
		}
		seq.steps = append(seq.steps, us[i].place)
	}
	if len(seq.steps) == 0 {
		return seq, false
	}
	first := seq.steps[0]
	for i := range seq.steps {
		seq.steps[i] -= first
	}
	return seq, true
}

// within returns the sequences that spell a word which may lie within a longer
// one; a word in katakana must begin or end the run that it lies in.
func within(form string) []sequence {
	seq, ok := literal(form)
	us := units(form)
	switch {
	case !ok:
		return nil
	case !isKatakana(form) || len(us) < 2:
		return []sequence{seq}
	}
	first := seq
	first.terms = append([]string{gramFirst + us[0].text}, seq.terms...)
	first.steps = append([]int{0}, seq.steps...)
	last := seq
	last.terms = append(slices.Clone(seq.terms), gramLast+us[len(us)-1].text)
	last.steps = append(slices.Clone(seq.steps), us[len(us)-1].place-us[0].place)
	return []sequence{first, last}
}

// inWordsOf is the sequence of words of an analysis, in canonical form. Where
// strict, the gaps are those of the query; else up to a few particles wide.
func inWordsOf(an *analysis, strict bool) (seq sequence, ok bool) {
	seq.attr = attrWord
	if !strict {
		seq.slack = 12
	}
	end := -1
	for _, w := range topWords(an) {
		step := 0
		if end >= 0 {
			step = w.start - end
		}
		seq.terms = append(seq.terms, w.term)
		seq.steps = append(seq.steps, step)
		end = w.end
	}
	return seq, len(seq.terms) > 0
}

// follows reports whether q is the i-th place of a run of which p was the one before.
func (seq sequence) follows(i int, first, before, q place) bool {
	if seq.attr == attrGram {
		return q.start-first.start == seq.steps[i]
	}
	gap := q.start - before.end
	return gap >= seq.steps[i] && gap <= seq.steps[i]+seq.slack
}

// runs finds where the sequence occurs, given the places of each term.
func (seq sequence) runs(places [][]place) []place {
	var out []place
	for _, first := range places[0] {
		last, ok := first, true
		for i := 1; i < len(places) && ok; i++ {
			j := slices.IndexFunc(places[i], func(q place) bool { return seq.follows(i, first, last, q) })
			if ok = j >= 0; ok {
				last = places[i][j]
			}
		}
		if ok {
			out = append(out, place{first.start, last.end})
		}
	}
	return out
}

// sequence returns the documents that hold a sequence, by number.
func (s *snapshot) sequence(ctx context.Context, seq sequence) ([]match, error) {
	if len(seq.terms) == 1 {
		return s.term(ctx, seq.attr, seq.terms[0])
	}
	var out []match
	for z := range zoneCount {
		var list []match
		err := s.eachRun(ctx, seq, z, nil, func(d docnum, runs []place) {
			m := match{doc: d}
			m.tf[z] = float32(len(runs))
			list = append(list, m)
		})
		if err != nil {
			return nil, err
		}
		out = mergeMatches(out, list)
	}
	return out, ctx.Err()
}

// eachRun calls visit for each document of a zone that holds the sequence, by
// number; of those in only, where it is not nil.
func (s *snapshot) eachRun(ctx context.Context, seq sequence, z zone, only []docnum, visit func(docnum, []place)) error {
	cursors, err := s.cursors(ctx, seq, z, true)
	if err != nil || slices.ContainsFunc(cursors, (*cursor).ended) {
		return err
	}
	places := make([][]place, len(cursors))
	return meet(cursors, only, func(d docnum) {
		for i, c := range cursors {
			places[i] = c.places(places[i][:0])
		}
		if runs := seq.runs(places); len(runs) > 0 {
			visit(d, runs)
		}
	})
}

// cursors opens the postings of a sequence's terms, up to the first that has
// none.
func (s *snapshot) cursors(ctx context.Context, seq sequence, z zone, places bool) ([]*cursor, error) {
	out := make([]*cursor, 0, len(seq.terms))
	for _, t := range seq.terms {
		c, err := s.open(seq.attr, z, t, places)
		if err != nil {
			return out, err
		}
		if out = append(out, c); c.ended() {
			break
		}
	}
	return out, ctx.Err()
}

// meet walks the cursors side by side and calls visit where all stand on one
// document; of those in only, where it is not nil. The rarest leads.
func meet(cursors []*cursor, only []docnum, visit func(docnum)) error {
	walk := slices.Clone(cursors)
	slices.SortStableFunc(walk, func(a, b *cursor) int { return cmp.Compare(a.list.Count(), b.list.Count()) })
	for d := docnum(0); ; {
		if only != nil {
			i, _ := slices.BinarySearch(only, d)
			if i == len(only) {
				return nil
			}
			only = only[i:]
			d = only[0]
		}
		at, err := align(walk, d)
		switch {
		case err != nil || at == math.MaxUint32:
			return err
		case only != nil && at != d:
			d = at
			continue
		case walk[0].at() == at:
			visit(at)
			at++
		}
		d = at
	}
}

// align moves the cursors to the first document from d on that all stand on,
// or up to the first cursor that stands beyond the one before; past the end of
// any it returns the greatest number.
func align(walk []*cursor, d docnum) (docnum, error) {
	for _, c := range walk {
		if err := c.advance(d); err != nil {
			return 0, err
		}
		if c != walk[0] && c.at() > d {
			return c.at(), nil
		}
		d = c.at()
	}
	return d, nil
}
