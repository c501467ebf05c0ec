package backup

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"kyokun/kb/store"
)

// Finding is what is wrong with a generation.
type Finding struct {
	Generation string `json:"generation"`
	Err        error  `json:"-"`
}

// Verify reads the generations and returns what is wrong with them. Without a
// key it holds manifests and chunks against their names, which finds whatever
// was cut, changed or lost since it was written. With deep, it also restores
// each into the folder scratch, one after the other, and checks the store there.
// The error is of the target or the key, not of a generation.
func (r *Repository) Verify(ctx context.Context, generations []Generation, keys Identities, deep bool, scratch string) ([]Finding, error) {
	var found []Finding
	broken := &brokenChunks{}
	for _, g := range generations {
		err := r.verify(ctx, g, keys, deep, scratch, broken)
		switch {
		case errors.Is(err, ErrDamaged), errors.Is(err, store.ErrDamaged), errors.Is(err, ErrNewer):
			found = append(found, Finding{g.ID, err})
		case err != nil:
			return found, failed(r.Place(), err)
		}
	}
	return found, nil
}

func (r *Repository) verify(ctx context.Context, g Generation, keys Identities, deep bool, scratch string, broken *brokenChunks) error {
	if g.manifest == nil {
		return damaged(errors.New(g.Damaged), "世代 "+g.ID+" の目録", "the manifest of generation "+g.ID)
	}
	if deep {
		dir, err := os.MkdirTemp(scratch, "verify-")
		if err != nil {
			return failed(scratch, err)
		}
		defer os.RemoveAll(dir)
		return r.materialise(ctx, g, keys, dir)
	}
	return r.verifyChunks(ctx, g, broken)
}

// verifyChunks reads the chunks that no generation before has had.
func (r *Repository) verifyChunks(ctx context.Context, g Generation, broken *brokenChunks) error {
	jobs := newPool(ctx, workers)
	for _, c := range g.manifest.Chunks {
		if !broken.take(c.Name) {
			continue
		}
		if !jobs.do(func(ctx context.Context) error {
			_, err := r.stored(ctx, c)
			if errors.Is(err, ErrDamaged) {
				broken.note(c.Name, err)
				return nil
			}
			return err
		}) {
			break
		}
	}
	if err := jobs.wait(); err != nil {
		return err
	}
	for _, c := range g.manifest.Chunks {
		if err := broken.of(c.Name); err != nil {
			return damaged(err, "世代 "+g.ID+" の断片", "a chunk of generation "+g.ID)
		}
	}
	return nil
}

// brokenChunks remembers the chunks that were read and what was wrong with them.
type brokenChunks struct {
	mu   sync.Mutex
	read map[sum]error
}

// take reports whether a chunk has yet to be read.
func (b *brokenChunks) take(name sum) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, ok := b.read[name]; ok {
		return false
	}
	if b.read == nil {
		b.read = map[sum]error{}
	}
	b.read[name] = nil
	return true
}

func (b *brokenChunks) note(name sum, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.read[name] = err
}

func (b *brokenChunks) of(name sum) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.read[name]
}

// materialise puts a generation into the folder dir as a store, and checks it.
func (r *Repository) materialise(ctx context.Context, g Generation, keys Identities, dir string) error {
	m := g.manifest
	s, err := m.open(keys)
	if errors.Is(err, ErrDamaged) {
		return damaged(err, "世代 "+g.ID+" の目録", "the manifest of generation "+g.ID)
	}
	if err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(dir, storeFile), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return failed(dir, err)
	}
	err = r.fill(ctx, g, s, keys, file)
	if err == nil {
		err = failed(dir, file.Sync())
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	return checkStore(ctx, dir, g)
}

// fill writes the parts of a generation into a file and checks each, then all.
func (r *Repository) fill(ctx context.Context, g Generation, s *seal, keys Identities, file *os.File) error {
	jobs := newPool(ctx, workers)
	for i, c := range g.manifest.Chunks {
		if !jobs.do(func(ctx context.Context) error {
			plain, err := r.part(ctx, g.manifest, s, keys, i)
			if errors.Is(err, ErrDamaged) {
				return damaged(fmt.Errorf("part %d: %w", i, err), "世代 "+g.ID+" の断片 "+c.Name.String()[:16], "chunk "+c.Name.String()[:16]+" of generation "+g.ID)
			}
			if err != nil {
				return err
			}
			_, err = file.WriteAt(plain, int64(i)*chunkSize)
			return failed(file.Name(), err)
		}) {
			break
		}
	}
	if err := jobs.wait(); err != nil {
		return err
	}
	return r.checkWhole(g, s, file)
}

// part returns the content of a part, which is as the sealed part says.
func (r *Repository) part(ctx context.Context, m *manifest, s *seal, keys Identities, i int) ([]byte, error) {
	stored, err := r.stored(ctx, m.Chunks[i])
	if err != nil {
		return nil, err
	}
	plain, err := unseal(stored, m.Encrypted, keys, chunkSize)
	if err != nil {
		return nil, err
	}
	if int64(len(plain)) != m.length(i) || sum(sha256.Sum256(plain)) != s.plain(i) {
		return nil, fmt.Errorf("%w: other content", ErrDamaged)
	}
	return plain, nil
}

func (r *Repository) checkWhole(g Generation, s *seal, file *os.File) error {
	whole := sha256.New()
	if _, err := file.Seek(0, 0); err != nil {
		return failed(file.Name(), err)
	}
	if _, err := file.WriteTo(whole); err != nil {
		return failed(file.Name(), err)
	}
	if sum(whole.Sum(nil)) != s.Sum {
		return damaged(errors.New("the whole has another SHA-256"), "世代 "+g.ID, "generation "+g.ID)
	}
	return nil
}

// storeFile is the name of a store in its folder.
const storeFile = "kyokun.db"

// checkStore opens a restored store as the server would, and reads all of it.
func checkStore(ctx context.Context, dir string, g Generation) error {
	st, err := store.Open(ctx, dir, store.Options{})
	if err == nil {
		err = errors.Join(st.Check(ctx), st.Close())
	}
	if errors.Is(err, store.ErrDamaged) {
		return damaged(err, "世代 "+g.ID+" の中のデータ", "the store in generation "+g.ID)
	}
	return err
}
