package kb

// Vocabulary is the list of terms: glossary, synonyms and the tokenizer's
// user dictionary in one place (content/vocabulary.yaml).
type Vocabulary struct {
	Terms []Term `yaml:"terms" json:"terms"`
}

// Term is one notion of the field.
type Term struct {
	// Term is the canonical form, under which all variants are indexed.
	Term string `yaml:"term" json:"term"`
	// Reading is the reading in katakana; empty for terms in Latin letters.
	Reading string `yaml:"reading,omitempty" json:"reading,omitempty"`
	// EN is the English term; searching it finds the Japanese one.
	EN string `yaml:"en,omitempty" json:"en,omitempty"`
	// Segments are the parts of a compound. Where given, the term is an entry
	// of the tokenizer's user dictionary; a single part keeps the term whole.
	Segments []string `yaml:"segments,omitempty" json:"segments,omitempty"`
	// Variants mean the same: search treats them and the term as one.
	Variants []Variant `yaml:"variants,omitempty" json:"variants,omitempty"`
	// Expands are narrower or kindred words that a search for the term also
	// looks for, at a lower weight; not the other way round.
	Expands []string `yaml:"expands,omitempty" json:"expands,omitempty"`
	// Definition explains the term in one or two sentences; terms with one
	// make the glossary.
	Definition string `yaml:"definition,omitempty" json:"definition,omitempty"`
	// Cite is where a source defines or uses the term, if one does.
	Cite *Citation `yaml:"cite,omitempty" json:"cite,omitempty"`
	// Origin says who the term is from; see [ExtendVocabulary].
	Origin TermOrigin `yaml:"-" json:"origin,omitempty"`
}

// TermOrigin says who a term is from.
type TermOrigin string

// The origins of a term.
const (
	BundledTerm TermOrigin = ""        // it came with the program
	OwnTerm     TermOrigin = "own"     // a carrier's own
	AmendedTerm TermOrigin = "amended" // bundled, with additions of a carrier's own
)

// Variant is another form of a term.
type Variant struct {
	Text string `yaml:"text" json:"text"`
	// Reading is the reading in katakana, where it has one.
	Reading string `yaml:"reading,omitempty" json:"reading,omitempty"`
	// Segments make the variant an entry of the user dictionary, as in [Term].
	Segments []string `yaml:"segments,omitempty" json:"segments,omitempty"`
}
