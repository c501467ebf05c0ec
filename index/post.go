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
	var laid layout
	for i := range z {
		r.Lens[i] = m.layOut(&laid, zone(i), z[i])
	}
	p.add(attrWord, laid.words)
	p.add(attrReading, laid.readings)
	p.add(attrGram, laid.grams)
	r.Told = m.addTold(p, doc)
	p.fields = append(p.fields, &postedField{name: recordField, value: r.encode(), options: api.StoreField})
	return p
}

// layout is where the terms of a document stand.
type layout struct{ words, readings, grams []placed }

// layOut analyses the texts of a zone, lays them end to end, and returns how
// many atoms they have.
func (m *memory) layOut(to *layout, z zone, pieces []piece) (length int) {
	base := 0
	for _, p := range pieces {
		text := normalForm(p.text)
		an := m.analyze(text)
		to.words = appendPlaced(to.words, an.tokens(), z, base)
		to.readings = appendPlaced(to.readings, an.readings(), z, base)
		to.grams = appendPlaced(to.grams, grams(text), z, base)
		length += len(an.atoms)
		base += len(text) + pieceGap
	}
	return length
}

func appendPlaced(to []placed, tokens []token, z zone, base int) []placed {
	for _, t := range tokens {
		to = append(to, placed{t.term, place{z, base + t.start, base + t.end}})
	}
	return to
}

func (d *posted) add(a attribute, tokens []placed) {
	if len(tokens) > 0 {
		d.fields = append(d.fields, newField(a, tokens))
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
