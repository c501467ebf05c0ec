package corpus

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"kyokun/kb"
)

// Log is a change log that has put each document of a corpus once, and those
// added since. It is what an index follows.
type Log struct {
	*Corpus
	mu    sync.Mutex
	added []kb.Document // guarded by mu
}

// NewLog returns the log of a corpus.
func NewLog(c *Corpus) *Log { return &Log{Corpus: c} }

// ID names the corpus.
func (l *Log) ID() string { return fmt.Sprintf("synthetic-%d-%d", l.seed, l.docs) }

// Grow puts one more document and returns its id.
func (l *Log) Grow() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	d := l.Corpus.Document(l.docs + len(l.added))
	l.added = append(l.added, d)
	return d.Common().ID
}

// Changes returns at most limit changes after the given one.
func (l *Log) Changes(ctx context.Context, after uint64, limit int) ([]kb.Change, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []kb.Change
	for i := int(after); i < l.docs+len(l.added) && len(out) < limit; i++ {
		c := kb.Change{Seq: uint64(i + 1), Op: kb.OpPut}
		if i < l.docs {
			c.ID = l.id(i)
		} else {
			c.ID = l.added[i-l.docs].Common().ID
		}
		out = append(out, c)
	}
	return out, ctx.Err()
}

// errUnknown is the error for an id that no document has.
var errUnknown = errors.New("no such document")

// Document returns the document with the id.
func (l *Log) Document(ctx context.Context, id string) (kb.Document, error) {
	l.mu.Lock()
	for i := len(l.added) - 1; i >= 0; i-- {
		if d := l.added[i]; d.Common().ID == id {
			l.mu.Unlock()
			return d, ctx.Err()
		}
	}
	l.mu.Unlock()
	_, number, ok := strings.Cut(id, "-s")
	i, err := strconv.Atoi(number)
	if !ok || err != nil || i < 0 || i >= l.docs || l.id(i) != id {
		return nil, fmt.Errorf("%w: %s", errUnknown, id)
	}
	return l.Corpus.Document(i), ctx.Err()
}

// Tags returns the tags of the content that the corpus was made from.
func (l *Log) Tags(context.Context) (*kb.TagList, error) { return l.tags, nil }

// Vocabulary returns the terms of that content.
func (l *Log) Vocabulary(context.Context) (*kb.Vocabulary, error) { return l.words, nil }
