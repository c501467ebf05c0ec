package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"time"

	"kyokun/kb"
)

// WriteFailure says why the last write failed.
type WriteFailure struct {
	// Err is the cause, mostly an error of the operating system.
	Err error
	// Time is when it failed.
	Time time.Time
	// Stopped means that no further write is taken until the store is opened
	// anew: after a failed fsync nobody knows what is on the disk. Where it is
	// false, such as when the disk was full, the next write may succeed.
	Stopped bool
	// Unsure means that the change may be on the disk although its write
	// failed; opening the store anew tells.
	Unsure bool
}

// Reason is the cause in the operating system's words, such as "no space left
// on device".
func (f *WriteFailure) Reason() string {
	if errno := syscall.Errno(0); errors.As(f.Err, &errno) {
		return errno.Error()
	}
	return f.Err.Error()
}

// WriteFailure returns why the last write failed; nil where it did not.
func (s *Store) WriteFailure() *WriteFailure { return s.failure.Load() }

// stopped is the error of writes after a failure that ends them.
func (s *Store) stopped() error {
	if f := s.failure.Load(); f != nil && f.Stopped {
		return &Error{Kind: ErrWrite, cause: f.Err, text: kb.Text{
			JA: fmt.Sprintf("%s への書き込みに失敗したため（%s）、書き込みを止めています。ディスクを確かめてから、kyokun を起動し直してください。読むことはできます。", s.path, f.Reason()),
			EN: fmt.Sprintf("writing to %s failed (%s), so that no write is taken: check the disk, then restart kyokun; reading goes on", s.path, f.Reason()),
		}}
	}
	return nil
}

// commitFailed notes the failure of a commit that began at the change head.
func (s *Store) commitFailed(head uint64, cause error) error {
	f := &WriteFailure{Err: cause, Time: s.now().UTC(), Stopped: !harmless(cause)}
	// The write that makes a change valid may have been made and its fsync
	// have failed: then it is seen already.
	now, err := s.headNow()
	f.Unsure = err != nil || now != head
	if f.Unsure {
		f.Stopped = true
	}
	s.failure.Store(f)
	s.logger.Error("write of the store failed", "error", cause, "stopped", f.Stopped, "unsure", f.Unsure)
	return &Error{Kind: ErrWrite, cause: cause, text: f.text(s.path)}
}

func (s *Store) headNow() (uint64, error) {
	var head uint64
	err := s.view(context.Background(), func(t tx) (err error) {
		head, err = t.head()
		return err
	})
	return head, err
}

// harmless tells a full disk, noticed before anything was made valid, from
// failures after which the state of the disk is not known.
func harmless(err error) bool {
	var at *fs.PathError
	return errors.As(err, &at) && at.Op == "write" && errors.Is(err, syscall.ENOSPC)
}

func (f *WriteFailure) text(path string) kb.Text {
	t := kb.Text{
		JA: fmt.Sprintf("%s に書き込めませんでした（%s）。", path, f.Reason()),
		EN: fmt.Sprintf("writing to %s failed (%s); ", path, f.Reason()),
	}
	switch {
	case f.Unsure:
		t.JA += "書き込みが残ったかどうかは確かではありません。ディスクを確かめて kyokun を起動し直し、kyokun history で確かめてください。それまで書き込みは受け付けません。"
		t.EN += "it is not known whether the change was kept: check the disk, restart kyokun and look at kyokun history; until then no write is taken"
	case f.Stopped:
		t.JA += "何も変わっていません。ディスクを確かめて kyokun を起動し直してください。それまで書き込みは受け付けません。"
		t.EN += "nothing was changed: check the disk and restart kyokun; until then no write is taken"
	default:
		t.JA += "何も変わっていません。空きを作ってから、もう一度実行してください。"
		t.EN += "nothing was changed: make room and try again"
	}
	return t
}
