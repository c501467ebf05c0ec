package judge

import (
	"encoding/json"
	"errors"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestLoss(t *testing.T) {
	one := map[string]int{"a": 3}
	bounded := report(outcome("down", one, "x", "a"), outcome("same", one, "a", "x"), outcome("end", one, "a", "x", "y"),
		outcome("more", one, "a", "x"), outcome("neg", nil, "x"))
	exhaustive := report(outcome("down", one, "a", "x"), outcome("same", one, "a", "x"), outcome("end", one, "a", "y", "x"),
		outcome("more", one, "a", "x", "z"), outcome("neg", nil, "x"))
	l := LossOf(bounded, exhaustive)
	two := 1 / math.Log2(3)
	want := map[string]float64{"ndcg@10": (two - 1) / 4, "recall@5": 0, "recall@20": 0, "mrr@10": -0.5 / 4, "zero_result": 0, "negatives_ok": 0}
	if !maps.EqualFunc(l.Difference, want, near) {
		t.Errorf("differences %v, want %v", l.Difference, want)
	}
	if l.Exhaustive != exhaustive.Figures {
		t.Errorf("exhaustive figures %+v", l.Exhaustive)
	}
	var from []int
	var ids []string
	for _, p := range l.Differ {
		from, ids = append(from, p.From), append(ids, p.ID)
	}
	if !slices.Equal(ids, []string{"down", "end", "more"}) || !slices.Equal(from, []int{1, 2, 3}) {
		t.Errorf("they differ in %v from ranks %v", ids, from)
	}
	down := Parting{"down", "query down", "k", 1, meanOf(two), meanOf(1), []string{"a", "x"}}
	if !reflect.DeepEqual(l.Differ[0], down) {
		t.Errorf("got %+v, want %+v", l.Differ[0], down)
	}
	if none := LossOf(bounded, bounded); len(none.Differ) > 0 || none.Difference["ndcg@10"] != 0 {
		t.Errorf("a run differs from itself: %+v", none)
	}
}

// TestLossJSON holds that a report keeps its loss, and one of before, without any,
// is still read.
func TestLossJSON(t *testing.T) {
	r := report(outcome("neg", nil, "x"))
	plain, err := json.Marshal(r)
	r.Loss = LossOf(r, report(outcome("neg", nil, "y")))
	text, more := json.Marshal(r)
	if err := errors.Join(err, more); err != nil {
		t.Fatal(err)
	}
	const want = `"loss":{"exhaustive":{"queries":1,"ndcg@10":null,"recall@5":null,"recall@20":null,"mrr@10":null,"zero_result":null,"negatives_ok":0},` +
		`"difference":{"negatives_ok":0},"differ":[{"id":"neg","query":"query neg","kind":"k","from":1,"ndcg@10":null,"exhaustive_ndcg@10":null,"exhaustive_hits":["y"]}]}`
	if !strings.Contains(string(text), want) {
		t.Errorf("%s has no %s", text, want)
	}
	for _, text := range [][]byte{plain, text} {
		if _, err := ReadReport(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
