package main

import (
	"context"
	"runtime"
	"time"
)

// mostMapped is how many bytes of its files, the program's own among them, a server may
// have in memory before all are given back, and mappedLook how often that is looked
// at: reading from the system's cache brings a gigabyte to hand in a second. What is
// needed again comes from that cache.
const (
	mostMapped = 256 << 20
	mappedLook = 250 * time.Millisecond
)

// giveBack gives back what of the store's and the index's files is in memory, whenever
// that is more than so many bytes, until the context ends. A page that reads a large
// store from end to end would else leave gigabytes behind.
func (k *knowledge) giveBack(ctx context.Context, most int64) {
	if runtime.GOOS != "linux" {
		return // neither told, nor given back
	}
	look := time.NewTicker(mappedLook)
	defer look.Stop()
	for {
		select {
		case <-look.C:
		case <-ctx.Done():
			return
		}
		if all, own := memory(); all-own > most {
			k.store.GiveBack()
			k.index.GiveBack()
		}
	}
}
