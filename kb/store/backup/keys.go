package backup

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"filippo.io/age"
)

// Recipients are whom generations are encrypted to, by their public keys.
// The zero value encrypts nothing.
type Recipients struct {
	keys  []age.Recipient
	names []string
}

// ParseRecipients reads public keys of age (age1…, age1pq1…).
func ParseRecipients(names []string) (Recipients, error) {
	var r Recipients
	for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
		keys, err := age.ParseRecipients(strings.NewReader(name))
		if err != nil || len(keys) != 1 {
			return Recipients{}, wrong("「%s」は age の公開鍵ではありません。age1… の形で指定してください（kyokun backup key で作れます）。",
				"%q is no public key of age: give one such as age1… (kyokun backup key makes one)", name)
		}
		r.keys, r.names = append(r.keys, keys[0]), append(r.names, name)
	}
	return r, nil
}

// String lists the public keys; "" where there are none.
func (r Recipients) String() string { return strings.Join(r.names, ",") }

// Identities are secret keys, which open what was encrypted to them.
type Identities struct{ keys []age.Identity }

// ReadIdentities reads a file of secret keys in the form of age-keygen.
func ReadIdentities(path string) (Identities, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Identities{}, fault(ErrKey, err, "秘密鍵のファイル %s を読めません（%v）。", "the file of the secret key %s cannot be read (%v)", path, err)
	}
	keys, err := age.ParseIdentities(bytes.NewReader(data))
	if err != nil {
		return Identities{}, fault(ErrKey, err, "%s は age の秘密鍵のファイルではありません。", "%s is no file of a secret key of age", path)
	}
	return Identities{keys}, nil
}

// NewIdentity writes a new secret key to a file, which must not exist, and
// returns its public key.
func NewIdentity(path string) (recipient string, err error) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return "", err
	}
	public := key.Recipient().String()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return "", fault(ErrInUse, err, "%s はすでにあります。鍵を上書きすると古い控えを開けなくなるため、別の名前を指定してください。",
			"%s is there already; a key written over would leave old backups closed for ever, so choose another name", path)
	}
	if err != nil {
		return "", failed(path, err)
	}
	_, err = f.WriteString("# public key: " + public + "\n" + key.String() + "\n")
	if err == nil {
		err = f.Sync()
	}
	return public, failed(path, errors.Join(err, f.Close()))
}

func wrongKey(cause error) error {
	return fault(ErrKey, cause, "この秘密鍵では開けません。控えを作ったときの --recipient と対になる鍵を --identity で指定してください。",
		"this secret key does not open it; give the one that belongs to the --recipient of the backup by --identity")
}

func needKey() error {
	return fault(ErrKey, nil, "この世代は暗号化されています。秘密鍵のファイルを --identity で指定してください。",
		"this generation is encrypted: give the file of the secret key by --identity")
}
