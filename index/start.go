package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// start brings the index up: files, documents and dictionary side by side.
func (x *Index) start(ctx context.Context) {
	defer close(x.ready)
	defer x.suggest.fill(0, nil) // wakes waiters where it was never filled
	x.follow.Lock()
	defer x.follow.Unlock()
	began := time.Now()
	if err := x.bringUp(ctx); err != nil {
		x.update(func(s *State) { s.Err = err })
		if ctx.Err() == nil {
			x.logger.Error("index failed to start", "error", err)
		}
		return
	}
	x.update(func(s *State) { s.Ready = true })
	s := x.State()
	x.logger.Info("index ready", "documents", s.Documents, "seq", s.Seq, "rebuilt", s.Rebuilt, "took", time.Since(began))
	if files := x.engine.unverified; len(files) > 0 {
		x.working.Go(func() { x.verifyRest(ctx, files) })
	}
}

func (x *Index) bringUp(ctx context.Context) error {
	b, words, err := readBasis(ctx, x.log)
	if err != nil {
		return err
	}
	x.basis = b
	dictionary := make(chan error, 1)
	var a *analyzer
	x.working.Go(func() {
		s, err := newSegmenter(b.lexicon)
		a = &analyzer{b.lexicon, s}
		dictionary <- err
	})
	reason, err := x.openFiles(ctx)
	if err != nil {
		return err
	}
	x.firstSuggestions(words, reason == "")
	select {
	case err := <-dictionary:
		if err != nil {
			return err
		}
	case <-ctx.Done():
		return ctx.Err()
	}
	return x.build(ctx, a, words, reason)
}

// build brings documents up to date and publishes the first snapshot.
func (x *Index) build(ctx context.Context, a *analyzer, words vocabulary, reason string) error {
	harmed := false
	if reason == "" {
		err := x.resume(ctx, a)
		if err == nil || ctx.Err() != nil || !errors.Is(err, errDamaged) {
			return err
		}
		reason, harmed = err.Error(), true
		if err := x.discard(); err != nil {
			return err
		}
	}
	x.update(func(s *State) { s.Rebuilt, s.Damaged = reason, s.Damaged || harmed })
	x.logger.Info("index is rebuilt", "reason", reason)
	return x.rebuild(ctx, a, words)
}

// resume serves what is there after catching up with the log.
func (x *Index) resume(ctx context.Context, a *analyzer) error {
	m, err := x.engine.meta()
	if err != nil {
		return err
	}
	s, err := newSnapshot(x.engine, a, x.basis.extract, x.known())
	if err != nil {
		return err
	}
	x.publish(s)
	x.update(func(st *State) { st.Seq = m.Seq })
	if s.columns.live > manyTitles {
		x.background(x.warm)
	}
	return x.catchUp(ctx)
}

// openFiles opens the engine and says why it must be rebuilt, "" where it
// need not.
func (x *Index) openFiles(ctx context.Context) (reason string, err error) {
	there := x.dir != "" && exists(filepath.Join(x.dir, "root.bolt"))
	e, err := openEngine(x.dir)
	switch {
	case errors.Is(err, errLocked):
		x.logger.Warn("index is held by another process; serving from memory", "dir", x.dir)
		x.dir = ""
		e, err = openEngine("")
		reason = "the files are held by another process"
	case errors.Is(err, errDamaged):
		reason = err.Error()
		x.update(func(s *State) { s.Damaged = true })
		if err := os.RemoveAll(x.dir); err != nil {
			return "", fmt.Errorf("removing the damaged index: %w", err)
		}
		e, err = openEngine(x.dir)
	}
	if err != nil {
		return "", err
	}
	x.engine = e
	if reason != "" {
		return reason, nil
	}
	return x.staleness(ctx, there)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// staleness compares the files with the log; there is whether they were there
// before.
func (x *Index) staleness(ctx context.Context, there bool) (string, error) {
	m, err := x.engine.meta()
	switch {
	case errors.Is(err, errNoMeta), errors.Is(err, errDamaged):
		x.update(func(s *State) { s.Damaged = there })
		return err.Error(), nil
	case err != nil:
		return "", err
	}
	// Whether the change that was applied last is in the log.
	head := uint64(0)
	if m.Seq > 0 {
		cs, err := x.log.Changes(ctx, m.Seq-1, 1)
		if err != nil {
			return "", fmt.Errorf("reading the log: %w", err)
		}
		if len(cs) > 0 {
			head = m.Seq
		}
	}
	return m.stale(x.basis.meta, head), nil
}

// discard throws the files away and begins anew.
func (x *Index) discard() error {
	x.publish(nil)
	x.read = nil
	if err := x.engine.close(); err != nil {
		x.logger.Warn("closing the damaged index", "error", err)
	}
	x.engine = nil
	if x.dir != "" {
		if err := os.RemoveAll(x.dir); err != nil {
			return fmt.Errorf("removing the damaged index: %w", err)
		}
	}
	e, err := openEngine(x.dir)
	if err != nil {
		return err
	}
	x.engine = e
	return nil
}

// firstSuggestions fills the table with what needs no dictionary: the
// vocabulary, the tags, and the titles where the files hold them.
func (x *Index) firstSuggestions(words vocabulary, stored bool) {
	if !stored {
		x.suggest.fill(x.suggest.turn(), newCompletions(words, nil))
		return
	}
	r, err := x.engine.index.Reader()
	if err != nil {
		return // as resume is about to find
	}
	defer func() { _ = r.Close() }()
	if x.read, err = loadSegments(r, nil); err != nil {
		return
	}
	x.suggestLater(words, x.read.titles(r))
}

// suggestFrom fills the table from the current snapshot.
func (x *Index) suggestFrom(words vocabulary) {
	x.suggestLater(words, x.current.parts.titles(x.current.reader))
}

// manyTitles is how many titles make a table that takes longer than a caller
// may wait for; what needs no titles is suggested meanwhile.
const manyTitles = 5000

// warm makes what the first misspelt query would have to wait for.
func (x *Index) warm() {
	if s := x.hold(); s != nil {
		s.speller()
		s.release()
	}
}

// suggestLater fills the table, in the background where there are many titles.
func (x *Index) suggestLater(words vocabulary, titles []title) {
	turn := x.suggest.turn()
	if len(titles) <= manyTitles {
		x.suggest.fill(turn, newCompletions(words, titles))
		return
	}
	if turn == 1 {
		x.suggest.fill(turn, newCompletions(words, nil))
	}
	x.background(func() {
		if x.suggest.latest(turn) {
			x.suggest.fill(turn, newCompletions(words, titles))
			x.warm()
		}
	})
}

// background does work that Close waits for.
func (x *Index) background(work func()) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.closed {
		x.working.Go(work)
	}
}
