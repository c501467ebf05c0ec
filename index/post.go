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
	// What follows is room that is used again for the next text, zone or document.
	spare                     []*analysis
	folding                   folding
	room                      room
	words, readings, gs, told []token
}

func newMemory(a *analyzer) *memory { return &memory{analyzer: a, seen: map[string]*analysis{}} }

// analyze returns the normal form of a text and what it is made of.
func (m *memory) analyze(text string) (string, *analysis) {
	an := m.seen[text]
	if an == nil {
		an = &analysis{}
		if last := len(m.spare) - 1; last >= 0 {
			an, m.spare = m.spare[last], m.spare[:last]
		}
		m.analyzeInto(an, m.folding.form(text))
		m.seen[text] = an
	}
	return an.text, an
}

// forget makes room for another document.
func (m *memory) forget() {
	for text, an := range m.seen {
		m.spare = append(m.spare, an)
		delete(m.seen, text)
	}
}

// prepare analyses a document.
func (a *analyzer) prepare(x extractor, doc kb.Document) *posted {
	return newMemory(a).prepare(x, doc)
}

func (m *memory) prepare(x extractor, doc kb.Document) *posted {
	m.forget()
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

// layOut analyses the texts of a zone and lays them end to end. The lists are
// room for the next zone: what is made of them must keep none.
func (m *memory) layOut(pieces []piece) (words, readings, gs []token, length int) {
	m.words, m.readings, m.gs = m.words[:0], m.readings[:0], m.gs[:0]
	base := 0
	for _, p := range pieces {
		text, an := m.analyze(p.text)
		m.words = an.appendTokens(m.words, base, &m.room)
		m.readings = an.appendReadings(m.readings, base, &m.room)
		m.gs = appendGrams(m.gs, text, base)
		length += len(an.atoms)
		base += len(text) + pieceGap
	}
	return m.words, m.readings, m.gs, length
}

// prepareAll analyses documents on all processors.
func (a *analyzer) prepareAll(ctx context.Context, x extractor, docs []kb.Document) ([]*posted, error) {
	out := make([]*posted, len(docs))
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(docs)) {
		wg.Go(func() {
			m := newMemory(a)
			for i := range next {
				out[i] = m.prepare(x, docs[i])
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
