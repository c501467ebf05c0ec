package store_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"go.etcd.io/bbolt"

	"kyokun/kb"
	"kyokun/kb/store"
)

// FuzzChangeLog puts bytes in the place of an entry of the change log: the store
// is told to be damaged, unless they are the entry as it was, and nothing panics.
func FuzzChangeLog(f *testing.F) {
	dir, file := filled(f)
	whole, err := os.ReadFile(file)
	if err != nil {
		f.Fatal(err)
	}
	first := binary.BigEndian.AppendUint64(nil, 1)
	var entry []byte
	edit(f, file, func(tx *bbolt.Tx) error {
		entry = bytes.Clone(tx.Bucket([]byte("changes")).Get(first))
		return nil
	})
	for _, seed := range [][]byte{entry, entry[:len(entry)/2], []byte("{}"), []byte("null"), []byte(`{"seq":1,"op":"put","id":"tags"}`), bytes.Replace(entry, []byte(`"seq":1`), []byte(`"seq":2`), 1)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, "kyokun.db"), whole, 0o600); err != nil {
			t.Fatal(err)
		}
		edit(t, file, func(tx *bbolt.Tx) error { return tx.Bucket([]byte("changes")).Put(first, data) })
		s, err := store.Open(t.Context(), dir, store.Options{})
		if err != nil {
			if !errors.Is(err, store.ErrDamaged) {
				t.Errorf("open: %v", err)
			}
			return
		}
		defer s.Close()
		// The same entry may be written in other ways; the chain binds what it says.
		var was, is kb.Change
		same := json.Unmarshal(entry, &was) == nil && json.Unmarshal(data, &is) == nil && reflect.DeepEqual(was, is)
		if err := s.Check(t.Context()); (err == nil) != same || err != nil && !errors.Is(err, store.ErrDamaged) {
			t.Errorf("check of %q: %v", data, err)
		}
		if _, err := s.Changes(t.Context(), 0, 0); err != nil && !errors.Is(err, store.ErrDamaged) {
			t.Errorf("changes: %v", err)
		}
	})
}
