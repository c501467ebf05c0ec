package index

import (
	"context"
	"slices"
	"strings"
	"sync"

	"kyokun/kb"
)

// show turns candidates into hits, with fragments and reasons unless bare. The
// texts come from the log; where a document has changed since it was indexed, its
// occurrences are no longer known and nothing is marked.
func (x *Index) show(ctx context.Context, s *snapshot, f *found, list []candidate, bare bool) ([]Hit, error) {
	hits := make([]Hit, 0, len(list))
	for _, c := range list {
		r := s.columns.records[c.doc]
		hits = append(hits, Hit{ID: r.ID, Kind: r.Kind, Title: r.Title, Domain: r.domain(), Score: c.score})
	}
	if bare {
		return hits, nil
	}
	p := f.plan
	places, err := s.locate(ctx, p, docsOf(list))
	if err != nil {
		return nil, err
	}
	if p.account != nil {
		if err := p.account.fill(ctx, s, p, docsOf(list)); err != nil {
			return nil, err
		}
	}
	for i, c := range list {
		h := &hits[i]
		pieces, err := x.showOne(ctx, s, f, h, c.doc, places[c.doc])
		if err != nil {
			return nil, err
		}
		if p.account != nil {
			h.Explanation = s.explanation(p, c, pieces)
		}
	}
	return hits, nil
}

// showOne fills in what the log has of a hit, and returns its texts with what was
// found in them.
func (x *Index) showOne(ctx context.Context, s *snapshot, f *found, h *Hit, d docnum, places []finding) ([]markedPiece, error) {
	doc, err := x.log.Document(ctx, h.ID)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil: // withdrawn a moment ago: the title still tells what it was
		x.logger.Warn("hit can't be read", "id", h.ID, "error", err)
		h.Fragments = []Fragment{{Field: "title", Parts: []Part{{Text: h.Title}}}}
		return nil, nil
	}
	h.Document = doc
	pieces, err := s.markedPieces(ctx, f.plan, doc, d, places)
	if err != nil {
		return nil, err
	}
	h.Fragments, h.Why = fragments(pieces), reasons(pieces, f.plan.needs())
	if a := f.articles[d]; a != nil {
		h.Why = slices.Insert(h.Why, 0, a.reason(s, d))
	}
	return pieces, nil
}

// markedPieces returns the texts of one hit with what was found in them.
func (s *snapshot) markedPieces(ctx context.Context, p *plan, doc kb.Document, d docnum, found []finding) ([]markedPiece, error) {
	z := s.extract.zones(doc)
	texts := layTexts(z)
	if z.hash() != s.columns.records[d].Hash {
		return mark(texts, nil), nil
	}
	more, err := s.inTexts(ctx, p, d, z, texts)
	if err != nil {
		return nil, err
	}
	found = append(found, more...)
	sortFindings(found)
	return mark(texts, found), nil
}

// laidText is a text of a document where its zone has it.
type laidText struct {
	piece
	zone   zone
	base   int // where it begins
	normal normalText
}

func layTexts(z *zones) []laidText {
	var out []laidText
	for i := range z {
		base := 0
		for _, p := range z[i] {
			t := laidText{p, zone(i), base, normalize(p.text)}
			out = append(out, t)
			base += len(t.normal.text) + pieceGap
		}
	}
	return out
}

// markedPiece is a text of a document with what was found in it.
type markedPiece struct {
	piece
	zone    zone
	marks   []spot
	covered []span // by marks
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
func mark(texts []laidText, found []finding) []markedPiece {
	out := make([]markedPiece, 0, len(texts))
	for _, t := range texts {
		m := markedPiece{piece: t.piece, zone: t.zone}
		us := sync.OnceValue(func() []unit { return units(t.normal.text) })
		for _, f := range found {
			if f.zone != t.zone || f.start < t.base || f.end > t.base+len(t.normal.text) {
				continue
			}
			start, end := f.start-t.base, f.end-t.base
			if f.attr == attrGram {
				start, end = spread(us(), start, end)
			}
			from, to := t.normal.original(start, end)
			if from < to {
				m.marks = append(m.marks, spot{from, to, f.need, f.rank, f.via, t.normal.text[start:end]})
			}
		}
		m.covered = merged(m.marks)
		out = append(out, m)
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

// docsOf returns the documents of hits, by number.
func docsOf(hits []candidate) []docnum {
	docs := make([]docnum, len(hits))
	for i, h := range hits {
		docs[i] = h.doc
	}
	slices.Sort(docs)
	return docs
}
