package index

import (
	"context"
	"fmt"
)

// Follow applies what is new in the log; searches that begin after it returns
// see it. It waits until the index is ready. A change of the vocabulary or of
// the tags rebuilds the index, while searches go on with the old one.
func (x *Index) Follow(ctx context.Context) error {
	if x.isClosed() {
		return ErrClosed
	}
	select {
	case <-x.Ready():
	case <-ctx.Done():
		return fmt.Errorf("waiting for the index: %w", ctx.Err())
	}
	x.follow.Lock()
	defer x.follow.Unlock()
	if x.isClosed() {
		return ErrClosed
	}
	if x.current == nil {
		return fmt.Errorf("index is not available: %w", x.State().Err)
	}
	err := x.catchUp(ctx)
	x.update(func(s *State) { s.Err = err })
	return err
}

func (x *Index) isClosed() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.closed
}

// catchUp applies the log from the last change on. The caller holds follow.
func (x *Index) catchUp(ctx context.Context) error {
	p, err := x.readLog(ctx, x.State().Seq)
	if err != nil {
		return err
	}
	if p.basis {
		changed, err := x.rebase(ctx)
		if err != nil || changed {
			return err
		}
	}
	if p.seq == x.State().Seq {
		return nil
	}
	return x.apply(ctx, p)
}

// apply writes a stretch of the log: in one batch where it is short, so that
// documents and sequence number change together. Where it is long, the number
// comes with the last batch; what was written before is written again after a
// crash, to the same effect.
func (x *Index) apply(ctx context.Context, p *pending) error {
	a := x.current.analyzer
	puts := p.ids(true)
	last := puts[max(0, len(puts)-batchSize):]
	if err := x.indexAll(ctx, a, p, puts[:len(puts)-len(last)]); err != nil {
		return err
	}
	ready, err := x.prepare(ctx, a, p, last)
	if err != nil {
		return err
	}
	if err := x.commit(p.seq, ready, p.ids(false)); err != nil {
		return err
	}
	if err := x.refresh(a, p.seq); err != nil {
		return err
	}
	x.suggestFrom(x.basis.words)
	return nil
}

// rebase rebuilds the index where tags or vocabulary are no longer those it
// was made from.
func (x *Index) rebase(ctx context.Context) (changed bool, err error) {
	b, words, err := readBasis(ctx, x.log)
	if err != nil {
		return false, err
	}
	if b.meta == x.basis.meta {
		return false, nil
	}
	reason := x.basis.meta.stale(b.meta, 0)
	s, err := newSegmenter(b.lexicon)
	if err != nil {
		return false, err
	}
	x.basis = b
	x.update(func(st *State) { st.Rebuilt = reason })
	x.logger.Info("index is rebuilt", "reason", reason)
	return true, x.rebuild(ctx, &analyzer{b.lexicon, s}, words)
}
