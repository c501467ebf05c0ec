package store

import (
	"errors"
	"fmt"
	"strings"

	"kyokun/kb"
)

// What can be wrong, for [errors.Is]; the error itself is an [*Error].
var (
	// ErrLocked means that another process holds the store.
	ErrLocked = errors.New("store is locked")
	// ErrNewer means that a newer version of Kyokun made the store.
	ErrNewer = errors.New("store was made by a newer version")
	// ErrDamaged means that the file is damaged, or no store at all.
	ErrDamaged = errors.New("store is damaged")
	// ErrFaulty means that content does not pass lint; Problems says why.
	ErrFaulty = errors.New("content is faulty")
	// ErrNotFound means that there is no document with the id in view.
	ErrNotFound = errors.New("document not found")
	// ErrConflict means that a document is no longer at the revision that the
	// change was made from; Conflicts says how the two differ.
	ErrConflict = errors.New("document was changed meanwhile")
	// ErrReadOnly means that a document came with a release.
	ErrReadOnly = errors.New("bundled document is read-only")
	// ErrWrite means that a write failed, or that writes have stopped since one did.
	ErrWrite = errors.New("store cannot be written")
)

// Error is a failure that a user can do something about.
type Error struct {
	// Kind is one of the errors above, or nil where none fits.
	Kind error
	// Holder is who holds the store, with ErrLocked; nil where nobody knows.
	Holder *Holder
	// Problems are what lint found, with ErrFaulty.
	Problems []kb.Problem
	// Conflicts are the documents at fault, with ErrConflict.
	Conflicts []Conflict

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

func locked(dir string, h *Holder) error {
	ja, en := h.describe()
	return &Error{Kind: ErrLocked, Holder: h, text: kb.Text{
		JA: fmt.Sprintf("データフォルダー %s は別のプロセスが使用中です（%s）。そのプロセスを終了するか、別のデータフォルダーを指定してください。", dir, ja),
		EN: fmt.Sprintf("the data folder %s is in use by another process (%s); stop that process or choose another data folder", dir, en),
	}}
}

func newer(path string, got uint64) error {
	return &Error{Kind: ErrNewer, text: kb.Text{
		JA: fmt.Sprintf("%s は、より新しい版の kyokun が作ったデータです（形式 %d。この版が扱えるのは形式 %d まで）。kyokun を新しい版に更新するか、別のデータフォルダーを指定してください。", path, got, format),
		EN: fmt.Sprintf("%s was made by a newer version of kyokun (format %d; this version reads up to %d); update kyokun or choose another data folder", path, got, format),
	}}
}

func damaged(path string, cause error) error {
	return &Error{Kind: ErrDamaged, cause: cause, text: kb.Text{
		JA: fmt.Sprintf("%s は壊れているか、kyokun のデータではありません。消さずに別の場所へ移し、バックアップから戻してください。バックアップがなければ、移したあとの起動で同梱の内容から作り直されます。", path),
		EN: fmt.Sprintf("%s is damaged or is not kyokun's data; move it aside without deleting it and restore a backup, or start again to rebuild from the bundled content", path),
	}}
}

func unusable(path string, cause error) error {
	return &Error{cause: cause, text: kb.Text{
		JA: fmt.Sprintf("%s を読み書きできません。アクセス権とディスクの空きを確かめてください。", path),
		EN: fmt.Sprintf("%s cannot be read or written; check its permissions and the free space on the disk", path),
	}}
}

func notFound(id string) error {
	return &Error{Kind: ErrNotFound, text: kb.Text{
		JA: fmt.Sprintf("文書 %s はありません。", id),
		EN: fmt.Sprintf("there is no document %s", id),
	}}
}

func faulty(problems []kb.Problem) error {
	return &Error{Kind: ErrFaulty, Problems: problems, text: kb.Text{
		JA: fmt.Sprintf("内容に誤りが %d 件あります。\n%s", len(problems), list(problems, "ja")),
		EN: fmt.Sprintf("the content has problems (%d):\n%s", len(problems), list(problems, "en")),
	}}
}

// list writes the first problems, one a line, and how many more there are.
func list(problems []kb.Problem, lang string) string {
	const most = 20
	var lines []string
	for _, p := range problems[:min(most, len(problems))] {
		lines = append(lines, p.Format(lang))
	}
	if more := len(problems) - most; more > 0 {
		lines = append(lines, kb.Text{
			JA: fmt.Sprintf("ほか %d 件", more),
			EN: fmt.Sprintf("and %d more", more),
		}.In(lang))
	}
	return strings.Join(lines, "\n")
}
