package index

import (
	"cmp"
	"context"
	"slices"
)

// account is the book that ranking keeps where a query asks for explanations;
// a nil account keeps none. It holds scores as ranking left them after each of
// its steps, and words as they are scored anew, form by form and zone by zone.
type account struct {
	words  [][]scored // by element, as evaluated
	wholes [][]scored // the same with what wholes add
	stages []stage
	held   map[string]int // by sequence, the documents that hold it
	// forms are the scores of each need of the plan, by document.
	forms map[docnum][][]form
}

// stage is the scores after one step of ranking.
type stage struct {
	kind   string // what the step is for; ForWord: the words and wholes
	scores map[docnum]float64
}

// form is one way in which a word was found in a document.
type form struct {
	option int // place among the locatable options
	via    string
	weight float64
	points float64
	zones  [zoneCount]float64 // the points by zone
	counts [zoneCount]int
}

func (a *account) evaluated(lists [][]scored, held map[string]int) {
	if a != nil {
		a.words, a.held = slices.Clone(lists), held
	}
}

func (a *account) completed(lists [][]scored) {
	if a != nil {
		a.wholes = slices.Clone(lists)
	}
}

// combined notes the scores of the words together, and forgets those of an
// earlier, rougher pass.
func (a *account) combined(list []candidate) {
	if a != nil {
		a.stages = nil
		a.after(ForWord, list)
	}
}

// after notes the scores that a step of ranking has led to.
func (a *account) after(kind string, list []candidate) {
	if a == nil {
		return
	}
	st := stage{kind, make(map[docnum]float64, len(list))}
	for _, c := range list {
		st.scores[c.doc] = c.score
	}
	a.stages = append(a.stages, st)
}

// fill scores the words of the plan in the given documents, sorted by number.
func (a *account) fill(ctx context.Context, s *snapshot, p *plan, docs []docnum) error {
	a.forms = map[docnum][][]form{}
	needs := p.needs()
	for _, d := range docs {
		a.forms[d] = make([][]form, len(needs))
	}
	shown := pass{snapshot: s, only: docs, held: a.held, found: map[string][]match{}}
	for i, n := range needs {
		options, err := shown.optionForms(ctx, n)
		if err != nil {
			return err
		}
		parts, err := shown.partForms(ctx, n)
		if err != nil {
			return err
		}
		for _, d := range docs {
			a.forms[d][i] = bestForms(options[d], parts[d])
		}
	}
	return nil
}

// bestForms chooses as evaluate does: the best option, or the parts together.
func bestForms(options, parts []form) []form {
	together := 0.0
	for _, f := range parts {
		together += f.points
	}
	if len(options) == 0 {
		return parts
	}
	best := slices.MaxFunc(options, func(a, b form) int { return cmp.Compare(a.points, b.points) })
	if together > best.points {
		return parts
	}
	return []form{best}
}

// optionForms scores the options of a word.
func (s pass) optionForms(ctx context.Context, n need) (map[docnum][]form, error) {
	out := map[docnum][]form{}
	err := s.eachOption(ctx, n, func(i int, o option, list []match, held int) {
		s.forms(out, i, o, list, held)
	})
	return out, err
}

// partForms scores the parts of a compound, which come after its options.
func (s pass) partForms(ctx context.Context, n need) (map[docnum][]form, error) {
	out := map[docnum][]form{}
	for i, t := range n.parts {
		o := option{via: ViaExpansion, weight: weightParts / float64(len(n.parts)), seq: single(t)}
		list, held, err := s.find(ctx, o.seq)
		if err != nil {
			return nil, err
		}
		s.forms(out, len(n.options)+i, o, list, held)
	}
	return out, nil
}

// forms adds what one option is worth by document; at is its place among the
// locatable options.
func (s pass) forms(out map[docnum][]form, at int, o option, list []match, held int) {
	for j, v := range s.columns.bm25f(list, held, o.weight) {
		f := form{option: at, via: o.via, weight: o.weight, points: v.score}
		f.zones, f.counts = s.columns.byZone(list[j], f.points)
		out[v.doc] = append(out[v.doc], f)
	}
}

// byZone shares points out among the zones by what each adds to the weighted
// frequency.
func (c *columns) byZone(m match, points float64) (shares [zoneCount]float64, counts [zoneCount]int) {
	total := 0.0
	for z, f := range m.tf {
		shares[z] = c.frequency(zone(z), m)
		counts[z] = int(f)
		total += shares[z]
	}
	for z := range shares {
		shares[z] *= points / total
	}
	return shares, counts
}
