package index

import "golang.org/x/sys/unix"

// giveBack tells the system that what is mapped of a file need not stay at hand. The
// file's pages remain in the system's cache as long as nobody else needs the memory,
// and come back when they are looked at.
func giveBack(data []byte) { _ = unix.Madvise(data, unix.MADV_DONTNEED) }
