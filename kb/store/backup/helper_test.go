package backup_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kyokun/kb"
	"kyokun/kb/store"
	"kyokun/kb/store/backup"
	"kyokun/kb/store/storetest"
)

// site is a data folder with a store, its journal and a key.
type site struct {
	t       *testing.T
	dir     string
	journal *backup.Journal
	public  string
	keyFile string
	// root is where the target's objects are files, and name is the target.
	root, name string
	clock      time.Time
}

func newSite(t *testing.T, name, root string) *site {
	t.Helper()
	s := &site{t: t, dir: t.TempDir(), name: name, root: root, clock: storetest.Now()}
	s.journal = backup.NewJournal(s.dir)
	s.keyFile = filepath.Join(t.TempDir(), "key.txt")
	var err error
	if s.public, err = backup.NewIdentity(s.keyFile); err != nil {
		t.Fatal(err)
	}
	s.change("初めの文")
	return s
}

// change makes the store hold the text, and closes it.
func (s *site) change(text string) {
	s.t.Helper()
	st, err := store.Open(s.t.Context(), s.dir, store.Options{Now: storetest.Now})
	if err != nil {
		s.t.Fatal(err)
	}
	// Enough of it for some chunks.
	documents := map[int]string{}
	for i := range 20 {
		documents[i] = fmt.Sprintf("文書 %d ", i) + noise(i)
	}
	documents[7] += text
	if _, err := st.Import(s.t.Context(), "bundled", storetest.Bundle(documents)); err != nil {
		s.t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) storeBytes() []byte {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, "kyokun.db"))
	if err != nil {
		s.t.Fatal(err)
	}
	return data
}

func (s *site) repository() *backup.Repository {
	s.t.Helper()
	r, err := backup.OpenOrInit(s.t.Context(), s.name, s.journal, false)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// source is the store as it is now, encrypted to the site's key.
func (s *site) source() backup.Source {
	s.t.Helper()
	to, err := backup.ParseRecipients([]string{s.public})
	if err != nil {
		s.t.Fatal(err)
	}
	secret, err := s.journal.Secret()
	if err != nil {
		s.t.Fatal(err)
	}
	data := s.storeBytes()
	s.clock = s.clock.Add(time.Hour)
	return backup.Source{Data: bytes.NewReader(data), Size: int64(len(data)), To: to, Secret: secret, Time: s.clock}
}

func (s *site) create() backup.Created {
	s.t.Helper()
	done, err := s.repository().Create(s.t.Context(), s.source())
	if err != nil {
		s.t.Fatal(err)
	}
	return done
}

func (s *site) keys() backup.Identities {
	s.t.Helper()
	keys, err := backup.ReadIdentities(s.keyFile)
	if err != nil {
		s.t.Fatal(err)
	}
	return keys
}

// restored restores a generation into a new folder and returns the store in it.
func (s *site) restored(id string) ([]byte, error) {
	s.t.Helper()
	r, err := backup.Open(s.t.Context(), s.name)
	if err != nil {
		return nil, err
	}
	g, err := r.Find(s.t.Context(), id)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(s.t.TempDir(), "drill")
	if err := r.RestoreTo(s.t.Context(), g, s.keys(), dir); err != nil {
		if _, statErr := os.Stat(dir); !errors.Is(statErr, os.ErrNotExist) {
			s.t.Errorf("a failed restore left %s", dir)
		}
		return nil, err
	}
	checkStore(s.t, dir)
	return os.ReadFile(filepath.Join(dir, "kyokun.db"))
}

// sound verifies all generations, with and without the key.
func (s *site) sound() {
	s.t.Helper()
	for _, deep := range []bool{false, true} {
		if found := s.verify(deep); len(found) > 0 {
			s.t.Errorf("deep %v: generation %s: %v", deep, found[0].Generation, found[0].Err)
		}
	}
}

func (s *site) verify(deep bool) []backup.Finding {
	s.t.Helper()
	r := s.repository()
	all, err := r.Generations(s.t.Context())
	if err != nil || len(all) == 0 {
		s.t.Fatalf("%d generations, error %v", len(all), err)
	}
	found, err := r.Verify(s.t.Context(), all, s.keys(), deep, s.t.TempDir())
	if err != nil {
		s.t.Fatal(err)
	}
	return found
}

// files returns the files of the target below a folder, sorted.
func (s *site) files(folder string) []string {
	s.t.Helper()
	var out []string
	err := filepath.WalkDir(filepath.Join(s.root, folder), func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			out = append(out, path)
		}
		return err
	})
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		s.t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func checkStore(t *testing.T, dir string) {
	t.Helper()
	st, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(st.Check(context.WithoutCancel(t.Context())), st.Close()); err != nil {
		t.Error(err)
	}
}

// wants checks the kind of an error and that it tells the user something.
func wants(t *testing.T, err, kind error) {
	t.Helper()
	if err == nil || kind != nil && !errors.Is(err, kind) {
		t.Fatalf("error %v, want %v", err, kind)
	}
	var told interface{ Text() kb.Text }
	if !errors.As(err, &told) || told.Text().JA == "" || told.Text().EN == "" || told.Text().JA == told.Text().EN {
		t.Errorf("the error has no text for the user in both languages: %v", err)
	}
}

// noise is a text that does not compress to nothing, the same each time.
func noise(seed int) string {
	var b strings.Builder
	for i := range 300 {
		hash := sha256.Sum256([]byte(fmt.Sprint(seed, " ", i)))
		fmt.Fprintf(&b, "変わらない文 %x、", hash[:8])
	}
	return b.String()
}
