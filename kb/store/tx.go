package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"kyokun/kb"
)

// tx is a transaction in terms of the schema.
type tx struct{ b *bbolt.Tx }

// view runs fn in a read transaction: one unchanging state of the store.
func (s *Store) view(ctx context.Context, fn func(tx) error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("read the store: %w", err)
	}
	return s.guard(func() error {
		return s.db.View(func(b *bbolt.Tx) error { return fn(tx{b}) })
	})
}

// update runs fn in a write transaction and commits it where fn reports a
// change. Without one, or on an error, the file is not written to.
func (s *Store) update(ctx context.Context, fn func(tx) (changed bool, err error)) error {
	return s.guard(func() error {
		b, err := s.db.Begin(true)
		if err != nil {
			return fmt.Errorf("begin a change of the store: %w", err)
		}
		defer func() { _ = b.Rollback() }() // does nothing after the commit
		head, err := tx{b}.head()
		if err != nil {
			return err
		}
		// Begin may have waited for another writer.
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("change the store: %w", err)
		}
		changed, err := fn(tx{b})
		if err != nil || !changed {
			return err
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("change the store: %w", err)
		}
		if err := s.stopped(); err != nil {
			return err
		}
		if err := b.Commit(); err != nil {
			_ = b.Rollback() // not every failure of bbolt's has done it
			return s.commitFailed(head, err)
		}
		s.failure.Store(nil)
		return nil
	})
}

// errCorrupt marks a record that is not as the schema has it.
var errCorrupt = errors.New("corrupt record")

// guard turns a corrupt record into ErrDamaged, and a panic too: bbolt trusts
// the file that it has mapped into memory, and on a damaged one it panics or
// reads past the end.
func (s *Store) guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			s.logger.Error("panic while using the store", "panic", r, "stack", string(debug.Stack()))
			err = damaged(s.path, fmt.Errorf("%v", r))
		}
	}()
	err = fn()
	if errors.Is(err, errCorrupt) {
		return damaged(s.path, err)
	}
	return err
}

// whole tells whether the file is as long as its first page says: reading past
// the end of one cut short would kill the process.
func (t tx) whole(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return unusable(path, err)
	}
	if info.Size() < t.b.Size() {
		return damaged(path, fmt.Errorf("cut short: %d of %d bytes", info.Size(), t.b.Size()))
	}
	return nil
}

func (t tx) create(id string) error {
	for _, name := range append(buckets(), derivedBuckets()...) {
		if _, err := t.b.CreateBucket([]byte(name)); err != nil {
			return fmt.Errorf("create bucket %s: %w", name, err)
		}
	}
	meta := t.bucket(bucketMeta)
	return errors.Join(
		meta.Put([]byte(metaFormat), number(format)),
		meta.Put([]byte(metaID), []byte(id)),
	)
}

func (t tx) bucket(name string) *bbolt.Bucket { return t.b.Bucket([]byte(name)) }

// get decodes the value of the key into v and reports whether there is one.
func (t tx) get(bucket string, key []byte, v any) (bool, error) {
	data := t.bucket(bucket).Get(key)
	if data == nil {
		return false, nil
	}
	if err := json.Unmarshal(data, v); err != nil {
		return true, fmt.Errorf("%w: %q of %s: %w", errCorrupt, key, bucket, err)
	}
	return true, nil
}

func (t tx) put(bucket string, key []byte, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode %q of %s: %w", key, bucket, err)
	}
	if err := t.bucket(bucket).Put(key, data); err != nil {
		return fmt.Errorf("put %q into %s: %w", key, bucket, err)
	}
	return nil
}

func (t tx) state(id string) (st state, ok bool, err error) {
	ok, err = t.get(bucketDocuments, []byte(id), &st)
	return st, ok, err
}

// states calls fn for every document, withdrawn ones too, ordered by id.
func (t tx) states(fn func(id string, st state) error) error {
	return t.bucket(bucketDocuments).ForEach(func(key, data []byte) error {
		var st state
		if err := json.Unmarshal(data, &st); err != nil {
			return fmt.Errorf("%w: document %q: %w", errCorrupt, key, err)
		}
		return fn(string(key), st)
	})
}

// file returns the file of a document's current revision, in memory of its own.
func (t tx) file(st state) (kb.File, error) {
	data := t.bucket(bucketContents).Get([]byte(st.Hash))
	if data == nil {
		return kb.File{}, fmt.Errorf("%w: content %s of %s is missing", errCorrupt, st.Hash, st.Path)
	}
	return kb.File{Path: st.Path, Data: bytes.Clone(data)}, nil
}

// last returns the last entry of the change log. Before the first, it is one
// of number 0 whose Chain is what the first is bound to: the id of the store.
func (t tx) last() (kb.Change, error) {
	key, data := t.bucket(bucketChanges).Cursor().Last()
	if key == nil {
		return kb.Change{Chain: string(t.bucket(bucketMeta).Get([]byte(metaID)))}, nil
	}
	return parseChange(key, data)
}

func parseChange(key, data []byte) (kb.Change, error) {
	var c kb.Change
	if err := json.Unmarshal(data, &c); err != nil {
		return c, fmt.Errorf("%w: change %x: %w", errCorrupt, key, err)
	}
	return c, nil
}

// head returns the number of the last change, 0 before the first.
func (t tx) head() (uint64, error) {
	log := t.bucket(bucketChanges)
	if log == nil { // the file is empty still
		return 0, nil
	}
	key, _ := log.Cursor().Last()
	if key == nil {
		return 0, nil
	}
	return parseNumber(key)
}
