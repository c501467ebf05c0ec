package store

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"kyokun/kb"
)

// keyName is the file beside the store that holds the key of its checkpoints.
const keyName = "kyokun.key"

// origin is the first line of a checkpoint and the name of the key: whose log
// it is of.
func (s *Store) origin() string { return "kyokun/" + s.id }

// Checkpoint returns the head of the change log as a signed note: C2SP
// signed-note by Ed25519, around the lines of a C2SP tlog-checkpoint
//
//	kyokun/ID            origin: the id of the store
//	1234                 size: the number of the last change
//	base64               its Chain, 32 bytes
//	time 2026-04-01T…Z   an extension line: when it was signed
//
// Where tlog-checkpoint has the root of a Merkle tree, this has the head of a
// hash chain: it proves a prefix to whoever holds the log, not inclusion to
// somebody who does not. The key is made with the first checkpoint, in a file
// that only its owner can read.
func (s *Store) Checkpoint(ctx context.Context) ([]byte, error) {
	var last kb.Change
	err := s.view(ctx, func(t tx) (err error) {
		last, err = t.last()
		return err
	})
	if err != nil {
		return nil, err
	}
	if last.Seq == 0 {
		return nil, &Error{text: kb.Text{JA: "変更の記録がまだないので、署名するものがありません。", EN: "there is no change yet, so that there is nothing to sign"}}
	}
	chain, err := hex.DecodeString(last.Chain)
	if err != nil {
		return nil, damaged(s.path, fmt.Errorf("chain of change %d: %w", last.Seq, err))
	}
	signer, _, err := s.keys(true)
	if err != nil {
		return nil, err
	}
	body := fmt.Sprintf("%s\n%d\n%s\ntime %s\n", s.origin(), last.Seq, base64.StdEncoding.EncodeToString(chain), s.now().UTC().Format(time.RFC3339))
	signed, err := note.Sign(&note.Note{Text: body}, signer)
	if err != nil {
		return nil, fmt.Errorf("sign the checkpoint: %w", err)
	}
	return signed, nil
}

// PublicKey returns the verifier key of the checkpoints, in the form that C2SP
// signed-note recommends; it makes the key where there is none yet.
func (s *Store) PublicKey() (string, error) {
	_, public, err := s.keys(true)
	return public, err
}

// keys reads the key, or makes one where asked to; public is that for
// verifying. The file holds the two keys, one a line, as package note writes
// them.
func (s *Store) keys(create bool) (signer note.Signer, public string, err error) {
	s.keyFile.Lock()
	defer s.keyFile.Unlock()
	path := filepath.Join(s.dir, keyName)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && create {
		data, err = s.makeKey(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", &Error{cause: err, text: kb.Text{
			JA: fmt.Sprintf("チェックポイントの鍵 %s がありません。控えておいた公開鍵を --key で指定してください。", path),
			EN: fmt.Sprintf("there is no key of checkpoints %s: give the public key that you kept by --key", path),
		}}
	}
	if err != nil {
		return nil, "", unusable(path, err)
	}
	private, public, _ := strings.Cut(strings.TrimSpace(string(data)), "\n")
	signer, err = note.NewSigner(private)
	if err == nil {
		_, err = note.NewVerifier(public)
	}
	if err != nil {
		return nil, "", &Error{cause: err, text: kb.Text{
			JA: fmt.Sprintf("チェックポイントの鍵 %s が壊れています。控えから戻すか、別の場所へ移してください（移すと次のチェックポイントで新しい鍵が作られ、以前のものは控えた公開鍵でだけ確かめられます）。", path),
			EN: fmt.Sprintf("the key of checkpoints %s is damaged: restore it, or move it aside (the next checkpoint then makes a new one, and earlier ones can be verified by the public key that you kept alone)", path),
		}}
	}
	return signer, public, nil
}

// makeKey writes a new key, aside and renamed, so that nobody finds half of it.
func (s *Store) makeKey(path string) ([]byte, error) {
	private, public, err := note.GenerateKey(rand.Reader, s.origin())
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	data := []byte(private + "\n" + public + "\n")
	f, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return nil, err
	}
	syncDir(s.dir)
	return data, nil
}

// Proof is what a checkpoint proves of a log.
type Proof struct {
	// Size is the number of the change up to which the log is as it was.
	Size uint64 `json:"size"`
	// Time is when the checkpoint says it was signed.
	Time string `json:"time"`
	// Since is how many changes have come after.
	Since uint64 `json:"since"`
}

// Prove holds a checkpoint against the change log: that it was signed by the
// key, is of this store, and that the log up to its size is what it was. An
// empty key means that of the data folder. Of the chain below that place
// nothing is said: [Store.Verify] follows it. The error is an [*Error] that
// says which of these fails.
func (s *Store) Prove(ctx context.Context, checkpoint []byte, key string) (Proof, error) {
	head, err := s.openCheckpoint(checkpoint, key)
	if err != nil {
		return Proof{}, err
	}
	var c, last kb.Change
	err = s.view(ctx, func(t tx) error {
		if last, err = t.last(); err != nil {
			return err
		}
		if data := t.bucket(bucketChanges).Get(number(head.size)); data != nil {
			c, err = parseChange(number(head.size), data)
		}
		return err
	})
	switch {
	case err != nil:
		return Proof{}, err
	case head.size > last.Seq:
		return Proof{}, &Error{Kind: ErrDamaged, text: kb.Text{
			JA: fmt.Sprintf("変更の記録が切り詰められています。チェックポイントのときは%d件ありましたが、いまは%d件です。", head.size, last.Seq),
			EN: fmt.Sprintf("the change log was cut: it had %d entries at the checkpoint and has %d now", head.size, last.Seq),
		}}
	case c.Chain != head.chain:
		return Proof{}, &Error{Kind: ErrDamaged, text: kb.Text{
			JA: fmt.Sprintf("変更の記録が、チェックポイントのあとで書き換えられています。変更%dまでの鎖が署名されたものと違います。", head.size),
			EN: fmt.Sprintf("the change log was altered after the checkpoint: its chain up to change %d is not the signed one", head.size),
		}}
	}
	return Proof{Size: head.size, Time: head.time, Since: last.Seq - head.size}, nil
}

// signedHead is what a checkpoint says.
type signedHead struct {
	size        uint64
	chain, time string
}

func (s *Store) openCheckpoint(checkpoint []byte, key string) (signedHead, error) {
	if key == "" {
		var err error
		if _, key, err = s.keys(false); err != nil {
			return signedHead{}, err
		}
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(key))
	if err != nil {
		return signedHead{}, &Error{cause: err, text: kb.Text{
			JA: "公開鍵の形が正しくありません。kyokun checkpoint --public-key が出力した1行をそのまま指定してください。",
			EN: "the public key is malformed: give the line that kyokun checkpoint --public-key printed",
		}}
	}
	n, err := note.Open(checkpoint, note.VerifierList(verifier))
	var unknown *note.UnverifiedNoteError
	var forged *note.InvalidSignatureError
	switch {
	case err == nil:
		return s.parseHead(n.Text)
	case errors.As(err, &unknown):
		return signedHead{}, &Error{cause: err, text: kb.Text{
			JA: fmt.Sprintf("チェックポイントは別の鍵で署名されています（%s）。確かめる鍵は %s です。署名したときの公開鍵を --key で指定してください。", signers(unknown.Note), verifier.Name()),
			EN: fmt.Sprintf("the checkpoint was signed by another key (%s) than %s: give the public key of its time by --key", signers(unknown.Note), verifier.Name()),
		}}
	case errors.As(err, &forged):
		return signedHead{}, &Error{cause: err, text: kb.Text{
			JA: "チェックポイントの署名が合いません。署名のあとでファイルが書き換えられています。",
			EN: "the signature does not fit: the checkpoint was altered after it was signed",
		}}
	}
	return signedHead{}, cutCheckpoint(err)
}

func signers(n *note.Note) string {
	var out []string
	for _, s := range n.UnverifiedSigs {
		out = append(out, fmt.Sprintf("%s+%08x", s.Name, s.Hash))
	}
	return strings.Join(out, ", ")
}

func cutCheckpoint(cause error) error {
	return &Error{cause: cause, text: kb.Text{
		JA: "チェックポイントとして読めません。ファイルが途中で切れているか、チェックポイントではありません。",
		EN: "this is no whole checkpoint: the file was cut short or is something else",
	}}
}

// parseHead reads the body of a checkpoint whose signature fits.
func (s *Store) parseHead(text string) (signedHead, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 3 {
		return signedHead{}, cutCheckpoint(errors.New("fewer than three lines"))
	}
	if lines[0] != s.origin() {
		return signedHead{}, &Error{text: kb.Text{
			JA: fmt.Sprintf("別のデータフォルダーのチェックポイントです（%s）。このデータは %s です。", lines[0], s.origin()),
			EN: fmt.Sprintf("the checkpoint is of another data folder (%s); this one is %s", lines[0], s.origin()),
		}}
	}
	size, err := strconv.ParseUint(lines[1], 10, 64)
	if err != nil || size == 0 {
		return signedHead{}, cutCheckpoint(fmt.Errorf("size %q", lines[1]))
	}
	chain, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil {
		return signedHead{}, cutCheckpoint(err)
	}
	head := signedHead{size: size, chain: hex.EncodeToString(chain)}
	for _, line := range lines[3:] {
		if at, ok := strings.CutPrefix(line, "time "); ok {
			head.time = at
		}
	}
	return head, nil
}
