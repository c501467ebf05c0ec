package store

import "golang.org/x/sys/unix"

// giveBack gives back so many bytes that a file is mapped to. It is only a hint, so
// that an error changes nothing.
func giveBack(address uintptr, size int64) {
	_, _, _ = unix.Syscall(unix.SYS_MADVISE, address, uintptr(size), unix.MADV_DONTNEED)
}
