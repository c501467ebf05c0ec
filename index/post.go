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
	spare   []*analysis
	folding folding
	room    room
	tokens  []token
	laid    layout
	told    []placed

	gatherer gatherer
}

func (a *analyzer) remember() *memory { return &memory{analyzer: a, seen: map[string]*analysis{}} }

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
	return a.remember().prepare(x, doc)
}

func (m *memory) prepare(x extractor, doc kb.Document) *posted {
	m.forget()
	z := x.zones(doc)
	r := newRecord(doc)
	r.Hash = z.hash()
	p := &posted{id: r.ID}
	laid := m.layOut(z)
	r.Lens = laid.lengths
	m.add(p, attrWord, laid.words)
	m.add(p, attrReading, laid.readings)
	m.add(p, attrGram, laid.grams)
	r.Told = m.addTold(p, doc)
	p.fields = append(p.fields, &postedField{name: recordField, value: r.encode(), options: api.StoreField})
	return p
}

// layout is where the terms of a document stand.
type layout struct {
	words, readings, grams []placed
	lengths                [zoneCount]int // in atoms
}

// layOut analyses texts and lays those of each zone end to end. The lists are
// good until the next call: what is made of them must keep none.
func (m *memory) layOut(texts *zones) *layout {
	l := &m.laid
	l.words, l.readings, l.grams, l.lengths = l.words[:0], l.readings[:0], l.grams[:0], [zoneCount]int{}
	for z := range zoneCount {
		base := 0
		for _, p := range texts[z] {
			text, an := m.analyze(p.text)
			m.tokens = an.appendTokens(m.tokens[:0], base, &m.room)
			l.words = appendPlaced(l.words, m.tokens, z)
			m.tokens = an.appendReadings(m.tokens[:0], base, &m.room)
			l.readings = appendPlaced(l.readings, m.tokens, z)
			m.tokens = appendGrams(m.tokens[:0], text, base)
			l.grams = appendPlaced(l.grams, m.tokens, z)
			l.lengths[z] += len(an.atoms)
			base += len(text) + pieceGap
		}
	}
	return l
}

func appendPlaced(to []placed, tokens []token, z zone) []placed {
	for _, t := range tokens {
		to = append(to, placed{t.term, place{z, t.start, t.end}})
	}
	return to
}

// add gives a document a field of tokens, where there are any.
func (m *memory) add(d *posted, a attribute, tokens []placed) {
	if len(tokens) > 0 {
		d.fields = append(d.fields, m.gatherer.field(a, tokens))
	}
}

// prepareAll analyses documents on all processors.
func (a *analyzer) prepareAll(ctx context.Context, x extractor, docs []kb.Document) ([]*posted, error) {
	out := make([]*posted, len(docs))
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(docs)) {
		wg.Go(func() {
			m := a.remember()
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
