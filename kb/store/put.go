package store

import (
	"context"
	"fmt"
	"slices"

	"kyokun/kb"
)

// Author is who makes a change, and why.
type Author struct {
	// Actor is a name for the change log, not empty and not [kb.BundledActor].
	Actor string
	// Reason is for whoever reads the log; a withdrawal needs one.
	Reason string
}

// Draft is a document of the user's own that is to be put.
type Draft struct {
	// File has the path that [kb.DocumentFile] gives.
	File kb.File
	// Revision is the one that the draft was made from; 0 for a new document.
	Revision int
	// OrNew lets a document that the store does not know be new, whatever
	// Revision says: it comes from another store.
	OrNew bool
}

// Written is what a change did.
type Written struct {
	// Head is the number of the last change of the log.
	Head uint64 `json:"head"`
	// Changes are the entries it added to the log.
	Changes []kb.Change `json:"changes"`
	// Unchanged are ids whose current revision has the same bytes already.
	Unchanged []string `json:"unchanged"`
}

const (
	// maxDocument bounds the bytes of one document.
	maxDocument = 1 << 20
	// maxPassages bounds those of the text of one source: forty times the
	// report of fiscal 2021.
	maxPassages = 8 << 20
)

// Put writes new revisions of the user's own documents, in one transaction:
// all of them or, on any error, none. It fails with ErrFaulty where the
// documents would not pass lint among those in view, ErrReadOnly where one
// came with a release and differs from it, ErrConflict where one is not at the revision that its
// draft was made from, ErrWrite where the disk fails. A withdrawn document
// comes back into view.
func (s *Store) Put(ctx context.Context, by Author, drafts []Draft) (Written, error) {
	if err := by.check(false); err != nil {
		return Written{}, err
	}
	ids, err := draftIDs(drafts)
	if err != nil {
		return Written{}, err
	}
	var done Written
	err = s.update(ctx, func(t tx) (bool, error) {
		w, err := s.begin(t, by)
		if err != nil {
			return false, err
		}
		done = Written{Changes: []kb.Change{}, Unchanged: []string{}}
		if err := w.putDrafts(ctx, drafts, ids, &done); err != nil {
			return false, err
		}
		done.Head, done.Changes = w.seq, append(done.Changes, w.changes...)
		return len(w.changes) > 0, nil
	})
	if err != nil {
		return Written{}, fmt.Errorf("put: %w", err)
	}
	return done, nil
}

func (w *writer) putDrafts(ctx context.Context, drafts []Draft, ids []string, done *Written) error {
	states, conflicts := make([]state, len(drafts)), []Conflict(nil)
	var files []kb.File
	for i, d := range drafts {
		st, known, err := w.state(ids[i])
		switch {
		case err != nil:
			return err
		case known && st.Origin != own && (st.Withdrawn || st.Hash != d.File.Hash()):
			return readOnly(ids[i])
		}
		states[i] = st
		files = append(files, d.File)
		if known && d.Revision != st.Revision && (st.Hash != d.File.Hash() || st.Withdrawn) || !known && d.Revision != 0 && !d.OrNew {
			c, err := w.conflict(ids[i], st, d)
			if err != nil {
				return err
			}
			conflicts = append(conflicts, c)
		}
	}
	if len(conflicts) > 0 {
		return conflicting(conflicts)
	}
	if err := w.lint(files, nil); err != nil {
		return err
	}
	for i, d := range drafts {
		if states[i].Hash == d.File.Hash() && !states[i].Withdrawn {
			done.Unchanged = append(done.Unchanged, ids[i])
			continue
		}
		if err := w.put(ids[i], own, states[i].Revision+1, d.File); err != nil {
			return err
		}
	}
	return nil
}

// lint refuses files that would not pass among the documents in view, and what
// would make another fail that did not before; see [kb.Library.Revise].
func (w *writer) lint(files []kb.File, gone []string) error {
	lists, err := w.store.listsAt(w.tx, latestSeq)
	if err != nil {
		return err
	}
	within := shelf{func(fn func(tx) error) error { return fn(w.tx) }, latestSeq}
	lib := w.store.parser.Library(lists, within)
	problems := lib.Revise(files, gone)
	if err := lib.Err(); err != nil {
		return err
	}
	return refuseFaulty(problems)
}

func refuseFaulty(problems []kb.Problem) error {
	if len(problems) == 0 {
		return nil
	}
	return faulty(problems)
}

func draftIDs(drafts []Draft) ([]string, error) {
	if len(drafts) == 0 {
		return nil, told("書き込む文書がありません。1つ以上指定してください。", "there is no document to put: name one at least")
	}
	var ids []string
	var problems []kb.Problem
	for _, d := range drafts {
		id, err := kb.FileID(d.File)
		switch {
		case err != nil || d.File.Path != kb.PathOf(id):
			_, found := kb.ParseDocument(d.File)
			if len(found) == 0 {
				return nil, fmt.Errorf("put: %q is no place of a document", d.File.Path)
			}
			problems = append(problems, found...)
		case slices.Contains(ids, id):
			problems = append(problems, problem(d.File, "同じ文書のファイルが2つあります", "two files of one document"))
		case len(d.File.Data) > limitOf(id):
			mib := limitOf(id) >> 20
			problems = append(problems, problem(d.File,
				fmt.Sprintf("ファイルが大きすぎます（%d MiBまで）", mib), fmt.Sprintf("the file is too large: %d MiB at most", mib)))
		}
		ids = append(ids, id)
	}
	return ids, refuseFaulty(problems)
}

// limitOf is how many bytes the file with the id may have.
func limitOf(id string) int {
	if kb.PassagesOf(id) != "" {
		return maxPassages
	}
	return maxDocument
}

func problem(f kb.File, ja, en string) kb.Problem {
	return kb.Problem{File: f.Path, Line: 1, Message: kb.Text{JA: ja, EN: en}}
}

// told is a failure of no kind, which the user can mend.
func told(ja, en string) *Error { return &Error{text: kb.Text{JA: ja, EN: en}} }

// check refuses what the log must not hold.
func (a Author) check(reason bool) error {
	switch {
	case a.Actor == "":
		return told("変更には、だれがしたかが要ります。", "a change needs an actor")
	case a.Actor == kb.BundledActor:
		return told("「"+kb.BundledActor+"」は付属の文書のための名前です。ほかの名前を --actor で指定してください。",
			"the name "+kb.BundledActor+" is kept for bundled documents: give another by --actor")
	case reason && a.Reason == "":
		return told("取り下げには理由が要ります。", "a withdrawal needs a reason")
	}
	return nil
}
