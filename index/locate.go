package index

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
)

// finding is one occurrence of a word of the query in a document.
type finding struct {
	need       int // place among the plan's needs
	rank       int // place of the option: the first are the best
	via        string
	zone       zone
	attr       attribute
	start, end int // as in place
}

// needs returns all words of the plan, those in wholes last.
func (p *plan) needs() []need {
	var out []need
	for _, e := range p.elements {
		for _, b := range e.branches {
			out = append(out, b...)
		}
	}
	for _, w := range p.wholes {
		if w.option.via == ViaReading {
			out = append(out, need{typed: w.option.seq.terms[0], options: []option{w.option}})
		}
	}
	return out
}

// locate finds the words of the plan in the given documents, sorted by number:
// words of the dictionary by their places in the index. Grams and readings are
// found by [snapshot.inTexts].
func (s *snapshot) locate(ctx context.Context, p *plan, docs []docnum) (map[docnum][]finding, error) {
	out := map[docnum][]finding{}
	for i, n := range p.needs() {
		for rank, o := range n.locatable() {
			if o.seq.attr != attrWord {
				continue
			}
			held, err := s.holding(ctx, o.seq, docs)
			if err != nil {
				return nil, err
			}
			err = s.eachRun(ctx, o.seq, held, func(d docnum, runs []place) {
				for _, r := range runs {
					out[d] = append(out[d], finding{i, rank, o.via, r.zone, o.seq.attr, r.start, r.end})
				}
			})
			if err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// holding returns those of the documents that hold a sequence: the lists of what
// was searched for are at hand, while places must be sought in the index.
func (s *snapshot) holding(ctx context.Context, seq sequence, docs []docnum) ([]docnum, error) {
	m, err := s.find(ctx, seq)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(docs), func(d docnum) bool { return !m.has(d) }), nil
}

func sortFindings(list []finding) {
	slices.SortStableFunc(list, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.need, b.need), cmp.Compare(a.rank, b.rank), cmp.Compare(a.zone, b.zone), cmp.Compare(a.start, b.start))
	})
}

// inTexts finds the words of the plan in the texts of a document: by grams, as
// going through the lists of frequent ones takes longer than reading a text, and,
// where a document holds a word in no other way, by what is read alike, of which
// the index has no places.
func (s *snapshot) inTexts(ctx context.Context, p *plan, d docnum, z *zones, texts []laidText) ([]finding, error) {
	var out []finding
	laid := sync.OnceValue(func() *layout { return s.analyzer.remember().layOut(z) })
	spelled := sync.OnceValue(func() spelledGrams { return p.gramsIn(texts) })
	for i, n := range p.needs() {
		alike, err := s.heldAlike(ctx, n, d)
		if err != nil {
			return nil, err
		}
		for _, rank := range alike {
			o := n.options[rank]
			for _, t := range laid().readings {
				if t.term == o.seq.terms[0] {
					out = append(out, finding{i, rank, o.via, t.zone, attrReading, t.start, t.end})
				}
			}
		}
		for rank, o := range n.options {
			if o.seq.attr != attrGram {
				continue
			}
			m, err := s.find(ctx, o.seq)
			if err != nil {
				return nil, err
			}
			if !m.has(d) {
				continue
			}
			for _, r := range spelled().runs(o.seq) {
				out = append(out, finding{i, rank, o.via, r.zone, attrGram, r.start, r.end})
			}
		}
	}
	return out, nil
}

// spelledGrams are the places of the grams of a plan in the texts of a document.
type spelledGrams map[string][]place

func (p *plan) gramsIn(texts []laidText) spelledGrams {
	g := spelledGrams{}
	var alone, spelled []string
	for _, n := range p.needs() {
		for _, o := range n.options {
			for _, term := range o.seq.terms {
				if _, known := g[term]; o.seq.attr != attrGram || known {
					continue
				}
				if g[term] = nil; isUnit(term) {
					alone = append(alone, term)
				}
				spelled = append(spelled, spelledBy(term))
			}
		}
	}
	var tokens []token
	for _, t := range texts {
		if slices.ContainsFunc(spelled, func(s string) bool { return strings.Contains(t.normal.text, s) }) {
			tokens = appendGrams(tokens[:0], t.normal.text, t.base)
			g.add(t.zone, tokens, alone)
		}
	}
	return g
}

// add takes down where the grams stand, and the units that are looked for alone:
// at the beginnings of pairs.
func (g spelledGrams) add(z zone, tokens []token, alone []string) {
	for _, t := range tokens {
		if _, wanted := g[t.term]; wanted {
			g[t.term] = append(g[t.term], place{z, t.start, t.end})
		}
		for _, unit := range alone {
			if rest, ok := strings.CutPrefix(t.term, unit); ok && rest != "" && units(t.term)[0].text == unit {
				g[unit] = append(g[unit], place{z, t.start, t.start + len(unit)})
			}
		}
	}
}

func (g spelledGrams) runs(seq sequence) []place {
	places := make([][]place, len(seq.terms))
	for i, term := range seq.terms {
		places[i] = g[term]
	}
	return seq.runs(nil, places)
}

// heldAlike returns the options by which a document holds something that is read
// as a word is; none where it holds the word in any other way.
func (s *snapshot) heldAlike(ctx context.Context, n need, d docnum) (alike []int, err error) {
	if !slices.ContainsFunc(n.options, func(o option) bool { return o.seq.attr == attrReading }) {
		return nil, nil
	}
	for rank, o := range n.options {
		m, err := s.find(ctx, o.seq)
		switch {
		case err != nil:
			return nil, err
		case !m.has(d):
		case o.seq.attr != attrReading:
			return nil, nil
		default:
			alike = append(alike, rank)
		}
	}
	return alike, nil
}

// locatable returns the options of a word and, last, the parts of a compound.
func (n need) locatable() []option {
	out := slices.Clone(n.options)
	for _, t := range n.parts {
		out = append(out, option{via: ViaExpansion, seq: single(t)})
	}
	return out
}
