package backup

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
)

const (
	// chunkSize is how much of the store goes into one chunk. Pages of the store
	// change in place, so that chunks of a fixed size find what is the same.
	chunkSize = 64 << 10
	// chunkLimit is how large a stored chunk may be: one that does not compress,
	// encrypted to many recipients.
	chunkLimit = chunkSize + 64<<10
)

// sum is a SHA-256.
type sum [sha256.Size]byte

func (s sum) String() string { return hex.EncodeToString(s[:]) }

// sealer compresses and, where there are recipients, encrypts.
type sealer struct {
	zip        *zstd.Encoder
	recipients []age.Recipient
	// tagKey makes tags, by which equal chunks are known without their content.
	tagKey []byte
}

// newSealer returns a sealer. The tags depend on the secret, the repository and
// the recipients: chunks that others can open are others.
func newSealer(secret []byte, repository string, to Recipients) (*sealer, error) {
	zip, err := zstd.NewWriter(nil, zstd.WithEncoderCRC(true), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("set up compression: %w", err)
	}
	mac := hmac.New(sha256.New, secret)
	fmt.Fprintf(mac, "%s\n%s", repository, to.String())
	return &sealer{zip: zip, recipients: to.keys, tagKey: mac.Sum(nil)}, nil
}

// tag returns what a chunk is known by to those with the secret.
func (s *sealer) tag(plain []byte) sum {
	mac := hmac.New(sha256.New, s.tagKey)
	mac.Write(plain)
	return sum(mac.Sum(nil))
}

// seal returns what is stored of plain. It is safe for concurrent use.
func (s *sealer) seal(plain []byte) ([]byte, error) {
	packed := s.zip.EncodeAll(plain, nil)
	if len(s.recipients) == 0 {
		return packed, nil
	}
	var b bytes.Buffer
	w, err := age.Encrypt(&b, s.recipients...)
	if err != nil {
		return nil, fmt.Errorf("encrypt: %w", err)
	}
	if _, err := w.Write(packed); err != nil {
		return nil, fmt.Errorf("encrypt: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("encrypt: %w", err)
	}
	return b.Bytes(), nil
}

// unseal undoes seal; limit bounds what comes out.
func unseal(stored []byte, encrypted bool, keys Identities, limit int64) ([]byte, error) {
	if encrypted {
		r, err := age.Decrypt(bytes.NewReader(stored), keys.keys...)
		if none := (*age.NoIdentityMatchError)(nil); errors.As(err, &none) {
			return nil, wrongKey(err)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: decrypt: %w", ErrDamaged, err)
		}
		if stored, err = io.ReadAll(r); err != nil {
			return nil, fmt.Errorf("%w: decrypt: %w", ErrDamaged, err)
		}
	}
	unzip, err := zstd.NewReader(bytes.NewReader(stored), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(16<<20))
	if err != nil {
		return nil, fmt.Errorf("%w: unpack: %w", ErrDamaged, err)
	}
	defer unzip.Close()
	plain, err := readAll(unzip, limit)
	if err != nil {
		return nil, fmt.Errorf("%w: unpack: %w", ErrDamaged, err)
	}
	return plain, nil
}
