package index

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"kyokun/kb"
)

// lexicon is the vocabulary made ready for the pipeline. It does not change
// once built.
type lexicon struct {
	// entries hold each written form, without spaces, of a term or variant.
	entries map[string]*entry
	// written holds the same, to be looked up along a text.
	written forms
	// stems hold those in English by the stems of their words.
	stems map[string]*entry
	// longest is the length of the longest form in bytes.
	longest int
	// reach is, by the first two characters, the length of the longest form
	// that begins with them.
	reach map[string]int
	// expands holds, by canonical term, what a search for it also looks for.
	expands map[string][]string
	// expandedBy holds, by the normal form of a kindred word, the terms that
	// lead to it.
	expandedBy map[string][]string
	// users are the entries of the user dictionary: form → parts.
	users map[string][]string
	// sounds holds the terms by the key of their readings, but for those that
	// two terms share.
	sounds map[string]*entry
	// readings holds known readings in katakana, by form.
	readings map[string]string
	// forms are all written forms with their sounds, in the order of the vocabulary.
	forms []written
}

// written is one way to write a term.
type written struct {
	text  string
	sound string // by readingKey; empty where unknown
}

// entry is the notion that a written form stands for.
type entry struct {
	term    string   // canonical form, normalised
	parts   []string // of the canonical form, where the vocabulary gives any
	reading string
}

func newLexicon(v *kb.Vocabulary) *lexicon {
	l := &lexicon{
		entries:  map[string]*entry{},
		expands:  map[string][]string{},
		users:    map[string][]string{},
		readings: map[string]string{},
		sounds:   map[string]*entry{},
		stems:    map[string]*entry{},
		reach:    map[string]int{},
		written:  newForms(),

		expandedBy: map[string][]string{},
	}
	if v == nil {
		return l
	}
	// Canonical forms first: where a word is a term of its own and a variant
	// of another, it keeps its own meaning.
	for _, t := range v.Terms {
		e := l.entry(t)
		l.add(t.Term, t.Reading, t.Segments, e)
		l.expands[e.term] = t.Expands
		for _, w := range t.Expands {
			l.expandedBy[squeeze(w)] = append(l.expandedBy[squeeze(w)], e.term)
		}
	}
	for _, t := range v.Terms {
		e := l.entries[squeeze(t.Term)]
		if e == nil {
			continue
		}
		for _, w := range t.Variants {
			l.add(w.Text, w.Reading, w.Segments, e)
		}
		l.add(t.EN, "", nil, e)
	}
	l.addReadings(v)
	return l
}

// readingForm is the length in runes from which a term's reading is taken for
// another way to write it; shorter ones are too often something else.
const readingForm = 3

// addReadings makes the readings of terms written forms, in both kana, but for
// those that two terms share.
func (l *lexicon) addReadings(v *kb.Vocabulary) {
	owner := map[string]*entry{}
	for _, t := range v.Terms {
		key := toKatakana(squeeze(t.Reading))
		e := l.entries[squeeze(t.Term)]
		if old, taken := owner[key]; taken && old != e {
			e = nil
		}
		owner[key] = e
	}
	for _, key := range slices.Sorted(maps.Keys(owner)) {
		e := owner[key]
		if e == nil || utf8.RuneCountInString(key) < readingForm {
			continue
		}
		l.add(key, key, nil, e)
		l.add(toHiragana(key), key, nil, e)
		l.sounds[readingKey(key)] = e
	}
}

// sounding returns the term that is read as a word in kana is.
func (l *lexicon) sounding(kana string) (*entry, bool) {
	e, ok := l.sounds[readingKey(kana)]
	return e, ok
}

func (l *lexicon) entry(t kb.Term) *entry {
	e := &entry{term: stem(squeeze(t.Term)), reading: readingKey(normalForm(t.Reading))}
	for _, s := range t.Segments {
		e.parts = append(e.parts, stem(normalForm(s)))
	}
	return e
}

// add enters one written form; the first to claim a form keeps it.
func (l *lexicon) add(text, reading string, segments []string, e *entry) {
	key := squeeze(text)
	if key == "" {
		return
	}
	if _, taken := l.entries[key]; !taken {
		l.entries[key] = e
		l.written.add(key, e)
		l.longest = max(l.longest, len(key))
		l.reach[beginning(key)] = max(l.reach[beginning(key)], len(key))
		l.forms = append(l.forms, written{text, readingKey(normalForm(reading))})
	}
	if key, ok := englishKey(normalForm(text)); ok && l.stems[key] == nil {
		l.stems[key] = e
	}
	if reading != "" {
		l.readings[key] = toKatakana(normalForm(reading))
	}
	if len(segments) > 0 && allCJK(key) {
		parts := make([]string, len(segments))
		for i, s := range segments {
			parts[i] = normalForm(s)
		}
		// Trap: parts that do not add up to the word would shift offsets.
		if strings.Join(parts, "") == key {
			l.users[key] = parts
		}
	}
}

// beginning is the first two characters of a text without spaces.
func beginning(s string) string {
	n := 0
	for i := range s {
		if n == 2 {
			return s[:i]
		}
		n++
	}
	return s
}

// slack is how many bytes more than a form its place in a text may take: for
// spaces, and for endings longer than those of the dictionary form.
const slack = 8

// most is how many bytes of a text any form may take.
func (l *lexicon) most() int { return l.longest + slack }

// within is how many bytes of a text a form that begins with it may take.
// English is found by stems, so that its beginning tells less.
func (l *lexicon) within(text string) int {
	start := beginning(text)
	if r, _ := utf8.DecodeRuneInString(start); !classOf(r).cjk() || strings.Contains(start, " ") {
		return l.most()
	}
	return min(l.longest, l.reach[start]+slack) + slack
}

// squeeze is the normal form without spaces, so that "data center" and
// "datacenter" are one.
func squeeze(s string) string {
	return unspaced(normalForm(s))
}

// unspaced leaves out the spaces that a normal text may have.
func unspaced(normal string) string {
	if !strings.ContainsAny(normal, " \n") {
		return normal
	}
	return strings.NewReplacer(" ", "", "\n", "").Replace(normal)
}

// allCJK tells words that reach the dictionary: Latin runs are cut out before,
// and an entry that begins with one would break words such as "audit" (au).
func allCJK(s string) bool {
	for _, r := range s {
		if !classOf(r).cjk() {
			return false
		}
	}
	return s != ""
}

// englishKey is a normal text of English words by their stems; ok is false where it
// is in anything but Latin letters, or no word of it inflects.
func englishKey(text string) (key string, ok bool) {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' }) {
		if strings.ContainsFunc(w, func(r rune) bool { return classOf(r) != classWord }) {
			return "", false
		}
		ok = ok || isEnglish(w)
		key += stem(w) + " "
	}
	return key, ok
}

// inflected returns the notion of an English form that is inflected otherwise,
// such as device retries for device retry; nil where there is none.
func (l *lexicon) inflected(text string) *entry {
	key, ok := englishKey(text)
	if !ok {
		return nil
	}
	return l.stems[key]
}

// lookup returns the notion of a written form.
func (l *lexicon) lookup(form string) (*entry, bool) {
	e, ok := l.entries[form]
	return e, ok
}

// leastReading is the length in runes of the shortest reading that is indexed:
// those of a rune are readings of half the language.
const leastReading = 2

func shortReading(s string) bool { return utf8.RuneCountInString(s) < leastReading }
