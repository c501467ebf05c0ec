package kb

import "sync/atomic"

// reading is the shelf of a library whose documents are read and parsed when
// they are asked for.
type reading struct {
	from   Shelf
	parser *Parser
	found  *recent[string, parsed]
	failed atomic.Pointer[error] // the first failure
}

// keptDocuments is how many parsed documents are kept in memory, some twenty
// kilobytes each: all of the bundled content; of more, what two tables of
// [Surveyed] documents and their links are made of.
const keptDocuments = 8192

func newReading(from Shelf, p *Parser) *reading {
	return &reading{from: from, parser: p, found: newRecent[string, parsed](keptDocuments)}
}

// note keeps the first failure.
func (r *reading) note(err error) {
	if err != nil {
		r.failed.CompareAndSwap(nil, &err)
	}
}

func (r *reading) err() error {
	if err := r.failed.Load(); err != nil {
		return *err
	}
	return nil
}

func (r *reading) find(id string) (parsed, bool) {
	if p, ok := r.found.get(id); ok {
		return p, true
	}
	if KindOf(id) == "" { // lists are no documents
		return parsed{}, false
	}
	f, ok, err := r.from.File(id)
	if r.note(err); err != nil || !ok {
		return parsed{}, false
	}
	p := r.parser.through().document(f)
	r.found.put(id, p)
	return p, true
}

func (r *reading) has(id string) bool {
	if _, ok := r.found.get(id); ok {
		return true
	}
	ok, err := r.from.Has(id)
	r.note(err)
	return ok && err == nil
}

func (r *reading) ids(kind Kind, after string, limit int) []string {
	out, err := r.from.IDs(kind, after, limit)
	r.note(err)
	return out
}

func (r *reading) referrers(to, after string, limit int) []string {
	out, err := r.from.Referrers(to, after, limit)
	r.note(err)
	return out
}

func (r *reading) latest(domain string, limit int) []string {
	out, err := r.from.Latest(domain, limit)
	r.note(err)
	return out
}

func (r *reading) count(kind Kind, domain string) int {
	n, err := r.from.Count(kind, domain)
	r.note(err)
	return n
}
