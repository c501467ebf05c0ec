//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package store

import (
	"context"
	"errors"
)

// hold finds out whether somebody holds the store in dir, which may be damaged
// or missing. It cannot keep others out: an open file could not be replaced on
// these systems.
func hold(ctx context.Context, dir string) (release func(), err error) {
	s, err := Open(ctx, dir, Options{})
	if errors.Is(err, ErrLocked) {
		return nil, err
	}
	if err == nil {
		err = s.Close()
	}
	if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
		return nil, err
	}
	return func() {}, nil
}
