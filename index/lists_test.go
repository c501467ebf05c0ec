package index

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"kyokun/kb"
)

// grown is an index of many segments, some documents of which were withdrawn.
func grown(t *testing.T) (*Index, map[string]kb.Document) {
	t.Helper()
	lib := library(t)
	log := smallLog(t)
	x := open(t, log, "")
	follow := func() {
		t.Helper()
		if err := x.Follow(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	for batch := range slices.Chunk(lib.Documents()[:60], 7) {
		for _, d := range batch {
			log.put(d)
		}
		follow()
	}
	for i, d := range lib.Documents()[:60] {
		if i%5 == 0 {
			log.withdraw(d.Common().ID)
		}
	}
	follow()
	if len(log.docs) < 40 {
		t.Fatalf("only %d documents", len(log.docs))
	}
	return x, log.docs
}

// layouts analyses documents again, by number.
func layouts(s *snapshot, docs map[string]kb.Document) map[docnum]*layout {
	out := map[docnum]*layout{}
	for id, doc := range docs {
		out[s.columns.byID[id]] = s.analyzer.remember().layOut(s.extract.zones(doc))
	}
	return out
}

// runsIn finds a sequence the slow way.
func (l *layout) runsIn(seq sequence) []place {
	tokens := map[attribute][]placed{attrWord: l.words, attrReading: l.readings, attrGram: l.grams}[seq.attr]
	places := make([][]place, len(seq.terms))
	for i, term := range seq.terms {
		for _, t := range tokens {
			if t.term == term {
				places[i] = append(places[i], t.place)
			} else if seq.attr == attrGram && isUnit(term) && units(t.term)[0].text == term && !strings.HasPrefix(t.term, gramFirst) {
				places[i] = append(places[i], place{t.zone, t.start, t.start + len(term)})
			}
		}
		if places[i] == nil {
			return nil
		}
	}
	return seq.runs(nil, places)
}

// someSequence takes a term, or what spells some of a text, from a document.
func someSequence(r *rand.Rand, a *analyzer, l *layout, doc kb.Document) sequence {
	lists := [][]placed{l.words, l.readings, l.grams}
	if i := r.IntN(6); i < 3 && len(lists[i]) > 0 {
		return []attribute{attrWord, attrReading, attrGram}[i].single(lists[i][r.IntN(len(lists[i]))].term)
	}
	text := []rune(normalForm(doc.Common().Title + doc.Common().Summary))
	from := r.IntN(len(text))
	part := string(text[from:min(len(text), from+1+r.IntN(7))])
	if seq, ok := literal(part); ok && r.IntN(3) > 0 {
		return seq
	}
	seq, _ := inWordsOf(a.analyze(part), r.IntN(2) == 0)
	return seq
}

// TestFind holds finding a sequence in postings to looking for it in what the
// documents were made into, over several segments with documents struck out.
func TestFind(t *testing.T) {
	x, docs := grown(t)
	ctx := context.Background()
	s, err := x.acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer s.release()
	if len(s.segments) < 3 {
		t.Fatalf("only %d segments", len(s.segments))
	}
	laid := layouts(s, docs)
	numbers := make([]docnum, 0, len(laid))
	for d := range laid {
		numbers = append(numbers, d)
	}
	slices.Sort(numbers)
	r := rand.New(rand.NewPCG(5, 6))
	several, found := 0, 0
	for range 1500 {
		d := numbers[r.IntN(len(numbers))]
		seq := someSequence(r, s.analyzer, laid[d], docs[s.columns.records[d].ID])
		if len(seq.terms) == 0 {
			continue
		}
		want := map[docnum][]place{}
		for d, l := range laid {
			if runs := l.runsIn(seq); len(runs) > 0 {
				want[d] = runs
			}
		}
		if len(seq.terms) > 1 && len(want) > 0 {
			several++
		}
		found += len(want)
		for range 2 { // read, then kept
			m, err := s.find(ctx, seq)
			if err != nil {
				t.Fatal(err)
			}
			if m.held != len(want) {
				t.Fatalf("%q is found in %d documents, not %d", seq.terms, m.held, len(want))
			}
			m.each(func(d docnum, n zoneCounts) {
				if n != counted(want[d]) {
					t.Fatalf("%q stands %x times in %d, not %x", seq.terms, n, d, counted(want[d]))
				}
			})
		}
		if !seq.attr.placed() {
			continue
		}
		some := slices.DeleteFunc(slices.Clone(numbers), func(docnum) bool { return r.IntN(3) == 0 })
		err := s.eachRun(ctx, seq, some, func(d docnum, runs []place) {
			if !slices.Contains(some, d) || len(runs) != len(want[d]) || counted(runs) != counted(want[d]) {
				t.Fatalf("%q stands at %v in %d, not at %v", seq.terms, runs, d, want[d])
			}
			delete(want, d)
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range some {
			if want[d] != nil {
				t.Fatalf("%q is not found in %d", seq.terms, d)
			}
		}
	}
	if several < 100 || found < 5000 {
		t.Errorf("only %d sequences of several terms, %d documents", several, found)
	}
}

// TestListCacheLimit holds that the cache stays within its limit, whoever asks
// for what, and that a list that was dropped is read again.
func TestListCacheLimit(t *testing.T) {
	x, _ := grown(t)
	ctx := context.Background()
	s, err := x.acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer s.release()
	held := func(term string) int {
		m, err := s.find(ctx, single(term))
		if err != nil {
			t.Error(err)
		}
		return m.held
	}
	terms := []string{"輻輳", "設備", "障害", "事故", "サービス", "利用者", "影響", "復旧"}
	want := map[string]int{}
	for _, term := range terms {
		want[term] = held(term)
	}
	if want["事故"] == 0 {
		t.Fatal("事故 is not found")
	}
	s.lists.mu.Lock()
	s.lists.limit = 4 * listBytes
	s.lists.shrink()
	s.lists.mu.Unlock()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 200 {
				if term := terms[i*7%len(terms)]; held(term) != want[term] {
					t.Errorf("%s is found in other documents than before", term)
				}
			}
		})
	}
	wg.Wait()
	used := 0
	for e := s.lists.recent.Front(); e != nil; e = e.Next() {
		used += e.Value.(*cachedList).bytes()
	}
	if used != s.lists.used || used > s.lists.limit || s.lists.recent.Len() != len(s.lists.lists) {
		t.Errorf("the cache holds %d bytes, says %d, and may hold %d; %d lists, %d keys", used, s.lists.used, s.lists.limit, s.lists.recent.Len(), len(s.lists.lists))
	}
}

// someMatches draws documents of an index that holds so many, in blocks.
func someMatches(r *rand.Rand, documents int) matches {
	m := matches{}
	for first := 0; first < documents; first += boardSize {
		w := newListWriter(0)
		for d := r.IntN(3 * boardSize / 2); d < min(boardSize, documents-first); d += 1 + r.IntN(boardSize/8) {
			w.add(uint32(d), zoneCounts(1+r.IntN(1<<16)))
		}
		if l := w.list(); len(l.docs) > 0 {
			m.parts = append(m.parts, matchPart{&l, docnum(first), 0, uint32(len(l.docs))})
			m.held += len(l.docs)
		}
	}
	return m
}

// someEvaluation draws words found in documents beyond one block.
func someEvaluation(r *rand.Rand) *evaluation {
	documents := 2*boardSize + r.IntN(boardSize)
	c := &columns{records: make([]*record, documents), live: documents, gains: make([][zoneCount]float32, documents)}
	for d := range c.gains {
		c.gains[d] = [zoneCount]float32{r.Float32() + 0.1, r.Float32() + 0.1, r.Float32() + 0.1, r.Float32() + 0.1}
	}
	s := &snapshot{columns: c}
	for first := 0; first < documents; first += boardSize {
		s.blocks = append(s.blocks, docnum(first))
	}
	e := s.evaluation(&plan{})
	some := func() (ways []worth) {
		for range r.IntN(4) {
			ways = append(ways, c.worth(someMatches(r, documents), r.Float64(), float64(r.IntN(5))/4))
		}
		return ways
	}
	for i := range 1 + r.IntN(3) {
		var branches [][]*foundWord
		for range 1 + r.IntN(3) {
			var words []*foundWord
			for range 1 + r.IntN(3) {
				w := &foundWord{ways: some(), parts: some()}
				for i := range w.parts {
					w.parts[i].cover = 1 / float64(len(w.parts))
				}
				e.add(w)
				words = append(words, w)
			}
			branches = append(branches, words)
		}
		e.elements = append(e.elements, branches)
		e.plan.elements = append(e.plan.elements, element{strict: r.IntN(3) == 0})
		e.hold(i)
	}
	for range r.IntN(3) {
		w := &foundWord{ways: []worth{c.worth(someMatches(r, documents), 1, 1)}}
		e.add(w)
		to := 1 + r.IntN(len(e.elements))
		e.wholes, e.spans = append(e.wholes, w), append(e.spans, whole{from: r.IntN(to), to: to})
		e.hold(len(e.elements) + len(e.wholes) - 1)
	}
	return e
}

// TestScore holds scoring on boards to scoring one document after the other, and
// says nothing of what was not asked for.
func TestScore(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	scored := 0
	for range 60 {
		e := someEvaluation(r)
		var docs []docnum
		for d := range e.columns.records {
			if r.IntN(3) > 0 {
				docs = append(docs, docnum(d))
			}
		}
		room := make([]float64, len(docs)+8)
		for i := range room {
			room[i] = r.Float64() // of another search
		}
		after := slices.Clone(room[len(docs):])
		points := room[:len(docs)]
		e.score(docs, points)
		if !slices.Equal(room[len(docs):], after) {
			t.Fatal("other documents are scored than were asked for")
		}
		for i, d := range docs {
			if want := e.scoreOf(d); points[i] != want {
				t.Fatalf("document %d is worth %v on a board, %v alone", d, points[i], want)
			}
			if points[i] > 0 {
				scored++
			}
		}
		b := e.boards.take()
		if *b != (board{}) {
			t.Fatal("something is left on the board")
		}
		e.boards.Put(b)
	}
	if scored < 1000 {
		t.Errorf("only %d documents are worth anything", scored)
	}
}

// TestGroups holds what groups say of documents to what the lists do.
func TestGroups(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 60 {
		e := someEvaluation(r)
		in := make([][]bool, len(e.columns.records))
		for d := range in {
			in[d] = make([]bool, e.ways)
		}
		for w := range e.eachWord {
			for i, way := range slices.Concat(w.ways, w.parts) {
				way.each(func(d docnum, _ zoneCounts) { in[d][w.first+i] = true })
			}
		}
		f := &found{evaluation: e}
		weights := []float64{0.5, 0.25, 0.125}[:len(e.elements)] // sums of which are not rounded
		most := make([]float64, len(e.elements))
		tallies, holders := f.tallies(weights, most), make([]int, len(e.elements))
		n := make([]int, len(e.groups.steps))
		together := false
		for d, k := range e.groups.of {
			n[k]++
			want := e.coversOf(in[d])
			if got := e.covers(nil, int(k)); !slices.Equal(got, want) {
				t.Fatalf("document %d holds %v of the elements, not %v", d, got, want)
			}
			sum := tally{}
			for i, c := range want {
				sum.add(&e.plan.elements[i], weights[i], 0, c)
				if c >= fullCover {
					holders[i]++
				}
			}
			if tallies[k] != sum {
				t.Fatalf("document %d holds %v in all, not %v", d, tallies[k], sum)
			}
			together = together || full(want)
		}
		if got := e.groups.count(); !slices.Equal(got, n) {
			t.Fatalf("the groups have %v documents, not %v", got, n)
		}
		if got := f.holders(); !slices.Equal(got, holders) {
			t.Fatalf("%v documents hold the elements, not %v", got, holders)
		}
		if e.together(0, len(e.elements)) != together {
			t.Fatalf("together is %v", !together)
		}
	}
}

// coversOf works out the slow way how much of each element is held by what is found
// in some ways.
func (e *evaluation) coversOf(in []bool) []float64 {
	covers := make([]float64, len(e.elements))
	for i := range covers {
		covers[i] = e.cover(i, in)
	}
	for i, w := range e.wholes {
		for at := e.spans[i].from; in[w.first] && at < e.spans[i].to; at++ {
			covers[at] = 1
		}
	}
	return covers
}
