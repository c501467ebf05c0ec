package index

import (
	"slices"
	"unicode"

	"github.com/ikawaha/kagome-dict/dict"
)

// lattice finds the cheapest way to read a text as words of the dictionaries,
// by Viterbi's algorithm over costs of words and of neighbours. It does what
// kagome's lattice does and finds the same words, in a fraction of the time: it
// follows only what a reading can reach, and allocates nothing once it has
// grown. It is room for one text at a time.
//
// Among ways of equal cost kagome's rule holds: of the words that may stand
// before another at the same cost, the one that begins first in the text
// counts, then one of the dictionary before an unknown one, then the first in
// the order of the dictionary.
type lattice struct {
	text  string
	parts bool // long words are made dear
	runes []rune
	bytes []int     // by rune, where it begins; and the length of the text
	ways  []way     // the first is the beginning of the text
	ends  []wayList // by rune, the ways that end before it
	best  []morpheme

	// What ends where words are being added, and the cost of each neighbour.
	before []int32 // ways
	right  []int32 // their contexts, noContext for those of the user dictionary
	costs  []int32

	run int // the end of the run of one category that was looked at last
}

// morpheme is a word that was found in a text.
type morpheme struct {
	origin     origin
	id         int32
	start, end int // bytes
}

// origin is the dictionary that a word is from, in which its id counts.
type origin uint8

const (
	systemWords origin = iota
	unknownWords
	userWords
)

// way is the cheapest reading up to and with one word.
type way struct {
	id     int32
	origin origin
	right  int16 // its context for the word after it
	start  int32 // runes
	end    int32
	cost   int32
	before int32 // the way of the word before it
	next   int32 // the next that ends at the same place, 0 for none
}

// wayList is a linked list of ways, in the order in which they were added; 0 is none.
type wayList struct{ first, last int32 }

// The words of the user dictionary have no contexts, and cost nothing.
const noContext = -1

// split reads a text of Japanese characters alone. To find the parts of words,
// long ones are made dear, by kagome's measure. What it returns is good until
// the next call.
func (l *lattice) split(s *segmenter, text string, parts bool) []morpheme {
	l.begin(text)
	l.parts = parts
	n := len(l.runes)
	for i := range n {
		if i > 0 && l.ends[i].first == 0 {
			continue // no word ends here
		}
		l.gather(i)
		if !l.addUserWords(s, i) {
			known := l.addSystemWords(s, i)
			l.addUnknownWords(s, i, known)
		}
	}
	l.gather(n)
	_, last := l.cheapest(s.contexts(0))
	return l.trace(last)
}

// begin makes room for a text.
func (l *lattice) begin(text string) {
	l.text, l.run = text, 0
	l.runes, l.bytes = l.runes[:0], l.bytes[:0]
	for i, r := range text {
		l.runes = append(l.runes, r)
		l.bytes = append(l.bytes, i)
	}
	l.bytes = append(l.bytes, len(text))
	l.ways = append(l.ways[:0], way{})
	if need := len(l.runes) + 1; cap(l.ends) < need {
		l.ends = make([]wayList, need)
	} else {
		l.ends = l.ends[:need]
		clear(l.ends)
	}
}

// gather collects the ways that end before rune i.
func (l *lattice) gather(i int) {
	l.before, l.right, l.costs = l.before[:0], l.right[:0], l.costs[:0]
	for at := l.ends[i].first; ; {
		w := &l.ways[at]
		right := int32(w.right)
		if w.origin == userWords {
			right = noContext
		}
		l.before = append(l.before, at)
		l.right = append(l.right, right)
		l.costs = append(l.costs, w.cost)
		if at = w.next; at == 0 {
			return
		}
	}
}

// cheapest returns the cheapest of the ways gathered, the first among equals,
// with the costs of a word's left context; nil for none.
func (l *lattice) cheapest(contexts []int16) (cost, before int32) {
	costs, right := l.costs, l.right[:len(l.costs)]
	best := 0
	for i, c := range costs {
		if contexts != nil && right[i] != noContext {
			c += int32(contexts[right[i]])
		}
		if i == 0 || c < cost {
			cost, best = c, i
		}
	}
	return cost, l.before[best]
}

// addUserWords adds the words of the user dictionary that begin at rune i. Where
// there are any, no other word begins.
func (l *lattice) addUserWords(s *segmenter, i int) bool {
	found := false
	for n, end := s.userTrie.first(l.runes[i]), i+1; n.at >= 0; end++ {
		if n.word >= 0 {
			found = true
			cost, before := l.cheapest(nil)
			l.add(way{id: n.word, origin: userWords, start: int32(i), end: int32(end), cost: cost, before: before})
		}
		if end == len(l.runes) {
			break
		}
		n = s.userTrie.step(n.at, l.text[l.bytes[end]:l.bytes[end+1]])
	}
	return found
}

// addSystemWords adds the words of the dictionary that begin at rune i.
func (l *lattice) addSystemWords(s *segmenter, i int) bool {
	found := false
	for n, end := s.trie.first(l.runes[i]), i+1; n.at >= 0; end++ {
		if n.word >= 0 {
			found = true
			l.addForm(s, n.word, i, end)
		}
		if end == len(l.runes) {
			break
		}
		n = s.trie.step(n.at, l.text[l.bytes[end]:l.bytes[end+1]])
	}
	return found
}

// addForm adds the words of a form, of which the first is given.
func (l *lattice) addForm(s *segmenter, first int32, i, end int) {
	more := int32(s.entries[first].more)
	for id := first; id <= first+more; id++ {
		l.addCosted(s, way{id: id, origin: systemWords, start: int32(i), end: int32(end)}, s.entries[id].Morph)
	}
}

// addUnknownWords adds what may be a word that no dictionary has and begins at
// rune i: the character, or the run of its category, and that run but for its
// last character. Of some categories there are none where the dictionary has words.
func (l *lattice) addUnknownWords(s *segmenter, i int, known bool) {
	c := s.system.CharacterCategory(l.runes[i])
	if known && !s.system.InvokeList[c] {
		return
	}
	end := i + 1
	if s.system.GroupList[c] {
		end = l.runOf(s, i, c)
	}
	id := s.system.UnkDict.Index[int32(c)]
	for last := id + s.system.UnkDict.IndexDup[int32(c)]; id <= last; id++ {
		w := way{id: id, origin: unknownWords, start: int32(i)}
		if w.end = int32(end - 1); end-1 > i {
			l.addCosted(s, w, s.system.UnkDict.Morphs[id])
		}
		w.end = int32(end)
		l.addCosted(s, w, s.system.UnkDict.Morphs[id])
	}
}

// runOf returns where the run of a category ends that goes through rune i.
func (l *lattice) runOf(s *segmenter, i int, category byte) int {
	if i >= l.run {
		l.run = i + 1
		for l.run < len(l.runes) && s.system.CharacterCategory(l.runes[l.run]) == category {
			l.run++
		}
	}
	return min(l.run, i+longestUnknown)
}

// longestUnknown is the length in runes of the longest word that no dictionary has.
const longestUnknown = 1024

// addCosted adds a word after the cheapest of the ways gathered.
func (l *lattice) addCosted(s *segmenter, w way, m dict.Morph) {
	w.cost, w.before = l.cheapest(s.contexts(m.LeftID))
	w.cost += int32(m.Weight)
	w.right = m.RightID
	l.add(w)
}

// add adds a word.
func (l *lattice) add(w way) {
	if l.parts {
		w.cost += l.penalty(int(w.start), int(w.end))
	}
	at := int32(len(l.ways))
	l.ways = append(l.ways, w)
	if ends := &l.ends[w.end]; ends.first == 0 {
		*ends = wayList{at, at}
	} else {
		l.ways[ends.last].next = at
		ends.last = at
	}
}

// The lengths in runes from which words are made dear to find their parts, and
// by how much for each rune beyond.
const (
	dearKanji, kanjiPenalty = 2, 3000
	dearOther, otherPenalty = 7, 1700
)

// penalty is what a word costs more.
func (l *lattice) penalty(start, end int) int32 {
	n := end - start
	if n <= dearKanji {
		return 0
	}
	if l.ideographs(start, end) {
		return int32(n-dearKanji) * kanjiPenalty
	}
	return int32(max(0, n-dearOther)) * otherPenalty
}

func (l *lattice) ideographs(start, end int) bool {
	for _, r := range l.runes[start:end] {
		if !unicode.Is(unicode.Ideographic, r) {
			return false
		}
	}
	return true
}

// trace returns the words up to and with the last.
func (l *lattice) trace(last int32) []morpheme {
	l.best = l.best[:0]
	for at := last; at != 0; at = l.ways[at].before {
		w := &l.ways[at]
		l.best = append(l.best, morpheme{w.origin, w.id, l.bytes[w.start], l.bytes[w.end]})
	}
	slices.Reverse(l.best)
	return l.best
}
