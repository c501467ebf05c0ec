package index

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"

	"kyokun/kb"
)

// Log is what an index follows: the append-only log of changes and the
// documents as they are now. Its methods are called from several goroutines.
type Log interface {
	// ID names the log; an index made from another is rebuilt.
	ID() string
	// Changes returns at most limit changes after the given one, in order.
	Changes(ctx context.Context, after uint64, limit int) ([]kb.Change, error)
	// Document returns the current revision; an error for what is withdrawn.
	Document(ctx context.Context, id string) (kb.Document, error)
	Tags(ctx context.Context) (*kb.TagList, error)
	Vocabulary(ctx context.Context) (*kb.Vocabulary, error)
}

// Options set up an index.
type Options struct {
	// Dir is the folder that holds the index alone; in memory where empty.
	Dir string
	// OnDemand puts the work of Open off until somebody asks for what needs it:
	// for commands that mostly read documents alone.
	OnDemand bool
	// Logger gets what happens in the background; none where nil.
	Logger *slog.Logger
}

// State says how far an index is.
type State struct {
	// Ready is whether searches are answered.
	Ready bool
	// Seq is the last change of the log that is applied.
	Seq uint64
	// Documents is how many there are.
	Documents int
	// Rebuilt says why the index was built anew; empty where it was not.
	Rebuilt string
	// Damaged is whether it was built anew because its files were damaged or
	// not finished, rather than new, of another format or of other content.
	Damaged bool
	// Err is why the last attempt to build or follow failed, nil where it did not.
	Err error
}

// Index is a searchable copy of the documents of a log. It is safe for
// concurrent use.
type Index struct {
	log    Log
	logger *slog.Logger
	dir    string // of the segments; "" in memory

	stop    context.CancelFunc
	begin   func() // starts the work in the background, once
	working sync.WaitGroup
	ready   chan struct{} // closed when the first build is done, or has failed
	suggest *suggester

	// follow serialises everything that changes the index.
	follow sync.Mutex
	engine *engine // guarded by follow
	basis  *basis  // guarded by follow
	// read are the segments read for the first suggestions, until there is a
	// snapshot; guarded by follow.
	read recordSets

	mu      sync.Mutex
	current *snapshot // guarded by mu
	state   State     // guarded by mu
	closed  bool      // guarded by mu
}

// ErrClosed is returned by every method of an index that was closed.
var ErrClosed = errors.New("index is closed")

// Open returns at once. Loading the dictionary and catching up with the log,
// or a rebuild, go on in the background; Ready tells when they are done. The
// context governs the call alone; Close ends the work. An index that is
// missing, damaged, or made from something else is rebuilt by itself; one
// that another process holds is left alone and an index in memory serves.
func Open(ctx context.Context, log Log, opts Options) (*Index, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("opening the index: %w", err)
	}
	logger := opts.Logger
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	x := &Index{log: log, logger: logger, ready: make(chan struct{}), suggest: newSuggester()}
	if opts.Dir != "" {
		x.dir = filepath.Join(opts.Dir, "scorch")
	}
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	x.stop = stop
	x.begin = sync.OnceFunc(func() { x.launch(work) })
	if !opts.OnDemand {
		x.begin()
	}
	return x, nil
}

// launch starts the work in the background, unless the index is closed already.
func (x *Index) launch(work context.Context) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.closed {
		x.working.Go(func() { x.start(work) })
	}
}

// Ready is closed when the index serves searches, or has failed to start. Asking
// for it starts an index on demand.
func (x *Index) Ready() <-chan struct{} {
	x.begin()
	return x.ready
}

// State says how far the index is.
func (x *Index) State() State {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.state
}

// Close ends the background work, waits for it and for nothing else, and
// releases the files. Searches under way finish on their snapshot.
func (x *Index) Close() error {
	x.mu.Lock()
	if x.closed {
		x.mu.Unlock()
		return nil
	}
	x.closed = true
	x.mu.Unlock()

	x.stop()
	x.working.Wait()
	x.follow.Lock()
	defer x.follow.Unlock()
	x.publish(nil)
	if x.engine == nil {
		return nil
	}
	err := x.engine.close()
	x.engine = nil
	if err != nil {
		return fmt.Errorf("closing the index: %w", err)
	}
	return nil
}

// publish makes s the snapshot that searches use.
func (x *Index) publish(s *snapshot) {
	x.mu.Lock()
	old := x.current
	x.current = s
	if s != nil {
		x.state.Documents = s.columns.live
	}
	x.mu.Unlock()
	if old != nil {
		old.release()
	}
}

// hold returns the snapshot that searches use, which the caller must release; nil where
// there is none.
func (x *Index) hold() *snapshot {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.current != nil {
		x.current.refs.Add(1)
	}
	return x.current
}

// acquire waits until the index is ready and returns its snapshot, which the
// caller must release.
func (x *Index) acquire(ctx context.Context) (*snapshot, error) {
	if x.isClosed() {
		return nil, ErrClosed
	}
	select {
	case <-x.Ready():
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for the index: %w", ctx.Err())
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	switch {
	case x.closed:
		return nil, ErrClosed
	case x.current == nil:
		return nil, fmt.Errorf("index is not available: %w", x.state.Err)
	}
	x.current.refs.Add(1)
	return x.current, nil
}

// update changes the state under its lock.
func (x *Index) update(change func(*State)) {
	x.mu.Lock()
	defer x.mu.Unlock()
	change(&x.state)
}
