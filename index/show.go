package index

import (
	"context"
	"strings"

	"kyokun/kb"
)

// show turns candidates into hits, with fragments and reasons. The texts come
// from the log; where a document has changed since it was indexed, its
// occurrences are no longer known and nothing is marked.
func (x *Index) show(ctx context.Context, s *snapshot, p *plan, list []candidate) ([]Hit, error) {
	found, err := s.locate(ctx, p, docsOf(list))
	if err != nil {
		return nil, err
	}
	needs := p.needs()
	hits := make([]Hit, 0, len(list))
	for _, c := range list {
		r := s.columns.records[c.doc]
		h := Hit{ID: r.ID, Kind: r.Kind, Title: r.Title, Domain: r.domain(), Score: c.score}
		doc, err := x.log.Document(ctx, r.ID)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil: // withdrawn a moment ago: the title still tells what it was
			x.logger.Warn("hit can't be read", "id", r.ID, "error", err)
			h.Fragments = []Fragment{{Field: "title", Parts: []Part{{Text: r.Title}}}}
		default:
			h.Fragments, h.Why = s.explain(doc, r, needs, found[c.doc])
		}
		hits = append(hits, h)
	}
	return hits, nil
}

// explain finds the fragments and reasons of one hit.
func (s *snapshot) explain(doc kb.Document, r *record, needs []need, found []finding) ([]Fragment, []Reason) {
	z := s.extract.zones(doc)
	if z.hash() != r.Hash {
		found = nil
	}
	marked := mark(z, found)
	return fragments(marked), reasons(marked, needs)
}

// markedPiece is a text of a document with what was found in it.
type markedPiece struct {
	piece
	zone  zone
	marks []spot
}

// spot is a finding in the bytes of the original text.
type spot struct {
	start, end int
	need, rank int
	via        string
	normal     string // the same in normal form
}

// mark maps findings, which are in the normal text of a whole zone, to the
// original texts of its pieces.
func mark(z *zones, found []finding) []markedPiece {
	var out []markedPiece
	for i := range z {
		base := 0
		for _, p := range z[i] {
			n := normalize(p.text)
			m := markedPiece{piece: p, zone: zone(i)}
			for _, f := range found {
				if f.zone != zone(i) || f.start < base || f.end > base+len(n.text) {
					continue
				}
				from, to := n.original(f.start-base, f.end-base)
				if from < to {
					m.marks = append(m.marks, spot{from, to, f.need, f.rank, f.via, n.text[f.start-base : f.end-base]})
				}
			}
			base += len(n.text) + pieceGap
			out = append(out, m)
		}
	}
	return out
}

// reasons says for each word of the query where it was found first, by the
// best way that it was found at all.
func reasons(pieces []markedPiece, needs []need) []Reason {
	var out []Reason
	for i, n := range needs {
		var best *spot
		var where markedPiece
		for _, p := range pieces {
			for j := range p.marks {
				if m := &p.marks[j]; m.need == i && (best == nil || m.rank < best.rank) {
					best, where = m, p
				}
			}
		}
		if best == nil {
			continue
		}
		via := best.via
		if via == ViaExact && strip(best.normal) != strip(normalForm(n.typed)) {
			via = ViaVariant
		}
		out = append(out, Reason{Term: n.typed, Matched: where.text[best.start:best.end], Field: where.field, Via: via})
	}
	return out
}

// strip leaves what counts when two spellings are compared.
func strip(s string) string {
	return strings.Map(func(r rune) rune {
		if classOf(r) == classBreak {
			return -1
		}
		return r
	}, s)
}
