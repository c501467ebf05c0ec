package store

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"

	"kyokun/kb"
)

// Options are what may be set about a store; the zero value is ready for use.
type Options struct {
	// Now is the clock for the change log; nil means [time.Now].
	Now func() time.Time
	// Logger takes what no caller can be told; nil discards it.
	Logger *slog.Logger
	// OwnTerms is a file of the carrier's own terms, which the vocabulary is
	// read with; see [kb.ExtendVocabulary]. It is not stored. Nil means none.
	OwnTerms *kb.File
}

// Store holds documents, revisions and the change log. It is safe for use by
// several goroutines: reading goes on while a change is being written, and
// sees the state before it or after it.
type Store struct {
	db     *bbolt.DB
	dir    string
	path   string
	id     string
	opened time.Time
	now    func() time.Time
	logger *slog.Logger
	own    *kb.File
	close  func() error
	// failure is the last write, where it failed.
	failure atomic.Pointer[WriteFailure]
	parser  kb.Parser
	lists   atomic.Pointer[knownLists]
	keyFile sync.Mutex // while the key of checkpoints is read or made
}

// Open opens the store in the folder dir and makes both where they are
// missing, readable by the user alone. It returns within about a second, with
// ErrLocked where another process holds the store, ErrNewer or ErrDamaged
// where the file cannot be used; such a file is left as it is.
func Open(ctx context.Context, dir string, opts Options) (*Store, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	s := &Store{dir: dir, path: filepath.Join(dir, fileName), now: opts.Now, logger: opts.Logger, own: opts.OwnTerms}
	if s.now == nil {
		s.now = time.Now
	}
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	s.opened = s.now().UTC().Round(0)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, unusable(dir, err)
	}
	if err := s.openFile(); err != nil {
		return nil, err
	}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.db.Close())
	}
	if err := s.Announce(""); err != nil {
		s.logger.WarnContext(ctx, "holder of the store not recorded", "error", err)
	}
	s.close = sync.OnceValue(s.release)
	return s, nil
}

// Close lets go of the store once the transactions under way have ended. Only
// the first call does something; all return the same.
func (s *Store) Close() error { return s.close() }

// ID returns the random name that the store got when it was made. What follows
// the change log remembers it, to notice that it faces another store.
func (s *Store) ID() string { return s.id }

func (s *Store) release() error {
	// In this order: once the lock is gone, the record may be another's.
	err := removeHolder(s.dir)
	return errors.Join(err, s.db.Close())
}

// prepare makes the buckets of a new store and looks whether an old one is of
// a format that this version knows.
func (s *Store) prepare(ctx context.Context) error {
	var empty, old bool
	err := s.view(ctx, func(t tx) (err error) {
		if err := t.whole(s.path); err != nil {
			return err
		}
		if name, _ := t.b.Cursor().First(); name == nil {
			empty = true
			return nil
		}
		old, err = s.recognise(t)
		return err
	})
	switch {
	case err != nil:
		return err
	case old:
		return s.migrate(ctx)
	case !empty:
		return nil
	}
	s.id = rand.Text()
	if err := s.update(ctx, func(t tx) (bool, error) { return true, t.create(s.id) }); err != nil {
		return err
	}
	syncDir(s.dir)
	return nil
}

// recognise reads the format and the id and finds the buckets; old is whether
// the format is an earlier one.
func (s *Store) recognise(t tx) (old bool, err error) {
	meta := t.b.Bucket([]byte(bucketMeta))
	if meta == nil {
		return false, damaged(s.path, errors.New("no mark of a store"))
	}
	mark := meta.Get([]byte(metaFormat))
	if len(mark) != 8 {
		return false, damaged(s.path, errors.New("no format number"))
	}
	got := binary.BigEndian.Uint64(mark)
	if got > format {
		return false, newer(s.path, got)
	}
	needed := buckets()
	if got == format {
		needed = append(needed, derivedBuckets()...)
	}
	for _, name := range needed {
		if t.b.Bucket([]byte(name)) == nil {
			return false, damaged(s.path, fmt.Errorf("bucket %s is missing", name))
		}
	}
	if s.id = string(meta.Get([]byte(metaID))); s.id == "" {
		return false, damaged(s.path, errors.New("the store has no id"))
	}
	return got < format, nil
}
