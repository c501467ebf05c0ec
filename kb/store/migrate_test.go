package store_test

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"kyokun/kb"
	"kyokun/kb/store"
	"kyokun/kb/store/storetest"
)

// formerly turns the file of a store into one of an earlier format, as that was
// written: nothing derived, and in format 1 no chain in the entries of the log.
func formerly(t *testing.T, file string, format uint64) {
	t.Helper()
	edit(t, file, func(tx *bbolt.Tx) error {
		err := errors.Join(
			without(tx.Bucket([]byte("documents")), "seq", "domain"),
			without(tx.Bucket([]byte("revisions")), "withdrawn", "domain"),
			tx.DeleteBucket([]byte("referrers")), tx.DeleteBucket([]byte("starts")), tx.DeleteBucket([]byte("counts")), tx.DeleteBucket([]byte("bundled")),
			tx.Bucket([]byte("meta")).Put([]byte("format"), binary.BigEndian.AppendUint64(nil, format)),
		)
		if format == 1 {
			err = errors.Join(err, without(tx.Bucket([]byte("changes")), "chain"))
		}
		return err
	})
}

// without takes fields out of all records of a bucket.
func without(b *bbolt.Bucket, fields ...string) error {
	records := map[string][]byte{}
	err := b.ForEach(func(key, data []byte) error {
		var record map[string]json.RawMessage
		if err := json.Unmarshal(data, &record); err != nil {
			return err
		}
		for _, name := range fields {
			delete(record, name)
		}
		old, err := json.Marshal(record)
		records[string(key)] = old
		return err
	})
	for key, old := range records {
		err = errors.Join(err, b.Put([]byte(key), old))
	}
	return err
}

func TestFormatsAreBroughtUpToDate(t *testing.T) {
	for format := uint64(1); format <= 2; format++ {
		t.Run(fmt.Sprint(format), func(t *testing.T) {
			dir := t.TempDir()
			s, err := store.Open(t.Context(), dir, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			h := written(t, s)
			want, err := s.Changes(t.Context(), 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			checkAndClose(t, s)
			formerly(t, filepath.Join(dir, "kyokun.db"), format)
			for range 2 { // once to migrate, once as any store
				if h.Store, err = store.Open(t.Context(), dir, store.Options{}); err != nil {
					t.Fatal(err)
				}
				sameLog(t, h.Store, want)
				h.compareAll()
				checkAndClose(t, h.Store)
			}
		})
	}
}

// sameLog holds the change log to what it was, chain and all.
func sameLog(t *testing.T, s *store.Store, want []kb.Change) {
	t.Helper()
	got, err := s.Changes(t.Context(), 0, 0)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%v, %v", got, err)
	}
	before := s.ID()
	for i, c := range got {
		if c != want[i] || c.Chain != c.Link(before) {
			t.Errorf("entry %d is %+v, was %+v", i, c, want[i])
		}
		before = c.Chain
	}
}

// TestLinkIsAsWritten holds the bytes of the chain, which verifiers elsewhere
// may compute too.
func TestLinkIsAsWritten(t *testing.T) {
	c := kb.Change{Seq: 7, Time: storetest.Now(), Actor: "tanaka", Op: kb.OpPut, ID: "case-own-1", Revision: 2, Hash: "ab", Reason: "直した"}
	// printf '15:kyokun-change-1,2:ID,1:7,20:2026-04-01T00:00:00Z,6:tanaka,3:put,10:case-own-1,1:2,2:ab,9:直した,' | sha256sum
	if got, want := c.Link("ID"), "a13523ed8f78da61f1260eca2791e6f8043135a05c0369cda285b39eb1b8a116"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// rewrite alters the first entry of the log and binds all again, as a forger
// who knows the format would.
func rewrite(tx *bbolt.Tx, reason string) error {
	chain := string(tx.Bucket([]byte("meta")).Get([]byte("id")))
	return forge(tx, func(c *kb.Change) {
		if c.Seq == 1 {
			c.Reason = reason
		}
		c.Chain = c.Link(chain)
		chain = c.Chain
	})
}

// forge alters every entry of the log, in order.
func forge(tx *bbolt.Tx, alter func(c *kb.Change)) error {
	log := tx.Bucket([]byte("changes"))
	for n := uint64(1); ; n++ {
		key := binary.BigEndian.AppendUint64(nil, n)
		data := log.Get(key)
		if data == nil {
			return nil
		}
		var c kb.Change
		if err := json.Unmarshal(data, &c); err != nil {
			return err
		}
		alter(&c)
		forged, err := json.Marshal(c)
		if err != nil {
			return err
		}
		if err := log.Put(key, forged); err != nil {
			return err
		}
	}
}
