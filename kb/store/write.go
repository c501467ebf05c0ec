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
	actor   string
	time    time.Time
	seq     uint64
	changes []kb.Change
}

// put writes a new revision of a document.
func (w *writer) put(id string, from origin, rev int, f kb.File) error {
	hash := f.Hash()
	if err := w.bucket(bucketContents).Put([]byte(hash), f.Data); err != nil {
		return fmt.Errorf("put the content of %s: %w", id, err)
	}
	seq, err := w.log(kb.OpPut, id, rev, hash)
	if err != nil {
		return err
	}
	return errors.Join(
		w.tx.put(bucketRevisions, revisionKey(id, rev), revision{Seq: seq, Hash: hash, Path: f.Path}),
		w.tx.put(bucketDocuments, []byte(id), state{Origin: from, Revision: rev, Hash: hash, Path: f.Path}),
	)
}

// withdraw takes a document out of view.
func (w *writer) withdraw(id string, st state) error {
	if _, err := w.log(kb.OpWithdraw, id, st.Revision, st.Hash); err != nil {
		return err
	}
	st.Withdrawn = true
	return w.tx.put(bucketDocuments, []byte(id), st)
}

func (w *writer) log(op kb.Op, id string, rev int, hash string) (uint64, error) {
	w.seq++
	c := kb.Change{Seq: w.seq, Time: w.time, Actor: w.actor, Op: op, ID: id, Revision: rev, Hash: hash}
	w.changes = append(w.changes, c)
	return w.seq, w.tx.put(bucketChanges, number(c.Seq), c)
}
