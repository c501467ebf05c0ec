package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"kyokun/kb"
)

// Imported is what an import did.
type Imported struct {
	// Head is the number of the last change after the import.
	Head uint64
	// Changes are the entries it added to the log; none where the store already
	// held the same content.
	Changes []kb.Change
	// Kept are ids in use by the user's own documents: the bundled documents of
	// these names were left out.
	Kept []string
}

// Import makes the bundled content of the store equal to files, in one
// transaction: a file that is new, has changed or comes back after it was
// withdrawn becomes a new revision; what is no longer among the files is
// withdrawn. Each is an entry of the change log under the actor's name. Where
// nothing differs, nothing is written. Files that do not pass lint are
// refused as a whole with ErrFaulty; the user's own documents stay as they are.
func (s *Store) Import(ctx context.Context, actor string, files []kb.File) (Imported, error) {
	if actor == "" || len(files) == 0 {
		// Either is a mistake of the program; an empty set would withdraw all.
		return Imported{}, errors.New("import: no actor or no files")
	}
	if err := ctx.Err(); err != nil {
		return Imported{}, fmt.Errorf("import: %w", err)
	}
	if _, problems := s.parser.NewLibrary(files); len(problems) > 0 {
		return Imported{}, faulty(problems)
	}
	byID, err := filesByID(files)
	if err != nil {
		return Imported{}, err
	}
	var done Imported
	err = s.update(ctx, func(t tx) (bool, error) {
		var err error
		done, err = s.importFiles(ctx, t, actor, byID)
		return len(done.Changes) > 0, err
	})
	if err != nil {
		return Imported{}, fmt.Errorf("import: %w", err)
	}
	return done, nil
}

func (s *Store) importFiles(ctx context.Context, t tx, actor string, files map[string]kb.File) (Imported, error) {
	w, err := s.begin(t, Author{Actor: actor})
	if err != nil {
		return Imported{}, err
	}
	kept, err := w.putAll(ctx, files)
	if err != nil {
		return Imported{}, err
	}
	if err := w.withdrawMissing(ctx, files); err != nil {
		return Imported{}, err
	}
	return Imported{Head: w.seq, Changes: w.changes, Kept: kept}, nil
}

// putAll puts what differs and returns the ids that are the user's own.
func (w *writer) putAll(ctx context.Context, files map[string]kb.File) (kept []string, err error) {
	for _, id := range slices.Sorted(maps.Keys(files)) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		st, ok, err := w.state(id)
		switch {
		case err != nil:
			return nil, err
		case ok && st.Origin != bundled:
			kept = append(kept, id)
			continue
		case ok && !st.Withdrawn && st.Hash == files[id].Hash():
			continue
		}
		if err := w.put(id, bundled, st.Revision+1, files[id]); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

func (w *writer) withdrawMissing(ctx context.Context, files map[string]kb.File) error {
	gone := map[string]state{}
	err := w.bucket(bucketBundled).ForEach(func(key, _ []byte) error {
		id := string(key)
		if _, ok := files[id]; ok {
			return nil
		}
		st, ok, err := w.state(id)
		if ok && !st.Withdrawn {
			gone[id] = st
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(gone)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.withdraw(id, gone[id]); err != nil {
			return err
		}
	}
	return nil
}

func filesByID(files []kb.File) (map[string]kb.File, error) {
	byID := make(map[string]kb.File, len(files))
	for _, f := range files {
		id, err := kb.FileID(f)
		if err != nil {
			return nil, fmt.Errorf("import: %w", err)
		}
		if first, ok := byID[id]; ok {
			return nil, fmt.Errorf("import: %s and %s have the same id", first.Path, f.Path)
		}
		byID[id] = f
	}
	return byID, nil
}
