package store

import (
	"context"
	"fmt"
	"strings"

	"kyokun/kb"
)

// Library returns the documents in view and the number of the last change, both
// of the same instant. Documents are read when they are asked for, as they are
// at that instant; what does not parse, stored by a version with other rules,
// is not there.
func (s *Store) Library(ctx context.Context) (*kb.Library, uint64, error) {
	var head uint64
	var lists *kb.Lists
	err := s.view(ctx, func(t tx) (err error) {
		if head, err = t.head(); err != nil {
			return err
		}
		lists, err = s.listsAt(t, head)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	lib, err := s.library(ctx, lists, head)
	return lib, head, err
}

// LibraryAt returns the documents that were in view after the change with the
// number, as [Store.Library] does those of now.
func (s *Store) LibraryAt(ctx context.Context, seq uint64) (*kb.Library, error) {
	var lists *kb.Lists
	err := s.view(ctx, func(t tx) (err error) {
		lists, err = s.listsAt(t, seq)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.library(ctx, lists, seq)
}

// library makes a library of the state after a change, with the carrier's own
// terms.
func (s *Store) library(ctx context.Context, lists *kb.Lists, seq uint64) (*kb.Library, error) {
	lib := s.parser.Library(lists, s.shelf(ctx, seq))
	if s.own == nil {
		return lib, nil
	}
	lib, problems := lib.ExtendVocabulary(*s.own)
	if len(problems) > 0 {
		return nil, faulty(problems)
	}
	return lib, lib.Err()
}

// knownLists are the lists parsed last, and what they were parsed from.
type knownLists struct {
	from  string
	lists *kb.Lists
}

// listsAt returns the lists as they were after the change seq.
func (s *Store) listsAt(t tx, seq uint64) (*kb.Lists, error) {
	states, err := t.listStates(seq)
	if err != nil {
		return nil, err
	}
	var from strings.Builder
	for _, st := range states {
		fmt.Fprintln(&from, st.Path, st.Hash)
	}
	if known := s.lists.Load(); known != nil && known.from == from.String() {
		return known.lists, nil
	}
	var files []kb.File
	for _, st := range states {
		f, err := t.file(st)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	lists := s.parser.Lists(files)
	s.lists.Store(&knownLists{from.String(), lists})
	return lists, nil
}

// listStates returns where the files that are no documents stood.
func (t tx) listStates(seq uint64) ([]state, error) {
	ids := []string{kb.DutyID, kb.OwnTagsID, kb.StatisticsID, kb.TagsID, kb.VocabularyID}
	prefix := kb.PassagesID("")
	c := t.bucket(bucketDocuments).Cursor()
	for key, _ := c.Seek([]byte(prefix)); strings.HasPrefix(string(key), prefix); key, _ = c.Next() {
		ids = append(ids, string(key))
	}
	var out []state
	for _, id := range ids {
		st, ok, err := t.at(id, seq)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, st)
		}
	}
	return out, nil
}
