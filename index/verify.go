package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	api "github.com/blevesearch/bleve_index_api"

	"kyokun/kb"
)

// Finding is a place where the index disagrees with the log.
type Finding struct {
	// ID is the document at fault, empty where it is of none.
	ID   string  `json:"id,omitempty"`
	Text kb.Text `json:"text"`
}

func disagreement(id, ja, en string, args ...any) Finding {
	return Finding{ID: id, Text: kb.Text{JA: fmt.Sprintf(ja, args...), EN: fmt.Sprintf(en, args...)}}
}

// Verify catches up with the log and holds the index against it: the files
// against their checksums, the documents it has against those in view, and
// what it keeps of each, with the hash of the texts it was made from, against
// the document as it is now. It waits until the index is ready. The error is
// of reading the log; findings are of the index.
func (x *Index) Verify(ctx context.Context) ([]Finding, error) {
	if err := x.Follow(ctx); err != nil {
		if ctx.Err() != nil || errors.Is(err, ErrClosed) {
			return nil, err
		}
		return []Finding{disagreement("", "索引が変更の記録に追いつけません: %v", "the index cannot catch up with the log: %v", err)}, nil
	}
	x.follow.Lock()
	defer x.follow.Unlock()
	if x.isClosed() {
		return nil, ErrClosed
	}
	if _, err := verifySegments(x.engine.index, math.MaxInt64); err != nil {
		return []Finding{disagreement("", "索引のファイルが壊れています: %v", "the files of the index are damaged: %v", err)}, nil
	}
	found, want, err := x.expected(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := x.engine.ids()
	if err != nil {
		return append(found, disagreement("", "索引を読めません: %v", "the index cannot be read: %v", err)), nil
	}
	return append(found, x.compare(want, kept)...), nil
}

// expected reads the documents that the log has in view at the last change
// applied, and compares the number of that change with what is on the disk.
func (x *Index) expected(ctx context.Context) (found []Finding, want map[string]kb.Document, err error) {
	p, err := x.readLog(ctx, 0)
	if err != nil {
		return nil, nil, err
	}
	docs, err := x.fetch(ctx, p, p.ids(true))
	if err != nil {
		return nil, nil, err
	}
	want = map[string]kb.Document{}
	for _, d := range docs {
		want[d.Common().ID] = d
	}
	m, err := x.engine.meta()
	if err != nil || m.Seq != p.seq {
		found = append(found, disagreement("", "索引は変更%dまで、記録は変更%dまでです（%v）", "the index is at change %d, the log at %d (%v)", m.Seq, p.seq, err))
	}
	return found, want, nil
}

// compare holds the records in the files against the documents.
func (x *Index) compare(want map[string]kb.Document, kept []string) []Finding {
	var found []Finding
	r, err := x.engine.index.Reader()
	if err != nil {
		return []Finding{disagreement("", "索引を読めません: %v", "the index cannot be read: %v", err)}
	}
	defer func() { _ = r.Close() }()
	got, err := recordsOf(r)
	if err != nil {
		return []Finding{disagreement("", "索引を読めません: %v", "the index cannot be read: %v", err)}
	}
	missing := maps.Clone(want)
	slices.Sort(kept)
	for _, id := range kept {
		delete(missing, id)
		doc, ok := want[id]
		if !ok {
			found = append(found, disagreement(id, "索引に、公開されていない文書 %s があります", "the index holds %s, which is not in view", id))
			continue
		}
		fresh := newRecord(doc)
		fresh.Hash = x.basis.extract.zones(doc).hash()
		if !sameRecord(got[id], fresh) {
			found = append(found, disagreement(id, "索引の %s は、保存されている版のものではありません", "what the index holds of %s is not of the stored revision", id))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(missing)) {
		found = append(found, disagreement(id, "文書 %s が索引にありません", "the index lacks %s", id))
	}
	return found
}

// recordsOf reads the records of all documents from the files, by id.
func recordsOf(r api.IndexReader) (map[string]*record, error) {
	parts, err := loadSegments(r, nil)
	if err != nil {
		return nil, err
	}
	out := map[string]*record{}
	parts.place(r, func(_ docnum, rec *record) { out[rec.ID] = rec })
	return out, nil
}

// sameRecord compares what is kept of a document with what it should be, but
// for the lengths, which only an analysis tells.
func sameRecord(kept, fresh *record) bool {
	if kept == nil {
		return false
	}
	fresh.Lens, fresh.Told = kept.Lens, kept.Told
	return bytes.Equal(kept.encode(), fresh.encode())
}
