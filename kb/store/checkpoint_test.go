package store_test

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"kyokun/kb"
	"kyokun/kb/store"
	"kyokun/kb/store/storetest"
)

// signed makes a store, signs its head and lets the log grow; it returns the
// checkpoint and its key.
func signed(t *testing.T, dir string) (checkpoint []byte, key string) {
	t.Helper()
	s, err := store.Open(t.Context(), dir, store.Options{Now: storetest.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer checkAndClose(t, s)
	if _, err := s.Import(t.Context(), kb.BundledActor, storetest.Bundle(map[int]string{1: "付属。"})); err != nil {
		t.Fatal(err)
	}
	if checkpoint, err = s.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	if key, err = s.PublicKey(); err != nil {
		t.Fatal(err)
	}
	put(t, s, draft(7, "一。", 0))
	return checkpoint, key
}

func TestCheckpointIsAPrefix(t *testing.T) {
	dir := t.TempDir()
	checkpoint, key := signed(t, dir)
	s := open(t, dir)
	lines := strings.Split(string(checkpoint), "\n")
	if lines[0] != "kyokun/"+s.ID() || lines[1] != "4" || len(lines[2]) != 44 || !strings.HasPrefix(lines[3], "time 2026-04-01T") || lines[4] != "" {
		t.Errorf("checkpoint\n%s", checkpoint)
	}
	for _, k := range []string{"", key, key + "\n"} {
		if p, err := s.Prove(t.Context(), checkpoint, k); err != nil || p.Size != 4 || p.Since != 1 || p.Time == "" {
			t.Errorf("%+v, %v", p, err)
		}
	}
	info, err := os.Stat(filepath.Join(dir, "kyokun.key"))
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if again, err := s.PublicKey(); err != nil || again != key {
		t.Errorf("another key: %v", err)
	}
}

// TestCheckpointRefuses holds each way of failing to a message of its own.
func TestCheckpointRefuses(t *testing.T) {
	dir := t.TempDir()
	checkpoint, key := signed(t, dir)
	other, otherKey := signed(t, t.TempDir())
	s := open(t, dir)
	seen := map[string]bool{}
	for _, c := range []struct {
		what, key, want string
		checkpoint      []byte
	}{
		{"wrong key", otherKey, "別の鍵", checkpoint},
		{"no key at all", "nonsense", "公開鍵の形", checkpoint},
		{"of another store", otherKey, "別のデータフォルダー", other},
		{"altered", key, "署名が合いません", bytes.Replace(checkpoint, []byte("\n4\n"), []byte("\n5\n"), 1)},
		{"cut", key, "途中で切れている", checkpoint[:len(checkpoint)-10]},
		{"empty", key, "途中で切れている", nil},
	} {
		_, err := s.Prove(t.Context(), c.checkpoint, c.key)
		if err == nil {
			t.Errorf("%s: accepted", c.what)
			continue
		}
		e := told(t, err, nil)
		if !strings.Contains(e.Text().JA, c.want) || e.Text().EN == "" {
			t.Errorf("%s: %s", c.what, e.Text().JA)
		}
		seen[e.Text().JA] = true
	}
	if len(seen) != 5 {
		t.Errorf("%d messages, want 5", len(seen))
	}
	for n := range checkpoint {
		if _, err := s.Prove(t.Context(), checkpoint[:n], key); err == nil {
			t.Fatalf("accepted when cut to %d bytes", n)
		}
	}
}

func TestCheckpointOfAlteredLog(t *testing.T) {
	for name, c := range map[string]struct {
		harm func(tx *bbolt.Tx) error
		want string
	}{
		"cut": {func(tx *bbolt.Tx) error {
			for n := uint64(3); n <= 5; n++ {
				if err := tx.Bucket([]byte("changes")).Delete(binary.BigEndian.AppendUint64(nil, n)); err != nil {
					return err
				}
			}
			return nil
		}, "切り詰められ"},
		"rewritten with a chain that fits": {func(tx *bbolt.Tx) error { return rewrite(tx, "偽の理由") }, "書き換えられ"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			checkpoint, key := signed(t, dir)
			edit(t, filepath.Join(dir, "kyokun.db"), c.harm)
			s, err := store.Open(t.Context(), dir, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			_, err = s.Prove(t.Context(), checkpoint, key)
			if e := told(t, err, store.ErrDamaged); !strings.Contains(e.Text().JA, c.want) {
				t.Error(e.Text().JA)
			}
		})
	}
}

func TestDamagedKey(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if _, err := s.Checkpoint(t.Context()); err == nil {
		t.Error("an empty log was signed")
	}
	write(t, filepath.Join(dir, "kyokun.key"), []byte("PRIVATE+KEY"))
	_, err := s.PublicKey()
	if e := told(t, err, nil); !strings.Contains(e.Text().JA, "鍵") {
		t.Error(e.Text().JA)
	}
	if _, err := os.Stat(filepath.Join(dir, "kyokun.key.new")); !os.IsNotExist(err) && err != fs.ErrNotExist {
		t.Error("half a key is left")
	}
}
