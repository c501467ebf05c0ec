package index

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// format is the number of the index's form on disk: fields, terms, records.
// It must be raised with every change to any of them, the tokenizer included;
// an index of another format is rebuilt.
//
//	1  first form: four zones by words, readings and grams; records as JSON
//	2  documents without a fiscal year, a start or a duration have none here either
//	3  readings by sound
//	4  records know the articles of provisions
//	5  words and tags that tell of accidents; English by stems
//	6  places within the number of the frequency
//	7  one field for all zones, which are part of the place; readings without places
const format = 7

// meta says what an index was made from. It is committed in one batch with
// the documents, so that it is true whatever happens in between.
type meta struct {
	Format     int    `json:"format"`
	Store      string `json:"store"`      // id of the log
	Vocabulary string `json:"vocabulary"` // hashes
	Tags       string `json:"tags"`
	Seq        uint64 `json:"seq"` // last change applied
}

// metaKey is where the meta lies in scorch; it is empty while a rebuild is under way.
const metaKey = "kyokun.meta"

func (e *engine) meta() (meta, error) {
	var m meta
	r, err := e.index.Reader()
	if err != nil {
		return m, fmt.Errorf("reading the index: %w", err)
	}
	defer func() { _ = r.Close() }()
	b, err := r.GetInternal([]byte(metaKey))
	if err != nil {
		return m, fmt.Errorf("reading the index's meta data: %w", err)
	}
	if len(b) == 0 {
		return m, errNoMeta
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, fmt.Errorf("%w: meta data: %w", errDamaged, err)
	}
	return m, nil
}

// errNoMeta means that the index is new, that a rebuild did not finish, or that
// scorch could not read a segment and fell back to the state before all of them.
var errNoMeta = errors.New("index is new, damaged or was not finished")

func (m meta) encode() []byte {
	b, err := json.Marshal(m)
	if err != nil { // strings and numbers always encode
		panic(err)
	}
	return b
}

// stale says why an index made from m can't serve where want is asked for;
// "" where it can, after catching up.
func (m meta) stale(want meta, head uint64) string {
	switch {
	case m.Format != want.Format:
		return fmt.Sprintf("its format is %d, not %d", m.Format, want.Format)
	case m.Store != want.Store:
		return "it was made from another store"
	case m.Vocabulary != want.Vocabulary:
		return "the vocabulary has changed"
	case m.Tags != want.Tags:
		return "the list of tags has changed"
	case m.Seq > head:
		return fmt.Sprintf("it is ahead of the log: %d > %d", m.Seq, head)
	}
	return ""
}

// hashOf is a hash of anything that JSON can write.
func hashOf(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("hashing: %w", err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// basis is what an index is built upon besides documents: tags, vocabulary
// and the meta data that name them.
type basis struct {
	meta    meta // Seq is not set
	extract extractor
	lexicon *lexicon
	words   vocabulary
}

func readBasis(ctx context.Context, log Log) (*basis, vocabulary, error) {
	tags, err := log.Tags(ctx)
	if err != nil {
		return nil, vocabulary{}, fmt.Errorf("reading the tags: %w", err)
	}
	terms, err := log.Vocabulary(ctx)
	if err != nil {
		return nil, vocabulary{}, fmt.Errorf("reading the vocabulary: %w", err)
	}
	m := meta{Format: format, Store: log.ID()}
	if m.Tags, err = hashOf(tags); err != nil {
		return nil, vocabulary{}, err
	}
	if m.Vocabulary, err = hashOf(terms); err != nil {
		return nil, vocabulary{}, err
	}
	words := vocabulary{tags, terms}
	return &basis{m, extractor{tags}, newLexicon(terms), words}, words, nil
}
