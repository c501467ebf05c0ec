package backup

import (
	"context"
	"time"
)

// Job is a backup to be made.
type Job struct {
	Target string
	// To are whom it is encrypted to; nobody means that it is not encrypted.
	To Recipients
	// Medium, where it is not empty, and OffSite say what the target does not
	// know of itself.
	Medium  string
	OffSite bool
	// Anew begins a new repository where one has vanished.
	Anew bool
}

// Made is what a job made.
type Made struct {
	Created
	Repository *Repository
	Took       time.Duration
}

// Run makes a backup of what spool returns and records it, or its failure; one
// that was stopped by the context is not recorded.
func (j *Journal) Run(ctx context.Context, job Job, spool func(context.Context) (*Spool, error)) (Made, error) {
	e := Event{Time: time.Now().UTC(), Action: ActionCreate, Place: PlaceOf(job.Target)}
	made, err := j.make(ctx, job, spool, &e)
	if err != nil && ctx.Err() != nil {
		return made, err
	}
	made.Took = time.Since(e.Time)
	e.Took = made.Took
	if recorded := j.Record(e, err); err == nil {
		err = recorded
	}
	return made, err
}

func (j *Journal) make(ctx context.Context, job Job, spool func(context.Context) (*Spool, error), e *Event) (Made, error) {
	r, err := OpenOrInit(ctx, job.Target, j, job.Anew)
	if err != nil {
		return Made{}, err
	}
	e.Repository, e.Place, e.Facts = r.ID(), r.Place(), r.Facts()
	e.Facts.OffSite = e.Facts.OffSite || job.OffSite
	e.Facts.Encrypted = job.To.String() != ""
	if job.Medium != "" {
		e.Facts.Medium = job.Medium
	}
	secret, err := j.Secret()
	if err != nil {
		return Made{}, err
	}
	s, err := spool(ctx)
	if err != nil {
		return Made{}, err
	}
	defer s.Close()
	done, err := r.Create(ctx, Source{
		Data: s.File, Size: s.Size, Origin: s.Origin, To: job.To, Secret: secret, Time: e.Time,
	})
	e.Generation = done.ID
	return Made{Created: done, Repository: r}, err
}
