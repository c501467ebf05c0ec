package index

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of the search for other spellings.
const (
	// correctable is the length in runes up to which a query is looked at:
	// longer ones are sentences, in which nobody means one word.
	correctable = 40
	// spanAtoms is the number of atoms that a misspelt word may fall into.
	spanAtoms = 5
	// corrections is how many ways to mend a query are tried.
	corrections = 6
)

// The costs of mending a word, less being better: what sounds the same is a
// wrong choice of the input method, the most likely of errors.
const (
	costSameSound  = 0.5
	costNearSound  = 1.2  // for each sound, of a word in Latin letters
	costEdit       = 1.0  // for each character
	costTie        = 0.01 // for each character, among forms of one sound
	costFirstOther = 0.1  // errors at the beginning of a word are rare
)

// spelling is a form that a query may have meant.
type spelling struct {
	text  string // in normal form, with its spaces
	runes []rune // without them
	sound string // by readingKey; empty where unknown
}

// speller holds spellings by their length in runes.
type speller map[int][]spelling

// newSpeller collects the forms of the vocabulary and the longer words of titles.
func newSpeller(l *lexicon, words []string) speller {
	out := speller{}
	known := map[string]bool{}
	add := func(text, sound string) {
		key := squeeze(text)
		n := utf8.RuneCountInString(key)
		if n < 2 || known[key] {
			return
		}
		known[key] = true
		out[n] = append(out[n], spelling{normalForm(text), []rune(key), sound})
	}
	for _, f := range l.forms {
		add(f.text, f.sound)
	}
	for _, w := range words {
		add(w, "")
	}
	return out
}

// titleWords returns the longer words of titles, each once.
func titleWords(records []*record) []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range records {
		for _, w := range scriptRuns(normalForm(r.Title)) {
			if utf8.RuneCountInString(w) >= titleWord && !seen[w] {
				seen[w] = true
				out = append(out, w)
			}
		}
	}
	return out
}

// titleWord is the length in runes from which a run of a title is a word that
// may be meant.
const titleWord = 4

// scriptRuns cuts a text where the script changes.
func scriptRuns(text string) []string {
	var out []string
	start, last := 0, classBreak
	for i, r := range text {
		c := classOf(r)
		if c != last {
			if last != classBreak {
				out = append(out, text[start:i])
			}
			start, last = i, c
		}
	}
	if last != classBreak {
		out = append(out, text[start:])
	}
	return out
}

// correction is another query.
type correction struct {
	text string
	span string // the word at fault
	cost float64
}

// mend looks for the query that was meant, where no document holds all words
// of the one typed. It replaces a word that occurs nowhere, so that what is
// right as it stands is left alone, and returns nil unless the outcome is held
// in full by some document.
func (s *snapshot) mend(ctx context.Context, text string, typed *found) (string, *found, error) {
	if len(typed.fulls) > 0 {
		return "", nil, nil
	}
	tried := 0
	run, err := s.runOn(ctx, text)
	if err != nil {
		return "", nil, err
	}
	for _, c := range append(run[:min(len(run), runOnTries)], s.corrections(text)...) {
		occurs, err := s.occurs(ctx, c.span)
		if err != nil {
			return "", nil, err
		}
		if occurs {
			continue
		}
		if tried++; tried > corrections {
			break
		}
		f, err := s.match(ctx, s.analyzer.newPlan(c.text))
		if err != nil {
			return "", nil, err
		}
		if len(f.fulls) > 0 {
			return c.text, f, nil
		}
		f.done()
	}
	return "", nil, nil
}

// occurs reports whether some document holds a word as it is written.
func (s *snapshot) occurs(ctx context.Context, word string) (bool, error) {
	seq, ok := literal(word)
	if !ok {
		return false, nil
	}
	return s.holdsSequence(ctx, seq)
}

// corrections returns queries in which one word is spelt otherwise, the
// likeliest first.
func (s *snapshot) corrections(text string) []correction {
	full := normalForm(clip(text))
	if utf8.RuneCountInString(full) > correctable {
		return nil
	}
	words := s.speller()
	best := map[string]correction{}
	for _, c := range parse(text) {
		if c.not {
			continue
		}
		for _, span := range s.analyzer.spans(normalForm(c.text)) {
			for form, cost := range words.like(s.analyzer, span) {
				query := strings.Replace(full, span.text, form, 1)
				if old, ok := best[query]; query != full && (!ok || cost < old.cost) {
					best[query] = correction{query, span.text, cost}
				}
			}
		}
	}
	out := make([]correction, 0, len(best))
	for _, c := range best {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b correction) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(len(b.span), len(a.span)), strings.Compare(a.text, b.text))
	})
	return out
}

// wordSpan is a stretch of a query that may be one misspelt word.
type wordSpan struct {
	text  string
	runes []rune // without spaces
	sound string // by readingKey; empty where unknown
	latin bool
}

// spans returns the stretches that are no known word.
func (a *analyzer) spans(text string) []wordSpan {
	an := a.analyze(text)
	var out []wordSpan
	for i := range an.atoms {
		sound, sounds := "", true
		for j := i; j < min(i+spanAtoms, len(an.atoms)); j++ {
			if sounds = sounds && an.atoms[j].reading != ""; sounds {
				sound += an.atoms[j].reading
			}
			word := an.text[an.atoms[i].start:an.atoms[j].end]
			key := squeeze(word)
			if _, known := a.lexicon.lookup(key); known || utf8.RuneCountInString(key) < 2 {
				continue
			}
			sp := wordSpan{text: word, runes: []rune(key)}
			if sounds {
				sp.sound = readingKey(sound)
			}
			if kana, ok := romajiWord(key); ok {
				sp.sound, sp.latin = readingKey(kana), true
			}
			out = append(out, sp)
		}
	}
	return out
}

// like returns the forms that a span may stand for, with what it costs.
func (w speller) like(a *analyzer, sp wordSpan) map[string]float64 {
	out := map[string]float64{}
	n := len(sp.runes)
	for length := max(2, n-spanReach); length <= n+spanReach; length++ {
		for _, form := range w[length] {
			if cost, ok := form.cost(a, sp); ok {
				out[form.text] = cost
			}
		}
	}
	return out
}

// spanReach is how much longer or shorter a form of the same sound may be:
// いちとうろく is 位置登録.
const spanReach = 6

// cost is what it takes to get from a span to the form; ok is false where that
// is too much for a word of its length.
func (f spelling) cost(a *analyzer, sp wordSpan) (cost float64, ok bool) {
	sameFirst := f.runes[0] == sp.runes[0]
	if !sameFirst {
		cost = costFirstOther
	}
	if f.sound != "" && sp.sound != "" {
		n := utf8.RuneCountInString(f.sound)
		switch {
		case f.sound == sp.sound && n >= readingForm:
			return cost + costSameSound + costTie*float64(edits(f.runes, sp.runes)), true
		case sp.latin && n >= editable:
			if d := edits([]rune(f.sound), []rune(sp.sound)); d <= 1 {
				return costNearSound * float64(d), true
			}
		}
	}
	if !sameFirst && f.runes[len(f.runes)-1] != sp.runes[len(sp.runes)-1] {
		return 0, false
	}
	most := f.tolerance()
	if d := len(f.runes) - len(sp.runes); max(d, -d) > max(most, 1) {
		return 0, false
	}
	d := edits(f.runes, sp.runes)
	if d == 0 || d > max(most, 1) || d > most && !f.oneSoundsAlike(a, sp) {
		return 0, false
	}
	return cost + costEdit*float64(d), true
}

// editable is the length in runes from which one character may be wrong.
const editable = 4

// tolerance is how many characters of the form may be wrong.
func (f spelling) tolerance() int {
	switch n := len(f.runes); {
	case n < editable:
		return 0
	case n < 7:
		return 1
	}
	return 2
}

// oneSoundsAlike reports whether a short word in kanji has one character in
// place of another that is read alike, as 停伝 has for 停電.
func (f spelling) oneSoundsAlike(a *analyzer, sp wordSpan) bool {
	if len(f.runes) != len(sp.runes) || f.sound == "" {
		return false
	}
	for i, r := range sp.runes {
		if r == f.runes[i] {
			continue
		}
		if classOf(r) != classHan || classOf(f.runes[i]) != classHan {
			return false
		}
		for _, sound := range a.lexicon.kanjiSounds(a, r) {
			if strings.Contains(f.sound, sound) {
				return true
			}
		}
		return false
	}
	return false
}

// edits counts the characters to insert, delete, replace or swap with the next
// to get from one word to the other (optimal string alignment).
func edits(a, b []rune) int {
	rows := [3][]int{}
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
	}
	before, last, row := rows[0], rows[1], rows[2]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// kanjiSounds returns readings of one kanji of two kana or more: that of the
// dictionary, and how words of the vocabulary that begin with it do.
func (l *lexicon) kanjiSounds(a *analyzer, r rune) []string {
	var out []string
	add := func(reading string) {
		if utf8.RuneCountInString(reading) >= 2 && !slices.Contains(out, reading) {
			out = append(out, reading)
		}
	}
	for _, atom := range a.analyze(string(r)).atoms {
		add(readingKey(atom.reading))
	}
	for _, f := range l.forms {
		if first, _ := utf8.DecodeRuneInString(f.text); first == r && f.sound != "" {
			add(string([]rune(f.sound)[:min(2, utf8.RuneCountInString(f.sound))]))
		}
	}
	return out
}
