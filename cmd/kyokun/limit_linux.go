package main

import (
	"fmt"
	"os"
	"syscall"
)

// workerMemory is what the process that reads a PDF may map beyond what it
// begins with: more than pdfium's own bound and the text of the largest PDF.
const workerMemory = 6 << 30

// limitWorker bounds what the process that reads a PDF may take: addresses, 10
// minutes of a processor, and no dump of its memory.
func limitWorker() {
	bounds := map[int]uint64{syscall.RLIMIT_CPU: 600, syscall.RLIMIT_CORE: 0}
	if now, ok := mapped(); ok {
		bounds[syscall.RLIMIT_AS] = now + workerMemory
	}
	for resource, most := range bounds {
		// A bound that is tighter already stays, so an error changes nothing.
		_ = syscall.Setrlimit(resource, &syscall.Rlimit{Cur: most, Max: most})
	}
}

// mapped is how much the process has mapped, in bytes.
func mapped() (uint64, bool) {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, false
	}
	var pages uint64
	if _, err := fmt.Sscan(string(data), &pages); err != nil {
		return 0, false
	}
	return pages * uint64(os.Getpagesize()), true
}
