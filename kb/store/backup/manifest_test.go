package backup

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

// aManifest returns a manifest of n chunks and its bytes.
func aManifest(t testing.TB, n int) (*manifest, []byte) {
	t.Helper()
	m := &manifest{Format: format, Created: time.Date(2026, 4, 1, 0, 0, 0, 5, time.UTC), Encrypted: true, Size: int64(n)*chunkSize - 10, Sealed: []byte("封")}
	for i := range n {
		hash := sha256.Sum256([]byte{byte(i)})
		m.Chunks = append(m.Chunks, chunk{Name: hash, Tag: hash, Size: 100})
	}
	data, err := m.encode()
	if err != nil {
		t.Fatal(err)
	}
	return m, data
}

// FuzzManifest feeds the reader of manifests, under the name that each would
// have, so that what is behind the name's check is reached. What it accepts
// has sane numbers, and reads the same when it is written again.
func FuzzManifest(f *testing.F) {
	for _, n := range []int{1, 3} {
		_, data := aManifest(f, n)
		f.Add(data)
		f.Add(bytes.Replace(data, []byte(`"format":1`), []byte(`"format":9`), 1))
		f.Add(bytes.Replace(data, []byte(`"size":`), []byte(`"size":-`), 1))
		f.Add(bytes.Replace(data, []byte(`"name":"`), []byte(`"name":"../`), 1))
		f.Add(data[:len(data)/2])
	}
	f.Add([]byte(`{"format":1,"created":"2026-04-01T00:00:00Z","size":9223372036854775807,"chunks":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var rough manifest
		_ = json.Unmarshal(data, &rough)
		id := rough.id(data)
		m, err := parseManifest(id, data)
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
				t.Errorf("error %v is of no known kind", err)
			}
			return
		}
		if !generationID.MatchString(id) {
			t.Errorf("accepted under the name %q", id)
		}
		var total int64
		for i, c := range m.Chunks {
			if n := m.length(i); n <= 0 || n > chunkSize {
				t.Fatalf("part %d has a length of %d", i, n)
			}
			total += m.length(i)
			if name := c.object(); strings.Contains(name, "..") || len(name) != len("chunks/ab/")+64 {
				t.Errorf("a chunk named %q", name)
			}
		}
		if total != m.Size {
			t.Errorf("parts of %d bytes for %d", total, m.Size)
		}
		again, err := m.encode()
		if err != nil {
			t.Fatal(err)
		}
		back, err := parseManifest(m.id(again), again)
		if err != nil || back.Size != m.Size || len(back.Chunks) != len(m.Chunks) || !back.Created.Equal(m.Created) {
			t.Errorf("%+v reads back as %+v, error %v", m, back, err)
		}
		_, _ = m.open(Identities{})
	})
}

func TestManifestHeldAgainstItsName(t *testing.T) {
	m, data := aManifest(t, 2)
	id := m.id(data)
	if _, err := parseManifest(id, data); err != nil {
		t.Fatal(err)
	}
	for i := range data {
		if _, err := parseManifest(id, flipped(data, i)); err == nil {
			t.Fatalf("a flipped bit in byte %d (%q) is not noticed", i, data[max(0, i-10):i+1])
		}
		if _, err := parseManifest(id, data[:i]); err == nil {
			t.Fatalf("a cut after %d bytes is not noticed", i)
		}
	}
}

func flipped(data []byte, at int) []byte {
	out := bytes.Clone(data)
	out[at] ^= 1
	return out
}

// TestUnsealBounded feeds a chunk that unpacks to more than a chunk.
func TestUnsealBounded(t *testing.T) {
	s, err := newSealer([]byte("secret"), "id", Recipients{})
	if err != nil {
		t.Fatal(err)
	}
	bomb, err := s.seal(make([]byte, 64<<20))
	if err != nil || len(bomb) > chunkLimit {
		t.Fatalf("%d bytes, error %v", len(bomb), err)
	}
	if _, err := unseal(bomb, false, Identities{}, chunkSize); !errors.Is(err, ErrDamaged) {
		t.Errorf("error %v, want %v", err, ErrDamaged)
	}
}
