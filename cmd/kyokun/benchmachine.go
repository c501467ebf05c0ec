package main

import (
	"bufio"
	"cmp"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// field returns the value of the first line of a file that begins with a name
// and a colon; "" where there is none, as on systems without /proc.
func fileField(file, name string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // it was only read
	for lines := bufio.NewScanner(f); lines.Scan(); {
		key, value, ok := strings.Cut(lines.Text(), ":")
		if ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func cpuName() string { return cmp.Or(fileField("/proc/cpuinfo", "model name"), "unknown") }

// memory returns how many bytes of memory this process holds, and how many of
// them are its own, rather than of files that the system holds in memory as long
// as nobody else needs it. Where the system does not tell, both are what the Go
// runtime has taken.
func memory() (all, own int64) {
	bytes := func(name string) int64 {
		n, _ := strconv.ParseInt(strings.TrimSuffix(fileField("/proc/self/status", name), " kB"), 10, 64)
		return n << 10
	}
	if all, own = bytes("VmRSS"), bytes("RssAnon"); own == 0 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.Sys), int64(m.Sys)
	}
	return all, own
}

// mostMemory runs fn and returns the most memory of its own that the process held
// meanwhile, as far as a look at it every so often can tell.
func mostMemory(fn func() error) (most int64, err error) {
	done := make(chan struct{})
	var looking sync.WaitGroup
	looking.Go(func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			_, own := memory()
			most = max(most, own)
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	})
	err = fn()
	close(done)
	looking.Wait()
	return most, err
}

// speedup measures what a second processor brings, the best of three tries.
func speedup() float64 {
	best := 0.0
	for range 3 {
		one := timed(func() { spin(); spin() })
		two := timed(func() {
			var wg sync.WaitGroup
			wg.Go(spin)
			wg.Go(spin)
			wg.Wait()
		})
		best = max(best, one.Seconds()/two.Seconds())
	}
	return best
}

func timed(f func()) time.Duration {
	began := time.Now()
	f()
	return time.Since(began)
}

// spin computes for some tens of milliseconds, in registers alone.
func spin() {
	x := uint64(1)
	for range 50_000_000 {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	if x == 0 { // never, but the compiler does not know
		panic("xorshift reached zero")
	}
}
