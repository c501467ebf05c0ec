package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"kyokun/kb"
)

// Suggestion completes what was typed.
type Suggestion struct {
	// Text is what to search for or show.
	Text string
	// Kind is a document's kind, or "term" or "tag".
	Kind string
	// ID is the document's, or the tag's as facet:tag; empty for a term.
	ID string
}

// vocabulary is what suggestions draw on besides documents.
type vocabulary struct {
	tags  *kb.TagList
	terms *kb.Vocabulary
}

// completion is one line of the table: a key that leads to a suggestion.
type completion struct {
	key  string
	rank int
	Suggestion
}

// suggester is a table of keys, sorted. It is safe for concurrent use.
type suggester struct {
	filled chan struct{}
	once   *sync.Once
	mu     *sync.RWMutex
	table  []completion
	common map[string][]completion // the best for what begins very many keys
}

func newSuggester() suggester {
	return suggester{filled: make(chan struct{}), once: &sync.Once{}, mu: &sync.RWMutex{}}
}

// fill replaces the table; nil only wakes those who wait.
func (s *suggester) fill(table []completion) {
	if table != nil {
		common := commonStarts(table)
		s.mu.Lock()
		s.table, s.common = table, common
		s.mu.Unlock()
	}
	s.once.Do(func() { close(s.filled) })
}

// Suggest returns completions of what was typed, the best first: titles,
// terms by spelling or reading (in kana or in Latin letters, half-typed too),
// labels of tags, ids. It needs no dictionary, so it answers before Search does.
func (x *Index) Suggest(ctx context.Context, prefix string, limit int) ([]Suggestion, error) {
	if x.isClosed() {
		return nil, ErrClosed
	}
	x.begin()
	select {
	case <-x.suggest.filled:
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for suggestions: %w", ctx.Err())
	}
	if x.isClosed() {
		return nil, ErrClosed
	}
	starts := readTyped(clip(prefix))
	if len(starts) == 0 || limit <= 0 {
		return nil, nil
	}
	return x.suggest.find(starts, limit), nil
}

// find returns the best suggestions of which a key begins in one of the ways.
func (s *suggester) find(starts []string, limit int) []Suggestion {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var best []completion
	for _, start := range starts {
		if common, ok := s.common[start]; ok && limit <= commonLimit {
			for _, c := range common {
				best = keepBest(best, c, limit)
			}
			continue
		}
		from, _ := slices.BinarySearchFunc(s.table, start, func(c completion, k string) int { return strings.Compare(c.key, k) })
		for _, c := range s.table[from:] {
			if !strings.HasPrefix(c.key, start) {
				break
			}
			best = keepBest(best, c, limit)
		}
	}
	out := make([]Suggestion, len(best))
	for i, c := range best {
		out[i] = c.Suggestion
	}
	return out
}

// The bounds of what is found ahead: for starts of more than manyKeys keys,
// the best commonLimit.
const (
	manyKeys    = 4096
	commonLimit = 20
)

// commonStarts finds the best suggestions for starts that very many keys have,
// so that no keystroke looks through them all.
func commonStarts(table []completion) map[string][]completion {
	out := map[string][]completion{}
	var visit func(run []completion, depth int)
	visit = func(run []completion, depth int) {
		if len(run) <= manyKeys {
			return
		}
		if depth > 0 {
			var best []completion
			for _, c := range run {
				best = keepBest(best, c, commonLimit)
			}
			out[run[0].key[:depth]] = best
		}
		for from := 0; from < len(run); {
			_, size := utf8.DecodeRuneInString(run[from].key[depth:])
			if size == 0 { // the key ends here
				from++
				continue
			}
			start, to := run[from].key[:depth+size], from+1
			for to < len(run) && strings.HasPrefix(run[to].key, start) {
				to++
			}
			visit(run[from:to], depth+size)
			from = to
		}
	}
	visit(table, 0)
	return out
}

// keepBest enters a completion into a list of the best, each suggestion once:
// a letter may begin thousands of keys, of which a few are shown.
func keepBest(best []completion, c completion, limit int) []completion {
	if len(best) == limit && better(c, best[limit-1]) >= 0 {
		return best
	}
	if i := slices.IndexFunc(best, func(o completion) bool { return o.Suggestion == c.Suggestion }); i >= 0 {
		if better(c, best[i]) >= 0 {
			return best
		}
		best = slices.Delete(best, i, i+1)
	}
	at, _ := slices.BinarySearchFunc(best, c, better)
	best = slices.Insert(best, at, c)
	return best[:min(len(best), limit)]
}

func better(a, b completion) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(len(a.key), len(b.key)), strings.Compare(a.Text, b.Text), strings.Compare(a.ID, b.ID))
}

// The order in which suggestions are shown.
const (
	rankTerm = iota
	rankTag
	rankDocument
	rankWithin // a word within a title
)

// title is what suggestions need to know of a document.
type title struct {
	id, text string
	kind     kb.Kind
}

// suggestions builds the table.
func suggestions(v vocabulary, titles []title) []completion {
	table := []completion{}
	add := func(key string, rank int, s Suggestion) {
		if key = toKatakana(squeeze(key)); key != "" {
			table = append(table, completion{key, rank, s})
		}
	}
	if v.terms != nil {
		for _, t := range v.terms.Terms {
			s := Suggestion{Text: t.Term, Kind: "term"}
			for _, key := range termKeys(t) {
				add(key, rankTerm, s)
			}
		}
	}
	addTags(v.tags, add)
	for _, t := range titles {
		s := Suggestion{Text: t.text, Kind: string(t.kind), ID: t.id}
		add(t.text, rankDocument, s)
		add(t.id, rankDocument, s)
		for _, w := range titleStarts(t.text) {
			add(w, rankWithin, s)
		}
	}
	slices.SortFunc(table, func(a, b completion) int {
		return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.rank, b.rank), strings.Compare(a.Text, b.Text), strings.Compare(a.ID, b.ID))
	})
	return table
}

func termKeys(t kb.Term) []string {
	keys := []string{t.Term, t.Reading, t.EN}
	for _, v := range t.Variants {
		keys = append(keys, v.Text, v.Reading)
	}
	return keys
}

// addTags adds those tags that documents can be filtered by.
func addTags(tags *kb.TagList, add func(string, int, Suggestion)) {
	if tags == nil {
		return
	}
	for _, f := range tags.Facets {
		if !slices.Contains(facetNames(), f.ID) {
			continue
		}
		for _, t := range f.Tags {
			s := Suggestion{Text: t.JA, Kind: "tag", ID: f.ID + ":" + t.ID}
			for _, key := range []string{t.JA, t.EN, t.Formal, t.ID} {
				add(key, rankTag, s)
			}
		}
	}
}

// titleStarts returns the rest of a title from each change of script on, which
// is where most words begin.
func titleStarts(text string) []string {
	var out []string
	last := classBreak
	for i, r := range text {
		c := classOf(r)
		if i > 0 && c != last && c != classBreak && c != classHiragana {
			out = append(out, text[i:])
		}
		last = c
	}
	return out
}

// titles returns those of the engine's documents.
func (x *Index) titles() ([]title, error) {
	r, err := x.engine.index.Reader()
	if err != nil {
		return nil, fmt.Errorf("reading the index: %w", err)
	}
	defer func() { _ = r.Close() }()
	c, err := newColumns(r, nil)
	if err != nil {
		return nil, err
	}
	known := map[string]*record{}
	for id, d := range c.byID {
		known[id] = c.records[d]
	}
	return titlesOf(known), nil
}

func titlesOf(known map[string]*record) []title {
	out := make([]title, 0, len(known))
	for _, r := range known {
		out = append(out, title{r.ID, r.Title, r.Kind})
	}
	return out
}
