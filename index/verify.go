package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

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
	if err := verifySegments(x.engine.index); err != nil {
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
	missing := maps.Clone(want)
	slices.Sort(kept)
	for _, id := range kept {
		delete(missing, id)
		doc, ok := want[id]
		if !ok {
			found = append(found, disagreement(id, "索引に、公開されていない文書 %s があります", "the index holds %s, which is not in view", id))
			continue
		}
		got, err := readRecord(r, id)
		if err != nil {
			found = append(found, disagreement(id, "索引の %[1]s を読めません: %[2]v", "%s cannot be read from the index: %v", id, err))
			continue
		}
		fresh := newRecord(doc)
		fresh.Hash, fresh.Lens, fresh.Told = x.basis.extract.zones(doc).hash(), got.Lens, got.Told
		if !sameRecord(got, fresh) {
			found = append(found, disagreement(id, "索引の %s は、保存されている版のものではありません", "what the index holds of %s is not of the stored revision", id))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(missing)) {
		found = append(found, disagreement(id, "文書 %s が索引にありません", "the index lacks %s", id))
	}
	return found
}

// sameRecord compares records as they are stored.
func sameRecord(a, b *record) bool {
	x, errX := a.encode()
	y, errY := b.encode()
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
