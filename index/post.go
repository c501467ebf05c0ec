package index

import (
	"context"
	"runtime"
	"sync"

	api "github.com/blevesearch/bleve_index_api"

	"kyokun/kb"
)

// memory is an analyzer that takes each text of a document apart once.
type memory struct {
	*analyzer
	seen map[string]*analysis
}

func (a *analyzer) remember() *memory { return &memory{a, map[string]*analysis{}} }

func (m *memory) analyze(text string) *analysis {
	an := m.seen[text]
	if an == nil {
		an = m.analyzer.analyze(text)
		m.seen[text] = an
	}
	return an
}

// prepare analyses a document.
func (a *analyzer) prepare(x extractor, doc kb.Document) *posted {
	m := a.remember()
	z := x.zones(doc)
	r := newRecord(doc)
	r.Hash = z.hash()
	p := &posted{id: r.ID}
	laid := m.layOut(z)
	r.Lens = laid.lengths
	p.add(attrWord, laid.words)
	p.add(attrReading, laid.readings)
	p.add(attrGram, laid.grams)
	r.Told = m.addTold(p, doc)
	p.fields = append(p.fields, &postedField{name: recordField, value: r.encode(), options: api.StoreField})
	return p
}

// layout is where the terms of a document stand.
type layout struct {
	words, readings, grams []placed
	lengths                [zoneCount]int // in atoms
}

// layOut analyses texts and lays those of each zone end to end.
func (m *memory) layOut(texts *zones) (l layout) {
	for z := range zoneCount {
		base := 0
		for _, p := range texts[z] {
			text := normalForm(p.text)
			an := m.analyze(text)
			l.words = appendPlaced(l.words, an.tokens(), z, base)
			l.readings = appendPlaced(l.readings, an.readings(), z, base)
			l.grams = appendPlaced(l.grams, grams(text), z, base)
			l.lengths[z] += len(an.atoms)
			base += len(text) + pieceGap
		}
	}
	return l
}

func appendPlaced(to []placed, tokens []token, z zone, base int) []placed {
	for _, t := range tokens {
		to = append(to, placed{t.term, place{z, base + t.start, base + t.end}})
	}
	return to
}

func (d *posted) add(a attribute, tokens []placed) {
	switch {
	case len(tokens) == 0:
	case a.placed():
		d.fields = append(d.fields, placedField(a, tokens))
	default:
		d.fields = append(d.fields, countedField(a, tokens))
	}
}

// prepareAll analyses documents on all processors.
func (a *analyzer) prepareAll(ctx context.Context, x extractor, docs []kb.Document) ([]*posted, error) {
	out := make([]*posted, len(docs))
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(docs)) {
		wg.Go(func() {
			for i := range next {
				out[i] = a.prepare(x, docs[i])
			}
		})
	}
	for i := range docs {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return out, nil
}
