package index

import (
	"context"
	"slices"
	"testing"

	"kyokun/kb"
)

// bounded is the same state of the index, with fewer documents scored in full.
func bounded(s *snapshot, bound int) *snapshot {
	return &snapshot{segments: s.segments, parts: s.parts, reader: s.reader, columns: s.columns, analyzer: s.analyzer, extract: s.extract, bound: bound}
}

// askedTerms are queries of one to four words from the vocabulary.
func askedTerms(t *testing.T, lib *kb.Library) []string {
	t.Helper()
	var out []string
	terms := lib.Vocabulary().Terms
	for i, term := range terms {
		out = append(out, term.Term)
		next := func(n int) string { return terms[(i*7+n*13)%len(terms)].Term }
		switch i % 3 {
		case 1:
			out = append(out, term.Term+" "+next(1))
		case 2:
			out = append(out, term.Term+"の"+next(1)+"を"+next(2)+"した "+next(3))
		}
	}
	if len(out) < 500 {
		t.Fatalf("only %d queries", len(out))
	}
	return out
}

// TestFirstPassLoss holds what a bounded search loses against scoring every
// document, with a bound that leaves out most of them.
func TestFirstPassLoss(t *testing.T) {
	x, lib := openReal(t)
	ctx := context.Background()
	s, err := x.acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer s.release()
	small := bounded(s, 40)
	wanted, lost, checked := 0, 0, 0
	for _, q := range askedTerms(t, lib) {
		p := s.analyzer.newPlan(q)
		full, err := s.rank(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		part, err := small.rank(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		s.order(full.hits, 10)
		s.order(part.hits, 10)
		if len(full.hits) > 40 {
			checked++
		}
		if len(part.hits) == 0 && len(full.hits) > 0 {
			t.Errorf("%s: %d hits bounded, %d in full", q, len(part.hits), len(full.hits))
		}
		top := part.hits[:min(10, len(part.hits))]
		for _, h := range full.hits[:min(10, len(full.hits))] {
			wanted++
			if !slices.ContainsFunc(top, func(c candidate) bool { return c.doc == h.doc }) {
				lost++
			}
		}
	}
	if checked < 50 {
		t.Errorf("only %d queries have more hits than are scored in full", checked)
	}
	t.Logf("%d of %d hits of the first page lost", lost, wanted)
	if share := float64(lost) / float64(wanted); share > 0.02 {
		t.Errorf("the first pass loses %.1f%% of the first page", 100*share)
	}
}

// TestFirstPassOrder holds that hits beyond the bound rank below the others
// and that a bounded search, too, gives each document once.
func TestFirstPassOrder(t *testing.T) {
	x, lib := openReal(t)
	ctx := context.Background()
	s, err := x.acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer s.release()
	small := bounded(s, 5)
	longest := 0
	for _, q := range askedTerms(t, lib) {
		r, err := small.rank(ctx, s.analyzer.newPlan(q))
		if err != nil {
			t.Fatal(err)
		}
		small.order(r.hits, len(r.hits))
		longest = max(longest, len(r.hits))
		seen := map[docnum]bool{}
		for i, h := range r.hits {
			if seen[h.doc] {
				t.Fatalf("%s: %s twice", q, s.columns.records[h.doc].ID)
			}
			seen[h.doc] = true
			if i > 0 && h.score > r.hits[i-1].score {
				t.Fatalf("%s: hit %d scores above the one before", q, i)
			}
		}
	}
	if longest < 50 {
		t.Errorf("the longest list has %d hits", longest)
	}
}
