package backup

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kyokun/kb"
)

const (
	// journalName and secretName are files in the data folder.
	journalName = "kyokun-backups.jsonl"
	secretName  = "kyokun-backup.key"
	// journalLimit is the length, in bytes, from which on Compact shortens.
	journalLimit = 1 << 20
)

// Actions in the journal.
const (
	ActionCreate  = "create"
	ActionVerify  = "verify"
	ActionDrill   = "drill" // a restore to a folder of its own
	ActionRestore = "restore"
	ActionPrune   = "prune"
)

// Event is something that was done with a backup, or tried.
type Event struct {
	Time   time.Time `json:"time"`
	Action string    `json:"action"`
	// Repository is its id, "" where it could not be opened.
	Repository string `json:"repository,omitempty"`
	Place      string `json:"place"`
	Facts      Facts  `json:"facts"`
	Generation string `json:"generation,omitempty"`
	// Opened means that the content was decrypted and the store in it checked.
	Opened bool          `json:"opened,omitempty"`
	Took   time.Duration `json:"took_ns,omitempty"`
	// Error is why it failed, in both languages; nil where it did not.
	Error *kb.Text `json:"error,omitempty"`
}

// Journal is the record of a data folder's backups. Each event is one line,
// added by one write, so that several processes may add to it.
type Journal struct{ dir string }

// NewJournal returns the journal of a data folder, which need not exist yet.
func NewJournal(dir string) *Journal { return &Journal{dir} }

// Record adds an event; err, where it is not nil, becomes its Error.
func (j *Journal) Record(e Event, err error) error {
	if err != nil {
		text := TextOf(err)
		e.Error = &text
	}
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode an event of the backup: %w", err)
	}
	if err := os.MkdirAll(j.dir, 0o700); err != nil {
		return failed(j.dir, err)
	}
	path := filepath.Join(j.dir, journalName)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return failed(path, err)
	}
	// A line that a full disk cut short must not take the next one with it.
	_, err = f.Write(append(append([]byte{'\n'}, line...), '\n'))
	if err == nil {
		err = f.Sync()
	}
	return failed(path, errors.Join(err, f.Close()))
}

// Events returns what was recorded, the oldest first. Lines that cannot be
// read, such as one that was cut short, are left out.
func (j *Journal) Events() ([]Event, error) {
	path := filepath.Join(j.dir, journalName)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, failed(path, err)
	}
	return parseEvents(data), nil
}

func parseEvents(data []byte) []Event {
	var events []Event
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		var e Event
		if json.Unmarshal(lines.Bytes(), &e) == nil && e.Action != "" && !e.Time.IsZero() {
			events = append(events, e)
		}
	}
	return events
}

// Compact shortens a long journal to its newer half and, of each target, the
// last event of each sort. It is for when the data folder is opened.
func (j *Journal) Compact() error {
	path := filepath.Join(j.dir, journalName)
	if info, err := os.Stat(path); err != nil || info.Size() < journalLimit {
		return nil
	}
	events, err := j.Events()
	if err != nil {
		return err
	}
	last := map[string]int{}
	sort := func(e Event) string {
		return fmt.Sprint(e.Action, e.Error == nil, e.Opened, e.Repository, e.Place)
	}
	for i, e := range events {
		last[sort(e)] = i
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for i, e := range events {
		if i < len(events)/2 && last[sort(e)] != i {
			continue
		}
		if err := enc.Encode(e); err != nil {
			return err
		}
	}
	return failed(path, writeAside(path, b.Bytes()))
}

// Secret returns the secret from which tags of chunks are made, and makes it
// the first time. Without it, what is stored cannot be recognised and is
// stored again; nothing is lost with it.
func (j *Journal) Secret() ([]byte, error) {
	const size = 32
	path := filepath.Join(j.dir, secretName)
	secret, err := os.ReadFile(path)
	if err == nil && len(secret) == size {
		return secret, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, failed(path, err)
	}
	secret = make([]byte, size)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(j.dir, 0o700); err != nil {
		return nil, failed(j.dir, err)
	}
	return secret, failed(path, writeAside(path, secret))
}

// knows reports whether a repository has been at the place of a target.
func (j *Journal) knows(name string) bool {
	events, err := j.Events()
	place := PlaceOf(name)
	for _, e := range events {
		if e.Place == place && e.Repository != "" {
			return err == nil
		}
	}
	return false
}

// PlaceOf names the place of a target as the journal does, without opening it.
func PlaceOf(name string) string {
	if strings.HasPrefix(name, s3Scheme) {
		if p, err := parseS3(name); err == nil {
			return p.String()
		}
		name, _, _ = strings.Cut(name, "?")
		return name
	}
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}
	return name
}

// TextOf returns what to tell the user of an error.
func TextOf(err error) kb.Text {
	var told interface{ Text() kb.Text }
	if errors.As(err, &told) {
		return told.Text()
	}
	return kb.Text{JA: err.Error(), EN: err.Error()}
}
