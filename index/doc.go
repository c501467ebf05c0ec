// Package index searches the documents of a log in Japanese. It is the only
// user of bleve and kagome.
//
// # From a document to postings
//
// A document is taken apart into pieces of text, such as the summary or one
// cause, in four zones that count differently: title, lead, body, names
// (extract.go, zones.go). Each piece goes through
//
//  1. the normaliser: NFKC, lower case, dashes, thousands separators and
//     stray spaces, with a map back to the original (normalize.go);
//  2. the tokenizer: dates in any notation become the same terms (dates.go),
//     Latin runs are cut out whole and in parts, and the rest is split by
//     kagome's dictionary with the vocabulary's compounds, in bounded stretches
//     (dictionary.go, lattice.go, words.go). Compounds are stacked on their parts; inflected words take
//     their dictionary form; particles are dropped;
//  3. the vocabulary: what spells a variant also gets the canonical term, in
//     documents and queries alike (lexicon.go, tokenize.go);
//  4. three kinds of postings: words; readings in katakana, of up to three
//     nouns in a row; and grams, pairs of characters, which find any literal
//     string (grams.go).
//
// Postings go to scorch, bleve's segment store, without stored text or doc
// values (posted.go, engine.go). A term has one posting in a document: its
// places in all zones are packed into the number that scorch has for its
// frequency (places.go). A small record goes with them: facets, dates, sizes,
// links (record.go).
//
// # From a query to hits
//
// The syntax is a phrase in quotes, -word and OR; all else is text (parse.go).
// The text is analysed as documents are, and becomes a plan: a list of words,
// each with the ways in which it may be found, from exact to a kindred word
// (plan.go, needs.go). Postings are read directly, not through bleve's
// queries (reader.go), and lists that were read are kept, decoded, by segment
// (postings.go, lists.go, placestream.go).
//
// Which documents are hits rests on what they hold, not on how often: documents
// that the same ways find are a group, and the share of the query that a group
// holds is worked out once (groups.go, evaluate.go, match.go); of queries of very
// many words it is worked out for each document (matrix.go). Filters and facets
// come next, on dense columns in memory (columns.go, facetcolumn.go, facets.go).
//
// Only then are documents scored, by one BM25F over the zones (worth.go), on
// boards that fit into a processor's cache (board.go), and only those that may be
// on the page: those that hold all words where there are enough of them, or those
// as new as the last on the page. A shortlist drops what can't be among the first,
// whatever links may add (shortlist.go). Nothing is lost by that: the page is the
// same as if all were put in order. Words that stand close, links, ids and articles
// add to the scores (rank.go, neighbours.go, articles.go). All numbers that this
// rests on stand in weights.go. What holds too little, is only read alike, or merely shares
// pairs of characters, comes apart in Result.Near (near.go).
//
// Fragments are cut from the document as the log has it now, not from the index;
// matches are mapped back to the original text (locate.go, show.go, fragments.go).
//
// # Life of an index
//
// [Open] returns at once. In the background the dictionary is loaded while the
// files are opened and checked; then the index catches up with the log from
// the last change it has applied, which is committed with the documents, or is
// rebuilt: where files are missing or damaged, or were made in another format,
// from another store, vocabulary or list of tags, or from a later state of the
// log (start.go, meta.go, rebuild.go). State.Rebuilt says why. Searches work on
// an immutable snapshot; [Index.Follow] makes the next one (follow.go).
package index
