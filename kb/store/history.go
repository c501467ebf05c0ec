package store

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"time"

	"kyokun/kb"
)

// Entry is one change in the history of a document.
type Entry struct {
	kb.Change
	// Path is that of the file, within the content folder.
	Path string `json:"path"`
	// Own is whether the document is the user's own.
	Own bool `json:"own"`
}

// History returns the changes of a document, the last first; ErrNotFound where
// there never was one with the id. The files that are no documents have one
// too, such as [kb.VocabularyID].
func (s *Store) History(ctx context.Context, id string) ([]Entry, error) {
	var out []Entry
	err := s.view(ctx, func(t tx) error {
		st, ok, err := t.state(id)
		if err != nil {
			return err
		}
		if !ok {
			return notFound(id)
		}
		for n := 1; n <= st.Revision; n++ {
			rev, err := t.revision(id, n)
			if err != nil {
				return err
			}
			for _, seq := range rev.changes() {
				c, err := t.change(seq)
				if err != nil {
					return err
				}
				out = append(out, Entry{Change: c, Path: rev.Path, Own: st.Origin == own})
			}
		}
		return nil
	})
	slices.Reverse(out)
	return out, err
}

// Revision returns the file of one revision of a document, withdrawn or not;
// ErrNotFound where there is none.
func (s *Store) Revision(ctx context.Context, id string, number int) (kb.File, error) {
	var f kb.File
	err := s.view(ctx, func(t tx) error {
		rev, err := t.revision(id, number)
		if err != nil {
			return err
		}
		f, err = t.file(state{Hash: rev.Hash, Path: rev.Path})
		return err
	})
	return f, err
}

func (t tx) revision(id string, number int) (revision, error) {
	var rev revision
	ok, err := t.get(bucketRevisions, revisionKey(id, number), &rev)
	if err == nil && !ok {
		err = noRevision(id, number)
	}
	return rev, err
}

// changes are the numbers of the changes that made and withdrew a revision.
func (r revision) changes() []uint64 {
	if r.Withdrawn == 0 {
		return []uint64{r.Seq}
	}
	return []uint64{r.Seq, r.Withdrawn}
}

// change returns an entry of the change log.
func (t tx) change(seq uint64) (kb.Change, error) {
	key := number(seq)
	data := t.bucket(bucketChanges).Get(key)
	if data == nil {
		return kb.Change{}, fmt.Errorf("%w: change %d is missing", errCorrupt, seq)
	}
	return parseChange(key, data)
}

func noRevision(id string, number int) error {
	return &Error{Kind: ErrNotFound, text: kb.Text{
		JA: fmt.Sprintf("文書 %s に第%d版はありません。kyokun history %s で版を見られます。", id, number, id),
		EN: fmt.Sprintf("there is no revision %d of %s; kyokun history %s lists them", number, id, id),
	}}
}

// HeadAt returns the number of the last change that was made not after the
// moment; 0 where there is none.
func (s *Store) HeadAt(ctx context.Context, at time.Time) (uint64, error) {
	var found uint64
	err := s.view(ctx, func(t tx) error {
		head, err := t.head()
		if err != nil {
			return err
		}
		back, err := t.wentBack()
		if err != nil {
			return err
		}
		// Times ascend from the entry back on.
		n := sort.Search(int(head-back), func(i int) bool {
			var c kb.Change
			if err == nil {
				c, err = t.change(back + uint64(i) + 1)
			}
			return err != nil || c.Time.After(at)
		})
		found = back + uint64(n)
		for ; err == nil && n == 0 && found > 0; found-- {
			var c kb.Change
			if c, err = t.change(found); err == nil && !c.Time.After(at) {
				break
			}
		}
		return err
	})
	return found, err
}

// wentBack returns the number of the entry before the last whose time lies before
// that of the one before it, as a clock that was set back made them until format
// 3; 0 where there is none.
func (t tx) wentBack() (uint64, error) {
	data := t.bucket(bucketMeta).Get([]byte(metaWentBack))
	if data == nil {
		return 0, nil
	}
	return parseNumber(data)
}
