package index

import (
	"slices"
	"strings"
)

// inverted is a field of some documents by its terms.
type inverted struct {
	ids   map[string]int32 // of terms
	terms []string         // by id
	order []int32          // the ids, by their terms
	of    []int32          // the terms of all postings, as they came
	ends  []int32          // by id, where the list of a term ends in all
	all   []posting
	rests [][]uint64
}

// posting is a term in a document, as postedTerm is.
type posting struct {
	number uint64
	doc    uint32
	rest   int32 // the place in rests plus one, 0 for none
}

// collect inverts a field of documents. A document has a term of a field once.
func (v *inverted) collect(docs []*posted, field string) {
	clear(v.ids)
	v.terms, v.ends, v.of = v.terms[:0], v.ends[:0], v.of[:0]
	for _, d := range docs {
		f := d.field(field)
		if f == nil {
			continue
		}
		for _, t := range f.terms {
			id, known := v.ids[t.term]
			if !known {
				id = int32(len(v.terms))
				v.ids[t.term] = id
				v.terms, v.ends = append(v.terms, t.term), append(v.ends, 0)
			}
			v.ends[id]++
			v.of = append(v.of, id)
		}
	}
	v.place(docs, field)
	v.order = v.order[:0]
	for id := range v.terms {
		v.order = append(v.order, int32(id))
	}
	slices.SortFunc(v.order, func(a, b int32) int { return strings.Compare(v.terms[a], v.terms[b]) })
}

// place puts the postings into the lists of their terms, in the order of documents.
func (v *inverted) place(docs []*posted, field string) {
	begins := int32(0) // what is an end once the list is full
	for id, n := range v.ends {
		v.ends[id] = begins
		begins += n
	}
	v.all, v.rests = slices.Grow(v.all[:0], len(v.of))[:len(v.of)], v.rests[:0]
	next := 0
	for at, d := range docs {
		f := d.field(field)
		if f == nil {
			continue
		}
		rests := f.rests
		for i, t := range f.terms {
			p := posting{number: uint64(t.number), doc: uint32(at)}
			if len(rests) > 0 && rests[0].at == i {
				v.rests = append(v.rests, rests[0].rest)
				p.rest, rests = int32(len(v.rests)), rests[1:]
			}
			id := v.of[next]
			next++
			v.all[v.ends[id]] = p
			v.ends[id]++
		}
	}
}

// lists returns the terms in order, each with its postings.
func (v *inverted) lists(yield func(string, []posting) bool) {
	for _, id := range v.order {
		begin := int32(0)
		if id > 0 {
			begin = v.ends[id-1]
		}
		if !yield(v.terms[id], v.all[begin:v.ends[id]]) {
			return
		}
	}
}

// forget lets go of what is of documents.
func (v *inverted) forget() {
	clear(v.ids)
	clear(v.terms)
	clear(v.rests)
}
