package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"kyokun/kb/store"
	"kyokun/kb/store/backup"
)

func parseSchedules(flags []string) ([]backup.Schedule, error) {
	var out []backup.Schedule
	for _, f := range flags {
		s, err := backup.ParseSchedule(f)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// scheduler makes the backups of a running server.
type scheduler struct {
	journal *backup.Journal
	store   *store.Store
	dir     string
	log     *slog.Logger
}

const (
	// clockLooked is how often the clock is looked at: a machine that slept is
	// late by no more than that.
	clockLooked = time.Minute
	// leastPause is how long a schedule pauses after a backup, whatever the
	// journal says: it may not be writable.
	leastPause = time.Minute
)

// start runs each schedule until the context ends.
func (s scheduler) start(ctx context.Context, working *sync.WaitGroup, schedules []backup.Schedule) {
	if err := backup.Tidy(s.dir); err != nil {
		s.log.WarnContext(ctx, "remains of backups not removed", "error", err)
	}
	if err := s.journal.Compact(); err != nil {
		s.log.WarnContext(ctx, "journal of backups not shortened", "error", err)
	}
	for _, sc := range schedules {
		working.Go(func() {
			for notBefore := (time.Time{}); s.wait(ctx, sc, notBefore); notBefore = time.Now().Add(leastPause) {
				s.backUp(ctx, sc)
			}
		})
	}
}

// wait returns when a backup is due, or false when the server stops.
func (s scheduler) wait(ctx context.Context, sc backup.Schedule, notBefore time.Time) bool {
	for {
		due, err := sc.Due(s.journal)
		if err != nil {
			s.log.ErrorContext(ctx, "journal of backups not read", "error", err)
		}
		if due.Before(notBefore) {
			due = notBefore
		}
		left := time.Until(due)
		if left <= 0 {
			return ctx.Err() == nil
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(min(left, clockLooked)):
		}
	}
}

func (s scheduler) backUp(ctx context.Context, sc backup.Schedule) {
	log := s.log.With("target", backup.PlaceOf(sc.Target))
	job := backup.Job{Target: sc.Target, To: sc.To, Medium: sc.Medium, OffSite: sc.OffSite}
	made, err := s.journal.Run(ctx, job, func(ctx context.Context) (*backup.Spool, error) {
		return backup.SpoolStore(ctx, s.store, s.dir, version())
	})
	if err != nil {
		if ctx.Err() == nil {
			log.ErrorContext(ctx, "backup failed", "error", err)
		}
		return
	}
	log.InfoContext(ctx, "backup made", "generation", made.ID, "size", made.Size, "added", made.Added, "mended", made.Mended, "took", made.Took)
	if sc.KeepAll {
		return
	}
	pruned, err := pruneAndRecord(ctx, s.journal, made.Repository, sc.Keep)
	if err != nil {
		log.ErrorContext(ctx, "backups not pruned", "error", err)
		return
	}
	log.InfoContext(ctx, "backups pruned", "kept", len(pruned.Kept), "removed", len(pruned.Removed), "locked", len(pruned.Locked), "bytes", pruned.Bytes)
}

func pruneAndRecord(ctx context.Context, j *backup.Journal, r *backup.Repository, keep backup.Policy) (backup.Pruned, error) {
	e := backup.Event{Time: time.Now().UTC(), Action: backup.ActionPrune, Repository: r.ID(), Place: r.Place(), Facts: r.Facts()}
	pruned, err := r.Prune(ctx, keep, false)
	e.Took = time.Since(e.Time)
	if err != nil && (ctx.Err() != nil || errors.Is(err, backup.ErrBusy)) {
		return pruned, err // says nothing about the copy
	}
	if recorded := j.Record(e, err); err == nil {
		err = recorded
	}
	return pruned, err
}
