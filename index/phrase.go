package index

import "slices"

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
	if q.zone != first.zone {
		return false
	}
	if seq.attr == attrGram {
		return q.start-first.start == seq.steps[i]
	}
	gap := q.start - before.end
	return gap >= seq.steps[i] && gap <= seq.steps[i]+seq.slack
}

// runs appends where the sequence occurs, given the places of each term.
func (seq sequence) runs(to []place, places [][]place) []place {
	for _, first := range places[0] {
		last, ok := first, true
		for i := 1; i < len(places) && ok; i++ {
			j := slices.IndexFunc(places[i], func(q place) bool { return seq.follows(i, first, last, q) })
			if ok = j >= 0; ok {
				last = places[i][j]
			}
		}
		if ok {
			to = append(to, place{first.zone, first.start, last.end})
		}
	}
	return to
}
