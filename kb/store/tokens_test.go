package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kyokun/kb/store"
)

// clock is a time that tests set.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func openAt(t *testing.T, dir string, c *clock) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dir, store.Options{Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { checkAndClose(t, s) })
	return s
}

func TestTokens(t *testing.T) {
	dir := t.TempDir()
	c := &clock{time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)}
	s := openAt(t, dir, c)
	day := 24 * time.Hour
	short, shortSecret, err := s.CreateToken(t.Context(), "短い", []string{"kb:read"}, day)
	if err != nil {
		t.Fatal(err)
	}
	c.at = c.at.Add(time.Hour)
	long, longSecret, err := s.CreateToken(t.Context(), "long", []string{"kb:read"}, 90*day)
	if err != nil {
		t.Fatal(err)
	}
	holds := func(secret string) bool {
		t.Helper()
		_, err := s.VerifyToken(t.Context(), secret)
		if err != nil && !errors.Is(err, store.ErrToken) {
			t.Fatal(err)
		}
		return err == nil
	}
	got, err := s.VerifyToken(t.Context(), shortSecret)
	if err != nil || got.ID != short.ID || got.Name != "短い" || !got.Expires.Equal(short.Created.Add(day)) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, wrong := range []string{
		"", "kyokun_", "kyokun__", "kyokun_" + short.ID, "kyokun_" + short.ID + "_", shortSecret[:len(shortSecret)-1], shortSecret + "A",
		"kyokun_" + long.ID + shortSecret[len("kyokun_")+len(short.ID):], longSecret[1:],
	} {
		if holds(wrong) {
			t.Errorf("%q holds", wrong)
		}
	}
	c.at = short.Expires.Add(-time.Second)
	if !holds(shortSecret) {
		t.Error("a token does not hold in its last second")
	}
	c.at = short.Expires
	if holds(shortSecret) || !holds(longSecret) {
		t.Error("the expiry is not kept")
	}
	if _, err := s.RevokeToken(t.Context(), long.ID); err != nil || holds(longSecret) {
		t.Errorf("a revoked token holds (%v)", err)
	}
	if _, err := s.RevokeToken(t.Context(), "nosuch"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("revoking no token: %v", err)
	}
	list, err := s.Tokens(t.Context())
	if err != nil || len(list) != 2 || list[0].ID != long.ID || list[0].Revoked == nil {
		t.Errorf("%+v, %v", list, err)
	}
	c.at = c.at.Add(2 * 365 * day) // the next creation forgets both
	last, _, err := s.CreateToken(t.Context(), "", []string{"kb:read"}, day)
	if err != nil {
		t.Fatal(err)
	}
	if list, err := s.Tokens(t.Context()); err != nil || len(list) != 1 || list[0].ID != last.ID {
		t.Errorf("%+v, %v", list, err)
	}
}

// TestTokenIsNotStored looks for the secret in the bytes of the file.
func TestTokenIsNotStored(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	_, secret, err := s.CreateToken(t.Context(), "x", []string{"kb:read"}, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "kyokun.db"))
	if err != nil {
		t.Fatal(err)
	}
	if tail := secret[len(secret)-26:]; bytes.Contains(data, []byte(tail)) {
		t.Error("the file holds the secret")
	}
	if before, err := s.Head(t.Context()); err != nil || before != 0 {
		t.Errorf("a token is in the change log: %d, %v", before, err)
	}
}
