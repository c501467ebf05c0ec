package kb

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"
)

// File is one content file as it was written.
type File struct {
	// Path is slash-separated and relative to the content folder.
	Path string
	Data []byte
}

// Hash returns the SHA-256 of the file's bytes in hexadecimal.
func (f File) Hash() string {
	sum := sha256.Sum256(f.Data)
	return hex.EncodeToString(sum[:])
}

// Op is what a change did to a document.
type Op string

// The operations.
const (
	OpPut      Op = "put"      // a new revision
	OpWithdraw Op = "withdraw" // taken out of view; its revisions stay
)

// Change is one entry of the append-only change log. What follows the log,
// such as an index, remembers the last Seq it has applied.
type Change struct {
	// Seq counts from 1 without gaps.
	Seq uint64 `json:"seq"`
	// Time is when the change was committed, in UTC; never before that of the
	// entry before it, except in logs of a clock that was set back which a version
	// before store format 3 wrote.
	Time time.Time `json:"time"`
	// Actor is who made it: [BundledActor] for content that came with a release.
	Actor string `json:"actor"`
	Op    Op     `json:"op"`
	// ID is the id of the document, or [VocabularyID], [TagsID], [DutyID],
	// [StatisticsID], [OwnTagsID] or one that [PassagesID] returns.
	ID string `json:"id"`
	// Revision counts the document's revisions from 1.
	Revision int `json:"revision"`
	// Hash is the SHA-256 of the revision's file in hexadecimal.
	Hash string `json:"hash"`
	// Reason says why it was made, in the actor's words; empty where not said.
	Reason string `json:"reason,omitempty"`
	// Chain binds the entry to all before it; see [Change.Link].
	Chain string `json:"chain"`
}

// BundledActor makes the changes that a release brings. Nobody else may bear
// the name, so that the log alone says which documents are bundled.
const BundledActor = "bundled"

// chainForm is what the bytes of every entry begin with; another way of
// writing them would have another name.
const chainForm = "kyokun-change-1"

// Link returns what Chain must be where before is the Chain of the entry with
// the number below, or, for the first entry, the id of the store: the SHA-256,
// in lower-case hexadecimal, of ten strings in this order
//
//  1. "kyokun-change-1"
//  2. before
//  3. Seq in decimal
//  4. Time in UTC, as RFC 3339 writes it with as many digits of the fraction
//     of a second as are not zero at the end (2026-04-01T00:00:00.5Z)
//  5. Actor
//  6. Op
//  7. ID
//  8. Revision in decimal
//  9. Hash
//  10. Reason
//
// each written as a netstring: its length in bytes in decimal, a colon, its
// bytes in UTF-8, a comma. So no two entries are written alike, and an entry
// fixes every entry before it and the bytes of every file.
func (c Change) Link(before string) string {
	h := sha256.New()
	for _, s := range []string{
		chainForm, before, strconv.FormatUint(c.Seq, 10), c.Time.UTC().Format(time.RFC3339Nano), c.Actor, string(c.Op),
		c.ID, strconv.Itoa(c.Revision), c.Hash, c.Reason,
	} {
		fmt.Fprintf(h, "%d:%s,", len(s), s) // a hash never fails to be written to
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Ids under which the change log carries the files that are no documents.
const (
	VocabularyID = "vocabulary"
	TagsID       = "tags"
	DutyID       = "duty"
	StatisticsID = "statistics"
	// OwnTagsID is of the user's own tags, which no release brings.
	OwnTagsID = "own-tags"
)
