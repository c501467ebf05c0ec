package index

import (
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	segapi "github.com/blevesearch/scorch_segment_api/v2"
)

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
