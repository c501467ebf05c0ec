package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// workers is how many chunks are under way at once.
	workers = 8
	// searched is how many of the newest generations are looked into for chunks
	// that are there already.
	searched = 3
)

// Source is what a generation is made of.
type Source struct {
	// Data is the store of one instant, and Size its length.
	Data   io.ReaderAt
	Size   int64
	Origin Origin
	// To are whom it is encrypted to; nobody means that it is not encrypted.
	To Recipients
	// Secret is that of the data folder; see [Journal.Secret].
	Secret []byte
	// Time is when the source was taken.
	Time time.Time
}

// Created is what was done for a new generation.
type Created struct {
	Generation
	// Added is how many bytes were stored for it; the rest was there already.
	Added int64
	// Mended counts chunks of earlier generations that were found damaged and
	// are stored again for this one.
	Mended int
}

// Create writes a generation, reads back all that it is made of, and only then
// lets it appear. ErrBusy where the repository is being pruned.
func (r *Repository) Create(ctx context.Context, src Source) (Created, error) {
	done, err := r.create(ctx, src)
	return done, failed(r.Place(), err)
}

func (r *Repository) create(ctx context.Context, src Source) (Created, error) {
	c, err := claim(ctx, r.target, writing, pruning)
	if err != nil {
		return Created{}, err
	}
	defer c.release()
	s, err := newSealer(src.Secret, r.id, src.To)
	if err != nil {
		return Created{}, err
	}
	w := &generationWriter{repo: r, sealer: s, src: src}
	if err := w.findStored(ctx); err != nil {
		return Created{}, err
	}
	if err := w.writeChunks(ctx); err != nil {
		return Created{}, err
	}
	if err := c.held(ctx); err != nil {
		return Created{}, err
	}
	g, err := w.writeManifest(ctx)
	return Created{Generation: g, Added: w.added.Load(), Mended: int(w.mended.Load())}, err
}

// generationWriter makes one generation.
type generationWriter struct {
	repo   *Repository
	sealer *sealer
	src    Source
	// known are the chunks of earlier generations by their tags.
	known map[sum]chunk

	chunks []chunk
	sums   []byte
	whole  sum
	added  atomic.Int64
	mended atomic.Int64
}

func (w *generationWriter) findStored(ctx context.Context) error {
	w.known = map[sum]chunk{}
	generations, err := w.repo.newest(ctx, searched)
	for _, g := range generations {
		if g.manifest == nil {
			continue
		}
		for _, c := range g.manifest.Chunks {
			w.known[c.Tag] = c
		}
	}
	return err
}

// writeChunks reads the source once from start to end; each part that is new
// in it is stored by one of the workers.
func (w *generationWriter) writeChunks(ctx context.Context) error {
	n := int((w.src.Size + chunkSize - 1) / chunkSize)
	w.chunks, w.sums = make([]chunk, n), make([]byte, 0, n*sha256.Size)
	first := map[sum]int{}
	whole := sha256.New()
	jobs := newPool(ctx, workers)
	for i := range n {
		plain := make([]byte, min(chunkSize, w.src.Size-int64(i)*chunkSize))
		if _, err := w.src.Data.ReadAt(plain, int64(i)*chunkSize); err != nil && !errors.Is(err, io.EOF) {
			return errors.Join(fmt.Errorf("read the snapshot: %w", err), jobs.wait())
		}
		whole.Write(plain)
		hash := sha256.Sum256(plain)
		w.sums = append(w.sums, hash[:]...)
		tag := w.sealer.tag(plain)
		w.chunks[i].Tag = tag
		if _, ok := first[tag]; ok {
			continue
		}
		first[tag] = i
		if !jobs.do(func(ctx context.Context) (err error) {
			w.chunks[i], err = w.store(ctx, tag, plain)
			return err
		}) {
			break
		}
	}
	if err := jobs.wait(); err != nil {
		return err
	}
	for i, c := range w.chunks {
		w.chunks[i] = w.chunks[first[c.Tag]]
	}
	w.whole = sum(whole.Sum(nil))
	return nil
}

// store makes sure that a part is stored: as it was for an earlier generation,
// where that can be read back, or anew.
func (w *generationWriter) store(ctx context.Context, tag sum, plain []byte) (chunk, error) {
	if c, ok := w.known[tag]; ok {
		err := w.confirm(ctx, c)
		if err == nil || !errors.Is(err, ErrDamaged) {
			return c, err
		}
		w.mended.Add(1)
	}
	sealed, err := w.sealer.seal(plain)
	if err != nil {
		return chunk{}, err
	}
	c := chunk{Name: sha256.Sum256(sealed), Tag: tag, Size: int64(len(sealed))}
	if err := w.repo.target.write(ctx, c.object(), sealed); err != nil {
		return chunk{}, err
	}
	w.added.Add(c.Size)
	return c, w.confirm(ctx, c)
}

// confirm reads a chunk back and sees to it that it stays.
func (w *generationWriter) confirm(ctx context.Context, c chunk) error {
	err := w.repo.target.confirm(ctx, c.object(), chunkLimit, c.check)
	if errors.Is(err, errAbsent) {
		err = w.repo.lost(ctx, c)
	}
	if err != nil {
		return fmt.Errorf("read back: %w", err)
	}
	return nil
}

// writeManifest makes the generation appear, all chunks being durable.
func (w *generationWriter) writeManifest(ctx context.Context) (Generation, error) {
	inner, err := json.Marshal(seal{Sum: w.whole, Chunks: w.sums, Origin: w.src.Origin})
	if err != nil {
		return Generation{}, err
	}
	m := &manifest{
		Format: format, Created: w.src.Time.UTC().Round(0), Encrypted: w.src.To.String() != "",
		Size: w.src.Size, Chunks: w.chunks,
	}
	if m.Sealed, err = w.sealer.seal(inner); err != nil {
		return Generation{}, err
	}
	data, err := m.encode()
	if err != nil {
		return Generation{}, err
	}
	if len(data) > manifestLimit {
		return Generation{}, fmt.Errorf("the store is too large: a manifest of %d bytes", len(data))
	}
	id := m.id(data)
	if err := w.repo.target.write(ctx, generationsFolder+id, data); err != nil {
		return Generation{}, err
	}
	err = w.repo.target.confirm(ctx, generationsFolder+id, manifestLimit, func(got []byte) error {
		if !bytes.Equal(got, data) {
			return fmt.Errorf("%w: the manifest reads back otherwise", ErrDamaged)
		}
		return nil
	})
	if err != nil {
		return Generation{}, fmt.Errorf("read back: %w", err)
	}
	return Generation{ID: id, Created: m.Created, Size: m.Size, Chunks: len(m.Chunks), Encrypted: m.Encrypted, manifest: m}, nil
}

// pool runs jobs side by side until one fails.
type pool struct {
	ctx     context.Context
	cancel  context.CancelCauseFunc
	places  chan struct{}
	running sync.WaitGroup
}

func newPool(ctx context.Context, size int) *pool {
	ctx, cancel := context.WithCancelCause(ctx)
	return &pool{ctx: ctx, cancel: cancel, places: make(chan struct{}, size)}
}

// do starts a job once there is a place; false where one has failed.
func (p *pool) do(job func(context.Context) error) bool {
	select {
	case p.places <- struct{}{}:
	case <-p.ctx.Done():
		return false
	}
	p.running.Go(func() {
		if err := job(p.ctx); err != nil {
			p.cancel(err)
		}
		<-p.places
	})
	return true
}

// wait returns the first error once all jobs have ended.
func (p *pool) wait() error {
	p.running.Wait()
	err := context.Cause(p.ctx)
	p.cancel(nil)
	return err
}
