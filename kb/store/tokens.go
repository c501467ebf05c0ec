package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kyokun/kb"
)

const (
	// tokenPrefix lets people and scanners of leaked secrets recognise a token.
	tokenPrefix = "kyokun_"
	// maxTokens bounds how many tokens there are at a time.
	maxTokens = 1000
	// tokenKept is how long a token that no longer holds stays on the list.
	tokenKept = 365 * 24 * time.Hour
)

// Token is an API token as the store knows it: without its secret, of which
// only the SHA-256 is kept. The secret has 130 random bits, so that a slow
// hash would add nothing.
type Token struct {
	// ID is public: it names the token in lists and logs.
	ID string `json:"id"`
	// Name says whose or what for it is.
	Name    string    `json:"name"`
	Scopes  []string  `json:"scopes"`
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires"`
	// Revoked is when it was revoked; nil where it was not.
	Revoked *time.Time `json:"revoked,omitempty"`
}

// tokenRecord is the value of a key of bucketTokens, which is the id.
type tokenRecord struct {
	Token
	Hash []byte `json:"hash"`
}

// CreateToken makes a token that holds for the time given and returns it with
// its secret, which is told this once and can't be had again.
func (s *Store) CreateToken(ctx context.Context, name string, scopes []string, lifetime time.Duration) (Token, string, error) {
	id := strings.ToLower(rand.Text()[:10])
	secret := tokenPrefix + id + "_" + rand.Text()
	now := s.now().UTC().Truncate(time.Second)
	sum := sha256.Sum256([]byte(secret))
	rec := tokenRecord{Token: Token{ID: id, Name: name, Scopes: scopes, Created: now, Expires: now.Add(lifetime)}, Hash: sum[:]}
	err := s.update(ctx, func(t tx) (bool, error) {
		// The bucket came after format 2 and is made on first use, so that
		// versions without it can still read the store.
		if _, err := t.b.CreateBucketIfNotExists([]byte(bucketTokens)); err != nil {
			return false, err
		}
		left, err := t.pruneTokens(now)
		if err != nil {
			return false, err
		}
		if left >= maxTokens {
			return false, &Error{text: kb.Text{
				JA: fmt.Sprintf("トークンが%d個あります。使わないものを kyokun token revoke で取り消し、期限の切れたものが消えるのを待ってください。", left),
				EN: fmt.Sprintf("there are %d tokens: revoke those not in use by kyokun token revoke", left),
			}}
		}
		return true, t.put(bucketTokens, []byte(id), rec)
	})
	if err != nil {
		return Token{}, "", fmt.Errorf("create a token: %w", err)
	}
	return rec.Token, secret, nil
}

// Tokens lists all tokens, the newest first: those that no longer hold too,
// for a year.
func (s *Store) Tokens(ctx context.Context) ([]Token, error) {
	var list []Token
	err := s.view(ctx, func(t tx) error {
		return t.tokens(func(rec tokenRecord) error {
			list = append(list, rec.Token)
			return nil
		})
	})
	slices.SortFunc(list, func(a, b Token) int {
		return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(a.ID, b.ID))
	})
	return list, err
}

// RevokeToken ends a token at once; ErrNotFound where there is none with the
// id. One that was revoked before stays as it is.
func (s *Store) RevokeToken(ctx context.Context, id string) (Token, error) {
	var rec tokenRecord
	err := s.update(ctx, func(t tx) (bool, error) {
		ok, err := t.token(id, &rec)
		switch {
		case err != nil:
			return false, err
		case !ok:
			return false, noToken(id)
		case rec.Revoked != nil:
			return false, nil
		}
		now := s.now().UTC().Truncate(time.Second)
		rec.Revoked = &now
		return true, t.put(bucketTokens, []byte(id), rec)
	})
	if err != nil {
		return Token{}, fmt.Errorf("revoke a token: %w", err)
	}
	return rec.Token, nil
}

// VerifyToken returns the token with the secret; ErrToken where there is none,
// or it has expired or was revoked: which of these only its holder is told.
func (s *Store) VerifyToken(ctx context.Context, secret string) (Token, error) {
	rest, _ := strings.CutPrefix(secret, tokenPrefix)
	id, _, _ := strings.Cut(rest, "_")
	var rec tokenRecord
	err := s.view(ctx, func(t tx) (err error) {
		_, err = t.token(id, &rec)
		return err
	})
	if err != nil {
		return Token{}, err
	}
	sum := sha256.Sum256([]byte(secret))
	same := subtle.ConstantTimeCompare(sum[:], rec.Hash) == 1 // no record has no hash
	switch {
	case !same:
		return Token{}, badToken("このトークンは知られていません。", "the token is not known")
	case rec.Revoked != nil:
		return Token{}, badToken("このトークンは取り消されています。", "the token was revoked")
	case !s.now().Before(rec.Expires):
		return Token{}, badToken("このトークンは期限が切れています。", "the token has expired")
	}
	return rec.Token, nil
}

// token reads a token; ok is false where there is none with the id.
func (t tx) token(id string, rec *tokenRecord) (ok bool, err error) {
	if t.bucket(bucketTokens) == nil || id == "" {
		return false, nil
	}
	return t.get(bucketTokens, []byte(id), rec)
}

func (t tx) tokens(fn func(tokenRecord) error) error {
	b := t.bucket(bucketTokens)
	if b == nil {
		return nil
	}
	return b.ForEach(func(key, data []byte) error {
		var rec tokenRecord
		if err := json.Unmarshal(data, &rec); err != nil {
			return fmt.Errorf("%w: token %q: %w", errCorrupt, key, err)
		}
		return fn(rec)
	})
}

// pruneTokens forgets those that have not held for long, and counts the rest.
func (t tx) pruneTokens(now time.Time) (left int, err error) {
	var old []string
	err = t.tokens(func(rec tokenRecord) error {
		end := rec.Expires
		if rec.Revoked != nil {
			end = *rec.Revoked
		}
		if now.Sub(end) > tokenKept {
			old = append(old, rec.ID)
			return nil
		}
		left++
		return nil
	})
	for _, id := range old {
		err = errors.Join(err, t.bucket(bucketTokens).Delete([]byte(id)))
	}
	return left, err
}

func noToken(id string) error {
	return &Error{Kind: ErrNotFound, text: kb.Text{
		JA: fmt.Sprintf("トークン %s はありません。kyokun token list で確かめてください。", id),
		EN: fmt.Sprintf("there is no token %s; see kyokun token list", id),
	}}
}

func badToken(ja, en string) error { return &Error{Kind: ErrToken, text: kb.Text{JA: ja, EN: en}} }
