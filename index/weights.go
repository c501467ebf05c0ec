package index

// All numbers that ranking depends on, each with its reason. They are set by
// hand and checked by judged queries; a change of ranking is a change here.

// zoneWeights are the weights of a word by the zone it stands in. A title is
// chosen to say what a document is about; the lead is the next best; names
// count above the body so that an operator or date of the head beats a mention.
var zoneWeights = [zoneCount]float64{zoneTitle: 3, zoneLead: 1.6, zoneBody: 1, zoneNames: 2.2}

// zoneLength are BM25's b: how far a long text discounts its words. Titles and
// names are all short and lists, so their length says little.
var zoneLength = [zoneCount]float64{zoneTitle: 0.3, zoneLead: 0.5, zoneBody: 0.7, zoneNames: 0.1}

const (
	// saturation is BM25's k1: how soon further occurrences stop to count.
	saturation = 1.2

	// What a match is worth by the way it was found, against an exact one.
	weightExact     = 1.0
	weightReading   = 0.8  // homophones are frequent in Japanese
	weightLiteral   = 0.6  // within a longer word: 電池 in 蓄電池
	weightParts     = 0.6  // only parts of a compound
	weightMonthDay  = 0.7  // 10月14日 where the text leaves out the year
	weightExpansion = 0.35 // narrower or kindred words: below 0.5, as measured
	coverExpansion  = 0.5  // a kindred word is half the word
	coverStandIn    = 0.7  // and less than the word: below fullCover
	weightStandIn   = 0.8  // kindred words of a word that occurs nowhere itself

	// fullCover is the cover of a word from which a document counts as holding
	// it; documents that hold all words come before all others.
	fullCover = 0.75

	// hitCover is the weighted share of a query's words below which a document
	// is no hit: one common word out of a long sentence says nothing.
	hitCover = 0.26

	// knownShare is the share of the words of a query that must occur anywhere,
	// or there are no hits: half a query for カレーの作り方 is no query for 作り方.
	// Sentences are full of words that tell nothing and so need less.
	knownShare         = 0.5
	knownShareSentence = 0.3
	// knownApart is what a compound counts for of which the documents hold the
	// words but never together: 確定 and 申告 are not 確定申告.
	knownApart  = 0.25
	sentence    = 5   // words
	tellingVerb = 0.5 // what a verb counts there: 止まる and 遅れる fit any subject

	// wordFloor keeps common words from being worth nothing in that share.
	wordFloor = 0.5

	// boostWhole is for the user's word as written, in one piece.
	boostWhole = 0.5
	// boostNear is for neighbours in the query that are neighbours in the text.
	boostNear = 0.4
	// nearReach is the gap in bytes of text at which that is halved: ten kanji.
	nearReach = 30

	// tierFull is added to the score of documents that hold all words, so that
	// they come first and scores still order hits; tierID does the same for the
	// document whose id was typed. No sum of word scores comes near either.
	tierFull = 10_000
	// tierArticle does so for the provisions at an article that was named, and
	// by half for the lessons that rest on them.
	tierArticle = 10 * tierFull
	tierID      = 1000 * tierFull

	// linkShare passes on a share of the best linked document's points for words,
	// from a case to its lesson and back; 0.25 was worth .017 to .029 nDCG.
	linkShare = 0.25

	// rescored is in how many of the best documents, those that hold all words first,
	// words close to each other are looked for, times the words of the query: for one
	// of two words, in half as many, for any, in rescoredLeast. To seek a place in the
	// index, as of grams, takes soughtCost times as long as to find one at hand.
	rescored      = 8192
	rescoredLeast = 60
	soughtCost    = 100

	// gramShare is the share of a word's pairs that a near document holds.
	gramShare = 0.6
	// nearLimit is how many near documents are returned at most.
	nearLimit = 5

	// How similar incidents are told: what words, tags and links are worth
	// against each other. Words tell most; tags are read from them or given.
	toldByText  = 0.55
	toldByTags  = 0.35
	toldByLinks = 0.1
	// toldTermBoost is for words of the vocabulary: the field's own words tell
	// more of an accident than other rare ones.
	toldTermBoost = 1.5
	// toldLength is BM25's b in the field of accidents.
	toldLength = 0.5
	// toldEvidence is what the shared words and tags must be worth together, so
	// that a document is said to resemble an incident, with a share toldKnown of
	// what all its words say; toldTagEvidence is what a tag is worth there, and
	// toldTerms how many words must be shared at least. Unlike incidents of the
	// judged set stay below 6, like ones begin at 12.
	toldEvidence    = 9
	toldKnown       = 0.08
	toldTagEvidence = 2
	toldTerms       = 2
	// toldLeast is the score below which a document is left out next to others.
	toldLeast = 0.3
)
