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

// memory returns how many bytes of memory this process holds now, and held at
// most. Where the system does not tell, both are what the Go runtime has taken.
func memory() (now, most int64) {
	bytes := func(name string) int64 {
		n, _ := strconv.ParseInt(strings.TrimSuffix(fileField("/proc/self/status", name), " kB"), 10, 64)
		return n << 10
	}
	now, most = bytes("VmRSS"), bytes("VmHWM")
	if now == 0 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.Sys), int64(m.Sys)
	}
	return now, most
}

// anonymous returns how many bytes of the memory are the process's own, rather than
// of files that the system holds in memory as long as nobody else needs it; 0 where
// the system does not tell.
func anonymous() int64 {
	n, _ := strconv.ParseInt(strings.TrimSuffix(fileField("/proc/self/status", "RssAnon"), " kB"), 10, 64)
	return n << 10
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
