package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// verifyRest verifies the files that were left for later, while searches go on.
// An index that turns out to be damaged is built anew.
func (x *Index) verifyRest(ctx context.Context, files []string) {
	for _, name := range files {
		err := verifySegment(name)
		if ctx.Err() != nil {
			return
		}
		if err == nil || errors.Is(err, fs.ErrNotExist) { // merged into another since then
			continue
		}
		err = fmt.Errorf("%w: %s: %w", errDamaged, filepath.Base(name), err)
		if err := x.renew(ctx, err); err != nil && ctx.Err() == nil {
			x.update(func(s *State) { s.Err = err })
			x.logger.Error("damaged index could not be built anew", "error", err)
		}
		return
	}
}

// renew throws the files away and builds the index anew; until then searches
// fail, as what they would find may be wrong.
func (x *Index) renew(ctx context.Context, why error) error {
	x.follow.Lock()
	defer x.follow.Unlock()
	if x.isClosed() || x.current == nil {
		return nil
	}
	a := x.current.analyzer
	x.update(func(s *State) { s.Rebuilt, s.Damaged, s.Err = why.Error(), true, why })
	x.logger.Error("index is damaged and is rebuilt", "error", why)
	if err := x.discard(); err != nil {
		return err
	}
	return x.rebuild(ctx, a, x.basis.words)
}
