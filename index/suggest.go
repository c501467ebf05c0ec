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

// completion is one line of a table: a key that leads to a suggestion, by its
// number.
type completion struct {
	key  string
	rank uint8
	of   uint32
}

// completions are a table of keys, sorted, and the suggestions they lead to.
// They never change once made.
type completions struct {
	table  []completion
	of     []Suggestion
	common map[string][]completion // the best for what begins very many keys
}

// suggester holds the completions in use. It is safe for concurrent use.
type suggester struct {
	filled  chan struct{}
	once    sync.Once
	mu      sync.Mutex
	current *completions // guarded by mu
	asked   int          // turns given out; guarded by mu
	shown   int          // turn of current; guarded by mu
}

func newSuggester() *suggester {
	return &suggester{filled: make(chan struct{}), current: &completions{}}
}

// turn returns a number that is higher than all before.
func (s *suggester) turn() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	return s.asked
}

// latest reports whether no turn was asked for since.
func (s *suggester) latest(turn int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return turn == s.asked
}

// fill replaces the completions, unless those of a later turn are there; nil
// only wakes those who wait.
func (s *suggester) fill(turn int, c *completions) {
	if c != nil {
		s.mu.Lock()
		if turn >= s.shown {
			s.current, s.shown = c, turn
		}
		s.mu.Unlock()
	}
	s.once.Do(func() { close(s.filled) })
}

func (s *suggester) completions() *completions {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current
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
	return x.suggest.completions().find(starts, limit), nil
}

// find returns the best suggestions of which a key begins in one of the ways.
func (c *completions) find(starts []string, limit int) []Suggestion {
	var best []completion
	for _, start := range starts {
		if common, ok := c.common[start]; ok && limit <= commonLimit {
			for _, one := range common {
				best = c.keepBest(best, one, limit)
			}
			continue
		}
		from, _ := slices.BinarySearchFunc(c.table, start, func(o completion, k string) int { return strings.Compare(o.key, k) })
		for _, one := range c.table[from:] {
			if !strings.HasPrefix(one.key, start) {
				break
			}
			best = c.keepBest(best, one, limit)
		}
	}
	out := make([]Suggestion, len(best))
	for i, one := range best {
		out[i] = c.of[one.of]
	}
	return out
}

// The bounds of what is found ahead: for starts of more than manyKeys keys,
// the best commonLimit.
const (
	manyKeys    = 4096
	commonLimit = 20
)

// findCommon finds the best suggestions for starts that very many keys have, so
// that no keystroke looks through them all.
func (c *completions) findCommon() {
	c.common = map[string][]completion{}
	var visit func(run []completion, depth int)
	visit = func(run []completion, depth int) {
		if len(run) <= manyKeys {
			return
		}
		if depth > 0 {
			var best []completion
			for _, one := range run {
				best = c.keepBest(best, one, commonLimit)
			}
			c.common[run[0].key[:depth]] = best
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
	visit(c.table, 0)
}

// keepBest enters a completion into a list of the best, each suggestion once:
// a letter may begin thousands of keys, of which a few are shown.
func (c *completions) keepBest(best []completion, one completion, limit int) []completion {
	if len(best) == limit && c.better(one, best[limit-1]) >= 0 {
		return best
	}
	if i := slices.IndexFunc(best, func(o completion) bool { return c.of[o.of] == c.of[one.of] }); i >= 0 {
		if c.better(one, best[i]) >= 0 {
			return best
		}
		best = slices.Delete(best, i, i+1)
	}
	at, _ := slices.BinarySearchFunc(best, one, c.better)
	best = slices.Insert(best, at, one)
	return best[:min(len(best), limit)]
}

func (c *completions) better(a, b completion) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(len(a.key), len(b.key)), c.byText(a, b))
}

func (c *completions) byText(a, b completion) int {
	x, y := &c.of[a.of], &c.of[b.of]
	return cmp.Or(strings.Compare(x.Text, y.Text), strings.Compare(x.ID, y.ID))
}

// The order in which suggestions are shown.
const (
	rankTerm uint8 = iota
	rankTag
	rankDocument
	rankWithin // a word within a title
)

// title is what suggestions need to know of a document.
type title struct {
	id, text string
	kind     kb.Kind
}

// add enters a suggestion under its keys, each with its rank.
func (c *completions) add(s Suggestion, rank uint8, keys ...string) {
	c.of = append(c.of, s)
	for _, key := range keys {
		if key = toKatakana(squeeze(key)); key != "" {
			c.table = append(c.table, completion{key, rank, uint32(len(c.of) - 1)})
		}
	}
}

// newCompletions builds the table.
func newCompletions(v vocabulary, titles []title) *completions {
	c := &completions{table: []completion{}}
	if v.terms != nil {
		for _, t := range v.terms.Terms {
			c.add(Suggestion{Text: t.Term, Kind: "term"}, rankTerm, termKeys(t)...)
		}
	}
	c.addTags(v.tags)
	for _, t := range titles {
		c.addTitle(t)
	}
	slices.SortFunc(c.table, func(a, b completion) int {
		return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.rank, b.rank), c.byText(a, b))
	})
	c.findCommon()
	return c
}

// addTitle enters a title, from its beginning and from each word on: all these
// keys are ends of one text, and share its memory.
func (c *completions) addTitle(t title) {
	c.add(Suggestion{Text: t.text, Kind: string(t.kind), ID: t.id}, rankDocument, t.id)
	of := uint32(len(c.of) - 1)
	n := normalize(t.text)
	key := toKatakana(unspaced(n.text))
	if key == "" {
		return
	}
	c.table = append(c.table, completion{key, rankDocument, of})
	left, dropped := titleStarts(t.text), 0
	for i, at := range n.at {
		if len(left) > 0 && int(n.from[i]) >= left[0] {
			left = left[1:]
			if from := int(at) - dropped; from > 0 && from < len(key) {
				c.table = append(c.table, completion{key[from:], rankWithin, of})
			}
		}
		if r := n.text[at]; r == ' ' || r == '\n' {
			dropped++
		}
	}
}

func termKeys(t kb.Term) []string {
	keys := []string{t.Term, t.Reading, t.EN}
	for _, v := range t.Variants {
		keys = append(keys, v.Text, v.Reading)
	}
	return keys
}

// addTags adds those tags that documents can be filtered by.
func (c *completions) addTags(tags *kb.TagList) {
	if tags == nil {
		return
	}
	for _, f := range tags.Facets {
		if !slices.Contains(facetNames[:], f.ID) {
			continue
		}
		for _, t := range f.Tags {
			c.add(Suggestion{Text: t.JA, Kind: "tag", ID: f.ID + ":" + t.ID}, rankTag, t.JA, t.EN, t.Formal, t.ID)
		}
	}
}

// titleStarts returns where the script changes in a title, which is where most
// words begin.
func titleStarts(text string) []int {
	var out []int
	last := classBreak
	for i, r := range text {
		c := classOf(r)
		if i > 0 && c != last && c != classBreak && c != classHiragana {
			out = append(out, i)
		}
		last = c
	}
	return out
}

// titles returns those of all documents.
func (c *columns) titles() []title {
	out := make([]title, 0, c.live)
	for _, r := range c.records {
		if r != nil {
			out = append(out, title{r.ID, r.Title, r.Kind})
		}
	}
	return out
}
