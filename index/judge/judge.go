// Package judge measures a search by queries whose answers people have judged.
//
// A judged set is a file of JSON lines, one query each:
//
//	{"id":"kw-01","query":"輻輳","user":"operator on night duty","kind":"keyword","relevant":{"case-r03-04":3,"lesson-r03-1-03":2}}
//
// A grade says how well a document answers: 3 is what the user was after, 2
// helps, 1 touches on it. A query without relevant documents must find
// nothing. [Parse] reads a set, [Run] puts its queries to a search and scores
// the answers, [Compare] holds two runs against each other, and [LossOf] one
// against that of a search which leaves nothing out.
//
// The package imports nothing of Kyokun's: it takes the search as a function
// and cannot lean on what it measures.
package judge

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
)

// Depth is how many hits are asked for. The measures look at 20 at most; the
// rest tells how far down a document was that should have been higher.
const Depth = 100

// Judgement is a query with the documents that answer it.
type Judgement struct {
	// Line is the line of the file, from 1.
	Line int
	// ID names the query; no two of a set are equal.
	ID string
	// Query is the text put to the search.
	Query string
	// User says who asks for what; may be empty.
	User string
	// Kind is the kind of query, such as "typo"; figures are given by kind.
	Kind string
	// Relevant holds grades from 1 to MaxGrade by document; empty where the
	// query must find nothing.
	Relevant map[string]int
}

// Negative tells whether the query must find nothing.
func (j Judgement) Negative() bool { return len(j.Relevant) == 0 }

// Set is a judged set.
type Set struct {
	Judgements []Judgement
	// Only are the kinds of documents that count; nil for all.
	Only []string
	// LeftOut counts the queries that were left out because none of their
	// relevant documents is of these kinds.
	LeftOut int
}

// Documents returns the ids of all judged documents, sorted.
func (s Set) Documents() []string {
	ids := map[string]bool{}
	for _, j := range s.Judgements {
		for id := range j.Relevant {
			ids[id] = true
		}
	}
	return slices.Sorted(maps.Keys(ids))
}

// Unknown reports judged documents that exists denies, one problem each place:
// no search can find them, so they would lower the figures unseen.
func (s Set) Unknown(exists func(id string) bool) []Problem {
	var out []Problem
	for _, j := range s.Judgements {
		for _, id := range slices.Sorted(maps.Keys(j.Relevant)) {
			if !exists(id) {
				out = append(out, Problem{j.Line, "relevant." + id,
					fmt.Sprintf("「%s」という文書はありません", id), fmt.Sprintf("there is no document %q", id)})
			}
		}
	}
	return out
}

// Restrict keeps what concerns documents of the kinds given. Relevant
// documents of other kinds are set aside; a query left with none is left out,
// not turned into one that must find nothing.
func (s Set) Restrict(kinds []string, kindOf func(id string) string) Set {
	out := Set{Only: slices.Compact(slices.Sorted(slices.Values(kinds))), LeftOut: s.LeftOut}
	for _, j := range s.Judgements {
		relevant := maps.Clone(j.Relevant)
		maps.DeleteFunc(relevant, func(id string, _ int) bool { return !slices.Contains(kinds, kindOf(id)) })
		if len(relevant) == 0 && !j.Negative() {
			out.LeftOut++
			continue
		}
		j.Relevant = relevant
		out.Judgements = append(out.Judgements, j)
	}
	return out
}

// Search answers a query with the ids of at most limit documents, best first.
type Search func(ctx context.Context, query string, limit int) (ids []string, err error)

// SearchError says at which query of a set the search failed.
type SearchError struct {
	Judgement Judgement
	Err       error
}

func (e *SearchError) Error() string {
	return fmt.Sprintf("search for query %s of line %d: %v", e.Judgement.ID, e.Judgement.Line, e.Err)
}

func (e *SearchError) Unwrap() error { return e.Err }

// Run puts every query of the set to the search and scores the answers. The
// error is a [*SearchError].
func Run(ctx context.Context, s Set, search Search) (*Report, error) {
	r := &Report{Only: s.Only, LeftOut: s.LeftOut, ByKind: map[string]Figures{}, PerQuery: []Outcome{}}
	for _, j := range s.Judgements {
		hits, err := search(ctx, j.Query, Depth)
		if err != nil {
			return nil, &SearchError{j, err}
		}
		r.add(j.outcome(hits))
	}
	return r, nil
}

func (j Judgement) outcome(hits []string) Outcome {
	expected := place(j.Relevant, hits)
	return Outcome{
		ID: j.ID, Query: j.Query, User: j.User, Kind: j.Kind,
		Expected: expected, Hits: append([]string{}, hits[:min(len(hits), 10)]...),
		Scores: score(expected, len(hits)),
	}
}

// place finds the ranks of the relevant documents, the best grade first.
func place(relevant map[string]int, hits []string) []Expected {
	out := []Expected{}
	for id, grade := range relevant {
		out = append(out, Expected{ID: id, Grade: grade, Rank: slices.Index(hits, id) + 1})
	}
	slices.SortFunc(out, func(a, b Expected) int {
		return cmp.Or(cmp.Compare(b.Grade, a.Grade), cmp.Compare(a.ID, b.ID))
	})
	return out
}
