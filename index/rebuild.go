package index

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	api "github.com/blevesearch/bleve_index_api"
	"golang.org/x/sync/errgroup"

	"kyokun/kb"
)

const (
	logPage = 1000 // changes read at a time
	// Documents committed at a time: many, as each batch makes a segment that is
	// merged later, but few enough that there is work for all processors.
	batchSize  = 1000
	leastBatch = 100
)

// pending is what a stretch of the log comes to: the last word on each document.
type pending struct {
	seq   uint64
	basis bool // tags or vocabulary have changed

	mu  sync.Mutex
	put map[string]bool // false: withdrawn; guarded by mu once it is read
}

// withdrawn notes that a document is gone by now.
func (p *pending) withdrawn(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.put[id] = false
}

// readLog reads the log to its end.
func (x *Index) readLog(ctx context.Context, after uint64) (*pending, error) {
	p := &pending{seq: after, put: map[string]bool{}}
	for {
		cs, err := x.log.Changes(ctx, p.seq, logPage)
		if err != nil {
			return p, fmt.Errorf("reading the log after %d: %w", p.seq, err)
		}
		if len(cs) == 0 {
			return p, nil
		}
		for _, c := range cs {
			p.seq = c.Seq
			switch c.ID {
			case kb.VocabularyID, kb.TagsID, kb.OwnTagsID:
				p.basis = true
			default:
				if kb.KindOf(c.ID) != "" { // tables and rules are no documents
					p.put[c.ID] = c.Op == kb.OpPut
				}
			}
		}
	}
}

// ids returns those that were put, or withdrawn, in order.
func (p *pending) ids(put bool) []string {
	var out []string
	for id, v := range p.put {
		if v == put {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// fetch reads the documents that were put. One that was withdrawn since then
// is counted among the withdrawn: its change comes next.
func (x *Index) fetch(ctx context.Context, p *pending, ids []string) ([]kb.Document, error) {
	docs := make([]kb.Document, 0, len(ids))
	for _, id := range ids {
		doc, err := x.log.Document(ctx, id)
		if err != nil {
			if later, lerr := x.readLog(ctx, p.seq); lerr == nil {
				if put, ok := later.put[id]; ok && !put {
					p.withdrawn(id)
					continue
				}
			}
			return nil, fmt.Errorf("reading %s: %w", id, err)
		}
		docs = append(docs, doc)
	}
	return docs, nil
}

// rebuild indexes everything anew in the files at hand, while searches go on
// with the last snapshot. The meta data are gone until the last batch, so that
// a rebuild cut short begins again.
func (x *Index) rebuild(ctx context.Context, a *analyzer, words vocabulary) error {
	p, err := x.readLog(ctx, 0)
	if err != nil {
		return err
	}
	if err := x.clear(); err != nil {
		return err
	}
	puts := p.ids(true)
	if err := x.indexAll(ctx, a, p, puts); err != nil {
		return err
	}
	if err := x.commit(p.seq, nil, nil); err != nil {
		return err
	}
	if err := x.refresh(a, p.seq); err != nil {
		return err
	}
	x.suggestFrom(words)
	return nil
}

// indexAll writes documents without saying which change they come from, a batch
// on each processor: analysis and writing take about as long.
func (x *Index) indexAll(ctx context.Context, a *analyzer, p *pending, ids []string) error {
	work, ctx := errgroup.WithContext(ctx)
	parts := make(chan []string)
	work.Go(func() error {
		defer close(parts)
		for part := range slices.Chunk(ids, batchOf(len(ids))) {
			select {
			case parts <- part:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() error {
			m := a.remember()
			for part := range parts {
				if err := x.indexPart(ctx, m, p, part); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return work.Wait()
}

// batchOf is how many of so many documents are committed at a time.
func batchOf(documents int) int {
	return min(batchSize, max(leastBatch, documents/(2*runtime.GOMAXPROCS(0))))
}

func (x *Index) indexPart(ctx context.Context, m *memory, p *pending, ids []string) error {
	docs, err := x.fetch(ctx, p, ids)
	if err != nil {
		return err
	}
	b := api.NewBatch()
	for _, doc := range docs {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("analysing documents: %w", err)
		}
		b.Update(m.prepare(x.basis.extract, doc))
	}
	if err := x.engine.write(b); err != nil {
		return fmt.Errorf("writing the index: %w", err)
	}
	return nil
}

// prepare reads and analyses documents.
func (x *Index) prepare(ctx context.Context, a *analyzer, p *pending, ids []string) ([]*posted, error) {
	docs, err := x.fetch(ctx, p, ids)
	if err != nil {
		return nil, err
	}
	ready, err := a.prepareAll(ctx, x.basis.extract, docs)
	if err != nil {
		return nil, fmt.Errorf("analysing documents: %w", err)
	}
	return ready, nil
}

// clear empties the index in place: the files stay locked all the while, so
// that no other process can come in between.
func (x *Index) clear() error {
	ids, err := x.engine.ids()
	if err != nil {
		return err
	}
	b := api.NewBatch()
	b.DeleteInternal([]byte(metaKey))
	for _, id := range ids {
		b.Delete(id)
	}
	if err := x.engine.write(b); err != nil {
		return fmt.Errorf("emptying the index: %w", err)
	}
	return nil
}

// ids returns the ids of all documents in the engine.
func (e *engine) ids() ([]string, error) {
	r, err := e.index.Reader()
	if err != nil {
		return nil, fmt.Errorf("reading the index: %w", err)
	}
	defer func() { _ = r.Close() }()
	all, err := r.DocIDReaderAll()
	if err != nil {
		return nil, fmt.Errorf("listing the index: %w", err)
	}
	defer func() { _ = all.Close() }()
	var out []string
	for {
		internal, err := all.Next()
		if err != nil || internal == nil {
			return out, err
		}
		id, err := r.ExternalID(internal)
		if err != nil {
			return nil, fmt.Errorf("listing the index: %w", err)
		}
		out = append(out, id)
	}
}

// commit writes documents and withdrawals in one batch with the number of the
// last change that they come from.
func (x *Index) commit(seq uint64, puts []*posted, gone []string) error {
	m := x.basis.meta
	m.Seq = seq
	b := api.NewBatch()
	for _, id := range gone {
		b.Delete(id)
	}
	for _, d := range puts {
		b.Update(d)
	}
	b.SetInternal([]byte(metaKey), m.encode())
	if err := x.engine.write(b); err != nil {
		return fmt.Errorf("writing the index: %w", err)
	}
	return nil
}

// refresh publishes the engine's state as it is now.
func (x *Index) refresh(a *analyzer, seq uint64) error {
	s, err := newSnapshot(x.engine, a, x.basis.extract, x.known())
	if err != nil {
		return err
	}
	x.publish(s)
	x.update(func(st *State) { st.Seq, st.Err = seq, nil })
	return nil
}

// known are the segments that need not be read again.
func (x *Index) known() recordSets {
	if x.current == nil {
		return x.read
	}
	return x.current.parts
}
