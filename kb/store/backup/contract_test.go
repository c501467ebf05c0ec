package backup_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kyokun/kb/store/backup"
)

// contract is what every target must hold to.
var contract = map[string]func(*testing.T, *site){
	"RestoresWhatWasBackedUp": testRoundTrip, "StoresOnlyWhatIsNew": testDedup, "TellsNothingWithoutTheKey": testTellsNothing,
	"WrongKey": testWrongKey, "Damage": testDamage, "DamagedChunkIsStoredAgain": testMended, "StoppedCreate": testStoppedCreate,
	"PruneKeepsWhatIsNeeded": testPrune, "PruneAndCreateGiveWay": testClaims, "PruneRefusesTheUnreadable": testPruneUnreadable,
	"ForeignPlace": testForeign, "NewerFormat": testNewer,
}

func TestFolder(t *testing.T) {
	for name, test := range contract {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "backup")
			test(t, newSite(t, dir, dir))
		})
	}
}

func testRoundTrip(t *testing.T, s *site) {
	var want [][]byte
	var ids []string
	for _, text := range []string{"一", "二", "三"} {
		s.change(text)
		want = append(want, s.storeBytes())
		ids = append(ids, s.create().ID)
	}
	s.sound()
	for i, id := range ids {
		got, err := s.restored(id)
		if err != nil || !bytes.Equal(got, want[i]) {
			t.Errorf("generation %s does not restore to what was backed up: %v", id, err)
		}
	}
	latest, err := s.restored("latest")
	if err != nil || !bytes.Equal(latest, want[2]) {
		t.Errorf("latest is not the last one: %v", err)
	}
	_, err = s.restored("20010101")
	wants(t, err, backup.ErrNotFound)
}

func testDedup(t *testing.T, s *site) {
	first := s.create()
	again := s.create()
	if again.Added != 0 {
		t.Errorf("the same store added %d bytes", again.Added)
	}
	s.change("少しの違い")
	small := s.create()
	if small.Added == 0 || small.Added >= first.Added {
		t.Errorf("a small change added %d bytes after %d for the whole", small.Added, first.Added)
	}
	// To another key nothing may be shared: its holder could not open it.
	src := s.source()
	other, err := backup.NewIdentity(filepath.Join(t.TempDir(), "other.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if src.To, err = backup.ParseRecipients([]string{other}); err != nil {
		t.Fatal(err)
	}
	if done, err := s.repository().Create(t.Context(), src); err != nil || done.Added < first.Added/2 {
		t.Errorf("to another key %d bytes were added: %v", done.Added, err)
	}
}

// testTellsNothing looks through all that is stored for the content and for
// its hashes, by which a known text could be recognised.
func testTellsNothing(t *testing.T, s *site) {
	s.create()
	plain := s.storeBytes()
	secrets := [][]byte{[]byte("変わらない文")}
	for i := 0; i < len(plain); i += 64 << 10 {
		hash := sha256.Sum256(plain[i:min(i+64<<10, len(plain))])
		secrets = append(secrets, hash[:], []byte(hex.EncodeToString(hash[:])))
	}
	files := s.files("")
	if len(files) < 5 {
		t.Fatalf("only %d files", len(files))
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if bytes.Contains(data, secret) || strings.Contains(f, string(secret)) {
				t.Errorf("%s gives away %q", f, secret)
			}
		}
	}
}

func testWrongKey(t *testing.T, s *site) {
	s.create()
	before := s.storeBytes()
	right := s.keyFile
	s.keyFile = filepath.Join(t.TempDir(), "other.txt")
	if _, err := backup.NewIdentity(s.keyFile); err != nil {
		t.Fatal(err)
	}
	r := s.repository()
	g, err := r.Find(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for name, keys := range map[string]backup.Identities{"wrong": s.keys(), "none": {}} {
		t.Run(name, func(t *testing.T) {
			_, err := r.Restore(t.Context(), g, keys, s.dir, s.clock)
			wants(t, err, backup.ErrKey)
			_, err = r.Verify(t.Context(), []backup.Generation{g}, keys, true, t.TempDir())
			wants(t, err, backup.ErrKey)
		})
	}
	if !bytes.Equal(s.storeBytes(), before) {
		t.Error("the store was touched")
	}
	// Without the key, what is stored can still be held against its names.
	if found, err := r.Verify(t.Context(), []backup.Generation{g}, backup.Identities{}, false, ""); err != nil || len(found) > 0 {
		t.Errorf("verify without the key: %v, %v", found, err)
	}
	s.keyFile = right
	s.sound()
}

// testDamage damages each sort of object in each way. It is found without the
// key, and a restore touches nothing.
func testDamage(t *testing.T, s *site) {
	s.create()
	before := s.storeBytes()
	for _, folder := range []string{"chunks", "generations"} {
		file := s.files(folder)[0]
		good, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for how, bad := range map[string][]byte{
			"flipped bit": flip(good, len(good)/2), "first bit": flip(good, 0), "last bit": flip(good, len(good)-1),
			"cut": good[:len(good)/2], "empty": {}, "longer": append(bytes.Clone(good), 0),
		} {
			overwrite(t, file, bad)
			found := s.verify(false)
			if len(found) != 1 {
				t.Errorf("%s, %s: verify found %v", folder, how, found)
			} else {
				wants(t, found[0].Err, backup.ErrDamaged)
			}
			r := s.repository()
			g, err := r.Find(t.Context(), "2")
			if err == nil {
				_, err = r.Restore(t.Context(), g, s.keys(), s.dir, s.clock)
			}
			wants(t, err, backup.ErrDamaged)
		}
		overwrite(t, file, good)
	}
	if !bytes.Equal(s.storeBytes(), before) {
		t.Error("the store was touched")
	}
	if left := mustGlob(t, filepath.Join(s.dir, "kyokun-restore-*")); len(left) > 0 {
		t.Errorf("failed restores left %v", left)
	}
	s.sound()
	if err := os.Remove(s.files("chunks")[0]); err != nil {
		t.Fatal(err)
	}
	_, err := s.restored("latest")
	wants(t, err, backup.ErrDamaged)
}

func testMended(t *testing.T, s *site) {
	old := s.create()
	file := s.files("chunks")[0]
	overwrite(t, file, []byte("壊れた"))
	fresh := s.create()
	if fresh.Mended != 1 || fresh.Added == 0 {
		t.Errorf("%d chunks were stored again, %d bytes", fresh.Mended, fresh.Added)
	}
	found := s.verify(true)
	if len(found) != 1 || found[0].Generation != old.ID {
		t.Errorf("found %v, want %s alone damaged", found, old.ID)
	}
	if got, err := s.restored(fresh.ID); err != nil || !bytes.Equal(got, s.storeBytes()) {
		t.Errorf("the new generation does not restore: %v", err)
	}
}

// stopping is a source that stops the backup when it has been read so far.
type stopping struct {
	io.ReaderAt
	after int64
	stop  func()
}

func (s *stopping) ReadAt(p []byte, off int64) (int, error) {
	if off >= s.after {
		s.stop()
	}
	return s.ReaderAt.ReadAt(p, off)
}

func testStoppedCreate(t *testing.T, s *site) {
	s.create()
	s.change(strings.Repeat("新しい文、", 50000))
	for after := int64(0); after <= 4*64<<10; after += 128 << 10 {
		ctx, stop := context.WithCancel(t.Context())
		src := s.source()
		src.Data = &stopping{src.Data, after, stop}
		if _, err := s.repository().Create(ctx, src); !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped after %d bytes: %v", after, err)
		}
	}
	if all, err := s.repository().Generations(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("%d generations after stops, error %v", len(all), err)
	}
	s.sound()
	s.create()
	s.sound()
	done, err := s.repository().Prune(t.Context(), backup.DefaultPolicy(), false)
	if err != nil || len(done.Removed) != 0 {
		t.Errorf("prune: %v, %v", done, err)
	}
	s.sound()
}

func testPrune(t *testing.T, s *site) {
	for range 12 {
		s.change(s.clock.String())
		s.create()
		s.clock = s.clock.Add(23 * time.Hour)
	}
	policy := backup.Policy{Last: 8, Monthly: 1}
	r := s.repository()
	before := len(s.files(""))
	dry, err := r.Prune(t.Context(), policy, true)
	if err != nil || len(dry.Removed) != 4 || len(dry.Kept) != 8 || dry.Chunks == 0 {
		t.Fatalf("dry run: kept %d, removed %d, %d chunks, error %v", len(dry.Kept), len(dry.Removed), dry.Chunks, err)
	}
	if n := len(s.files("")); n != before {
		t.Errorf("a dry run left %d of %d files", n, before)
	}
	done, err := r.Prune(t.Context(), policy, false)
	if err != nil || len(done.Removed) != 4 || done.Chunks != dry.Chunks || done.Bytes != dry.Bytes {
		t.Errorf("prune %+v is not what the dry run said, error %v", done, err)
	}
	s.sound()
	if again, err := r.Prune(t.Context(), policy, false); err != nil || len(again.Removed) != 0 || again.Chunks != 0 {
		t.Errorf("a second prune found %d generations and %d chunks, error %v", len(again.Removed), again.Chunks, err)
	}
	_, err = r.Prune(t.Context(), backup.Policy{Last: 7}, false)
	wants(t, err, backup.ErrUsage)
}

// testClaims prunes while a backup is being written, and the other way round.
func testClaims(t *testing.T, s *site) {
	s.create()
	src := s.source()
	src.Data = &stopping{src.Data, 64 << 10, func() {
		_, err := s.repository().Prune(t.Context(), backup.DefaultPolicy(), false)
		wants(t, err, backup.ErrBusy)
	}}
	if _, err := s.repository().Create(t.Context(), src); err != nil {
		t.Error(err)
	}
	if left := s.files("claims"); len(left) > 0 {
		t.Errorf("claims are left: %v", left)
	}
	s.sound()
}

func testPruneUnreadable(t *testing.T, s *site) {
	for range 10 {
		s.create()
	}
	chunks := len(s.files("chunks"))
	overwrite(t, s.files("generations")[0], []byte("{"))
	_, err := s.repository().Prune(t.Context(), backup.DefaultPolicy(), false)
	wants(t, err, backup.ErrDamaged)
	if n := len(s.files("chunks")); n != chunks {
		t.Errorf("%d of %d chunks are left", n, chunks)
	}
}

func testForeign(t *testing.T, s *site) {
	r := s.repository()
	mark := s.files("")[0]
	if err := os.WriteFile(filepath.Join(filepath.Dir(mark), "別のファイル"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(mark); err != nil {
		t.Fatal(err)
	}
	_, err := backup.OpenOrInit(t.Context(), s.name, s.journal, false)
	wants(t, err, backup.ErrInUse)
	_, err = backup.Open(t.Context(), s.name)
	wants(t, err, backup.ErrVanished)
	_, err = r.Generations(t.Context())
	wants(t, err, backup.ErrVanished)
}

func testNewer(t *testing.T, s *site) {
	s.create()
	mark := filepath.Join(s.root, "kyokun-backup.json")
	data, err := os.ReadFile(mark)
	if err != nil {
		t.Fatal(err)
	}
	overwrite(t, mark, bytes.Replace(data, []byte(`"format":1`), []byte(`"format":2`), 1))
	_, err = backup.Open(t.Context(), s.name)
	wants(t, err, backup.ErrNewer)
}

func flip(data []byte, at int) []byte {
	out := bytes.Clone(data)
	out[at] ^= 1
	return out
}

// overwrite changes the bytes of a file and nothing else about it.
func overwrite(t *testing.T, file string, data []byte) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

func mustGlob(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
