package judge

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
)

// measure is one of the figures, read off the scores of a query.
type measure struct {
	name  string
	of    func(Scores) Mean
	lower bool // less is better
}

// measures are the figures under their names in JSON, nDCG first.
var measures = [...]measure{
	{"ndcg@10", func(s Scores) Mean { return s.NDCG10 }, false},
	{"recall@5", func(s Scores) Mean { return s.Recall5 }, false},
	{"recall@20", func(s Scores) Mean { return s.Recall20 }, false},
	{"mrr@10", func(s Scores) Mean { return s.MRR10 }, false},
	{"zero_result", func(s Scores) Mean { return s.ZeroResult }, true},
	{"negatives_ok", func(s Scores) Mean { return s.NegativesOK }, false},
}

// Comparison holds a run against an older one, query by query.
type Comparison struct {
	// Paired counts the queries that both runs have with the same text and the
	// same grades. Only these are compared.
	Paired int `json:"paired"`
	// Changed, Added and Removed are the ids of the others: judged
	// differently, or in one of the runs only.
	Changed []string `json:"changed"`
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
	// Measures are the figures on the paired queries, nDCG first; a figure that
	// no paired query has is left out.
	Measures []Contrast `json:"measures"`
	// PerQuery are the paired queries whose nDCG@10, or whose finding nothing
	// where nothing must be found, differs: the greatest loss first.
	PerQuery []Difference `json:"per_query"`
}

// Contrast is one figure in both runs.
type Contrast struct {
	// Measure is the name of the figure in the JSON of a report.
	Measure string `json:"measure"`
	// Pairs counts the queries that have the figure.
	Pairs int `json:"pairs"`
	// Old and New are the means over these.
	Old float64 `json:"old"`
	New float64 `json:"new"`
	// Wins, Losses and Ties count the queries that got better, got worse, or
	// stayed.
	Wins   int `json:"wins"`
	Losses int `json:"losses"`
	Ties   int `json:"ties"`
	// P is the two-sided p-value of a paired randomisation test: how often a
	// difference of the means at least as great would come about if it were
	// chance which of the two runs a query's values belong to. It is exact
	// where Exact says so, else estimated from a sample.
	P     float64 `json:"p"`
	Exact bool    `json:"exact"`
}

// Difference is a query that got better or worse.
type Difference struct {
	ID    string `json:"id"`
	Query string `json:"query"`
	Kind  string `json:"kind"`
	// Measure is "ndcg@10", or "negatives_ok" for a query that must find
	// nothing; Old and New are its values.
	Measure string  `json:"measure"`
	Old     float64 `json:"old"`
	New     float64 `json:"new"`
}

// pair is a query in both runs.
type pair struct{ old, new Outcome }

// Compare holds a run against an older one. Whether both looked at the same
// kinds of documents is for the caller to see to.
func Compare(old, now *Report) *Comparison {
	c := &Comparison{Changed: []string{}, Added: []string{}, Removed: []string{}, Measures: []Contrast{}, PerQuery: []Difference{}}
	before := map[string]Outcome{}
	for _, o := range old.PerQuery {
		before[o.ID] = o
	}
	var pairs []pair
	for _, o := range now.PerQuery {
		was, ok := before[o.ID]
		delete(before, o.ID)
		switch {
		case !ok:
			c.Added = append(c.Added, o.ID)
		case was.sameTask(o):
			pairs = append(pairs, pair{was, o})
		default:
			c.Changed = append(c.Changed, o.ID)
		}
	}
	c.Removed = slices.AppendSeq(c.Removed, maps.Keys(before))
	slices.Sort(c.Removed)
	c.Paired = len(pairs)
	for _, m := range measures {
		if contrast := m.contrast(pairs); contrast.Pairs > 0 {
			c.Measures = append(c.Measures, contrast)
		}
	}
	c.PerQuery = append(c.PerQuery, differences(pairs)...)
	return c
}

// sameTask tells whether both have the same text and the same grades.
func (o Outcome) sameTask(p Outcome) bool {
	return o.Query == p.Query && maps.Equal(o.grades(), p.grades())
}

func (o Outcome) grades() map[string]int {
	out := map[string]int{}
	for _, e := range o.Expected {
		out[e.ID] = e.Grade
	}
	return out
}

// values returns the measure's value in both runs; ok is false where the query
// has none.
func (m measure) values(p pair) (old, now float64, ok bool) {
	old, okOld := m.of(p.old.Scores).Value()
	now, okNow := m.of(p.new.Scores).Value()
	return old, now, okOld && okNow
}

func (m measure) contrast(pairs []pair) Contrast {
	c := Contrast{Measure: m.name}
	var diffs []float64
	for _, p := range pairs {
		old, now, ok := m.values(p)
		if !ok {
			continue
		}
		c.Pairs++
		c.Old += old
		c.New += now
		switch {
		case now == old:
			c.Ties++
			continue
		case now > old != m.lower:
			c.Wins++
		default:
			c.Losses++
		}
		diffs = append(diffs, now-old)
	}
	if c.Pairs > 0 {
		c.Old /= float64(c.Pairs)
		c.New /= float64(c.Pairs)
	}
	c.P, c.Exact = signFlip(diffs)
	return c
}

// differences lists the queries that got better or worse, the greatest loss
// first.
func differences(pairs []pair) []Difference {
	var out []Difference
	for _, p := range pairs {
		m := measures[0]
		if p.new.Negative() {
			m = measures[len(measures)-1]
		}
		if old, now, ok := m.values(p); ok && old != now {
			out = append(out, Difference{p.new.ID, p.new.Query, p.new.Kind, m.name, old, now})
		}
	}
	slices.SortStableFunc(out, func(a, b Difference) int { return cmp.Compare(a.New-a.Old, b.New-b.Old) })
	return out
}

// MarshalComparison writes a report and a comparison as one JSON object: the
// fields of the report, and "compare".
func MarshalComparison(r *Report, c *Comparison) ([]byte, error) {
	return json.Marshal(struct {
		*Report
		Compare *Comparison `json:"compare"`
	}{r, c})
}
