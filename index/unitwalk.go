package index

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	segapi "github.com/blevesearch/scorch_segment_api/v2"
)

// unitWalk goes through the documents that hold a single unit, such as 停. The
// index has it as a term only where nothing follows it: everywhere else the pairs
// that begin with it say where it stands, and a fifth of all grams is saved.
type unitWalk struct {
	pairs  []*termWalk
	length int // of the unit
	all    *roaring.Bitmap
	read   bool
	found  []unitPlace // in order
	at     []unitPlace // those of the current document
}

type unitPlace struct {
	doc uint32
	place
}

// isUnit reports whether a gram is a unit that may be looked for by itself.
func isUnit(gram string) bool {
	us := units(gram)
	return len(us) == 1 && us[0].alone() && us[0].text == gram
}

func openUnit(dict segapi.TermDictionary, unit string) (walk, error) {
	w := &unitWalk{length: len(unit), all: roaring.New()}
	begin := unit // of a kanji, every term that begins with it
	if units(unit)[0].class == classWord {
		begin += gramJoin
		if err := w.add(dict, unit); err != nil {
			return nil, err
		}
	}
	terms := dict.AutomatonIterator(nil, []byte(begin), []byte(begin+"\xff"))
	for {
		e, err := terms.Next()
		if err != nil {
			return nil, err
		}
		if e == nil {
			break
		}
		if err := w.add(dict, e.Term); err != nil {
			return nil, err
		}
	}
	if len(w.pairs) == 0 {
		return nil, nil
	}
	return w, nil
}

func (w *unitWalk) add(dict segapi.TermDictionary, term string) error {
	list, err := dict.PostingsList([]byte(term), nil, nil)
	if err != nil || list.Count() == 0 {
		return err
	}
	t := &termWalk{attr: attrGram, length: w.length, postings: list.Iterator(true, false, true, nil)}
	w.pairs = append(w.pairs, t)
	w.all.Or(t.documents())
	return nil
}

func (w *unitWalk) documents() *roaring.Bitmap { return w.all }

func (w *unitWalk) narrow(to *roaring.Bitmap) {
	for _, p := range w.pairs {
		p.narrow(roaring.And(p.documents(), to))
	}
}

func (w *unitWalk) next() (doc uint32, ok bool, err error) {
	if !w.read {
		if err := w.gather(); err != nil {
			return 0, false, err
		}
	}
	if len(w.found) == 0 {
		return 0, false, nil
	}
	n := 1
	for n < len(w.found) && w.found[n].doc == w.found[0].doc {
		n++
	}
	w.at, w.found = w.found[:n], w.found[n:]
	return w.at[0].doc, true, nil
}

// gather reads the places of all pairs.
func (w *unitWalk) gather() error {
	w.read = true
	var places []place
	for _, p := range w.pairs {
		for {
			doc, ok, err := p.next()
			if err != nil {
				return err
			}
			if !ok {
				break
			}
			places = p.appendPlaces(places[:0])
			for _, at := range places {
				w.found = append(w.found, unitPlace{doc, at})
			}
		}
	}
	slices.SortFunc(w.found, func(a, b unitPlace) int {
		return cmp.Or(cmp.Compare(a.doc, b.doc), cmp.Compare(a.code(), b.code()))
	})
	return nil
}

func (w *unitWalk) counts() (n zoneCounts) {
	for _, p := range w.at {
		n = n.plus(p.zone)
	}
	return n
}

func (w *unitWalk) appendPlaces(to []place) []place {
	for _, p := range w.at {
		to = append(to, p.place)
	}
	return to
}
