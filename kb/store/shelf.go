package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"time"

	"kyokun/kb"
)

// shelf is the documents as they were after the change seq, which nothing that
// is written later alters. It implements [kb.Shelf].
type shelf struct {
	view func(func(tx) error) error
	seq  uint64
}

// latestSeq is later than every change.
const latestSeq = math.MaxUint64

func (s *Store) shelf(ctx context.Context, seq uint64) shelf {
	ctx = context.WithoutCancel(ctx) // the library outlives the call that makes it
	return shelf{func(fn func(tx) error) error { return s.view(ctx, fn) }, seq}
}

func (s shelf) Has(id string) (ok bool, err error) {
	if kb.KindOf(id) == "" { // lists are no documents
		return false, nil
	}
	err = s.view(func(t tx) (err error) {
		_, ok, err = t.at(id, s.seq)
		return err
	})
	return ok, err
}

func (s shelf) File(id string) (f kb.File, ok bool, err error) {
	err = s.view(func(t tx) (err error) {
		st, found, err := t.at(id, s.seq)
		if err != nil || !found {
			return err
		}
		f, err = t.file(st)
		ok = err == nil
		return err
	})
	return f, ok, err
}

func (s shelf) IDs(kind kb.Kind, after string, limit int) ([]string, error) {
	var out []string
	err := s.view(func(t tx) error {
		first, prefix := following(after), ""
		if kind != "" {
			prefix = string(kind) + "-"
			first = max(first, prefix)
		}
		c := t.bucket(bucketDocuments).Cursor()
		for key, _ := c.Seek([]byte(first)); key != nil && len(out) < limit && strings.HasPrefix(string(key), prefix); key, _ = c.Next() {
			id := string(key)
			if kb.KindOf(id) == "" { // the lists are in the bucket, too
				continue
			}
			_, ok, err := t.at(id, s.seq)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, id)
			}
		}
		return nil
	})
	return out, err
}

// following is the first text after an id that another id may be.
func following(id string) string {
	if id == "" {
		return ""
	}
	return id + "\x01"
}

func (s shelf) Referrers(to, after string, limit int) ([]string, error) {
	prefix := referrersOf(to)
	return s.listed(bucketReferrers, prefix, append(slices.Clone(prefix), following(after)...), limit)
}

func (s shelf) Latest(domain string, limit int) ([]string, error) {
	prefix := startsIn(domain)
	return s.listed(bucketStarts, prefix, prefix, limit)
}

// listed returns the documents that keys with the prefix, from first on, name
// with a revision that is in view.
func (s shelf) listed(bucket string, prefix, first []byte, limit int) ([]string, error) {
	var out []string
	err := s.view(func(t tx) error {
		c := t.bucket(bucket).Cursor()
		for key, _ := c.Seek(first); len(out) < limit && bytes.HasPrefix(key, prefix); key, _ = c.Next() {
			id, revision, err := parseEntryKey(bucket, key[len(prefix):])
			if err != nil {
				return err
			}
			st, ok, err := t.at(id, s.seq)
			if err != nil {
				return err
			}
			if ok && st.Revision == revision {
				out = append(out, id)
			}
		}
		return nil
	})
	return out, err
}

func (s shelf) Count(kind kb.Kind, domain string) (n int, err error) {
	err = s.view(func(t tx) error {
		head, err := t.head()
		if err != nil {
			return err
		}
		if s.seq >= head {
			n, err = t.counted(kind, domain)
			return err
		}
		return t.states(func(id string, _ state) error {
			st, ok, err := t.at(id, s.seq)
			if ok && (kind == "" && kb.KindOf(id) != "" || kind != "" && kb.KindOf(id) == kind) && (domain == "" || st.Domain == domain) {
				n++
			}
			return err
		})
	})
	return n, err
}

// counted adds up what is kept of the numbers of documents in view.
func (t tx) counted(kind kb.Kind, domain string) (n int, err error) {
	b := t.bucket(bucketCounts)
	return n, b.ForEach(func(key, data []byte) error {
		of, in, _ := strings.Cut(string(key), "/")
		if kind != "" && of != string(kind) || domain != "" && in != domain {
			return nil
		}
		count, err := parseNumber(data)
		n += int(count)
		return err
	})
}

// at returns where a document stood after the change seq; ok is false where it
// was not in view then.
func (t tx) at(id string, seq uint64) (st state, ok bool, err error) {
	st, ok, err = t.state(id)
	if err != nil || !ok {
		return st, false, err
	}
	if st.Seq <= seq {
		return st, !st.Withdrawn, nil
	}
	for n := st.Revision; n > 0; n-- {
		rev, err := t.revision(id, n)
		if err != nil {
			return st, false, err
		}
		if rev.Seq <= seq {
			st = state{Origin: st.Origin, Revision: n, Hash: rev.Hash, Path: rev.Path, Domain: rev.Domain, Seq: rev.Seq}
			return st, rev.Withdrawn == 0 || rev.Withdrawn > seq, nil
		}
	}
	return st, false, nil
}

// enter makes the entries by which a revision of a document is found.
func (t tx) enter(id string, revision int, e kb.Entry) error {
	for bucket, keys := range entryKeys(id, revision, e) {
		b := t.bucket(bucket)
		for _, key := range keys {
			if err := b.Put(key, entered); err != nil {
				return err
			}
		}
	}
	return nil
}

// entered is the value of an entry, all of which is in its key.
var entered = []byte{1}

// entryKeys are the keys of a revision's entries, by bucket.
func entryKeys(id string, revision int, e kb.Entry) map[string][][]byte {
	out := map[string][][]byte{}
	for _, to := range e.References {
		out[bucketReferrers] = append(out[bucketReferrers], append(referrersOf(to), revisionKey(id, revision)...))
	}
	if kb.KindOf(id) == kb.KindCase {
		key := append(startsIn(e.Domain), latestFirst(e.Start)...)
		out[bucketStarts] = [][]byte{append(key, revisionKey(id, revision)...)}
	}
	return out
}

func referrersOf(to string) []byte { return append([]byte(to), 0) }

func startsIn(domain string) []byte { return append([]byte(domain), 0) }

// latestFirst is eight bytes that sort later times first.
func latestFirst(at time.Time) []byte {
	return binary.BigEndian.AppendUint64(nil, ^(uint64(at.Unix()) ^ 1<<63))
}

// parseEntryKey reads the document and the revision from what follows the
// prefix of a key.
func parseEntryKey(bucket string, rest []byte) (id string, revision int, err error) {
	if bucket == bucketStarts {
		rest = rest[min(8, len(rest)):]
	}
	name, number, _ := bytes.Cut(rest, []byte{0})
	n, err := parseNumber(number)
	return string(name), int(n), err
}

// recount adds to the number of documents of a kind in a domain that are in view.
func (t tx) recount(id, domain string, by int) error {
	key := []byte(countKey(id, domain))
	b, n := t.bucket(bucketCounts), uint64(0)
	if data := b.Get(key); data != nil {
		var err error
		if n, err = parseNumber(data); err != nil {
			return err
		}
	}
	return b.Put(key, number(uint64(int(n)+by)))
}

func countKey(id, domain string) string { return string(kb.KindOf(id)) + "/" + domain }

// remake makes the buckets of entries and counts anew.
func (t tx) remake() error {
	for _, name := range derivedBuckets() {
		if t.b.Bucket([]byte(name)) != nil {
			if err := t.b.DeleteBucket([]byte(name)); err != nil {
				return err
			}
		}
		if _, err := t.b.CreateBucket([]byte(name)); err != nil {
			return err
		}
	}
	return nil
}
