package kb

import "strings"

// Relation says what a link means, read from its source to its target.
type Relation string

// The relations.
const (
	DrawnFrom Relation = "drawn-from" // lesson or statement → case
	LeansOn   Relation = "leans-on"   // lesson or statement → provision
	Details   Relation = "details"    // provision → parent provision
	StandsIn  Relation = "stands-in"  // provision → source (its instrument)
	Cites     Relation = "cites"      // any document or statement → source
	RelatesTo Relation = "relates-to" // any other link
)

// Edge is one link of the graph. From and To are ids of documents; where the
// link begins or ends at a statement, FromStatement or ToStatement holds the
// statement's id within the lesson (s1), else it is empty.
type Edge struct {
	From          string   `json:"from"`
	FromStatement string   `json:"from_statement,omitempty"`
	To            string   `json:"to"`
	ToStatement   string   `json:"to_statement,omitempty"`
	Relation      Relation `json:"relation"`
	// Link carries who asserts it, the confidence and the ground.
	Link Link `json:"link"`
}

// ErratumAbout is an erratum with the source that holds it, as seen from a
// document that it touches.
type ErratumAbout struct {
	Source *Source
	// Field is the front-matter field it touches; empty for the whole document.
	Field   string
	Erratum Erratum
}

// Links returns the links that leave the document and its statements for
// documents that are there.
func (l *Library) Links(id string) []Edge {
	p, _ := l.shelf.find(id)
	var out []Edge
	for _, e := range p.edges {
		if l.shelf.has(e.To) { // else lint reports it
			out = append(out, e)
		}
	}
	return out
}

// Backlinks returns the links that arrive at the document or its statements,
// ordered by the documents that they leave; more is whether there are more than
// those, which are not below [Surveyed].
func (l *Library) Backlinks(id string) (links []Edge, more bool) {
	if _, ok := l.Document(id); !ok {
		return nil, false
	}
	each(l.referring(id), func(from string) bool {
		if len(links) >= Surveyed {
			more = true
			return false
		}
		p, _ := l.shelf.find(from)
		for _, e := range p.edges {
			if e.To == id {
				links = append(links, e)
			}
		}
		return true
	})
	return links, more
}

// Referrers returns the documents that link to another, cite it or, in an
// erratum, speak of it, ordered by id: at most limit of them.
func (l *Library) Referrers(id string, limit int) []Document {
	var out []Document
	each(l.referring(id), func(from string) bool {
		if d, ok := l.Document(from); ok {
			out = append(out, d)
		}
		return len(out) < limit
	})
	return out
}

func (l *Library) referring(id string) func(after string, limit int) []string {
	return func(after string, limit int) []string { return l.shelf.referrers(id, after, limit) }
}

// Errata returns the errata that touch the document.
func (l *Library) Errata(id string) []ErratumAbout {
	var out []ErratumAbout
	// Sources come last: what lies before them need not be read.
	for _, from := range l.shelf.referrers(id, string(KindSource)+"-", Surveyed) {
		p, _ := l.shelf.find(from)
		s, ok := p.doc.(*Source)
		if !ok {
			continue
		}
		for _, e := range s.Errata {
			for _, a := range e.About {
				if a.ID == id {
					out = append(out, ErratumAbout{Source: s, Field: a.Field, Erratum: e})
				}
			}
		}
	}
	return out
}

// Statement returns the statement that a reference such as
// lesson-r03-1-01#s1 names, with its lesson.
func (l *Library) Statement(ref string) (*Lesson, *Statement, bool) {
	id, part, _ := strings.Cut(ref, "#")
	d, _ := l.Document(id)
	return statementOf(d, part)
}

func statementOf(d Document, part string) (*Lesson, *Statement, bool) {
	lesson, ok := d.(*Lesson)
	if !ok {
		return nil, nil, false
	}
	for i := range lesson.Statements {
		if lesson.Statements[i].ID == part {
			return lesson, &lesson.Statements[i], true
		}
	}
	return nil, nil, false
}
