package kb

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

// Links returns the links that leave the document and its statements.
func (l *Library) Links(id string) []Edge { return l.out[id] }

// Backlinks returns the links that arrive at the document or its statements.
func (l *Library) Backlinks(id string) []Edge { return l.in[id] }

// Errata returns the errata that touch the document.
func (l *Library) Errata(id string) []ErratumAbout { return l.errata[id] }
