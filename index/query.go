package index

import (
	"time"

	"kyokun/kb"
)

// Query asks for documents.
type Query struct {
	// Text is what the user typed: words, parted by spaces of any width. Words
	// in quotes must stand as written, -word must not occur, and OR between two
	// words asks for either. Every other character is plain text, and no text
	// is an error. What lies beyond [MaxQuery] runes, 32 words, or 8 in a side
	// of an OR is not looked at. An empty text finds everything.
	Text string
	// Filters hold values by facet: any of those within a facet, all facets.
	// A facet or value that does not exist finds nothing.
	Filters map[string][]string
	// Sort is the order; relevance where empty.
	Sort Sort
	// Offset and Limit cut a page out of the hits. Limit 0 means 10, a negative
	// one counts without returning hits.
	Offset, Limit int
	// Bare asks for hits without their documents, fragments and reasons.
	Bare bool
	// Explain asks how each score came about; see [Hit.Explanation]. Bare hits have
	// no explanation.
	Explain bool
	// Literal keeps to the query as typed, even where it finds nothing.
	Literal bool
	// Exhaustive scores every hit whole, and looks in all of them, not in the best
	// alone, for words that stand close to each other: the ranking that a search
	// stands for, which tells what its bounds lose. It takes time in proportion to
	// the hits times the words, and is not for queries of the public.
	Exhaustive bool
}

// MaxQuery is how many runes of a query's text are looked at.
const MaxQuery = 400

// DefaultLimit is the number of hits on a page where a query names none.
const DefaultLimit = 10

// Sort is an order of hits.
type Sort string

// The orders. Documents without the value in question come last.
const (
	ByRelevance Sort = "relevance"
	ByDate      Sort = "date"     // newest first
	ByUsers     Sort = "users"    // most affected users first
	ByDuration  Sort = "duration" // longest first
)

// Result is the answer to a query.
type Result struct {
	// Total counts all hits, not only those on the page.
	Total int
	Hits  []Hit
	// Near are documents that only resemble the query: they hold parts of its
	// words, or words that are read alike. They are no hits and not counted.
	Near []Hit
	// Facets count the hits by value, the most frequent first. The counts of a
	// facet ignore the selection within that same facet.
	Facets []FacetCounts
	// DidYouMean is a query with one word spelt otherwise, which some document
	// holds in full, where none does so for the query typed; else empty.
	DidYouMean string
	// Corrected says that the query typed finds nothing, or is a single word of
	// which only pieces are found, so that the hits are those of DidYouMean.
	Corrected bool
	// Terms are the query's words in normal form.
	Terms []string
	// Took is how long the search took, waiting for the index left out.
	Took time.Duration
}

// Hit is a document found.
type Hit struct {
	ID    string
	Kind  kb.Kind
	Title string
	// Domain is the field of knowledge, a tag of the facet "domain".
	Domain string
	// Document is what the log holds of it now; nil where it was withdrawn a
	// moment ago, or the query asked for bare hits.
	Document kb.Document
	// Score orders hits of one query; it says nothing across queries.
	Score     float64
	Fragments []Fragment
	Why       []Reason
	// Explanation says how Score came about; nil where the query did not ask.
	Explanation *Explanation
}

// Fragment is an extract of one field with the matches marked.
type Fragment struct {
	// Field is the path of the field, such as title or causes[c1].
	Field string
	// Parts are, end to end, the extract as the document has it.
	Parts []Part
}

// Part is a stretch of a fragment.
type Part struct {
	Text  string
	Match bool
}

// Reason says why a document was found: a word of the query, and one form of
// it that the document holds.
type Reason struct {
	// Term is the word as typed, Matched the form found in the document.
	Term, Matched string
	// Fields are those in which it was found, in the order of the text.
	Fields []string
	// Via is how, one of the constants below.
	Via string
}

// The ways in which a word finds a document.
const (
	ViaExact     = "exact"
	ViaVariant   = "variant"   // another spelling or form of the same word
	ViaExpansion = "expansion" // a narrower or kindred word, or a part of a compound
	ViaReading   = "reading"   // read alike
	ViaArticle   = "article"   // the provision stands at the article, or a lesson rests on it
	ViaBigram    = "bigram"    // the characters occur, within a longer word
)

// FacetCounts counts hits by the values of one facet.
type FacetCounts struct {
	Name   string
	Values []FacetValue
}

// FacetValue is a value and the number of hits that have it.
type FacetValue struct {
	Value string
	Count int
}
