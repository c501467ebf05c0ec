package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"time"

	"kyokun/kb"
)

// What can be wrong, for [errors.Is]; the error itself is an [*Error].
var (
	// ErrUsage means that a target, key or schedule is not written as it must be.
	ErrUsage = errors.New("wrong value")
	// ErrVanished means that the target or the repository in it cannot be reached.
	ErrVanished = errors.New("target is not there")
	// ErrDamaged means that what is stored is missing or not what was written.
	ErrDamaged = errors.New("backup is damaged")
	// ErrKey means that the identity is missing or not the one encrypted to.
	ErrKey = errors.New("wrong key")
	// ErrNotFound means that there is no such generation.
	ErrNotFound = errors.New("no such generation")
	// ErrBusy means that a backup is being written or pruned by somebody else.
	ErrBusy = errors.New("backup is in use")
	// ErrNewer means that a newer version of Kyokun wrote it.
	ErrNewer = errors.New("backup was made by a newer version")
	// ErrFull means that there is no space left.
	ErrFull = errors.New("no space left")
	// ErrInUse means that what would be written over is there or held.
	ErrInUse = errors.New("place is in use")
)

// errAbsent means that the target has no object of the name.
var errAbsent = errors.New("no such object")

// lockedError means that an object may not be removed yet.
type lockedError struct{ until time.Time }

func (e *lockedError) Error() string { return "locked until " + e.until.UTC().Format(time.RFC3339) }

// Error is a failure that a user can do something about.
type Error struct {
	// Kind is one of the errors above, or nil where none fits.
	Kind  error
	text  kb.Text
	cause error
}

// Text says what is wrong and how to mend it, for the user.
func (e *Error) Text() kb.Text { return e.text }

// Error returns the English text and the cause, if there is one.
func (e *Error) Error() string {
	if e.cause == nil {
		return e.text.EN
	}
	return e.text.EN + ": " + e.cause.Error()
}

// Unwrap returns the kind and the cause.
func (e *Error) Unwrap() []error {
	var errs []error
	for _, err := range []error{e.Kind, e.cause} {
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

func fault(kind, cause error, ja, en string, args ...any) error {
	return &Error{Kind: kind, cause: cause, text: kb.Text{JA: fmt.Sprintf(ja, args...), EN: fmt.Sprintf(en, args...)}}
}

func wrong(ja, en string, args ...any) error { return fault(ErrUsage, nil, ja, en, args...) }

// failed sorts what can go wrong while a place is read or written.
func failed(place string, err error) error {
	var told *Error
	switch {
	case err == nil, errors.As(err, &told), errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return fault(ErrFull, err, "%s に空きがありません。場所を空けるか、別の場所を指定してください。すでにある世代とデータはそのままです。",
			"no space left at %s; free some, or choose another place; the generations and data that were there are as they were", place)
	case errors.Is(err, syscall.EIO):
		return fault(nil, err, "%s の読み書きでディスクが誤りを返しました。装置を確かめてください。すでにある世代とデータはそのままです。",
			"the disk of %s returned an I/O error; check the device; the generations and data that were there are as they were", place)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, errAbsent):
		return fault(ErrVanished, err, "%s が見つかりません。つながっているか（マウントされているか）、名前が正しいかを確かめてください。",
			"%s is not there; check that it is connected (mounted) and that the name is right", place)
	}
	return fault(nil, err, "%s を読み書きできません（%v）。つながり、アクセス権、鍵を確かめてください。すでにある世代とデータはそのままです。",
		"%s cannot be read or written (%v); check the connection, permissions and credentials; the generations and data that were there are as they were", place, err)
}

func damaged(cause error, ja, en string) error {
	return &Error{Kind: ErrDamaged, cause: cause, text: kb.Text{
		JA: ja + "が失われているか、書いたときと違います。別の世代か別の写しから戻してください（kyokun backup verify で無事な世代が分かります）。",
		EN: en + " is missing or not as it was written; restore another generation or copy (kyokun backup verify tells which are sound)",
	}}
}
