package index

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"

	api "github.com/blevesearch/bleve_index_api"

	"kyokun/kb"
)

// prepared is a document ready to be indexed.
type prepared struct {
	record *record
	posted *posted
}

// prepare analyses a document.
func (a *analyzer) prepare(x extractor, doc kb.Document) (prepared, error) {
	z := x.zones(doc)
	r := newRecord(doc)
	r.Hash = z.hash()
	p := &posted{id: r.ID}
	for i := range z {
		words, readings, gs, length := a.layOut(z[i])
		r.Lens[i] = length
		p.add(attrWord, zone(i), length, words)
		p.add(attrReading, zone(i), length, readings)
		p.add(attrGram, zone(i), length, gs)
	}
	r.Told = a.addTold(p, doc)
	b, err := r.encode()
	if err != nil {
		return prepared{}, err
	}
	p.fields = append(p.fields, &postedField{name: recordField, value: b, options: api.StoreField})
	return prepared{r, p}, nil
}

func (d *posted) add(a attribute, z zone, length int, tokens []token) {
	if len(tokens) > 0 {
		d.fields = append(d.fields, newField(fieldName(a, z), length, tokens))
	}
}

// layOut analyses the texts of a zone and lays them end to end.
func (a *analyzer) layOut(pieces []piece) (words, readings, gs []token, length int) {
	base, step, place := 0, 0, 0
	for _, p := range pieces {
		text := normalForm(p.text)
		an := a.analyze(text)
		words = appendMoved(words, an.tokens(), base, step)
		readings = appendMoved(readings, an.readings(), base, step)
		gs = appendMoved(gs, grams(text), base, place)
		length += len(an.atoms)
		base += len(text) + pieceGap
		step += len(an.atoms) + pieceStep
		place += len(text) + pieceStep
	}
	return byPlace(words), byPlace(readings), byPlace(gs), length
}

func appendMoved(to, tokens []token, bytes, places int) []token {
	for _, t := range tokens {
		t.start += bytes
		t.end += bytes
		t.pos += places
		to = append(to, t)
	}
	return to
}

// byPlace sorts tokens as they stand in the text: scorch keeps the order of
// locations as it gets them, and phrases rely on it.
func byPlace(tokens []token) []token {
	slices.SortStableFunc(tokens, func(x, y token) int {
		return cmp.Or(cmp.Compare(x.pos, y.pos), cmp.Compare(y.span, x.span))
	})
	return tokens
}

// prepareAll analyses documents on all processors.
func (a *analyzer) prepareAll(ctx context.Context, x extractor, docs []kb.Document) ([]prepared, error) {
	out := make([]prepared, len(docs))
	errs := make([]error, len(docs))
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(docs)) {
		wg.Go(func() {
			for i := range next {
				out[i], errs[i] = a.prepare(x, docs[i])
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
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
