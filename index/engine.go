package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/blevesearch/bleve/v2/index/scorch"
	api "github.com/blevesearch/bleve_index_api"
)

// engine is scorch, bleve's segment store, used without the bleve package on
// top: that would bring an analysis queue for the whole process, a registry of
// analyzers and a mapping, none of which is needed where documents arrive
// analysed and postings are read directly.
type engine struct {
	index api.Index
	queue *api.AnalysisQueue
	// unverified are segment files whose checksums are still to be looked at.
	unverified []string
	// lists are those of the segments.
	lists *listCache
}

// What can be wrong with the files of an index.
var (
	errLocked  = errors.New("index is held by another process")
	errDamaged = errors.New("index is damaged")
)

// lockWait bounds how long opening waits for another process.
const lockWait = "1s"

// openEngine opens or creates the files in dir, or an index in memory where
// dir is "".
func openEngine(dir string) (e *engine, err error) {
	queue := api.NewAnalysisQueue(runtime.GOMAXPROCS(0))
	defer func() {
		if err != nil {
			queue.Close()
		}
	}()
	index, err := scorch.NewScorch(scorch.Name, map[string]any{"path": dir, "bolt_timeout": lockWait}, queue)
	if err != nil {
		return nil, fmt.Errorf("making the index: %w", err)
	}
	if err := openGuarded(index); err != nil {
		return nil, err
	}
	later, err := verifySegments(index, verifiedAtOnce)
	if err != nil {
		_ = index.Close()
		return nil, err
	}
	return &engine{index, queue, later, newListCache()}, nil
}

// openGuarded turns what damaged files do to scorch and bbolt, panics and bad
// memory accesses included, into errDamaged.
func openGuarded(index api.Index) (err error) {
	old := debug.SetPanicOnFault(true)
	defer debug.SetPanicOnFault(old)
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errDamaged, r)
		}
	}()
	switch err := index.Open(); {
	case err == nil:
		return nil
	case err.Error() == "timeout": // bbolt's ErrTimeout; bbolt itself belongs to kb/store
		return errLocked
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("opening the index: %w", err)
	default:
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
}

// verifiedAtOnce is how many bytes of segment files are verified before an
// index is used: a tenth of a second. Large indexes are verified to the end
// while they serve.
const verifiedAtOnce = 256 << 20

// verifySegments compares each segment file in use with the checksum at its
// end, which scorch itself does not look at, and returns those that go beyond
// so many bytes, which are left for later. It must come after opening: only then is the index locked and no
// file half written by another process.
func verifySegments(index api.Index, left int64) (later []string, err error) {
	r, err := index.Reader()
	if err != nil {
		return nil, fmt.Errorf("reading the index: %w", err)
	}
	defer func() { _ = r.Close() }()
	snapshot, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return nil, fmt.Errorf("reading the index: scorch gave a %T", r)
	}
	for _, s := range snapshot.Segments() {
		file, ok := s.Segment().(interface{ Path() string })
		if !ok {
			continue // in memory
		}
		if left -= s.FileSize(); left < 0 {
			later = append(later, file.Path())
			continue
		}
		if err := verifySegment(file.Path()); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", errDamaged, filepath.Base(file.Path()), err)
		}
	}
	return later, nil
}

func verifySegment(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	const sumSize = 4
	if info.Size() < sumSize {
		return errors.New("too short")
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, info.Size()-sumSize); err != nil {
		return err
	}
	var want uint32
	if err := binary.Read(f, binary.BigEndian, &want); err != nil {
		return err
	}
	if sum.Sum32() != want {
		return errors.New("checksum does not match")
	}
	return nil
}

// write commits a batch.
func (e *engine) write(b *api.Batch) error {
	err := e.index.Batch(b)
	if err == nil {
		return nil
	}
	// Scorch keeps only the words of some errors.
	for _, errno := range []syscall.Errno{syscall.ENOSPC, syscall.EIO, syscall.EROFS, syscall.EACCES} {
		if !errors.Is(err, errno) && strings.HasSuffix(err.Error(), errno.Error()) {
			return &failedWrite{err, errno}
		}
	}
	return err
}

// failedWrite is an error of scorch's with the system's error that it tells of.
type failedWrite struct {
	error
	errno syscall.Errno
}

func (f *failedWrite) Unwrap() []error { return []error{f.error, f.errno} }

// close releases the files; readers taken from the engine must be closed before.
func (e *engine) close() error {
	err := e.index.Close()
	e.queue.Close()
	return err
}
