package index

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/ikawaha/kagome-dict/dict"
	"github.com/ikawaha/kagome-dict/ipa"
)

// segmenter splits Japanese into words with IPADIC and the vocabulary's
// compounds. It is safe for concurrent use.
type segmenter struct {
	*dictionary
	compounds []*word // of the vocabulary, by id
	userTrie  wordTrie
	// met holds what is made of the words of the dictionary that were met, by id.
	met []atomic.Pointer[word]
	// lattices are room for splitting.
	lattices sync.Pool
}

// dictionary is IPADIC, ready to be searched.
type dictionary struct {
	system  *dict.Dict
	trie    wordTrie
	entries []dictEntry // by id
}

// dictEntry is what a lattice needs of a word.
type dictEntry struct {
	dict.Morph
	more uint16 // how many words have the same form, of the first of them
}

// newSegmenter loads IPADIC, which takes a second or two and 110 MB the first
// time in a process; ipa.Dict keeps the immutable data for those that follow.
func newSegmenter(l *lexicon) (*segmenter, error) {
	plain := plainSegmenter(newDictionary(ipa.Dict()))
	if len(l.users) == 0 {
		return plain, nil
	}
	user, err := userDict(l, plain)
	if err != nil {
		return nil, fmt.Errorf("making the user dictionary: %w", err)
	}
	s := plainSegmenter(plain.dictionary)
	s.userTrie = newWordTrie(user.Index.Da)
	for _, c := range user.Contents {
		s.compounds = append(s.compounds, newCompound(c))
	}
	return s, nil
}

// plainSegmenter is one without compounds.
func plainSegmenter(d *dictionary) *segmenter {
	return &segmenter{
		dictionary: d,
		userTrie:   newWordTrie(nil),
		met:        make([]atomic.Pointer[word], len(d.system.Morphs)),
		lattices:   sync.Pool{New: func() any { return new(lattice) }},
	}
}

func newDictionary(system *dict.Dict) *dictionary {
	d := &dictionary{system, newWordTrie(system.Index.Da), make([]dictEntry, len(system.Morphs))}
	for id, m := range system.Morphs {
		d.entries[id].Morph = m
	}
	for id, more := range system.Index.Dup {
		d.entries[id].more = uint16(more)
	}
	return d
}

// contexts returns the costs of a left context by the right context before it.
func (d *dictionary) contexts(left int16) []int16 {
	c := &d.system.Connection
	return c.Vec[int64(left)*c.Row:][:c.Row]
}

// feature returns a feature of a word by its name, empty where it has none.
func (d *dictionary) feature(m morpheme, name string) string {
	switch m.origin {
	case systemWords:
		if at, ok := d.system.ContentsMeta[name]; ok {
			// The contents go on where the classes end.
			return featureAt(d.system.Contents[m.id], int(at)-len(d.system.POSTable.POSs[m.id]))
		}
	case unknownWords:
		if at, ok := d.system.UnkDict.ContentsMeta[name]; ok {
			return featureAt(d.system.UnkDict.Contents[m.id], int(at))
		}
	}
	return ""
}

func featureAt(contents []string, i int) string {
	if i < 0 || i >= len(contents) || contents[i] == "*" {
		return ""
	}
	return contents[i]
}

// partOfSpeech returns the class of a word and its sub-classes.
func (d *dictionary) partOfSpeech(m morpheme) []string {
	switch m.origin {
	case systemWords:
		pos := make([]string, 0, 4)
		for _, id := range d.system.POSTable.POSs[m.id] {
			pos = append(pos, d.system.POSTable.NameList[id])
		}
		return pos
	case unknownWords:
		u := &d.system.UnkDict
		start := int(u.ContentsMeta[dict.POSStartIndex])
		end := start + max(1, int(u.ContentsMeta[dict.POSHierarchy]))
		if end <= len(u.Contents[m.id]) {
			return u.Contents[m.id][start:end]
		}
	}
	return nil
}

// userDict turns the lexicon's compounds into kagome's form.
func userDict(l *lexicon, plain *segmenter) (*dict.UserDict, error) {
	records := make(dict.UserDictRecords, 0, len(l.users))
	for form, parts := range l.users {
		r := dict.UserDicRecord{Text: form, Tokens: parts, Pos: "名詞"}
		for _, p := range parts {
			r.Yomi = append(r.Yomi, partReading(l, plain, p))
		}
		if whole := l.readings[form]; len(parts) == 1 && whole != "" {
			r.Yomi[0] = whole
		}
		records = append(records, r)
	}
	slices.SortFunc(records, func(a, b dict.UserDicRecord) int { return strings.Compare(a.Text, b.Text) })
	return records.NewUserDict()
}

// partReading finds how a part of a compound is read.
func partReading(l *lexicon, plain *segmenter, part string) string {
	if r := l.readings[part]; r != "" {
		return r
	}
	var b strings.Builder
	plain.split(part, false, func(m morpheme) {
		b.WriteString(plain.readingOf(m, part[m.start:m.end]))
	})
	return b.String()
}

// readingOf returns the reading of a word of the dictionary, or the word
// itself where it is kana.
func (d *dictionary) readingOf(m morpheme, surface string) string {
	if isKana(surface) {
		return toKatakana(surface)
	}
	return d.feature(m, dict.ReadingIndex)
}

// The caps that bound the work: splitting takes time in proportion to the square
// of a run of one class.
const (
	runCap   = 64  // runes of one class in a row
	chunkCap = 256 // runes split at a time
)

// chunkEnd returns where the stretch to be split that begins at s[0] ends: at
// the first rune that is not Japanese, or at a cap.
func chunkEnd(s string) int {
	var last class
	run, total := 0, 0
	for i, r := range s {
		c := classOf(r)
		if c != last {
			run, last = 0, c
		}
		if !c.cjk() || run == runCap || total == chunkCap {
			return i
		}
		run++
		total++
	}
	return len(s)
}
