package store_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"kyokun/kb/store"
)

func TestNewerRefused(t *testing.T) {
	dir, file := filled(t)
	edit(t, file, func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("meta")).Put([]byte("format"), binary.BigEndian.AppendUint64(nil, 99))
	})
	before := read(t, file)
	told := wantRefused(t, dir, store.ErrNewer)
	if text := told.Text(); !strings.Contains(text.JA, "新しい版に更新") || !strings.Contains(text.EN, "update kyokun") {
		t.Errorf("text %+v does not say how to mend it", text)
	}
	if !bytes.Equal(read(t, file), before) {
		t.Error("the refused file was written to")
	}
}

func TestForeignRefused(t *testing.T) {
	for name, make := range map[string]func(t *testing.T, file string){
		"text": func(t *testing.T, file string) { write(t, file, []byte("これは別のファイル")) },
		"zero": func(t *testing.T, file string) { write(t, file, make([]byte, 1<<16)) },
		"other bbolt": func(t *testing.T, file string) {
			edit(t, file, func(tx *bbolt.Tx) error {
				_, err := tx.CreateBucket([]byte("meta"))
				return err
			})
		},
		"no bucket meta": func(t *testing.T, file string) {
			edit(t, file, func(tx *bbolt.Tx) error {
				_, err := tx.CreateBucket([]byte("else"))
				return err
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "kyokun.db")
			make(t, file)
			before := read(t, file)
			wantRefused(t, dir, store.ErrDamaged)
			if !bytes.Equal(read(t, file), before) {
				t.Error("the refused file was written to")
			}
			// Nothing of the failed attempt is left in the way.
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
			open(t, dir)
		})
	}
}

func TestCutShortRefused(t *testing.T) {
	_, file := filled(t)
	whole := read(t, file)
	var used int64
	edit(t, file, func(tx *bbolt.Tx) error {
		used = tx.Size()
		return nil
	})
	for size := int64(1); size < used; size += 4096 {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "kyokun.db"), whole[:size])
		wantRefused(t, dir, store.ErrDamaged)
	}
}

// TestCheckFinds damages single records, which bbolt itself cannot notice.
func TestCheckFinds(t *testing.T) {
	type edits func(tx *bbolt.Tx) error
	first := binary.BigEndian.AppendUint64(nil, 1)
	for name, damage := range map[string]edits{
		"gap in the log": func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("changes")).Delete(first)
		},
		"entry of the log changed": func(tx *bbolt.Tx) error {
			b := tx.Bucket([]byte("changes"))
			return b.Put(first, bytes.Replace(b.Get(first), []byte(`"revision":1`), []byte(`"revision":2`), 1))
		},
		"entry of the log illegible": func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("changes")).Put(first, []byte("{"))
		},
		"content changed": func(tx *bbolt.Tx) error {
			b := tx.Bucket([]byte("contents"))
			key, data := b.Cursor().First()
			return b.Put(bytes.Clone(key), append(bytes.Clone(data), '!'))
		},
		"content lost": func(tx *bbolt.Tx) error {
			key, _ := tx.Bucket([]byte("contents")).Cursor().First()
			return tx.Bucket([]byte("contents")).Delete(bytes.Clone(key))
		},
		"revision lost": func(tx *bbolt.Tx) error {
			key, _ := tx.Bucket([]byte("revisions")).Cursor().First()
			return tx.Bucket([]byte("revisions")).Delete(bytes.Clone(key))
		},
		"revision from nowhere": func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("revisions")).Put([]byte("x\x00\x00\x00\x00\x00\x00\x00\x00\x01"), []byte("{}"))
		},
		"document put out of view": func(tx *bbolt.Tx) error {
			b := tx.Bucket([]byte("documents"))
			return b.Put([]byte("tags"), bytes.Replace(b.Get([]byte("tags")), []byte("}"), []byte(`,"withdrawn":true}`), 1))
		},
		"document lost": func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("documents")).Delete([]byte("source-test"))
		},
		"reason of the log changed": func(tx *bbolt.Tx) error {
			b := tx.Bucket([]byte("changes"))
			return b.Put(first, bytes.Replace(b.Get(first), []byte(`"chain"`), []byte(`"reason":"偽","chain"`), 1))
		},
		"path of a revision changed": func(tx *bbolt.Tx) error {
			b := tx.Bucket([]byte("revisions"))
			key, data := b.Cursor().First()
			return b.Put(bytes.Clone(key), bytes.Replace(data, []byte("test-01.md"), []byte("test-02.md"), 1))
		},
		"referrer lost": func(tx *bbolt.Tx) error {
			key, _ := tx.Bucket([]byte("referrers")).Cursor().First()
			return tx.Bucket([]byte("referrers")).Delete(bytes.Clone(key))
		},
		"referrer from nowhere": func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("referrers")).Put([]byte("x\x00y\x00\x00\x00\x00\x00\x00\x00\x00\x01"), []byte{1})
		},
		"start from nowhere": func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("starts")).Put([]byte("telecom\x00????????y\x00\x00\x00\x00\x00\x00\x00\x00\x01"), []byte{1})
		},
		"bundled document not among them": func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("bundled")).Delete([]byte("source-test"))
		},
		"bundled document from nowhere": func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("bundled")).Put([]byte("source-own"), []byte{1})
		},
		"number of documents changed": func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("counts")).Put([]byte("source/telecom"), []byte{0, 0, 0, 0, 0, 0, 0, 7})
		},
		"number of documents lost": func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("counts")).Delete([]byte("source/telecom"))
		},
		"change of a document altered": func(tx *bbolt.Tx) error {
			b := tx.Bucket([]byte("documents"))
			return b.Put([]byte("source-test"), bytes.Replace(b.Get([]byte("source-test")), []byte(`"seq":`), []byte(`"seq":9`), 1))
		},
		"revision said to be withdrawn": func(tx *bbolt.Tx) error {
			b := tx.Bucket([]byte("revisions"))
			key, data := b.Cursor().First()
			return b.Put(bytes.Clone(key), bytes.Replace(data, []byte("}"), []byte(`,"withdrawn":1}`), 1))
		},
		"bundled document made the user's": func(tx *bbolt.Tx) error {
			b := tx.Bucket([]byte("documents"))
			return b.Put([]byte("tags"), bytes.Replace(b.Get([]byte("tags")), []byte(`"bundled"`), []byte(`"own"`), 1))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, file := filled(t)
			edit(t, file, damage)
			s, err := store.Open(t.Context(), dir, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Check(t.Context()); !errors.Is(err, store.ErrDamaged) {
				t.Errorf("check: %v, want ErrDamaged", err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestLostPages overwrites each page in turn as a disk does that loses or
// misplaces a block. The process must not die or hang: each call answers or
// fails with ErrDamaged, and damage to a page in use is found.
func TestLostPages(t *testing.T) {
	_, file := filled(t)
	whole := read(t, file)
	page := os.Getpagesize()
	blank := make([]byte, page)
	misplaced := whole[3*page : 4*page]
	found := 0
	for at := 0; at+page <= len(whole); at += page {
		for _, block := range [][]byte{blank, bytes.Repeat([]byte{0xff}, page), misplaced} {
			data := bytes.Clone(whole)
			copy(data[at:], block)
			dir := t.TempDir()
			write(t, filepath.Join(dir, "kyokun.db"), data)
			if useDamaged(t, dir) {
				found++
			}
		}
	}
	if found == 0 {
		t.Error("no damage found at all")
	}
}

// useDamaged reads everything and reports whether damage was found.
func useDamaged(t *testing.T, dir string) bool {
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		return true
	}
	lib, _, libErr := s.Library(t.Context())
	if libErr == nil {
		for _, d := range lib.Documents() {
			lib.Trace(d.Common().ID)
		}
		libErr = lib.Err()
	}
	_, logErr := s.Changes(t.Context(), 0, 0)
	checkErr := s.Check(t.Context())
	if err := s.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if checkErr != nil && !errors.Is(checkErr, store.ErrDamaged) {
		t.Errorf("check: %v", checkErr)
	}
	if (libErr != nil || logErr != nil) && checkErr == nil {
		t.Errorf("check found nothing, but reading failed: %v, %v", libErr, logErr)
	}
	return checkErr != nil
}

// edit changes a bbolt file behind the store's back.
func edit(t testing.TB, file string, change func(tx *bbolt.Tx) error) {
	t.Helper()
	db, err := bbolt.Open(file, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(change); err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
