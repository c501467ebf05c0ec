package index

// Explanation says what points of a hit's score are for. The points of its
// parts add up to its own, but for what binary fractions round.
type Explanation struct {
	// Kind is what the points are for, one of the constants below.
	Kind string
	// Name is, by kind: the word as typed; the form in which it was found; the
	// zone; the run of text; the id of the linked document.
	Name string
	// Via is how a form was found, as in [Reason]; empty but for [ForForm].
	Via string
	// Weight is the factor that a way of finding, or a zone, counts by; 0 where
	// none applies.
	Weight float64
	// Count is how often the form stands in the zone; 0 but for [ForZone].
	Count int
	// Fields are those of the zone in which it stands, such as causes[c1].
	Fields []string
	// Share is, at the root, how much of the query the document holds, from 0
	// to 1; the points of words count by its square.
	Share  float64
	Points float64
	Parts  []Explanation
}

// What points are for.
const (
	ForScore      = "score"      // the root: the whole score
	ForWord       = "word"       // a word of the query
	ForForm       = "form"       // the form in which the word was found
	ForZone       = "zone"       // the occurrences in the fields of one zone
	ForWhole      = "whole"      // words that stand in one piece, as typed
	ForNear       = "near"       // words that stand close to each other
	ForLink       = "link"       // a share of the score of a linked document
	ForAllWords   = "all-words"  // the rank above documents that lack a word
	ForArticle    = "article"    // the rank of what rests on an article that was named
	ForID         = "id"         // the rank of the document whose id was typed
	ForResembling = "resembling" // shared pairs of characters, of a near match
)

// zoneLabels name the zones in explanations.
var zoneLabels = [zoneCount]string{zoneTitle: "title", zoneLead: "lead", zoneBody: "body", zoneNames: "names"}
