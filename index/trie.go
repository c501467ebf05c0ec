package index

import "github.com/ikawaha/kagome-dict/dict/trie"

// wordTrie is the tree of a dictionary's words by their bytes, with a short cut
// past the first character, with which most searches end.
type wordTrie struct {
	units trie.DoubleArray
	start []int32
}

// shortCuts is the number of characters that have a short cut: up to the last
// of the common kanji.
const shortCuts = '\u9FFF' + 1

// newWordTrie makes a tree ready to be searched, which may be empty.
func newWordTrie(units trie.DoubleArray) wordTrie {
	if len(units) == 0 {
		units = make(trie.DoubleArray, 1) // a root
	}
	t := wordTrie{units, make([]int32, shortCuts)}
	for r := range t.start {
		t.start[r] = t.step(0, string(rune(r)))
	}
	return t
}

// first returns the place after a first character, -1 where no word begins so.
func (t *wordTrie) first(r rune) int32 {
	if int(r) < len(t.start) {
		return t.start[r]
	}
	return t.step(0, string(r))
}

// step returns the place that the bytes of a character lead to, -1 for none.
func (t *wordTrie) step(at int32, char string) int32 {
	for i := range len(char) {
		next := t.units[at].Base + int32(char[i])
		if int(next) >= len(t.units) || t.units[next].Check != at {
			return -1
		}
		at = next
	}
	return at
}

// word returns the word that ends at a place.
func (t *wordTrie) word(at int32) (id int32, ok bool) {
	leaf := t.units[at].Base // the end of a word is a byte of its own, 0
	if int(leaf) >= len(t.units) || t.units[leaf].Check != at || t.units[leaf].Base > 0 {
		return 0, false
	}
	return -t.units[leaf].Base, true
}
