package backup

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"
)

const (
	claimsFolder = "claims/"
	// claimRenewed is how often a claim is written anew, and claimDead after
	// what time without that its writer is taken to have stopped.
	claimRenewed = 5 * time.Minute
	claimDead    = 30 * time.Minute
	// claimDropped is how long taking a claim away may take.
	claimDropped = 5 * time.Second
)

// A claim says at the target that somebody is writing or pruning. Both sorts
// first put their own and then look for the other: whatever the order, one of
// two sees the other and gives way, so that nothing is removed that a
// generation just being written counts on.
const (
	writing = "writing-"
	pruning = "pruning-"
)

// claim puts a claim and gives way, with ErrBusy, to one of the other sort.
// It is kept fresh until release is called.
func claim(ctx context.Context, t target, sort, other string) (c *claimed, err error) {
	host, _ := os.Hostname()
	body, err := json.Marshal(map[string]any{"host": host, "pid": os.Getpid()})
	if err != nil {
		return nil, err
	}
	name := claimsFolder + sort + rand.Text()
	if err := t.write(ctx, name, body); err != nil {
		return nil, err
	}
	drop := func() {
		// Also when we are stopped, but not for long: it counts no more after a while.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), claimDropped)
		defer cancel()
		_ = t.drop(ctx, name)
	}
	if err := giveWay(ctx, t, name, other); err != nil {
		drop()
		return nil, err
	}
	fresh, stop := context.WithCancel(ctx)
	c = &claimed{target: t, name: name}
	var renewing sync.WaitGroup
	c.release = func() { stop(); renewing.Wait(); drop() }
	renewing.Go(func() {
		for tick := time.NewTicker(claimRenewed); ; {
			select {
			case <-fresh.Done():
				tick.Stop()
				return
			case <-tick.C:
				_ = t.write(fresh, name, body)
			}
		}
	})
	return c, nil
}

// claimed is a claim that was put.
type claimed struct {
	target  target
	name    string
	release func()
}

// held returns ErrBusy where others have taken us for stopped, as after a long
// sleep of the machine, and may have removed what we count on.
func (c *claimed) held(ctx context.Context) error {
	claims, err := c.target.list(ctx, c.name)
	if err != nil {
		return err
	}
	for _, o := range claims {
		if o.name == c.name && !o.hidden {
			return nil
		}
	}
	return fault(ErrBusy, nil, "長く止まっていたため、%s で別の整理が進んだおそれがあり、この控えは書きませんでした。もう一度実行してください。",
		"this was stopped for so long that %s may have been pruned meanwhile, and the backup was not written; try again", c.target.place())
}

// giveWay looks for a live claim of the other sort; times are of the target's
// own clock, by our claim.
func giveWay(ctx context.Context, t target, own, other string) error {
	claims, err := t.list(ctx, claimsFolder)
	if err != nil {
		return err
	}
	var now time.Time
	for _, c := range claims {
		if c.name == own {
			now = c.modified
		}
	}
	if now.IsZero() {
		return errors.New("the target does not show what was just written")
	}
	for _, c := range claims {
		if c.hidden || !strings.HasPrefix(c.name, claimsFolder+other) {
			continue
		}
		if now.Sub(c.modified) < claimDead {
			return fault(ErrBusy, fmt.Errorf("claim %s", c.name), "%s では、ほかの控えの作成か整理が動いています。終わってから、もう一度実行してください（途中で止まったものは%d分で無効になります）。",
				"a backup is being written or pruned at %s; try again when it has ended (one that was stopped counts no more after %d minutes)", t.place(), int(claimDead.Minutes()))
		}
		_ = t.drop(ctx, c.name)
	}
	return nil
}
