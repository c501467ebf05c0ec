package backup

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Pruned is what a prune did, or with dry would do.
type Pruned struct {
	// Kept and Removed are generations, the newest first.
	Kept    []Generation `json:"kept"`
	Removed []Generation `json:"removed"`
	// Locked are generations that the policy lets go, but the target does not yet.
	Locked []Generation `json:"locked"`
	// Chunks and Bytes are what no generation needs any more.
	Chunks int   `json:"chunks"`
	Bytes  int64 `json:"bytes"`
}

// Prune removes the generations that the policy does not keep, then the chunks
// that none needs. ErrBusy where a backup is being written; ErrDamaged where a
// manifest cannot be read, as nobody knows then which chunks it needs.
func (r *Repository) Prune(ctx context.Context, p Policy, dry bool) (Pruned, error) {
	done, err := r.prune(ctx, p, dry)
	return done, failed(r.Place(), err)
}

func (r *Repository) prune(ctx context.Context, p Policy, dry bool) (Pruned, error) {
	if err := p.check(); err != nil {
		return Pruned{}, err
	}
	if !dry {
		c, err := claim(ctx, r.target, pruning, writing)
		if err != nil {
			return Pruned{}, err
		}
		defer c.release()
	}
	all, err := r.Generations(ctx)
	if err != nil {
		return Pruned{}, err
	}
	var times []time.Time
	for _, g := range all {
		if g.manifest == nil {
			return Pruned{}, fault(ErrDamaged, errors.New(g.Damaged), "世代 %s の目録を読めないため、どの断片が要るか分からず、整理できません。その世代をあきらめるなら、%s を置き場所の外へ移してください。",
				"the manifest of generation %s cannot be read, so that nobody knows which chunks it needs and nothing is pruned; to give that generation up, move %s out of the target", g.ID, generationsFolder+g.ID)
		}
		times = append(times, g.Created)
	}
	done := Pruned{}
	for i, keep := range p.keeps(times) {
		if err := r.pruneGeneration(ctx, all[i], keep, dry, &done); err != nil {
			return done, err
		}
	}
	if err := r.pruneChunks(ctx, dry, &done); err != nil {
		return done, err
	}
	if dry {
		return done, nil
	}
	return done, r.target.tidy(ctx, time.Now().Add(-24*time.Hour))
}

func (r *Repository) pruneGeneration(ctx context.Context, g Generation, keep, dry bool, done *Pruned) error {
	if keep {
		done.Kept = append(done.Kept, g)
		return nil
	}
	if !dry {
		err := r.target.remove(ctx, generationsFolder+g.ID)
		if locked := (*lockedError)(nil); errors.As(err, &locked) {
			done.Locked = append(done.Locked, g)
			return nil
		}
		if err != nil {
			return fmt.Errorf("remove generation %s: %w", g.ID, err)
		}
	}
	done.Removed = append(done.Removed, g)
	return nil
}

// pruneChunks removes what neither a kept nor a locked generation needs. The
// manifests of the others are gone: a stop leaves chunks too many, never too few.
func (r *Repository) pruneChunks(ctx context.Context, dry bool, done *Pruned) error {
	needed := map[string]bool{}
	for _, list := range [][]Generation{done.Kept, done.Locked} {
		for _, g := range list {
			for _, c := range g.manifest.Chunks {
				needed[c.object()] = true
			}
		}
	}
	objects, err := r.target.list(ctx, chunksFolder)
	if err != nil {
		return err
	}
	for _, o := range objects {
		if needed[o.name] || strings.Contains(o.name, unfinished) {
			continue
		}
		if !dry {
			err := r.target.remove(ctx, o.name)
			if locked := (*lockedError)(nil); errors.As(err, &locked) {
				continue
			}
			if err != nil {
				return fmt.Errorf("remove chunk %s: %w", o.name, err)
			}
		}
		done.Chunks++
		done.Bytes += o.size
	}
	return nil
}
