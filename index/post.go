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
	m := &memory{a, map[string]*analysis{}}
	z := x.zones(doc)
	r := newRecord(doc)
	r.Hash = z.hash()
	p := &posted{id: r.ID}
	for i := range z {
		words, readings, gs, length := m.layOut(z[i])
		r.Lens[i] = length
		p.add(attrWord, zone(i), words)
		p.add(attrReading, zone(i), readings)
		p.add(attrGram, zone(i), gs)
	}
	r.Told = m.addTold(p, doc)
	p.fields = append(p.fields, &postedField{name: recordField, value: r.encode(), options: api.StoreField})
	return p
}

func (d *posted) add(a attribute, z zone, tokens []token) {
	if len(tokens) > 0 {
		d.fields = append(d.fields, newField(a, z, tokens))
	}
}

// layOut analyses the texts of a zone and lays them end to end.
func (m *memory) layOut(pieces []piece) (words, readings, gs []token, length int) {
	base := 0
	for _, p := range pieces {
		text := normalForm(p.text)
		an := m.analyze(text)
		words = appendMoved(words, an.tokens(), base)
		readings = appendMoved(readings, an.readings(), base)
		gs = appendMoved(gs, grams(text), base)
		length += len(an.atoms)
		base += len(text) + pieceGap
	}
	return words, readings, gs, length
}

func appendMoved(to, tokens []token, bytes int) []token {
	for _, t := range tokens {
		t.start += bytes
		t.end += bytes
		to = append(to, t)
	}
	return to
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
