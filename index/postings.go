package index

import (
	"context"
	"fmt"
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

// reader walks through the documents of one segment that hold all terms of a
// sequence, in any order.
type reader struct {
	seq    sequence
	walks  []walk
	most   int // documents, at most
	doc    uint32
	places [][]place
	found  []place
	err    error
}

// walk goes through the documents of one segment that hold a term.
type walk interface {
	// documents is the set of them, not to be changed.
	documents() *roaring.Bitmap
	// narrow leaves out all others, before the first is asked for.
	narrow(to *roaring.Bitmap)
	// next moves to the next document, and is false at the end.
	next() (doc uint32, ok bool, err error)
	// counts is how often the term stands in the document, and appendPlaces
	// appends where.
	counts() zoneCounts
	appendPlaces(to []place) []place
}

// openReader begins a walk, through the documents in only where that is not
// nil; the reader is nil where no document holds all terms.
func openReader(s segapi.Segment, seq sequence, only *roaring.Bitmap) (*reader, error) {
	dict, err := s.Dictionary(seq.attr.field())
	if err != nil {
		return nil, fmt.Errorf("reading the terms: %w", err)
	}
	r := &reader{seq: seq, places: make([][]place, len(seq.terms))}
	for _, term := range seq.terms {
		w, err := openWalk(dict, seq.attr, term)
		if err != nil {
			return nil, fmt.Errorf("reading the postings of %q: %w", term, err)
		}
		if w == nil {
			return nil, nil
		}
		r.walks = append(r.walks, w)
	}
	if r.meet(only); r.most == 0 {
		return nil, nil
	}
	return r, nil
}

// openWalk returns nil where no document holds the term.
func openWalk(dict segapi.TermDictionary, a attribute, term string) (walk, error) {
	if a == attrGram && isUnit(term) {
		return openUnit(dict, term)
	}
	// Nothing of another term is used again: of one that this segment does not
	// have, zap would take the old list for its own, and fail on it.
	list, err := dict.PostingsList([]byte(term), nil, nil)
	if err != nil || list.Count() == 0 {
		return nil, err
	}
	return &termWalk{attr: a, length: a.length(term), postings: list.Iterator(true, false, a.placed(), nil)}, nil
}

// meet narrows the walks to the documents that all of them have.
func (r *reader) meet(only *roaring.Bitmap) {
	sets := make([]*roaring.Bitmap, 0, len(r.walks)+1)
	if only != nil {
		sets = append(sets, only)
	}
	for _, w := range r.walks {
		sets = append(sets, w.documents())
	}
	slices.SortStableFunc(sets, func(a, b *roaring.Bitmap) int {
		return int(a.GetCardinality()) - int(b.GetCardinality())
	})
	if r.most = int(sets[0].GetCardinality()); len(sets) == 1 {
		return
	}
	all := sets[0].Clone()
	for _, set := range sets[1:] {
		all.And(set)
	}
	r.most = int(all.GetCardinality())
	for _, w := range r.walks {
		w.narrow(all)
	}
}

// next moves to the next document, and is false at the end or after an error.
func (r *reader) next() bool {
	for i, w := range r.walks {
		doc, ok, err := w.next()
		if err != nil {
			r.err = fmt.Errorf("reading the postings of %q: %w", r.seq.terms[i], err)
		}
		if !ok || err != nil {
			return false
		}
		r.doc = doc
	}
	return true
}

// counts is how often the sequence stands in the current document.
func (r *reader) counts() zoneCounts {
	if len(r.walks) == 1 {
		return r.walks[0].counts()
	}
	return counted(r.runs())
}

// packed is where the sequence, which is one of words, stands in the current
// document, as pack has it.
func (r *reader) packed() (number uint64, rest []uint64) {
	if w, ok := r.walks[0].(*termWalk); ok && len(r.walks) == 1 {
		return w.packed()
	}
	return pack(r.seq.attr, 0, r.found) // as counts left it
}

// runs is where the sequence stands in the current document; good until the
// next call.
func (r *reader) runs() []place {
	for i, w := range r.walks {
		r.places[i] = w.appendPlaces(r.places[i][:0])
	}
	if len(r.walks) == 1 {
		return r.places[0]
	}
	r.found = r.seq.runs(r.found[:0], r.places)
	return r.found
}

// termWalk goes straight along what zap has of a term: scorch's own reader makes
// an object of each posting and takes twice as long.
type termWalk struct {
	attr     attribute
	length   int // of the term
	postings segapi.PostingsIterator
	at       segapi.Posting
}

func (w *termWalk) documents() *roaring.Bitmap {
	o, ok := w.postings.(segapi.OptimizablePostingsIterator)
	if !ok {
		return roaring.New()
	}
	if d, one := o.DocNum1Hit(); one {
		return roaring.BitmapOf(uint32(d))
	}
	return o.ActualBitmap()
}

func (w *termWalk) narrow(to *roaring.Bitmap) {
	// A list of one document has no set, and nothing that could be left out of it
	// but all, which is no walk at all.
	if o, ok := w.postings.(segapi.OptimizablePostingsIterator); ok && o.ActualBitmap() != nil {
		o.ReplaceActual(to)
	}
}

func (w *termWalk) next() (doc uint32, ok bool, err error) {
	if w.at, err = w.postings.Next(); w.at == nil || err != nil {
		return 0, false, err
	}
	return uint32(w.at.Number()), true, nil
}

func (w *termWalk) counts() zoneCounts {
	number := w.at.Frequency()
	if !w.attr.placed() {
		return unpackCounts(number)
	}
	if z, alone := zoneAlone(w.attr, number); alone {
		return zoneCounts(0).plus(z)
	}
	var room [8]place
	return counted(w.appendPlaces(room[:0]))
}

func (w *termWalk) packed() (number uint64, rest []uint64) {
	if list := w.at.Locations(); len(list) > 0 {
		rest = list[0].ArrayPositions()
	}
	return w.at.Frequency(), rest
}

func (w *termWalk) appendPlaces(to []place) []place {
	number, rest := w.packed()
	return unpack(to, w.attr, w.length, number, rest)
}
