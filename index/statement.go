package index

import "slices"

// explanation writes out the account of one hit.
func (s *snapshot) explanation(p *plan, c candidate, pieces []markedPiece) *Explanation {
	a := p.account
	root := &Explanation{Kind: ForScore, Share: c.cover, Points: c.score}
	last, seen := 0.0, false
	for _, st := range a.stages {
		now, ok := st.scores[c.doc]
		switch {
		case !ok:
			continue
		case st.kind == ForWord:
			root.Parts = append(root.Parts, a.base(p, c.doc, now, pieces)...)
		case now != last:
			root.Parts = append(root.Parts, Explanation{Kind: st.kind, Name: s.stageName(p, st.kind, c.doc), Points: now - last})
		}
		last, seen = now, true
	}
	if !seen && c.score != 0 {
		root.Parts = []Explanation{{Kind: ForResembling, Points: c.score}}
	}
	return root
}

// stageName names the linked document from which a share comes.
func (s *snapshot) stageName(p *plan, kind string, d docnum) string {
	if kind != ForLink {
		return ""
	}
	name, most := "", 0.0
	for _, other := range s.columns.links.of(d) {
		if points := p.account.links[other]; points > most {
			name, most = s.columns.records[other].ID, points
		}
	}
	return name
}

// base explains what words and wholes come to: points is their score.
func (a *account) base(p *plan, d docnum, points float64, pieces []markedPiece) []Explanation {
	raw := 0.0
	for i := range p.elements {
		raw += a.words.elementScore(i, d) + a.words.wholeScore(i, d)
	}
	if raw == 0 {
		return nil
	}
	x := itemizer{p, a.forms[d], pieces, points / raw}
	var out []Explanation
	first := 0
	for _, e := range p.elements {
		out = append(out, x.element(e, first)...)
		for _, b := range e.branches {
			first += len(b)
		}
	}
	return append(out, a.wholeParts(p, d, points/raw)...)
}

// wholeParts explains what runs of text in one piece add.
func (a *account) wholeParts(p *plan, d docnum, factor float64) []Explanation {
	var out []Explanation
	for i, w := range p.wholes {
		if i > 0 && p.wholes[i-1].from == w.from {
			continue // the same run, by its reading
		}
		added := 0.0
		for e := w.from; e < w.to; e++ {
			added += a.words.wholeScore(e, d)
		}
		if added > 0 {
			out = append(out, Explanation{Kind: ForWhole, Name: w.text, Points: added * factor})
		}
	}
	return out
}

// itemizer writes out the words of one document.
type itemizer struct {
	plan   *plan
	forms  [][]form // by need
	pieces []markedPiece
	factor float64 // from the score of a word to points
}

// element explains the best branch of an element; first is the number of its
// first need.
func (x itemizer) element(e element, first int) []Explanation {
	var best []Explanation
	most := 0.0
	for _, b := range e.branches {
		var words []Explanation
		sum := 0.0
		for i, n := range b {
			if w := x.word(n, first+i); w.Points > 0 {
				words = append(words, w)
				sum += w.Points
			}
		}
		if sum > most {
			best, most = words, sum
		}
		first += len(b)
	}
	return best
}

func (x itemizer) word(n need, at int) Explanation {
	w := Explanation{Kind: ForWord, Name: n.typed}
	for _, f := range x.forms[at] {
		e := Explanation{Kind: ForForm, Via: f.via, Weight: f.weight, Points: f.points * x.factor}
		for z, points := range f.zones {
			if points == 0 {
				continue
			}
			fields, matched := x.where(at, f.option, zone(z))
			if e.Name == "" {
				e.Name = matched
			}
			e.Parts = append(e.Parts, Explanation{Kind: ForZone, Name: zoneLabels[z], Weight: zoneWeights[z],
				Count: f.counts[z], Fields: fields, Points: points * x.factor})
		}
		if e.Via == ViaExact && e.Name != "" && strip(normalForm(e.Name)) != strip(normalForm(n.typed)) {
			e.Via = ViaVariant
		}
		w.Points += e.Points
		w.Parts = append(w.Parts, e)
	}
	return w
}

// where returns the fields of a zone that hold a word by one of its options,
// and the form in which the first does.
func (x itemizer) where(need, option int, z zone) (fields []string, matched string) {
	for _, p := range x.pieces {
		i := slices.IndexFunc(p.marks, func(m spot) bool { return m.need == need && m.rank == option })
		if p.zone != z || i < 0 || slices.Contains(fields, p.field) {
			continue
		}
		if matched == "" {
			matched = p.text[p.marks[i].start:p.marks[i].end]
		}
		fields = append(fields, p.field)
	}
	return fields, matched
}
