package index

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"

	api "github.com/blevesearch/bleve_index_api"

	"kyokun/index/corpus"
)

// synthetic is an index on disk of more documents than are scored in full, so
// that both passes are measured; made once for the benchmarks of a run.
var synthetic synthesised

type synthesised struct {
	once   sync.Once
	corpus *corpus.Corpus
	index  *Index
	dir    string
}

const syntheticDocs = 2500

func (s *synthesised) close() error {
	if s.index == nil {
		return nil
	}
	return errors.Join(s.index.Close(), os.RemoveAll(s.dir))
}

func openSynthetic(b *testing.B) *synthesised {
	b.Helper()
	s := &synthetic
	s.once.Do(func() {
		var err error
		if s.corpus, err = corpus.New(library(b), syntheticDocs, 1); err != nil {
			b.Fatal(err)
		}
		if s.dir, err = os.MkdirTemp("", "kyokun-bench-"); err != nil {
			b.Fatal(err)
		}
		if s.index, err = Open(context.Background(), corpus.NewLog(s.corpus), Options{Dir: s.dir}); err != nil {
			b.Fatal(err)
		}
	})
	<-s.index.Ready()
	if st := s.index.State(); st.Err != nil || st.Documents != syntheticDocs {
		b.Fatalf("the index was not made: %+v", st)
	}
	return s
}

// BenchmarkSearchSynthetic measures searches by what they ask for.
func BenchmarkSearchSynthetic(b *testing.B) {
	s := openSynthetic(b)
	for _, bc := range []struct {
		name  string
		kind  corpus.Kind
		shape func(string) Query
	}{
		{"term", corpus.Term, func(t string) Query { return Query{Text: t} }},
		{"and", corpus.And, func(t string) Query { return Query{Text: t} }},
		{"phrase", corpus.Phrase, func(t string) Query { return Query{Text: `"` + t + `"`} }},
		{"sentence", corpus.Sentence, func(t string) Query { return Query{Text: t} }},
		{"fuzzy", corpus.Fuzzy, func(t string) Query { return Query{Text: t} }},
		{"facets", corpus.Term, func(string) Query { return Query{Limit: -1} }},
		{"counted", corpus.Term, func(t string) Query { return Query{Text: t, Limit: -1} }},
		{"bare-term", corpus.Term, func(t string) Query { return Query{Text: t, Bare: true} }},
		{"bare-and", corpus.And, func(t string) Query { return Query{Text: t, Bare: true} }},
		{"bare-sentence", corpus.Sentence, func(t string) Query { return Query{Text: t, Bare: true} }},
		{"date", corpus.Term, func(t string) Query { return Query{Text: t, Sort: ByDate, Bare: true} }},
	} {
		queries := s.corpus.Queries(bc.kind, 50)
		b.Run(bc.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := s.index.Search(b.Context(), bc.shape(queries[i%len(queries)])); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSimilarSynthetic(b *testing.B) {
	s := openSynthetic(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := s.index.Similar(b.Context(), Incident{Text: s.corpus.Document(i % 50).Common().Body}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAnalyze makes documents ready to be indexed.
func BenchmarkAnalyze(b *testing.B) {
	s := openSynthetic(b)
	m, x := s.index.current.analyzer.remember(), s.index.current.extract
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		m.prepare(x, s.corpus.Document(i%200))
	}
}

// BenchmarkBatch writes batches of 100 documents that are ready to an index in memory.
func BenchmarkBatch(b *testing.B) {
	s := openSynthetic(b)
	e, err := openEngine("")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = e.close() }()
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		batch := api.NewBatch()
		for i := range 100 {
			batch.Update(s.index.current.analyzer.prepare(s.index.current.extract, s.corpus.Document(i)))
		}
		b.StartTimer()
		if err := e.index.Batch(batch); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFollow puts one document and makes it searchable.
func BenchmarkFollow(b *testing.B) {
	c, err := corpus.New(library(b), syntheticDocs, 1)
	if err != nil {
		b.Fatal(err)
	}
	log := corpus.NewLog(c)
	x, err := Open(b.Context(), log, Options{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = x.Close() }()
	<-x.Ready()
	b.ReportAllocs()
	for b.Loop() {
		log.Grow()
		if err := x.Follow(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen opens an index that is there, up to the first suggestion: the
// dictionary is in memory already.
func BenchmarkOpen(b *testing.B) {
	c, err := corpus.New(library(b), syntheticDocs, 1)
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	for i := -1; i < 0 || b.Loop(); i++ {
		x, err := Open(b.Context(), corpus.NewLog(c), Options{Dir: dir})
		if err != nil {
			b.Fatal(err)
		}
		<-x.Ready()
		if err := x.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
