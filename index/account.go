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
	words  *evaluation
	stages []stage
	links  map[docnum]float64 // the points that documents pass on
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

// linked notes the points that documents pass on to those they are linked with.
func (a *account) linked(lists ...[]candidate) {
	if a == nil {
		return
	}
	a.links = map[docnum]float64{}
	for _, list := range lists {
		for _, c := range list {
			a.links[c.doc] = c.score
		}
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
	for i, n := range needs {
		options, err := s.optionForms(ctx, n, docs)
		if err != nil {
			return err
		}
		parts, err := s.partForms(ctx, n, docs)
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

// optionForms scores the options of a word in the given documents.
func (s *snapshot) optionForms(ctx context.Context, n need, docs []docnum) (map[docnum][]form, error) {
	out := map[docnum][]form{}
	err := s.eachOption(ctx, n, func(i int, o option, m matches) {
		s.columns.forms(out, i, o, m, docs)
	})
	return out, err
}

// partForms scores the parts of a compound, which come after its options.
func (s *snapshot) partForms(ctx context.Context, n need, docs []docnum) (map[docnum][]form, error) {
	out := map[docnum][]form{}
	for i, t := range n.parts {
		o := option{via: ViaExpansion, weight: n.partWeight(), seq: single(t)}
		m, err := s.find(ctx, o.seq)
		if err != nil {
			return nil, err
		}
		s.columns.forms(out, len(n.options)+i, o, m, docs)
	}
	return out, nil
}

// forms adds what one option is worth by document; at is its place among the
// locatable options.
func (c *columns) forms(out map[docnum][]form, at int, o option, m matches, docs []docnum) {
	w := c.worth(m, o.weight, o.cover)
	for _, d := range docs {
		n := m.of(d)
		if n == 0 {
			continue
		}
		f := form{option: at, via: o.via, weight: o.weight, points: w.score(c, d, n)}
		f.zones, f.counts = c.byZone(d, n, f.points)
		out[d] = append(out[d], f)
	}
}

// byZone shares points out among the zones by what each adds to the weighted
// frequency.
func (c *columns) byZone(d docnum, n zoneCounts, points float64) (shares [zoneCount]float64, counts [zoneCount]int) {
	row := n.row()
	total := frequency(&c.gains[d], &row)
	for z := range zoneCount {
		counts[z] = n.in(z)
		shares[z] = points * float64(c.gains[d][z]) * float64(counts[z]) / total
	}
	return shares, counts
}
