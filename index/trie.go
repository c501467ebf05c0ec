package index

import "github.com/ikawaha/kagome-dict/dict/trie"

// wordTrie is the tree of a dictionary's words by their bytes, with a short cut
// past the first character, with which most searches end.
type wordTrie struct {
	units trie.DoubleArray
	start []trieNode // by the first character
}

// trieNode is a place in the tree, and the word that ends there.
type trieNode struct {
	at   int32 // -1 where no word begins so
	word int32 // -1 for none
}

// shortCuts is the number of characters that have a short cut: up to the last
// of the common kanji.
const shortCuts = '\u9FFF' + 1

// newWordTrie makes a tree ready to be searched, which may be empty.
func newWordTrie(units trie.DoubleArray) wordTrie {
	if len(units) == 0 {
		units = make(trie.DoubleArray, 1) // a root
	}
	t := wordTrie{units, make([]trieNode, shortCuts)}
	for r := range t.start {
		t.start[r] = t.step(0, string(rune(r)))
	}
	return t
}

// first returns the node of a first character.
func (t *wordTrie) first(r rune) trieNode {
	if int(r) < len(t.start) {
		return t.start[r]
	}
	return t.step(0, string(r))
}

// step returns the node that the bytes of a character lead to.
func (t *wordTrie) step(at int32, char string) trieNode {
	for i := range len(char) {
		next := t.units[at].Base + int32(char[i])
		if int(next) >= len(t.units) || t.units[next].Check != at {
			return trieNode{-1, -1}
		}
		at = next
	}
	leaf := t.units[at].Base // the end of a word is a byte of its own, 0
	if int(leaf) >= len(t.units) || t.units[leaf].Check != at || t.units[leaf].Base > 0 {
		return trieNode{at, -1}
	}
	return trieNode{at, -t.units[leaf].Base}
}
