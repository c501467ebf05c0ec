package server

import "strconv"

// citeRoll are the citations of one page, each once. A fact shows the short
// label, which opens the whole citation in place; so that nobody leaves the
// page to learn where a claim stands.
type citeRoll struct {
	Notes []citeNote
	ids   map[citeNote]string
}

// citeNote is a citation in full.
type citeNote struct {
	// ID is that of the element; empty in keys.
	ID string
	// URL leads to the section on the page of the source, Full says source,
	// section and page.
	URL, Full string
	// Evidence shows the source's own text beside what rests on it, if any.
	Evidence string
}

func newCiteRoll() *citeRoll { return &citeRoll{ids: map[citeNote]string{}} }

// note returns the id of the citation's element. A nil roll has none: its
// page's citations are plain links.
func (r *citeRoll) note(v citeView) string {
	if r == nil || v.URL == "" {
		return ""
	}
	key := citeNote{URL: v.URL, Full: v.Full, Evidence: v.evidence}
	id, ok := r.ids[key]
	if !ok {
		id = "cite-" + strconv.Itoa(len(r.Notes)+1)
		r.ids[key] = id
		note := key
		note.ID = id
		r.Notes = append(r.Notes, note)
	}
	return id
}
