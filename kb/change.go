package kb

import (
	"crypto/sha256"
	"encoding/hex"
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
	// Time is when the change was committed, in UTC.
	Time time.Time `json:"time"`
	// Actor is who made it: "bundled" for content that came with a release.
	Actor string `json:"actor"`
	Op    Op     `json:"op"`
	// ID is the id of the document, or [VocabularyID], [TagsID], [DutyID] or
	// [StatisticsID].
	ID string `json:"id"`
	// Revision counts the document's revisions from 1.
	Revision int `json:"revision"`
	// Hash is the SHA-256 of the revision's file in hexadecimal.
	Hash string `json:"hash"`
}

// Ids under which the change log carries the files that are no documents.
const (
	VocabularyID = "vocabulary"
	TagsID       = "tags"
	DutyID       = "duty"
	StatisticsID = "statistics"
)
