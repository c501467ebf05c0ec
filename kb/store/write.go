package store

import (
	"errors"
	"fmt"
	"time"

	"kyokun/kb"
)

// writer adds changes within one write transaction.
type writer struct {
	tx
	by      Author
	time    time.Time
	store   *Store
	seq     uint64
	chain   string // of the entry seq
	changes []kb.Change
}

// begin makes a writer that goes on from the last entry of the log.
func (s *Store) begin(t tx, by Author) (*writer, error) {
	last, err := t.last()
	if err != nil {
		return nil, err
	}
	now := s.now().UTC().Round(0)
	if now.Before(last.Time) { // a clock that was set back: the order of the log is what counts
		now = last.Time
	}
	return &writer{tx: t, by: by, time: now, store: s, seq: last.Seq, chain: last.Chain}, nil
}

// put writes a new revision of a document.
func (w *writer) put(id string, from origin, rev int, f kb.File) error {
	before, _, err := w.state(id)
	if err != nil {
		return err
	}
	hash := f.Hash()
	if err := w.bucket(bucketContents).Put([]byte(hash), f.Data); err != nil {
		return fmt.Errorf("put the content of %s: %w", id, err)
	}
	seq, err := w.append(kb.OpPut, id, rev, hash)
	if err != nil {
		return err
	}
	st := state{Origin: from, Revision: rev, Hash: hash, Path: f.Path, Seq: seq}
	if err := w.enterPut(id, &st, before, f); err != nil {
		return fmt.Errorf("enter %s: %w", id, err)
	}
	if from == bundled {
		if err := w.bucket(bucketBundled).Put([]byte(id), entered); err != nil {
			return fmt.Errorf("enter %s: %w", id, err)
		}
	}
	return errors.Join(
		w.tx.put(bucketRevisions, revisionKey(id, rev), revision{Seq: seq, Hash: hash, Path: f.Path, Domain: st.Domain}),
		w.tx.put(bucketDocuments, []byte(id), st),
	)
}

// enterPut makes the entries of a document that is put, and counts it.
func (w *writer) enterPut(id string, st *state, before state, f kb.File) error {
	if kb.KindOf(id) == "" {
		return nil
	}
	e, _ := w.store.parser.Entry(f) // what does not parse was refused
	st.Domain = e.Domain
	if before.Revision > 0 && !before.Withdrawn {
		if err := w.recount(id, before.Domain, -1); err != nil {
			return err
		}
	}
	return errors.Join(w.enter(id, st.Revision, e), w.recount(id, e.Domain, 1))
}

// withdraw takes a document out of view.
func (w *writer) withdraw(id string, st state) error {
	seq, err := w.append(kb.OpWithdraw, id, st.Revision, st.Hash)
	if err != nil {
		return err
	}
	rev, err := w.revision(id, st.Revision)
	if err != nil {
		return err
	}
	rev.Withdrawn, st.Withdrawn, st.Seq = seq, true, seq
	if kb.KindOf(id) != "" {
		if err := w.recount(id, st.Domain, -1); err != nil {
			return fmt.Errorf("count %s: %w", id, err)
		}
	}
	return errors.Join(
		w.tx.put(bucketRevisions, revisionKey(id, st.Revision), rev),
		w.tx.put(bucketDocuments, []byte(id), st),
	)
}

func (w *writer) append(op kb.Op, id string, rev int, hash string) (uint64, error) {
	w.seq++
	c := kb.Change{Seq: w.seq, Time: w.time, Actor: w.by.Actor, Op: op, ID: id, Revision: rev, Hash: hash, Reason: w.by.Reason}
	c.Chain = c.Link(w.chain)
	w.chain = c.Chain
	w.changes = append(w.changes, c)
	return w.seq, w.tx.put(bucketChanges, number(c.Seq), c)
}
