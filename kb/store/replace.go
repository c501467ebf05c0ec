package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Replace puts the store in the folder from, which must be closed and on the
// same file system, in the place of the one in dir. What was there is kept
// under the name it returns, "" where nothing was. Names in derived are made
// from the store, such as the index: they are removed from dir first.
//
// The store in dir need not be readable, but nobody may hold it: ErrLocked. At
// no instant is there no store or half a store in dir, also where the process
// is stopped or the machine loses power; what a stop can leave is both.
func Replace(ctx context.Context, dir, from string, at time.Time, derived ...string) (aside string, err error) {
	path, fresh := filepath.Join(dir, fileName), filepath.Join(from, fileName)
	if err := syncFile(fresh); err != nil {
		return "", unusable(fresh, err)
	}
	release, err := hold(ctx, dir)
	if err != nil {
		return "", err
	}
	defer release()
	for _, name := range derived {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return "", unusable(filepath.Join(dir, name), err)
		}
	}
	if aside, err = keep(path, at); err != nil {
		return "", unusable(path, err)
	}
	syncDir(dir)
	if err := os.Rename(fresh, path); err != nil {
		if aside != "" {
			_ = os.Remove(aside) // a second name of what is still in its place
		}
		return "", unusable(path, err)
	}
	syncDir(dir)
	return aside, nil
}

// keep gives the file a second name, under which it stays when the first is
// given to another file.
func keep(path string, at time.Time) (aside string, err error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	stamp := at.UTC().Format("20060102T150405Z")
	for i := 0; ; i++ {
		aside = fmt.Sprintf("%s.before-restore-%s", path, stamp)
		if i > 0 {
			aside = fmt.Sprintf("%s-%d", aside, i)
		}
		err = os.Link(path, aside)
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, errors.ErrUnsupported) {
			err = copyFile(path, aside) // a file system without second names
		}
		if !errors.Is(err, fs.ErrExist) {
			return aside, err
		}
	}
}

// copyFile copies a file to a new one, which is on the disk when it returns.
func copyFile(from, to string) error {
	r, err := os.Open(from)
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	if err == nil {
		err = w.Sync()
	}
	if err = errors.Join(err, w.Close()); err != nil {
		_ = os.Remove(to)
	}
	return err
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
