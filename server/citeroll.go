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
}

func newCiteRoll() *citeRoll { return &citeRoll{ids: map[citeNote]string{}} }

// note returns the id of the citation's element. A nil roll has none: its
// page's citations are plain links.
func (r *citeRoll) note(url, full string) string {
	if r == nil || url == "" {
		return ""
	}
	key := citeNote{URL: url, Full: full}
	id, ok := r.ids[key]
	if !ok {
		id = "cite-" + strconv.Itoa(len(r.Notes)+1)
		r.ids[key] = id
		r.Notes = append(r.Notes, citeNote{ID: id, URL: url, Full: full})
	}
	return id
}
