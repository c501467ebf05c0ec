package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"kyokun/index"
)

// How much garbage may pile up before it is collected, in percent of what is in
// use. Making an index leaves much garbage and little else: collected half as
// often, it takes a sixth less time. A server that has much in use lets at most
// so many bytes pile up, and collects more often instead.
const (
	buildingPercent = 200
	servingPercent  = 100 // Go's own measure
	leastPercent    = 40
	mostGarbage     = 512 << 20
)

// tunesCollector is whether the collector is ours to tune: GOGC, where it is set,
// is what the operator wants.
func tunesCollector() bool { return os.Getenv("GOGC") == "" }

// collectForBuilding tunes the collector for an index that is being made, until
// what it returns is called.
func collectForBuilding() (end func()) {
	if !tunesCollector() {
		return func() {}
	}
	before := debug.SetGCPercent(buildingPercent)
	return func() { debug.SetGCPercent(before) }
}

// tuneCollector tunes the collector for a server, until the context ends.
func tuneCollector(ctx context.Context, x *index.Index) {
	if !tunesCollector() {
		return
	}
	built := collectForBuilding()
	defer built()
	select {
	case <-x.Ready():
	case <-ctx.Done():
		return
	}
	if x.State().Rebuilt != "" {
		debug.FreeOSMemory() // what it took to make the index
	}
	look := time.NewTicker(time.Minute)
	defer look.Stop()
	for {
		debug.SetGCPercent(percentFor(liveHeap()))
		select {
		case <-look.C:
		case <-ctx.Done():
			return
		}
	}
}

// percentFor is what a server lets pile up, which has so many bytes in use.
func percentFor(live uint64) int {
	if live == 0 {
		return servingPercent
	}
	return int(max(leastPercent, min(servingPercent, mostGarbage*100/live)))
}

// liveHeap is how many bytes the last collection found in use.
func liveHeap() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	if s[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return s[0].Value.Uint64()
}
