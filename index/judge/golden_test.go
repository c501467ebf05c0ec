package judge_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kyokun/content"
	"kyokun/index"
	"kyokun/index/judge"
	"kyokun/kb"
	"kyokun/kb/store"
)

var update = flag.Bool("update", false, "write the golden files anew")

// halves are the judged queries: the search may be tuned by the one, and is
// only measured by the other.
var halves = []string{"tuning", "heldback"}

// judgedKinds are the kinds of documents that the queries are judged for; what
// else a search finds is neither right nor wrong.
var judgedKinds = []string{"case", "lesson"}

// leastQueries is how many judged queries both halves hold at least.
const leastQueries = 150

// TestGolden holds the figures of the search over the content to those in
// testdata/*.golden.json, so that whatever changes the ranking shows as a diff.
// Where the change is meant: go test ./index/judge -run TestGolden -update
func TestGolden(t *testing.T) {
	lib := loadContent(t)
	sets, total := map[string]judge.Set{}, 0
	for _, half := range halves {
		sets[half] = readSet(t, lib, half)
		total += len(sets[half].Judgements)
	}
	if total < leastQueries {
		t.Errorf("%d judged queries, want at least %d", total, leastQueries)
	}
	checkApart(t, sets)
	x := openIndex(t)
	for _, half := range halves {
		t.Run(half, func(t *testing.T) {
			report, err := judge.Run(t.Context(), sets[half], searchOf(x, false))
			if err != nil {
				t.Fatal(err)
			}
			exhaustive, err := judge.Run(t.Context(), sets[half], searchOf(x, true))
			if err != nil {
				t.Fatal(err)
			}
			report.Loss = judge.LossOf(report, exhaustive)
			compareGolden(t, filepath.Join("testdata", half+".golden.json"), goldenOf(report))
		})
	}
}

func loadContent(t *testing.T) *kb.Library {
	t.Helper()
	lib, problems, err := kb.Load(content.FS)
	if err != nil || len(problems) > 0 || len(lib.Documents()) == 0 {
		t.Fatalf("the content does not load: %v, %v", problems, err)
	}
	return lib
}

func readSet(t *testing.T, lib *kb.Library, half string) judge.Set {
	t.Helper()
	file := filepath.Join("testdata", half+".jsonl")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	set, problems := judge.Parse(text)
	problems = append(problems, set.Unknown(func(id string) bool { _, ok := lib.Document(id); return ok })...)
	for _, p := range problems {
		t.Errorf("%s:%d: %s: %s", file, p.Line, p.Field, p.EN)
	}
	if len(problems) > 0 {
		t.FailNow()
	}
	return set
}

// checkApart checks that no query is in both halves, or twice in one.
func checkApart(t *testing.T, sets map[string]judge.Set) {
	t.Helper()
	ids, queries := map[string]string{}, map[string]string{}
	for _, half := range halves {
		for _, j := range sets[half].Judgements {
			at := fmt.Sprintf("%s.jsonl:%d", half, j.Line)
			if first := ids[j.ID]; first != "" {
				t.Errorf("%s: the id %q stands in %s too", at, j.ID, first)
			}
			if first := queries[j.Query]; first != "" {
				t.Errorf("%s: the query %q stands in %s too", at, j.Query, first)
			}
			ids[j.ID], queries[j.Query] = at, at
		}
	}
}

// TestGoldenIncidents does the same for the cases that resemble incidents told
// in free words, of accidents outside the content and of what resembles none.
func TestGoldenIncidents(t *testing.T) {
	const told, unlike, recall, mrr = 10, 10, 0.9, 0.95
	set := readSet(t, loadContent(t), "incidents")
	report, err := judge.Run(t.Context(), set, similarOf(openIndex(t)))
	if err != nil {
		t.Fatal(err)
	}
	compareGolden(t, filepath.Join("testdata", "incidents.golden.json"), goldenOf(report))
	negatives := 0
	for _, o := range report.PerQuery {
		if len(o.Expected) > 0 {
			continue
		}
		if negatives++; len(o.Hits) > 0 {
			t.Errorf("%s resembles nothing, and finds %v", o.ID, o.Hits)
		}
	}
	if n := len(report.PerQuery) - negatives; n < told || negatives < unlike {
		t.Errorf("%d incidents and %d unlike any, want %d and %d", n, negatives, told, unlike)
	}
	for name, f := range map[string]struct {
		judge.Mean
		bar float64
	}{"Recall@5": {report.Figures.Recall5, recall}, "MRR@10": {report.Figures.MRR10, mrr}} {
		if v, _ := f.Value(); v < f.bar {
			t.Errorf("%s is %.3f, want %.2f", name, v, f.bar)
		}
	}
}

// openIndex returns an index over the content.
func openIndex(t *testing.T) *index.Index {
	t.Helper()
	ctx := context.Background() // the index is closed after the test's own has ended
	files, err := kb.ReadFiles(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(ctx, t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := st.Import(ctx, "bundled", files); err != nil {
		t.Fatal(err)
	}
	x, err := index.Open(ctx, st, index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

// similarOf is the search for cases that resemble an incident.
func similarOf(x *index.Index) judge.Search {
	return func(ctx context.Context, text string, limit int) ([]string, error) {
		res, err := x.Similar(ctx, index.Incident{Text: text, Limit: limit})
		if err != nil {
			return nil, err
		}
		ids := []string{}
		for _, c := range res.Cases {
			ids = append(ids, c.ID)
		}
		return ids, nil
	}
}

func searchOf(x *index.Index, exhaustive bool) judge.Search {
	return func(ctx context.Context, query string, limit int) ([]string, error) {
		res, err := x.Search(ctx, index.Query{Text: query, Limit: limit, Filters: map[string][]string{"kind": judgedKinds}, Exhaustive: exhaustive})
		if err != nil {
			return nil, err
		}
		ids := []string{}
		for _, h := range res.Hits {
			ids = append(ids, h.ID)
		}
		return ids, nil
	}
}

// golden is what is held of a report. Figures have four decimals; those that
// have no value are left out.
type golden struct {
	All    map[string]float64            `json:"all"`
	ByKind map[string]map[string]float64 `json:"by_kind"`
	// NDCG has the nDCG@10 of each query with relevant documents.
	NDCG map[string]float64 `json:"ndcg@10"`
	// FindsNothing tells of each query that must find nothing whether it does.
	FindsNothing map[string]bool `json:"finds_nothing"`
	// Differ has, of each query whose first ten hits would be others without the
	// bounds of the ranking, the first rank at which they would.
	Differ map[string]int `json:"differ,omitempty"`
}

func goldenOf(r *judge.Report) golden {
	g := golden{All: rounded(r.Figures), ByKind: map[string]map[string]float64{}, NDCG: map[string]float64{}, FindsNothing: map[string]bool{}}
	for kind, f := range r.ByKind {
		g.ByKind[kind] = rounded(f)
	}
	for _, o := range r.PerQuery {
		if v, ok := o.NDCG10.Value(); ok {
			g.NDCG[o.ID] = round(v)
		} else {
			g.FindsNothing[o.ID] = len(o.Hits) == 0
		}
	}
	if r.Loss != nil {
		g.Differ = map[string]int{}
		for _, p := range r.Loss.Differ {
			g.Differ[p.ID] = p.From
		}
	}
	return g
}

func rounded(f judge.Figures) map[string]float64 {
	out := map[string]float64{"queries": float64(f.Queries)}
	for name, m := range map[string]judge.Mean{
		"ndcg@10": f.NDCG10, "recall@5": f.Recall5, "recall@20": f.Recall20,
		"mrr@10": f.MRR10, "zero_result": f.ZeroResult, "negatives_ok": f.NegativesOK,
	} {
		if v, ok := m.Value(); ok {
			out[name] = round(v)
		}
	}
	return out
}

func round(v float64) float64 { return math.Round(v*1e4) / 1e4 }

// compareGolden compares line by line: the JSON has a line for each figure.
func compareGolden(t *testing.T, file string, g golden) {
	t.Helper()
	got, err := json.MarshalIndent(g, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s is missing: make it with -update", file)
	}
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	var was golden
	if err := json.Unmarshal(want, &was); err != nil {
		t.Fatalf("read %s: %v", file, err)
	}
	differences := append(differing("all", was.All, g.All), differing("ndcg@10", was.NDCG, g.NDCG)...)
	differences = append(differences, differing("finds_nothing", was.FindsNothing, g.FindsNothing)...)
	differences = append(differences, differing("differ", was.Differ, g.Differ)...)
	for _, kind := range keys(was.ByKind, g.ByKind) {
		differences = append(differences, differing(kind, was.ByKind[kind], g.ByKind[kind])...)
	}
	if len(differences) == 0 {
		t.Errorf("%s is written in another way: run with -update", file)
	}
	for _, d := range differences {
		t.Errorf("%s: %s", file, d)
	}
}

// differing lists the values that are not the same in both.
func differing[V comparable](part string, was, now map[string]V) []string {
	var out []string
	for _, k := range keys(was, now) {
		a, inWas := was[k]
		b, inNow := now[k]
		switch {
		case !inWas:
			out = append(out, fmt.Sprintf("%s: %s: %v is new", part, k, b))
		case !inNow:
			out = append(out, fmt.Sprintf("%s: %s: %v is gone", part, k, a))
		case a != b:
			out = append(out, fmt.Sprintf("%s: %s: %v, was %v", part, k, b, a))
		}
	}
	return out
}

// keys returns the keys of both, sorted.
func keys[V any](a, b map[string]V) []string {
	var out []string
	for k := range a {
		out = append(out, k)
	}
	for k := range b {
		out = append(out, k)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
