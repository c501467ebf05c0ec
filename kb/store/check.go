package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"kyokun/kb"
)

// Finding is a place where the store disagrees with itself.
type Finding struct {
	// Part is what was looked at: "log", "chain", "revisions", "contents",
	// "documents", "entries", "pages" or "links".
	Part string `json:"part"`
	// Seq is the change at which it shows, 0 where it is of none.
	Seq uint64 `json:"seq,omitempty"`
	// ID is the document at fault, empty where it is of none.
	ID   string  `json:"id,omitempty"`
	Text kb.Text `json:"text"`
}

// Verified is what a check of the store came to.
type Verified struct {
	// Head is the number of the last change, Chain what it is bound by.
	Head  uint64 `json:"head"`
	Chain string `json:"chain"`
	// Documents are in view; Revisions are all there ever were.
	Documents int `json:"documents"`
	Revisions int `json:"revisions"`
	// Findings are all disagreements, in the order of the log; none in a store
	// that is as it was written.
	Findings []Finding `json:"findings"`
	// Logged is what the log says of each document: its last change. It is
	// for comparing what follows the log.
	Logged map[string]kb.Change `json:"-"`
}

// Check reads the whole store, as [Store.Verify] does, but looks at no links
// between documents. The error is ErrDamaged and lists every fault.
func (s *Store) Check(ctx context.Context) error {
	v, err := s.verify(ctx)
	if err != nil {
		return err
	}
	var faults []error
	for _, f := range v.Findings {
		faults = append(faults, errors.New(f.Text.EN))
	}
	if len(faults) > 0 {
		return damaged(s.path, errors.Join(faults...))
	}
	return nil
}

// Verify reads the whole store: the change log, which must have no gap, whose
// entries must be bound by their chain, and which must lead to exactly the
// revisions, contents and current states that are stored; bbolt's pages; and
// the links between the documents in view. No change is written meanwhile. The
// error is of reading, not of what was found.
func (s *Store) Verify(ctx context.Context) (Verified, error) {
	v, err := s.verify(ctx)
	if err != nil || len(v.Findings) > 0 {
		return v, err
	}
	lib, _, err := s.Library(ctx)
	if err != nil || v.Head == 0 {
		return v, err
	}
	for _, p := range lib.Check() {
		id, _ := kb.FileID(kb.File{Path: p.File}) // one of the files
		v.Findings = append(v.Findings, Finding{Part: "links", ID: id, Text: kb.Text{JA: p.Format("ja"), EN: p.Format("en")}})
	}
	return v, lib.Err()
}

func (s *Store) verify(ctx context.Context) (Verified, error) {
	var v Verified
	// bbolt's check is only safe while nobody writes, hence the write
	// transaction; it is never committed.
	err := s.update(ctx, func(t tx) (bool, error) {
		if err := t.whole(s.path); err != nil {
			return false, err
		}
		r := replay{tx: t, parser: &s.parser, chain: s.id, docs: map[string]state{}, contents: map[string]bool{}, entries: map[string]int{}}
		r.Logged = map[string]kb.Change{}
		if err := r.run(ctx); err != nil {
			return false, fmt.Errorf("check the store: %w", err)
		}
		// Only now, after every page has been read under guard: bbolt's check
		// runs on a goroutine of its own, where a bad page number would be fatal.
		for err := range t.b.Check() {
			r.fault("pages", kb.Change{}, "ページ: %v", "pages: %v", err)
		}
		v = r.Verified
		return false, nil
	})
	return v, err
}

// replay rebuilds the states from the change log and notes what disagrees.
type replay struct {
	tx
	Verified
	parser   *kb.Parser
	chain    string
	docs     map[string]state
	contents map[string]bool
	// entries counts those that there must be, by bucket; unknown is whether
	// there are revisions of which that can't be told.
	entries map[string]int
	unknown bool
}

func (r *replay) fault(part string, c kb.Change, ja, en string, args ...any) {
	r.Findings = append(r.Findings, Finding{Part: part, Seq: c.Seq, ID: c.ID, Text: kb.Text{JA: fmt.Sprintf(ja, args...), EN: fmt.Sprintf(en, args...)}})
}

// run notes all faults; its error is of the context alone.
func (r *replay) run(ctx context.Context) error {
	var seq uint64
	err := r.bucket(bucketChanges).ForEach(func(key, data []byte) error {
		seq++
		c, err := parseChange(key, data)
		if err != nil {
			r.fault("log", kb.Change{Seq: seq}, "変更%d: %v", "change %d: %v", seq, err)
			return nil
		}
		if n, err := parseNumber(key); err != nil || n != seq || c.Seq != seq {
			r.fault("log", kb.Change{Seq: seq}, "変更の記録: %d番目の項目の番号が %x、%d です", "change log: entry %d has key %x and number %d", seq, key, c.Seq)
		}
		r.link(c)
		r.apply(c)
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	r.Head, r.Chain = seq, r.chain
	r.countEntries()
	r.compareStates()
	for _, x := range []struct {
		part, bucket, ja string
		want             int
	}{{"revisions", bucketRevisions, "版", r.Revisions}, {"contents", bucketContents, "内容", len(r.contents)}} {
		if n := r.bucket(x.bucket).Stats().KeyN; n != x.want {
			r.fault(x.part, kb.Change{}, "%[2]sが%[1]d件ありますが、変更の記録では%[4]d件です", "%d %[3]s stored, %[4]d in the change log", n, x.ja, x.part, x.want)
		}
	}
	return nil
}

// link follows the chain. After a break each entry is held to the one before
// as it is stored, so that a second break shows as well.
func (r *replay) link(c kb.Change) {
	if want := c.Link(r.chain); c.Chain != want {
		r.fault("chain", c, "変更%d（%s）: 鎖が切れています。この記録か、その前の記録が書き換えられています", "change %d (%s): the chain is broken; this entry or one before it was altered", c.Seq, c.ID)
	}
	r.chain = c.Chain
}

func (r *replay) apply(c kb.Change) {
	r.Logged[c.ID] = c
	was, known := r.docs[c.ID]
	switch c.Op {
	case kb.OpPut:
		r.Revisions++
		from := own
		if c.Actor == kb.BundledActor {
			from = bundled
		}
		if c.Revision != was.Revision+1 {
			r.fault("log", c, "変更%d: %[3]sの第%[2]d版が第%[4]d版の次に来ています", "change %d: revision %d of %s follows %d", c.Seq, c.Revision, c.ID, was.Revision)
		}
		if known && was.Origin != from {
			r.fault("log", c, "変更%d: %s の由来が %s から %s に変わっています", "change %d: the origin of %s goes from %s to %s", c.Seq, c.ID, was.Origin, from)
		}
		rev := r.checkRevision(c)
		r.docs[c.ID] = state{Origin: from, Revision: c.Revision, Hash: c.Hash, Path: rev.Path, Domain: rev.Domain, Seq: c.Seq}
	case kb.OpWithdraw:
		if !known || was.Withdrawn || c.Revision != was.Revision || c.Hash != was.Hash {
			r.fault("log", c, "変更%d: 公開されていない %[3]s の第%[2]d版を取り下げています", "change %d: withdraws revision %d of %s, which is not in view", c.Seq, c.Revision, c.ID)
		}
		if rev, err := r.revision(c.ID, c.Revision); err == nil && rev.Withdrawn != c.Seq {
			r.fault("revisions", c, "変更%d: %[3]s の第%[2]d版は取り下げられていますが、版にその印がありません", "change %d: revision %d of %s was withdrawn, which the revision does not say", c.Seq, c.Revision, c.ID)
		}
		was.Withdrawn, was.Seq = true, c.Seq
		r.docs[c.ID] = was
	default:
		r.fault("log", c, "変更%d: 知らない操作 %q です", "change %d: unknown operation %q", c.Seq, c.Op)
	}
}

// checkRevision checks the revision and the content that a put made, and returns
// the revision.
func (r *replay) checkRevision(c kb.Change) revision {
	var rev revision
	ok, err := r.get(bucketRevisions, revisionKey(c.ID, c.Revision), &rev)
	if err != nil || !ok || rev.Seq != c.Seq || rev.Hash != c.Hash {
		r.fault("revisions", c, "変更%d: %[3]s の第%[2]d版が無いか、記録と違います", "change %d: revision %d of %s is missing or differs", c.Seq, c.Revision, c.ID)
	} else if id, err := kb.FileID(kb.File{Path: rev.Path}); err != nil || id != c.ID {
		r.fault("revisions", c, "変更%d: %s のファイルが %q とされています", "change %d: the file of %s is said to be %q", c.Seq, c.ID, rev.Path)
	}
	if w, err := r.change(rev.Withdrawn); rev.Withdrawn != 0 && (err != nil || w.Op != kb.OpWithdraw || w.ID != c.ID || w.Revision != c.Revision) {
		r.fault("revisions", c, "変更%d: %[3]s の第%[2]d版に、無い取り下げの印があります", "change %d: revision %d of %s is marked as withdrawn, which it was not", c.Seq, c.Revision, c.ID)
	}
	data := r.bucket(bucketContents).Get([]byte(c.Hash))
	if !r.contents[c.Hash] {
		r.contents[c.Hash] = true
		if data == nil {
			r.fault("contents", c, "変更%d: %s の内容がありません", "change %d: the content of %s is missing", c.Seq, c.ID)
		} else if got := (kb.File{Data: data}).Hash(); got != c.Hash {
			r.fault("contents", c, "変更%d: %s の内容が書き換えられています（ハッシュ %s、記録では %s）", "change %d: the content of %s was altered: its hash is %s, not %s", c.Seq, c.ID, got, c.Hash)
		}
	}
	if data != nil && kb.KindOf(c.ID) != "" {
		r.checkEntries(c, rev, data)
	}
	return rev
}

// checkEntries looks for the entries by which a revision is found.
func (r *replay) checkEntries(c kb.Change, rev revision, data []byte) {
	e, ok := r.parser.Entry(kb.File{Path: rev.Path, Data: bytes.Clone(data)})
	if !ok { // written by other rules: nobody can say what it refers to
		r.unknown = true
		return
	}
	if rev.Domain != e.Domain {
		r.fault("revisions", c, "変更%d: %s の分野が「%s」とされています", "change %d: the domain of %s is said to be %q", c.Seq, c.ID, rev.Domain)
	}
	for bucket, keys := range entryKeys(c.ID, c.Revision, e) {
		r.entries[bucket] += len(keys)
		for _, key := range keys {
			if r.bucket(bucket).Get(key) == nil {
				r.fault("entries", c, "変更%d: %s が目次 %s にありません", "change %d: %s is missing in %s", c.Seq, c.ID, bucket)
			}
		}
	}
}

// countEntries looks for entries that nothing made, and adds up the documents.
func (r *replay) countEntries() {
	for _, bucket := range []string{bucketReferrers, bucketStarts} {
		if n := r.bucket(bucket).Stats().KeyN; !r.unknown && n != r.entries[bucket] {
			r.fault("entries", kb.Change{}, "目次 %s に%d件ありますが、文書からは%d件です", "%[1]s has %[2]d entries, by the documents %[3]d", bucket, n, r.entries[bucket])
		}
	}
	want, released := map[string]uint64{}, 0
	for id, st := range r.docs {
		if st.Origin == bundled {
			released++
			if r.bucket(bucketBundled).Get([]byte(id)) == nil {
				r.fault("entries", kb.Change{ID: id}, "%s が目次 %s にありません", "%s is missing in %s", id, bucketBundled)
			}
		}
		if kb.KindOf(id) != "" && !st.Withdrawn {
			want[countKey(id, st.Domain)]++
		}
	}
	if n := r.bucket(bucketBundled).Stats().KeyN; n != released {
		r.fault("entries", kb.Change{}, "目次 %s に%d件ありますが、文書からは%d件です", "%[1]s has %[2]d entries, by the documents %[3]d", bucketBundled, n, released)
	}
	_ = r.bucket(bucketCounts).ForEach(func(key, data []byte) error { // whose error would be ours
		if n, err := parseNumber(data); err != nil || n != want[string(key)] {
			r.fault("entries", kb.Change{}, "%s の文書の数が %x とされていますが、%dです", "%s is said to have %x documents, but has %d", key, data, want[string(key)])
		}
		delete(want, string(key))
		return nil
	})
	for key := range want {
		r.fault("entries", kb.Change{}, "%s の文書の数がありません", "the number of documents of %s is missing", key)
	}
}

func (r *replay) compareStates() {
	err := r.states(func(id string, got state) error {
		want, ok := r.docs[id]
		delete(r.docs, id)
		if !ok || got != want {
			r.fault("documents", kb.Change{ID: id}, "文書 %s は %+v ですが、変更の記録では %+v です", "document %s is %+v, by the change log %+v", id, got, want)
		}
		if !got.Withdrawn {
			r.Documents++
		}
		return nil
	})
	if err != nil {
		r.fault("documents", kb.Change{}, "文書: %v", "documents: %v", err)
	}
	for id := range r.docs {
		r.fault("documents", kb.Change{ID: id}, "文書 %s は変更の記録にありますが、保存されていません", "document %s is in the change log but not stored", id)
	}
}

func parseNumber(key []byte) (uint64, error) {
	if len(key) != 8 {
		return 0, fmt.Errorf("%w: key %x is not a number", errCorrupt, key)
	}
	return binary.BigEndian.Uint64(key), nil
}
