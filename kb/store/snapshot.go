package store

import (
	"context"
	"errors"
	"fmt"
	"io"

	"go.etcd.io/bbolt"
)

// Snapshot is one unchanging state of a store. While it is open, writing goes
// on, but the file cannot shrink and may not be able to grow: copy it to a
// file that is near and close it before the bytes go anywhere slow.
type Snapshot struct {
	store *Store
	b     *bbolt.Tx
	head  uint64
}

// Snapshot begins a snapshot, which must be closed.
func (s *Store) Snapshot(ctx context.Context) (*Snapshot, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("snapshot of the store: %w", err)
	}
	n := &Snapshot{store: s}
	err := s.guard(func() (err error) {
		if n.b, err = s.db.Begin(false); err != nil {
			return fmt.Errorf("snapshot of the store: %w", err)
		}
		t := tx{n.b}
		if err := t.whole(s.path); err != nil {
			return err
		}
		n.head, err = t.head()
		return err
	})
	if err != nil {
		return nil, errors.Join(err, n.Close())
	}
	return n, nil
}

// Head returns the number of the last change in the snapshot.
func (n *Snapshot) Head() uint64 { return n.head }

// StoreID returns the id of the store it was taken from.
func (n *Snapshot) StoreID() string { return n.store.id }

// Size returns how many bytes WriteTo writes.
func (n *Snapshot) Size() int64 { return n.b.Size() }

// WriteTo writes the snapshot as a file that Open opens. It implements
// [io.WriterTo].
func (n *Snapshot) WriteTo(w io.Writer) (int64, error) {
	var written int64
	err := n.store.guard(func() (err error) {
		written, err = n.b.WriteTo(w)
		return err
	})
	if err != nil {
		return written, fmt.Errorf("copy the store: %w", err)
	}
	return written, nil
}

// Close ends the snapshot; only the first call does something.
func (n *Snapshot) Close() error {
	if n.b == nil {
		return nil
	}
	b := n.b
	n.b = nil
	return b.Rollback()
}
