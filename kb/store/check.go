package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"kyokun/kb"
)

// Check reads the whole store: the change log, which must have no gap and must
// lead to exactly the revisions, contents and current states that are stored,
// and bbolt's pages. The error is ErrDamaged and lists every fault. No
// change is written meanwhile.
func (s *Store) Check(ctx context.Context) error {
	// bbolt's check is only safe while nobody writes, hence the write
	// transaction; it is never committed.
	return s.update(ctx, func(t tx) (bool, error) {
		if err := t.whole(s.path); err != nil {
			return false, err
		}
		r := replay{tx: t, docs: map[string]state{}, contents: map[string]bool{}}
		if err := r.run(ctx); err != nil {
			return false, fmt.Errorf("check the store: %w", err)
		}
		// Only now, after every page has been read under guard: bbolt's check
		// runs on a goroutine of its own, where a bad page number would be fatal.
		for err := range t.b.Check() {
			r.fault("pages: %w", err)
		}
		if len(r.faults) > 0 {
			return false, damaged(s.path, errors.Join(r.faults...))
		}
		return false, nil
	})
}

// replay rebuilds the states from the change log and notes what disagrees.
type replay struct {
	tx
	docs     map[string]state
	contents map[string]bool
	puts     int
	faults   []error
}

func (r *replay) fault(f string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf(f, args...))
}

// run notes all faults; its error is of the context alone.
func (r *replay) run(ctx context.Context) error {
	var seq uint64
	err := r.bucket(bucketChanges).ForEach(func(key, data []byte) error {
		seq++
		var c kb.Change
		if err := json.Unmarshal(data, &c); err != nil {
			r.fault("change %d: %w", seq, err)
			return nil
		}
		if n, err := parseNumber(key); err != nil || n != seq || c.Seq != seq {
			r.fault("change log: entry %d has key %x and number %d", seq, key, c.Seq)
		}
		r.apply(c)
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	r.compareStates()
	if n := entries(r.bucket(bucketRevisions)); n != r.puts {
		r.fault("%d revisions stored, %d in the change log", n, r.puts)
	}
	if n := entries(r.bucket(bucketContents)); n != len(r.contents) {
		r.fault("%d contents stored, %d in the change log", n, len(r.contents))
	}
	return nil
}

func (r *replay) apply(c kb.Change) {
	was, known := r.docs[c.ID]
	switch c.Op {
	case kb.OpPut:
		r.puts++
		r.docs[c.ID] = state{Revision: c.Revision, Hash: c.Hash, Path: r.revisionPath(c)}
		if c.Revision != was.Revision+1 {
			r.fault("change %d: revision %d of %s follows %d", c.Seq, c.Revision, c.ID, was.Revision)
		}
	case kb.OpWithdraw:
		if !known || was.Withdrawn || c.Revision != was.Revision || c.Hash != was.Hash {
			r.fault("change %d: withdraws revision %d of %s, which is not in view", c.Seq, c.Revision, c.ID)
		}
		was.Withdrawn = true
		r.docs[c.ID] = was
	default:
		r.fault("change %d: unknown operation %q", c.Seq, c.Op)
	}
}

// revisionPath checks the revision and the content that a put made and returns
// the path of its file.
func (r *replay) revisionPath(c kb.Change) string {
	var rev revision
	ok, err := r.get(bucketRevisions, revisionKey(c.ID, c.Revision), &rev)
	if err != nil || !ok || rev.Seq != c.Seq || rev.Hash != c.Hash {
		r.fault("change %d: revision %d of %s is missing or differs", c.Seq, c.Revision, c.ID)
	}
	if r.contents[c.Hash] {
		return rev.Path
	}
	r.contents[c.Hash] = true
	data := r.bucket(bucketContents).Get([]byte(c.Hash))
	if data == nil {
		r.fault("change %d: the content of %s is missing", c.Seq, c.ID)
	} else if got := (kb.File{Data: data}).Hash(); got != c.Hash {
		r.fault("change %d: the content of %s has hash %s, not %s", c.Seq, c.ID, got, c.Hash)
	}
	return rev.Path
}

func (r *replay) compareStates() {
	err := r.states(func(id string, got state) error {
		want, ok := r.docs[id]
		delete(r.docs, id)
		want.Origin = got.Origin // the log does not say
		if !ok || got != want {
			r.fault("document %s is %+v, by the change log %+v", id, got, want)
		}
		if got.Origin != bundled && got.Origin != own {
			r.fault("document %s has the unknown origin %q", id, got.Origin)
		}
		return nil
	})
	if err != nil {
		r.fault("documents: %w", err)
	}
	for id := range r.docs {
		r.fault("document %s is in the change log but not stored", id)
	}
}

func entries(b *bbolt.Bucket) int { return b.Stats().KeyN }

func parseNumber(key []byte) (uint64, error) {
	if len(key) != 8 {
		return 0, fmt.Errorf("%w: key %x is not a number", errCorrupt, key)
	}
	return binary.BigEndian.Uint64(key), nil
}
