package store

import (
	"errors"
	"os"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

const (
	fileName = "kyokun.db"
	// lockTimeout is how long Open waits for another process to let go.
	lockTimeout = time.Second
)

// openFile opens the bbolt file and sorts what can go wrong with it.
func (s *Store) openFile() error {
	var file *os.File
	err := s.guard(func() (err error) {
		s.db, err = bbolt.Open(s.path, 0o600, &bbolt.Options{
			Timeout: lockTimeout,
			// With a million documents, a list would be sorted at every commit.
			FreelistType: bbolt.FreelistMapType,
			OpenFile: func(name string, flag int, perm os.FileMode) (f *os.File, err error) {
				file, err = os.OpenFile(name, flag, perm)
				return file, err
			},
		})
		return err
	})
	if err == nil {
		return s.stillThere(file)
	}
	if file == nil {
		return unusable(s.path, err)
	}
	// bbolt closes the file where it returns an error, but not where a damaged
	// one made it panic; an open file would keep the lock.
	_ = file.Close()
	switch {
	case errors.Is(err, ErrDamaged):
		return err
	case errors.Is(err, bolterrors.ErrTimeout):
		return locked(s.dir, findHolder(s.dir))
	default:
		return openFailed(s.path, err)
	}
}

// stillThere notices that another file was put in the place of the opened one
// while its lock was waited for, as a restore does.
func (s *Store) stillThere(file *os.File) error {
	opened, err := file.Stat()
	if err == nil {
		var named os.FileInfo
		if named, err = os.Stat(s.path); err == nil && os.SameFile(opened, named) {
			return nil
		}
	}
	if err == nil {
		err = errors.New("it was replaced while it was being opened")
	}
	return errors.Join(unusable(s.path, err), s.db.Close())
}

// openFailed tells a file that cannot be read from one that is no store.
func openFailed(path string, err error) error {
	if pathErr := (*os.PathError)(nil); errors.As(err, &pathErr) {
		return unusable(path, err)
	}
	return damaged(path, err)
}

// syncDir makes the names in a folder survive a power cut. Not every system
// can do that, so that a failure is none of ours.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
