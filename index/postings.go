package index

import (
	"context"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segapi "github.com/blevesearch/scorch_segment_api/v2"
)

// zoneCounts is how often a term or a sequence of terms stands in each zone of
// a document: seven bits for each, the first zone's lowest, 127 for all beyond.
type zoneCounts uint32

const (
	zoneCountBits = 7
	zoneCountMost = 1<<zoneCountBits - 1
)

// in is how often it stands in a zone.
func (n zoneCounts) in(z zone) int { return int(n >> (zoneCountBits * z) & zoneCountMost) }

// plus is one time more in a zone.
func (n zoneCounts) plus(z zone) zoneCounts {
	if n.in(z) == zoneCountMost {
		return n
	}
	return n + 1<<(zoneCountBits*z)
}

// counted counts places by zone.
func counted(places []place) (n zoneCounts) {
	for _, p := range places {
		n = n.plus(p.zone)
	}
	return n
}

// postingList is what one segment has of a sequence: the documents that hold it,
// in order and with those struck out, how often it stands in each and, of words,
// where. It is made to be kept: three bytes do for a document, and some five for
// the places.
type postingList struct {
	docs []uint16 // within their block
	// ends are, by block, up to where its documents are.
	ends []uint32
	// kinds are the counts that there are, and count is which of them each
	// document has; where they are too many for a byte, each has its own in counts.
	kinds  []zoneCounts
	count  []uint8
	counts []zoneCounts
	places placeStream
}

// mostKinds is how many a byte can tell apart.
const mostKinds = 1 << 8

// listWriter makes a posting list.
type listWriter struct {
	postingList
	kind map[zoneCounts]uint8
}

func newListWriter(most int) *listWriter {
	return &listWriter{postingList{docs: make([]uint16, 0, most), count: make([]uint8, 0, most)}, map[zoneCounts]uint8{}}
}

// add adds a document, by its number within the segment.
func (w *listWriter) add(doc uint32, n zoneCounts) {
	w.end(int(doc / boardSize))
	w.docs = append(w.docs, uint16(doc%boardSize))
	if w.counts != nil {
		w.counts = append(w.counts, n)
		return
	}
	k, known := w.kind[n]
	if !known && len(w.kinds) == mostKinds {
		w.widen(n)
		return
	}
	if !known {
		k = uint8(len(w.kinds))
		w.kind[n], w.kinds = k, append(w.kinds, n)
	}
	w.count = append(w.count, k)
}

// widen goes over to a count for each document.
func (w *listWriter) widen(last zoneCounts) {
	for _, k := range w.count {
		w.counts = append(w.counts, w.kinds[k])
	}
	w.counts, w.count, w.kinds = append(w.counts, last), nil, nil
}

// end ends the blocks before one.
func (w *listWriter) end(block int) {
	for len(w.ends) < block {
		w.ends = append(w.ends, uint32(len(w.docs)))
	}
}

// list ends the last block and returns what was written.
func (w *listWriter) list() postingList {
	if len(w.docs) == 0 {
		return postingList{}
	}
	w.ends = append(w.ends, uint32(len(w.docs)))
	l := w.postingList
	l.docs, l.count, l.counts = slices.Clip(l.docs), slices.Clip(l.count), slices.Clip(l.counts)
	l.places = l.places.clip()
	if 2*len(l.docs) < cap(w.docs) { // many held the terms, few in a row
		l.docs, l.count, l.counts = slices.Clone(l.docs), slices.Clone(l.count), slices.Clone(l.counts)
	}
	return l
}

// at is how often the i-th document has it.
func (l *postingList) at(i int) zoneCounts {
	if l.counts != nil {
		return l.counts[i]
	}
	return l.kinds[l.count[i]]
}

// each calls visit for each document, by its number within the segment.
func (l *postingList) each(visit func(doc uint32, n zoneCounts)) {
	i := 0
	for block, end := range l.ends {
		for ; i < int(end); i++ {
			visit(uint32(block)*boardSize+uint32(l.docs[i]), l.at(i))
		}
	}
}

// bytes is what the list takes in memory.
func (l *postingList) bytes() int {
	return listBytes + 2*cap(l.docs) + cap(l.count) + 4*(cap(l.counts)+cap(l.kinds)+cap(l.ends)) + l.places.bytes()
}

// readList reads the postings of a sequence from a segment.
func readList(ctx context.Context, s segapi.Segment, seq sequence) (postingList, error) {
	r, err := openReader(s, seq, nil)
	if r == nil || err != nil {
		return postingList{}, err
	}
	w := newListWriter(r.most)
	for i := 0; r.next(); i++ {
		if n := r.counts(); n != 0 {
			w.add(r.doc, n)
			if seq.attr == attrWord {
				w.places.add(r.packed())
			}
		}
		if i&0xfff == 0xfff && ctx.Err() != nil {
			return postingList{}, ctx.Err()
		}
	}
	return w.list(), r.err
}

// find returns the place of a document in the list, by its number within the segment.
func (l *postingList) find(doc uint32) (at int, found bool) {
	block := int(doc / boardSize)
	if block >= len(l.ends) {
		return 0, false
	}
	from := uint32(0)
	if block > 0 {
		from = l.ends[block-1]
	}
	at, found = slices.BinarySearch(l.docs[from:l.ends[block]], uint16(doc%boardSize))
	return int(from) + at, found
}

// eachRun calls visit for each of the given documents, by number, that holds
// the sequence, with the places where it does.
func (s *snapshot) eachRun(ctx context.Context, seq sequence, docs []docnum, visit func(docnum, []place)) error {
	var lists []*postingList
	if seq.attr == attrWord {
		var err error
		if lists, err = s.listsOf(ctx, seq); err != nil {
			return err
		}
	}
	first := docnum(0)
	for i, seg := range s.segments {
		after := first + docnum(seg.FullSize())
		end, _ := slices.BinarySearch(docs, after)
		if lists != nil {
			lists[i].eachPlaced(seq, first, docs[:end], visit)
		} else if end > 0 {
			if err := eachRunIn(seg, seq, first, docs[:end], visit); err != nil {
				return err
			}
		}
		docs, first = docs[end:], after
	}
	return ctx.Err()
}

// eachPlaced is eachRun in a list of words, which has their places.
func (l *postingList) eachPlaced(seq sequence, first docnum, docs []docnum, visit func(docnum, []place)) {
	length := 0
	if len(seq.terms) == 1 {
		length = seq.attr.length(seq.terms[0])
	}
	var places []place
	for _, d := range docs {
		if at, found := l.find(uint32(d - first)); found {
			places = l.places.appendTo(places[:0], at, length)
			visit(d, places)
		}
	}
}

func eachRunIn(seg *scorch.SegmentSnapshot, seq sequence, first docnum, docs []docnum, visit func(docnum, []place)) error {
	only := roaring.New()
	for _, d := range docs {
		only.Add(uint32(d - first))
	}
	r, err := openReader(seg.Segment(), seq, only)
	if r == nil || err != nil {
		return err
	}
	for r.next() {
		if runs := r.runs(); len(runs) > 0 {
			visit(first+docnum(r.doc), runs)
		}
	}
	return r.err
}
