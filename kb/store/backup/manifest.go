package backup

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"
)

const (
	// format is the version of manifests and of the repository's mark.
	format = 1
	// manifestLimit bounds what is read: a store of about 50 GB.
	manifestLimit = 256 << 20
	// sizeLimit bounds the store in a manifest, so that no sum overflows.
	sizeLimit         = 1 << 50
	generationsFolder = "generations/"
	chunksFolder      = "chunks/"
	generationTime    = "20060102T150405Z"
)

// manifest says what a generation is made of. All but the sealed part can be
// read without a key.
type manifest struct {
	Format    int       `json:"format"`
	Created   time.Time `json:"created"`
	Encrypted bool      `json:"encrypted"`
	// Size is that of the store, in bytes.
	Size int64 `json:"size"`
	// Chunks are the parts in their order.
	Chunks []chunk `json:"chunks"`
	// Sealed is a seal, compressed and encrypted as chunks are.
	Sealed []byte `json:"sealed"`
}

// chunk is a part of the store as it is stored.
type chunk struct {
	// Name is the SHA-256 of the stored bytes.
	Name sum `json:"name"`
	// Tag is equal for equal content; only who has the secret can make it.
	Tag  sum   `json:"tag"`
	Size int64 `json:"size"`
}

func (c chunk) object() string {
	name := c.Name.String()
	return chunksFolder + name[:2] + "/" + name
}

// seal is what only who can restore may know.
type seal struct {
	// Sum is the SHA-256 of the store, Chunks those of its parts in a row.
	Sum    sum    `json:"sum"`
	Chunks []byte `json:"chunks"`
	Origin Origin `json:"origin"`
}

// Origin says of what a generation is a backup.
type Origin struct {
	// StoreID is the id of the store, Head the number of its last change.
	StoreID string `json:"store_id"`
	Head    uint64 `json:"head"`
	// Version is that of the program.
	Version string `json:"version"`
}

// MarshalText writes the sum in hexadecimal.
func (s sum) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (s *sum) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(s)) || !bytes.Equal(text, bytes.ToLower(text)) {
		return errors.New("not a SHA-256")
	}
	_, err := hex.Decode(s[:], text)
	return err
}

var generationID = regexp.MustCompile(`^\d{8}T\d{6}Z-[0-9a-f]{16}$`)

// id names a manifest by its time and the start of its own SHA-256.
func (m *manifest) id(data []byte) string {
	hash := sha256.Sum256(data)
	return m.Created.UTC().Format(generationTime) + "-" + hex.EncodeToString(hash[:8])
}

func (m *manifest) encode() ([]byte, error) {
	data, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode the manifest: %w", err)
	}
	return append(data, '\n'), nil
}

// parseManifest reads a manifest that must be the one of the id.
func parseManifest(id string, data []byte) (*manifest, error) {
	var m manifest
	if err := decodeStrictly(data, &m); err != nil {
		return nil, err
	}
	if err := m.validate(); err != nil {
		return nil, err
	}
	if got := m.id(data); got != id {
		return nil, fmt.Errorf("%w: the manifest %s reads as %s", ErrDamaged, id, got)
	}
	return &m, nil
}

// decodeStrictly reads one JSON value of this version's format.
func decodeStrictly(data []byte, v any) error {
	var mark struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(data, &mark); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if mark.Format > format {
		return newer(mark.Format)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return fmt.Errorf("%w: something follows the end", ErrDamaged)
	}
	return nil
}

func newer(got int) error {
	return fault(ErrNewer, nil, "この控えは、より新しい版の kyokun が作りました（形式 %d。この版が扱えるのは形式 %d まで）。kyokun を更新してください。",
		"a newer version of kyokun made this backup (format %d; this version reads up to %d); update kyokun", got, format)
}

func (m *manifest) validate() error {
	switch {
	case m.Format != format:
		return fmt.Errorf("%w: format %d", ErrDamaged, m.Format)
	case m.Created.Year() < 2000 || m.Created.Year() > 9999:
		return fmt.Errorf("%w: created in the year %d", ErrDamaged, m.Created.Year())
	case m.Size <= 0 || m.Size > sizeLimit:
		return fmt.Errorf("%w: a size of %d", ErrDamaged, m.Size)
	case int64(len(m.Chunks)) != (m.Size+chunkSize-1)/chunkSize:
		return fmt.Errorf("%w: %d chunks for %d bytes", ErrDamaged, len(m.Chunks), m.Size)
	}
	for i, c := range m.Chunks {
		if c.Size <= 0 || c.Size > chunkLimit {
			return fmt.Errorf("%w: chunk %d has a size of %d", ErrDamaged, i, c.Size)
		}
	}
	return nil
}

// open reads the sealed part.
func (m *manifest) open(keys Identities) (*seal, error) {
	if m.Encrypted && len(keys.keys) == 0 {
		return nil, needKey()
	}
	data, err := unseal(m.Sealed, m.Encrypted, keys, manifestLimit)
	if err != nil {
		return nil, err
	}
	var s seal
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, fmt.Errorf("%w: sealed part: %w", ErrDamaged, err)
	}
	if len(s.Chunks) != len(m.Chunks)*sha256.Size {
		return nil, fmt.Errorf("%w: sealed sums of %d bytes for %d chunks", ErrDamaged, len(s.Chunks), len(m.Chunks))
	}
	return &s, nil
}

// plain returns the SHA-256 of a part's content.
func (s *seal) plain(i int) sum { return sum(s.Chunks[i*sha256.Size : (i+1)*sha256.Size]) }

// length returns how many bytes of the store a part holds.
func (m *manifest) length(i int) int64 { return min(chunkSize, m.Size-int64(i)*chunkSize) }
