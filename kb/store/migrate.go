package store

import (
	"bytes"
	"context"
	"fmt"

	"kyokun/kb"
)

// migrate brings a store of an earlier format up to date, in one transaction:
// a stop in the middle leaves the old one. From 1, each entry of the change log
// gets its chain; from 1 and 2, what is derived from log and contents is made.
func (s *Store) migrate(ctx context.Context) error {
	entries := 0
	err := s.update(ctx, func(t tx) (bool, error) {
		log, err := t.log(ctx)
		if err != nil {
			return false, err
		}
		entries = len(log)
		if err := t.bind(s.id, log); err != nil {
			return false, err
		}
		if err := t.derive(ctx, &s.parser, log); err != nil {
			return false, err
		}
		if err := t.noteWentBack(log); err != nil {
			return false, err
		}
		return true, t.bucket(bucketMeta).Put([]byte(metaFormat), number(format))
	})
	if err != nil {
		return fmt.Errorf("bring the store up to format %d: %w", format, err)
	}
	s.logger.InfoContext(ctx, "store brought up to date", "format", format, "changes", entries)
	return nil
}

// bind gives each entry of a log that has none its chain.
func (t tx) bind(id string, log []kb.Change) error {
	chain := id
	for _, c := range log {
		if c.Chain == "" {
			c.Chain = c.Link(chain)
			if err := t.put(bucketChanges, number(c.Seq), c); err != nil {
				return err
			}
		}
		chain = c.Chain
	}
	return nil
}

// noteWentBack notes up to where the times of a log do not ascend.
func (t tx) noteWentBack(log []kb.Change) error {
	for i := len(log) - 1; i > 0; i-- {
		if log[i].Time.Before(log[i-1].Time) {
			return t.bucket(bucketMeta).Put([]byte(metaWentBack), number(log[i-1].Seq))
		}
	}
	return nil
}

// derive makes entries, counts and what format 3 adds to states and revisions.
func (t tx) derive(ctx context.Context, parser *kb.Parser, log []kb.Change) error {
	if err := t.remake(); err != nil {
		return err
	}
	for _, c := range log {
		if err := ctx.Err(); err != nil {
			return err
		}
		rev, err := t.revision(c.ID, c.Revision)
		if err != nil {
			return err
		}
		if c.Op == kb.OpWithdraw {
			rev.Withdrawn = c.Seq
		} else if err := t.deriveRevision(parser, c, &rev); err != nil {
			return err
		}
		if err := t.put(bucketRevisions, revisionKey(c.ID, c.Revision), rev); err != nil {
			return err
		}
		st, _, err := t.state(c.ID)
		if err != nil {
			return err
		}
		st.Seq, st.Domain = c.Seq, rev.Domain // those of the last change stay
		if err := t.put(bucketDocuments, []byte(c.ID), st); err != nil {
			return err
		}
	}
	return t.states(func(id string, st state) error {
		if st.Origin == bundled {
			if err := t.bucket(bucketBundled).Put([]byte(id), entered); err != nil {
				return err
			}
		}
		if kb.KindOf(id) == "" || st.Withdrawn {
			return nil
		}
		return t.recount(id, st.Domain, 1)
	})
}

func (t tx) deriveRevision(parser *kb.Parser, c kb.Change, rev *revision) error {
	if kb.KindOf(c.ID) == "" {
		return nil
	}
	f, err := t.file(state{Hash: c.Hash, Path: rev.Path})
	if err != nil {
		return err
	}
	e, ok := parser.Entry(f)
	if !ok { // it was written by other rules, and is not shown
		return nil
	}
	rev.Domain = e.Domain
	return t.enter(c.ID, c.Revision, e)
}

// log returns the whole change log.
func (t tx) log(ctx context.Context) ([]kb.Change, error) {
	var log []kb.Change
	err := t.bucket(bucketChanges).ForEach(func(key, data []byte) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		c, err := parseChange(key, data)
		if err == nil && !bytes.Equal(number(c.Seq), key) {
			err = fmt.Errorf("%w: entry %x of the change log has number %d", errCorrupt, key, c.Seq)
		}
		log = append(log, c)
		return err
	})
	return log, err
}
