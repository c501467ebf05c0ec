package judge

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Mean is a mean of values from 0 to 1. In JSON it is a number, or null where
// there is nothing to take the mean of.
type Mean struct {
	sum float64
	n   int
}

func meanOf(v float64) Mean { return Mean{v, 1} }

func share(is bool) Mean {
	if is {
		return meanOf(1)
	}
	return meanOf(0)
}

// Value returns the mean; ok is false where there are no values.
func (m Mean) Value() (v float64, ok bool) {
	if m.n == 0 {
		return 0, false
	}
	return m.sum / float64(m.n), true
}

func (m Mean) plus(o Mean) Mean { return Mean{m.sum + o.sum, m.n + o.n} }

// MarshalJSON implements [json.Marshaler].
func (m Mean) MarshalJSON() ([]byte, error) {
	if v, ok := m.Value(); ok {
		return json.Marshal(v)
	}
	return []byte("null"), nil
}

// UnmarshalJSON implements [json.Unmarshaler]. What is read counts as one
// value.
func (m *Mean) UnmarshalJSON(text []byte) error {
	var v *float64
	if err := json.Unmarshal(text, &v); err != nil {
		return err
	}
	*m = Mean{}
	if v == nil {
		return nil
	}
	if *v < 0 || *v > 1 {
		return fmt.Errorf("%v is not from 0 to 1", *v)
	}
	*m = meanOf(*v)
	return nil
}

// Scores are the measures, of one query or the means over several. A query
// that must find nothing counts in NegativesOK alone, any other in all others;
// MRR leaves out queries that expect nothing of grade 2 or 3.
type Scores struct {
	NDCG10   Mean `json:"ndcg@10"`
	Recall5  Mean `json:"recall@5"`
	Recall20 Mean `json:"recall@20"`
	MRR10    Mean `json:"mrr@10"`
	// ZeroResult is the share of queries with relevant documents that find
	// nothing at all; less is better.
	ZeroResult Mean `json:"zero_result"`
	// NegativesOK is the share of queries that must find nothing and do.
	NegativesOK Mean `json:"negatives_ok"`
}

// score scores one query by its relevant documents and its number of hits.
func score(expected []Expected, hits int) Scores {
	if len(expected) == 0 {
		return Scores{NegativesOK: share(hits == 0)}
	}
	s := Scores{
		NDCG10:     meanOf(NDCG(expected, 10)),
		Recall5:    meanOf(Recall(expected, 5)),
		Recall20:   meanOf(Recall(expected, 20)),
		ZeroResult: share(hits == 0),
	}
	if rr, ok := ReciprocalRank(expected, 10, helpful); ok {
		s.MRR10 = meanOf(rr)
	}
	return s
}

func (s Scores) plus(o Scores) Scores {
	return Scores{
		NDCG10:      s.NDCG10.plus(o.NDCG10),
		Recall5:     s.Recall5.plus(o.Recall5),
		Recall20:    s.Recall20.plus(o.Recall20),
		MRR10:       s.MRR10.plus(o.MRR10),
		ZeroResult:  s.ZeroResult.plus(o.ZeroResult),
		NegativesOK: s.NegativesOK.plus(o.NegativesOK),
	}
}

// Figures are the means over a number of queries.
type Figures struct {
	Queries int `json:"queries"`
	Scores
}

func (f Figures) plus(s Scores) Figures { return Figures{f.Queries + 1, f.Scores.plus(s)} }

// Outcome is what became of one query.
type Outcome struct {
	ID    string `json:"id"`
	Query string `json:"query"`
	User  string `json:"user,omitempty"`
	Kind  string `json:"kind"`
	// Expected are the relevant documents, the best grade first; empty where
	// the query must find nothing.
	Expected []Expected `json:"expected"`
	// Hits are the ids of the first ten hits.
	Hits []string `json:"hits"`
	Scores
}

// Negative tells whether the query must find nothing.
func (o Outcome) Negative() bool { return len(o.Expected) == 0 }

// Report is the outcome of a run.
type Report struct {
	Figures
	// Only are the kinds of documents that counted; absent for all.
	Only []string `json:"only,omitempty"`
	// LeftOut counts the queries left out because of Only.
	LeftOut int `json:"left_out"`
	// ByKind has the figures by kind of query.
	ByKind map[string]Figures `json:"by_kind"`
	// PerQuery are the queries in the order of the set.
	PerQuery []Outcome `json:"per_query"`
	// Loss is what the ranking loses by its bounds; absent where that was not
	// measured.
	Loss *Loss `json:"loss,omitempty"`
}

func (r *Report) add(o Outcome) {
	r.Figures = r.Figures.plus(o.Scores)
	r.ByKind[o.Kind] = r.ByKind[o.Kind].plus(o.Scores)
	r.PerQuery = append(r.PerQuery, o)
}

// Worst returns up to n queries that fall short of the ideal ranking, those
// with the least nDCG@10 first. Queries that must find nothing are not among
// them.
func (r *Report) Worst(n int) []Outcome {
	var out []Outcome
	for _, o := range r.PerQuery {
		if v, ok := o.NDCG10.Value(); ok && v < 1 {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b Outcome) int {
		return cmp.Or(cmp.Compare(a.NDCG10.sum, b.NDCG10.sum), cmp.Compare(a.Recall20.sum, b.Recall20.sum))
	})
	return out[:min(n, len(out))]
}

// Wrong returns the queries that must find nothing and find something.
func (r *Report) Wrong() []Outcome {
	var out []Outcome
	for _, o := range r.PerQuery {
		if v, ok := o.NegativesOK.Value(); ok && v < 1 {
			out = append(out, o)
		}
	}
	return out
}

// ReadReport reads a report from its JSON, for [Compare]. An error says that
// the text is no such report.
func ReadReport(text []byte) (*Report, error) {
	var r Report
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, err
	}
	if len(r.PerQuery) == 0 {
		return nil, errors.New("per_query is missing or empty")
	}
	seen := map[string]bool{}
	for i, o := range r.PerQuery {
		if o.ID == "" || seen[o.ID] {
			return nil, fmt.Errorf("per_query[%d]: the id %q is empty or stands twice", i, o.ID)
		}
		seen[o.ID] = true
	}
	return &r, nil
}
