package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"kyokun/kb/store"
)

// Restore puts a generation in the place of the store in the data folder dir,
// once all of it has been read and the store in it checked. What it replaces
// is kept under the name it returns, "" where there was nothing. Nobody may
// hold the store: [store.ErrLocked].
func (r *Repository) Restore(ctx context.Context, g Generation, keys Identities, dir string, now time.Time) (aside string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", failed(dir, err)
	}
	// Beside the store: what is checked is then moved, not copied.
	fresh, err := os.MkdirTemp(dir, scratchPrefix)
	if err != nil {
		return "", failed(dir, err)
	}
	defer os.RemoveAll(fresh)
	if err := r.materialise(ctx, g, keys, fresh); err != nil {
		return "", failed(r.Place(), err)
	}
	// The index follows the change log of the store that goes.
	return store.Replace(ctx, dir, fresh, now, "index")
}

// RestoreTo puts a generation into a new folder, as for a drill; the folder
// appears as a whole once the store in it has been checked. ErrInUse where the
// name is taken.
func (r *Repository) RestoreTo(ctx context.Context, g Generation, keys Identities, dir string) error {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 || err != nil && !errors.Is(err, os.ErrNotExist) {
		return fault(ErrInUse, err, "%s は空ではありません。新しい名前を指定してください。", "%s is not empty; give a new name", dir)
	}
	parent := filepath.Dir(dir)
	fresh, err := os.MkdirTemp(parent, scratchPrefix)
	if err != nil {
		return failed(parent, err)
	}
	defer os.RemoveAll(fresh)
	if err := r.materialise(ctx, g, keys, fresh); err != nil {
		return failed(r.Place(), err)
	}
	if err := syncFolder(fresh); err != nil {
		return failed(fresh, err)
	}
	if err := os.Rename(fresh, dir); err != nil {
		return failed(dir, err)
	}
	return failed(parent, syncFolder(parent))
}

// scratchPrefix begins the names of folders that are thrown away.
const scratchPrefix = "kyokun-restore-"

// leftAfter is how old what a stop has left is before it is removed: something
// younger may be in use.
const leftAfter = 24 * time.Hour

// Tidy removes from a data folder what restores and backups that were stopped
// have left there.
func Tidy(dir string) error {
	var errs []error
	for _, pattern := range []string{scratchPrefix + "*", spoolPrefix + "*"} {
		left, err := filepath.Glob(filepath.Join(dir, pattern))
		errs = append(errs, err)
		for _, path := range left {
			if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > leftAfter {
				errs = append(errs, os.RemoveAll(path))
			}
		}
	}
	return errors.Join(errs...)
}
