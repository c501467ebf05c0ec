package kb

import (
	"slices"
	"time"
)

// Shelf is where a library finds the files of its documents: as they were at
// one moment, for as long as the library is in use. Its methods are called from
// several goroutines. Lists of ids are in order, come after the id after, which
// need not be there and is "" for the beginning, and hold at most limit ids.
type Shelf interface {
	// Has is whether the document with the id is in view.
	Has(id string) (bool, error)
	// File returns the file of the document with the id; ok is false where none
	// is in view.
	File(id string) (f File, ok bool, err error)
	// IDs lists the documents of a kind, of every kind where it is "".
	IDs(kind Kind, after string, limit int) ([]string, error)
	// Referrers lists the documents that refer to another; see [Entry].
	Referrers(to, after string, limit int) ([]string, error)
	// Latest returns at most limit cases of a domain, the latest start first.
	Latest(domain string, limit int) ([]string, error)
	// Count returns how many documents of a kind there are in a domain; ""
	// stands for every kind, and for every domain.
	Count(kind Kind, domain string) (int, error)
}

// Entry is what a [Shelf] must know of a document's file to find it.
type Entry struct {
	Domain string
	// References are the ids of the documents that it links to, cites or, in an
	// erratum, speaks of: each once, in order. They need not be there.
	References []string
	// Start is when a case began; zero in other documents.
	Start time.Time
}

// Entry returns the entry of a document's file; ok is false where the file does
// not parse.
func (p *Parser) Entry(f File) (e Entry, ok bool) {
	one := p.through().document(f)
	if one.doc == nil {
		return e, false
	}
	e = Entry{Domain: one.doc.Common().Domain, References: one.references()}
	if c, ok := one.doc.(*Case); ok {
		e.Start = c.Start.At.Time
	}
	return e, true
}

// references are the documents that one refers to.
func (p parsed) references() []string {
	var out []string
	for _, e := range p.edges {
		out = append(out, e.To)
	}
	for _, c := range citations(p.doc) {
		out = append(out, c.cite.Source)
	}
	if s, ok := p.doc.(*Source); ok {
		for _, e := range s.Errata {
			for _, a := range e.About {
				out = append(out, a.ID)
			}
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(id string) bool { return id == p.doc.Common().ID })
}

// shelf is where a library finds documents that are parsed; see [Shelf]. What
// can't be read is left out, and err says so.
type shelf interface {
	// has is whether there is a document with the id, parsed or not.
	has(id string) bool
	// find returns the document with the id. Its doc is nil where there is one
	// that does not parse.
	find(id string) (parsed, bool)
	ids(kind Kind, after string, limit int) []string
	referrers(to, after string, limit int) []string
	latest(domain string, limit int) []string
	count(kind Kind, domain string) int
	err() error
}

// after cuts a sorted list to the limit ids that follow one.
func after(sorted []string, id string, limit int) []string {
	i, found := slices.BinarySearch(sorted, id)
	if found {
		i++
	}
	return sorted[i:min(len(sorted), i+limit)]
}

// shelfPage is how many ids are asked for at a time.
const shelfPage = 512

// each calls visit with all ids of a list that is got page by page, until
// visit returns false.
func each(page func(after string, limit int) []string, visit func(id string) bool) {
	for last := ""; ; {
		ids := page(last, shelfPage)
		for _, id := range ids {
			if !visit(id) {
				return
			}
		}
		if len(ids) < shelfPage {
			return
		}
		last = ids[len(ids)-1]
	}
}
