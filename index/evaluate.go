package index

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// evaluation scores the documents that hold the words of one query. A query may
// hold a word many times.
type evaluation struct {
	*snapshot
	words map[string][]scored
	lists [][]scored // all that were made
}

func (s *snapshot) evaluation() *evaluation {
	return &evaluation{snapshot: s, words: map[string][]scored{}}
}

// elements scores the documents of each element.
func (e *evaluation) elements(ctx context.Context, p *plan) ([][]scored, error) {
	lists := make([][]scored, len(p.elements))
	for i := range p.elements {
		list, err := e.element(ctx, p.elements[i])
		if err != nil {
			return nil, err
		}
		lists[i] = list
	}
	p.account.evaluated(lists)
	err := e.applyWholes(ctx, p, lists)
	p.account.completed(lists)
	return lists, err
}

// element scores the documents that hold an element: the best of its branches.
func (e *evaluation) element(ctx context.Context, el element) ([]scored, error) {
	branches := make([][]scored, 0, len(el.branches))
	for _, b := range el.branches {
		words := make([][]scored, 0, len(b))
		for _, n := range b {
			one, err := e.word(ctx, n)
			if err != nil {
				return nil, err
			}
			if len(b) > 1 {
				one = slices.Clone(one)
				for i := range one {
					one[i].cover /= float64(len(b))
				}
			}
			words = append(words, one)
		}
		branches = append(branches, e.fold(words, plus, plus))
	}
	return e.fold(branches, most, most), nil
}

// word scores the documents that hold a word; the list is not to be changed.
func (e *evaluation) word(ctx context.Context, n need) ([]scored, error) {
	key := n.key()
	if list, ok := e.words[key]; ok {
		return list, nil
	}
	var ways, parts []worth
	err := e.eachOption(ctx, n, func(_ int, o option, m matches) {
		ways = append(ways, e.columns.worth(m, o.weight, o.cover))
	})
	if err != nil {
		return nil, err
	}
	for _, t := range n.parts {
		m, err := e.find(ctx, single(t))
		if err != nil {
			return nil, err
		}
		parts = append(parts, e.columns.worth(m, n.partWeight(), 1/float64(len(n.parts))))
	}
	e.words[key] = e.best(ways, parts)
	return e.words[key], nil
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

// key tells words of a query apart.
func (n need) key() string {
	var b strings.Builder
	_, _ = fmt.Fprint(&b, n.parts)
	for _, o := range n.options {
		_, _ = fmt.Fprint(&b, o.via, o.weight, o.cover, o.seq.key())
	}
	return b.String()
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
