package store

import (
	"context"
	"errors"
	"fmt"

	"kyokun/kb"
)

// Head returns the number of the last change, 0 in a new store.
func (s *Store) Head(ctx context.Context) (uint64, error) {
	var head uint64
	err := s.view(ctx, func(t tx) (err error) {
		head, err = t.head()
		return err
	})
	return head, err
}

// Changes returns the entries of the change log with a number above after,
// oldest first, at most limit of them; a limit of 0 means all.
func (s *Store) Changes(ctx context.Context, after uint64, limit int) ([]kb.Change, error) {
	var changes []kb.Change
	err := s.view(ctx, func(t tx) error {
		c := t.bucket(bucketChanges).Cursor()
		for key, data := c.Seek(number(after + 1)); key != nil; key, data = c.Next() {
			if limit > 0 && len(changes) == limit {
				return nil
			}
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("read the change log: %w", err)
			}
			change, err := parseChange(key, data)
			if err != nil {
				return err
			}
			changes = append(changes, change)
		}
		return nil
	})
	return changes, err
}

// Document returns the current revision of a document, which others may have, too,
// so that it must not be changed; ErrNotFound where there is none with the id or it
// has been withdrawn.
func (s *Store) Document(ctx context.Context, id string) (kb.Document, error) {
	if kb.KindOf(id) == "" { // the lists share the bucket, but are no documents
		return nil, notFound(id)
	}
	return parseCurrent(ctx, s, id, s.parser.Document)
}

// Tags returns the controlled list of tags, with the user's own; ErrNotFound
// before the first import.
func (s *Store) Tags(ctx context.Context) (*kb.TagList, error) {
	list, err := parseCurrent(ctx, s, kb.TagsID, kb.ParseTags)
	if err != nil {
		return nil, err
	}
	own, err := parseCurrent(ctx, s, kb.OwnTagsID, kb.ParseTags)
	switch {
	case errors.Is(err, ErrNotFound):
		return list, nil
	case err != nil:
		return nil, err
	}
	return list.With(own), nil
}

// Vocabulary returns the list of terms, those of [Options].OwnTerms among them;
// ErrNotFound before the first import, ErrFaulty where the own terms do not fit.
func (s *Store) Vocabulary(ctx context.Context) (*kb.Vocabulary, error) {
	v, err := parseCurrent(ctx, s, kb.VocabularyID, kb.ParseVocabulary)
	if err != nil || s.own == nil {
		return v, err
	}
	v, problems := kb.ExtendVocabulary(v, *s.own)
	if len(problems) > 0 {
		return nil, faulty(problems)
	}
	return v, nil
}

// Duty returns the rules of the report duty; ErrNotFound where no import held any.
func (s *Store) Duty(ctx context.Context) (*kb.DutyRules, error) {
	return parseCurrent(ctx, s, kb.DutyID, kb.ParseDuty)
}

// Statistics returns the tables of the reports; ErrNotFound where no import held any.
func (s *Store) Statistics(ctx context.Context) (*kb.Statistics, error) {
	return parseCurrent(ctx, s, kb.StatisticsID, kb.ParseStatistics)
}

// parseCurrent parses the current revision of what has the id; ErrFaulty where
// it was stored by a version with other rules and does not parse now.
func parseCurrent[T any](ctx context.Context, s *Store, id string, parse func(kb.File) (T, []kb.Problem)) (T, error) {
	var none T
	f, err := s.current(ctx, id)
	if err != nil {
		return none, err
	}
	v, problems := parse(f)
	if len(problems) > 0 {
		return none, faulty(problems)
	}
	return v, nil
}

// current returns the file of the current revision.
func (s *Store) current(ctx context.Context, id string) (kb.File, error) {
	var f kb.File
	err := s.view(ctx, func(t tx) error {
		st, ok, err := t.state(id)
		if err != nil {
			return err
		}
		if !ok || st.Withdrawn {
			return notFound(id)
		}
		f, err = t.file(st)
		return err
	})
	return f, err
}
