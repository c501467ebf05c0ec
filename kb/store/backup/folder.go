package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// folder is a target in a folder, given by its absolute path.
type folder string

// unfinished begins the names of files that are being written.
const unfinished = ".new-"

func (f folder) path(name string) string { return filepath.Join(string(f), filepath.FromSlash(name)) }
func (f folder) place() string           { return string(f) }
func (f folder) facts() Facts            { return Facts{Medium: "disk"} }

func (f folder) read(ctx context.Context, name string, limit int64, check func([]byte) error) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	file, err := os.Open(f.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %w", errAbsent, err)
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := readAll(file, limit)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return data, check(data)
}

// readAll reads to the end, which must come after at most limit bytes.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("%w: more than %d bytes", ErrDamaged, limit)
	}
	return data, err
}

func (f folder) write(ctx context.Context, name string, data []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	path := f.path(name)
	if err := f.makeFolders(filepath.Dir(path)); err != nil {
		return err
	}
	return writeAside(path, data)
}

// writeAside writes a file under another name first, so that a stop leaves
// nothing under its own, and returns once it is on the disk.
func writeAside(path string, data []byte) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), unfinished+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// makeFolders makes folders down to dir, below the target, which must be there.
func (f folder) makeFolders(dir string) error {
	if dir == string(f) {
		return nil
	}
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		if err := f.makeFolders(filepath.Dir(dir)); err != nil {
			return err
		}
		if err = os.Mkdir(dir, 0o700); errors.Is(err, fs.ErrExist) {
			err = nil
		}
	}
	if err != nil {
		return err
	}
	return syncFolder(filepath.Dir(dir))
}

// syncFolder makes the names in a folder durable, where the system can.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrInvalid) || errors.Is(err, fs.ErrPermission) {
		err = nil
	}
	return errors.Join(err, d.Close())
}

func (f folder) confirm(ctx context.Context, name string, limit int64, check func([]byte) error) error {
	_, err := f.read(ctx, name, limit, check)
	return err
}

func (f folder) list(ctx context.Context, prefix string) ([]object, error) {
	var out []object
	err := f.walk(ctx, prefix, func(path string, d fs.DirEntry) error {
		if strings.HasPrefix(d.Name(), unfinished) {
			return nil
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // removed meanwhile
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(string(f), path)
		out = append(out, object{name: filepath.ToSlash(name), size: info.Size(), modified: info.ModTime()})
		return err
	})
	return out, err
}

// walk calls fn for each file in the folder that the prefix names.
func (f folder) walk(ctx context.Context, prefix string, fn func(path string, d fs.DirEntry) error) error {
	return filepath.WalkDir(f.path(prefix), func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case d.IsDir():
			return nil
		}
		return fn(path, d)
	})
}

func (f folder) remove(ctx context.Context, name string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := os.Remove(f.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return syncFolder(filepath.Dir(f.path(name)))
}

func (f folder) drop(ctx context.Context, name string) error { return f.remove(ctx, name) }

func (f folder) tidy(ctx context.Context, before time.Time) error {
	return f.walk(ctx, "", func(path string, d fs.DirEntry) error {
		if !strings.HasPrefix(d.Name(), unfinished) {
			return nil
		}
		info, err := d.Info()
		if err != nil || !info.ModTime().Before(before) {
			return nil // gone, or being written
		}
		return os.Remove(path)
	})
}
