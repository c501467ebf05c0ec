package judge

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"reflect"
	"slices"
	"testing"
)

// sample is a set whose figures were worked out by hand, and the hits.
func sampleRun(t *testing.T) *Report {
	t.Helper()
	set := Set{Judgements: []Judgement{
		{Line: 1, ID: "k1", Query: "one", Kind: "keyword", Relevant: map[string]int{"a": 3}},
		{Line: 2, ID: "k2", Query: "two", Kind: "keyword", Relevant: map[string]int{"a": 3, "b": 3}},
		{Line: 3, ID: "t1", Query: "none", Kind: "typo", Relevant: map[string]int{"a": 1}},
		{Line: 4, ID: "n1", Query: "none", Kind: "negative"},
		{Line: 5, ID: "n2", Query: "one", Kind: "negative"},
	}}
	r, err := Run(t.Context(), set, table(map[string][]string{"one": {"a", "x"}, "two": {"x", "y", "b"}}))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func table(hits map[string][]string) Search {
	return func(_ context.Context, query string, limit int) ([]string, error) {
		return hits[query][:min(limit, len(hits[query]))], nil
	}
}

func TestRun(t *testing.T) {
	r := sampleRun(t)
	k2 := 0.5 / (1 + 1/math.Log2(3)) // 7·0.5 / (7 + 7·0.6309…)
	for _, tt := range []struct {
		name    string
		got     Figures
		queries int
		want    map[string]float64 // what is not here has no value
	}{
		{"all", r.Figures, 5, map[string]float64{"ndcg@10": (1 + k2) / 3, "recall@5": 0.5, "recall@20": 0.5, "mrr@10": (1 + 1.0/3) / 2, "zero_result": 1.0 / 3, "negatives_ok": 0.5}},
		{"keyword", r.ByKind["keyword"], 2, map[string]float64{"ndcg@10": (1 + k2) / 2, "recall@5": 0.75, "recall@20": 0.75, "mrr@10": (1 + 1.0/3) / 2, "zero_result": 0}},
		{"typo", r.ByKind["typo"], 1, map[string]float64{"ndcg@10": 0, "recall@5": 0, "recall@20": 0, "zero_result": 1}},
		{"negative", r.ByKind["negative"], 2, map[string]float64{"negatives_ok": 0.5}},
	} {
		got := drawnValues(tt.got.Scores)
		if tt.got.Queries != tt.queries || !maps.EqualFunc(got, tt.want, near) {
			t.Errorf("%s: %d queries, %v; want %d, %v", tt.name, tt.got.Queries, got, tt.queries, tt.want)
		}
	}
	if len(r.ByKind) != 3 {
		t.Errorf("kinds %v", r.ByKind)
	}
	if got := outcomeIDs(r.Worst(10)); !slices.Equal(got, []string{"t1", "k2"}) {
		t.Errorf("worst are %v", got)
	}
	if got := outcomeIDs(r.Worst(1)); !slices.Equal(got, []string{"t1"}) {
		t.Errorf("the worst is %v", got)
	}
	if got := outcomeIDs(r.Wrong()); !slices.Equal(got, []string{"n2"}) {
		t.Errorf("wrong are %v", got)
	}
	if want := []Expected{{"a", 3, 0}, {"b", 3, 3}}; !slices.Equal(r.PerQuery[1].Expected, want) {
		t.Errorf("expected %v, want %v", r.PerQuery[1].Expected, want)
	}
}

func outcomeIDs(outcomes []Outcome) []string {
	var ids []string
	for _, o := range outcomes {
		ids = append(ids, o.ID)
	}
	return ids
}

func TestRunError(t *testing.T) {
	broken := errors.New("index is damaged")
	_, err := Run(t.Context(), Set{Judgements: []Judgement{{Line: 7, ID: "k1", Query: "q", Kind: "k"}}},
		func(context.Context, string, int) ([]string, error) { return nil, broken })
	var at *SearchError
	if !errors.Is(err, broken) || !errors.As(err, &at) || at.Judgement.Line != 7 {
		t.Errorf("error %v", err)
	}
}

// TestJSON checks the names of the fields and that a report reads back as it was.
func TestJSON(t *testing.T) {
	r := sampleRun(t)
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var top struct {
		ByKind   map[string]map[string]any `json:"by_kind"`
		PerQuery []map[string]any          `json:"per_query"`
	}
	var all map[string]any
	if err := errors.Join(json.Unmarshal(text, &all), json.Unmarshal(text, &top)); err != nil {
		t.Fatal(err)
	}
	figures := []string{"mrr@10", "ndcg@10", "negatives_ok", "queries", "recall@20", "recall@5", "zero_result"}
	for _, k := range []string{"keyword", "typo", "negative"} {
		if got := slices.Sorted(maps.Keys(top.ByKind[k])); !slices.Equal(got, figures) {
			t.Errorf("%s has %v, want %v", k, got, figures)
		}
	}
	for _, name := range figures {
		if _, ok := all[name].(float64); !ok {
			t.Errorf("%s is %v", name, all[name])
		}
	}
	if v, ok := top.ByKind["negative"]["ndcg@10"]; !ok || v != nil {
		t.Errorf("nDCG of queries that must find nothing is %v, want null", v)
	}
	back, err := ReadReport(text)
	if err != nil || !reflect.DeepEqual(back.PerQuery, r.PerQuery) {
		t.Errorf("read back %+v, error %v", back, err)
	}
}

func TestReadReportRefuses(t *testing.T) {
	for _, text := range []string{
		``, `[]`, `{}`, `{"per_query":[]}`, `{"per_query":[{"query":"q"}]}`,
		`{"per_query":[{"id":"a"},{"id":"a"}]}`, `{"per_query":[{"id":"a","ndcg@10":1.5}]}`, `{"per_query":[{"id":"a","ndcg@10":"1"}]}`,
	} {
		if r, err := ReadReport([]byte(text)); err == nil {
			t.Errorf("%s was read as %+v", text, r)
		}
	}
}

func TestRestrict(t *testing.T) {
	set := Set{Judgements: []Judgement{
		{ID: "both", Relevant: map[string]int{"case-1": 3, "source-1": 2}},
		{ID: "other", Relevant: map[string]int{"source-1": 3}},
		{ID: "negative", Relevant: map[string]int{}},
	}}
	kind := map[string]string{"case-1": "case", "source-1": "source"}
	got := set.Restrict([]string{"lesson", "case", "case"}, func(id string) string { return kind[id] })
	if got.LeftOut != 1 || !slices.Equal(got.Only, []string{"case", "lesson"}) || len(got.Judgements) != 2 {
		t.Fatalf("got %+v", got)
	}
	if !maps.Equal(got.Judgements[0].Relevant, map[string]int{"case-1": 3}) || !got.Judgements[1].Negative() {
		t.Errorf("got %+v", got.Judgements)
	}
	if len(set.Judgements[0].Relevant) != 2 {
		t.Error("the set itself was changed")
	}
}

func TestUnknown(t *testing.T) {
	set, _ := Parse([]byte(`{"id":"a","query":"q","kind":"k","relevant":{"case-1":1,"case-9":2}}` + "\n" +
		`{"id":"b","query":"q","kind":"k","relevant":{"case-9":2}}`))
	var lines []int
	for _, p := range set.Unknown(func(id string) bool { return id == "case-1" }) {
		if p.Field != "relevant.case-9" {
			t.Errorf("problem %+v", p)
		}
		lines = append(lines, p.Line)
	}
	if !slices.Equal(lines, []int{1, 2}) {
		t.Errorf("problems on lines %v", lines)
	}
}
