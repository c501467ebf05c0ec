package store

import "encoding/binary"

// format is the version of the layout below. A store with a higher one is
// refused; one with a lower one is brought up to date when it is opened.
//
//	1  documents, revisions, contents, change log
//	2  each entry of the change log bears the chain (see [kb.Change.Link])
//	3  referrers, starts, counts, bundled; a revision says when it was withdrawn, and a
//	   state which change made it
const format = 3

// The buckets. Integers in keys are big-endian, so that keys sort by number;
// values are JSON unless said otherwise. What comes later (accounts,
// self-assessments) gets buckets of its own.
const (
	// bucketMeta holds the format (8 bytes) and the id of the store (text).
	bucketMeta = "meta"
	// bucketChanges is the change log: sequence number → [kb.Change]. Entries
	// are written once and never touched, but by a change of format.
	bucketChanges = "changes"
	// bucketDocuments is where each document stands now: id → state.
	bucketDocuments = "documents"
	// bucketRevisions is what each document was: id, 0, number → revision.
	bucketRevisions = "revisions"
	// bucketContents are the files by their SHA-256 in hexadecimal, as written;
	// revisions with the same bytes share one.
	bucketContents = "contents"
	// bucketReferrers is which revisions refer to a document: its id, 0, the id
	// of the referrer, 0, the number of the revision → 1. As in bucketStarts,
	// entries stay when a revision is followed by another: what is in view at a
	// moment is for the states and revisions to say.
	bucketReferrers = "referrers"
	// bucketStarts sorts the revisions of cases by their start: domain, 0, start
	// (later ones first), id, 0, number of the revision → 1.
	bucketStarts = "starts"
	// bucketCounts is how many documents are in view: kind, /, domain → number
	// (8 bytes).
	bucketCounts = "counts"
	// bucketBundled is which documents and lists came with a release, in view or
	// not: id → 1. An import looks at these alone.
	bucketBundled = "bundled"
	// bucketTokens holds API tokens by id; it is missing until the first is made.
	bucketTokens = "tokens"
)

// Keys of bucketMeta.
const (
	metaFormat = "format"
	metaID     = "id"
	// metaWentBack is up to which entry of the change log times do not ascend (8
	// bytes); missing where they always do.
	metaWentBack = "went-back"
)

func buckets() []string {
	return []string{bucketMeta, bucketChanges, bucketDocuments, bucketRevisions, bucketContents}
}

// derivedBuckets are made from the others, and there since format 3.
func derivedBuckets() []string {
	return []string{bucketReferrers, bucketStarts, bucketCounts, bucketBundled}
}

// origin says where a document comes from and so who may change it.
type origin string

const (
	bundled origin = "bundled" // came with a release; changed by Import alone
	own     origin = "own"     // written by the user; never touched by Import
)

// state is where a document stands after the last change.
type state struct {
	Origin    origin `json:"origin"`
	Revision  int    `json:"revision"`
	Hash      string `json:"hash"`
	Path      string `json:"path"`
	Withdrawn bool   `json:"withdrawn,omitempty"`
	// Domain is that of a document; lists have none.
	Domain string `json:"domain,omitempty"`
	// Seq is the change that made the state.
	Seq uint64 `json:"seq"`
}

// revision is one version of a document.
type revision struct {
	// Seq is the change that made it.
	Seq    uint64 `json:"seq"`
	Hash   string `json:"hash"`
	Path   string `json:"path"`
	Domain string `json:"domain,omitempty"`
	// Withdrawn is the change that took it out of view; 0 where none did.
	Withdrawn uint64 `json:"withdrawn,omitempty"`
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func revisionKey(id string, rev int) []byte {
	return binary.BigEndian.AppendUint64(append([]byte(id), 0), uint64(rev))
}
