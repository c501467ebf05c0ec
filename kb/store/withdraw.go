package store

import (
	"context"
	"fmt"
)

// Withdraw takes documents of the user's own out of view, in one transaction:
// all of them or, on any error, none. Their revisions stay. It fails with
// ErrNotFound where one is not in view, ErrReadOnly where one came with a
// release, ErrFaulty where a document that stays links to one. A revision that
// is not 0 must be the current one, else the error is ErrConflict.
func (s *Store) Withdraw(ctx context.Context, by Author, revision int, ids ...string) (Written, error) {
	if err := by.check(true); err != nil {
		return Written{}, err
	}
	if len(ids) == 0 {
		return Written{}, told("取り下げる文書がありません。idを1つ以上指定してください。", "there is no document to withdraw: give one id at least")
	}
	var done Written
	err := s.update(ctx, func(t tx) (bool, error) {
		w, err := s.begin(t, by)
		if err != nil {
			return false, err
		}
		if err := w.withdrawAll(ctx, revision, ids); err != nil {
			return false, err
		}
		done = Written{Head: w.seq, Changes: w.changes, Unchanged: []string{}}
		return true, nil
	})
	if err != nil {
		return Written{}, fmt.Errorf("withdraw: %w", err)
	}
	return done, nil
}

func (w *writer) withdrawAll(ctx context.Context, revision int, ids []string) error {
	states := map[string]state{}
	for _, id := range ids {
		st, ok, err := w.state(id)
		switch {
		case err != nil:
			return err
		case !ok || st.Withdrawn:
			return notFound(id)
		case st.Origin != own:
			return readOnly(id)
		case revision != 0 && revision != st.Revision:
			c, err := w.conflict(id, st, Draft{Revision: revision})
			if err != nil {
				return err
			}
			return conflicting([]Conflict{c})
		}
		states[id] = st
	}
	if err := w.lint(nil, ids); err != nil {
		return err
	}
	for _, id := range ids {
		st, again := states[id]
		if !again {
			continue // named twice
		}
		delete(states, id)
		if err := w.withdraw(id, st); err != nil {
			return err
		}
	}
	return nil
}
