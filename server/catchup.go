package server

import (
	"context"
	"fmt"
	"time"
)

// watchInterval is how often [Server.Watch] looks.
const watchInterval = 2 * time.Second

// CatchUp brings documents and index up to the last change of the store; pages
// and searches that begin after it returns show it.
func (s *Server) CatchUp(ctx context.Context) error {
	head, err := s.store.Head(ctx)
	if err != nil {
		return fmt.Errorf("read the head of the store: %w", err)
	}
	if s.current.Load().head != head {
		if err := s.Refresh(ctx); err != nil {
			return err
		}
	}
	if err := s.index.Follow(ctx); err != nil {
		return fmt.Errorf("follow with the index: %w", err)
	}
	return nil
}

// Watch catches up, until the context ends, with what a failure has left
// behind: an index that could not be written is tried again.
func (s *Server) Watch(ctx context.Context) {
	tick := time.NewTicker(watchInterval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		state := s.index.State()
		head, err := s.store.Head(ctx)
		if err != nil || !state.Ready || state.Err == nil && state.Seq == head && s.current.Load().head == head {
			continue
		}
		if err := s.CatchUp(ctx); err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "catch up", "error", err)
		}
	}
}
