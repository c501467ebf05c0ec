package kb

import (
	"cmp"
	"slices"
)

// held is the shelf of a library all of whose documents are in memory.
type held struct {
	byID   map[string]parsed
	sorted []string
	to     map[string][]string // the referrers, in order
}

// hold makes a shelf of the documents that parsed. Of two with the same id, it
// takes the first.
func hold(docs []parsed) *held {
	h := &held{byID: map[string]parsed{}, to: map[string][]string{}}
	for _, p := range docs {
		if p.doc == nil {
			continue
		}
		id := p.doc.Common().ID
		if _, twice := h.byID[id]; !twice {
			h.byID[id], h.sorted = p, append(h.sorted, id)
		}
	}
	slices.Sort(h.sorted)
	for _, id := range h.sorted {
		for _, to := range h.byID[id].references() {
			h.to[to] = append(h.to[to], id)
		}
	}
	return h
}

func (h *held) find(id string) (parsed, bool) {
	p, ok := h.byID[id]
	return p, ok
}

func (h *held) has(id string) bool {
	_, ok := h.byID[id]
	return ok
}

func (h *held) ids(kind Kind, last string, limit int) []string {
	if kind == "" {
		return after(h.sorted, last, limit)
	}
	of := slices.DeleteFunc(slices.Clone(h.sorted), func(id string) bool { return KindOf(id) != kind })
	return after(of, last, limit)
}

func (h *held) referrers(to, last string, limit int) []string { return after(h.to[to], last, limit) }

func (h *held) latest(domain string, limit int) []string {
	var cases []*Case
	for _, id := range h.sorted {
		if c, ok := h.byID[id].doc.(*Case); ok && c.Domain == domain {
			cases = append(cases, c)
		}
	}
	slices.SortStableFunc(cases, func(a, b *Case) int { return cmp.Compare(b.Start.At.Unix(), a.Start.At.Unix()) })
	var out []string
	for _, c := range cases[:min(len(cases), limit)] {
		out = append(out, c.ID)
	}
	return out
}

func (h *held) count(kind Kind, domain string) int {
	n := 0
	for _, p := range h.byID {
		d := p.doc.Common()
		if (kind == "" || d.Kind() == kind) && (domain == "" || d.Domain == domain) {
			n++
		}
	}
	return n
}

func (h *held) err() error { return nil }
