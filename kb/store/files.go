package store

import (
	"context"
	"fmt"

	"kyokun/kb"
)

// Stored is the current revision of a document as it was written.
type Stored struct {
	ID string
	kb.File
	Revision int
	// Own is whether the document is the user's own.
	Own bool
}

// Files returns the current files of documents, in the order of the ids and all
// of the same instant; ErrNotFound where one is not in view.
func (s *Store) Files(ctx context.Context, ids []string) ([]Stored, error) {
	out := make([]Stored, 0, len(ids))
	err := s.view(ctx, func(t tx) error {
		for _, id := range ids {
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("read files: %w", err)
			}
			st, ok, err := t.state(id)
			if err != nil {
				return err
			}
			if !ok || st.Withdrawn {
				return notFound(id)
			}
			f, err := t.file(st)
			if err != nil {
				return err
			}
			out = append(out, Stored{ID: id, File: f, Revision: st.Revision, Own: st.Origin == own})
		}
		return nil
	})
	return out, err
}
