package backup

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"

	"kyokun/kb/store"
)

// spoolPrefix begins the names of copies of the store that are being backed up.
const spoolPrefix = "kyokun-snapshot-"

// Spool is a copy of the store on the disk of the data folder, so that a slow
// target holds up no writer. It is gone when it is closed.
type Spool struct {
	*os.File
	Size   int64
	Origin Origin
}

// NewSpool copies size bytes from r to a spool in the data folder dir.
func NewSpool(dir string, r io.Reader, size int64, o Origin) (*Spool, error) {
	f, err := os.CreateTemp(dir, spoolPrefix+"*")
	if err != nil {
		return nil, failed(dir, err)
	}
	s := &Spool{File: f, Size: size, Origin: o}
	if _, err = io.CopyN(f, r, size); err != nil {
		return nil, errors.Join(failed(dir, err), s.Close())
	}
	return s, nil
}

// SpoolStore copies a store as it is now to a spool in the data folder dir.
func SpoolStore(ctx context.Context, st *store.Store, dir, version string) (*Spool, error) {
	n, err := st.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer n.Close()
	r, w := io.Pipe()
	var copying sync.WaitGroup
	copying.Go(func() {
		_, err := n.WriteTo(w)
		w.CloseWithError(err)
	})
	s, err := NewSpool(dir, r, n.Size(), Origin{StoreID: n.StoreID(), Head: n.Head(), Version: version})
	// Also where the disk is full: the writer ends before the snapshot does.
	r.CloseWithError(io.ErrClosedPipe)
	copying.Wait()
	return s, err
}

// Close removes the copy.
func (s *Spool) Close() error {
	err := os.Remove(s.Name())
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return errors.Join(s.File.Close(), err)
}
