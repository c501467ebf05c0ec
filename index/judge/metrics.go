package judge

import (
	"math"
	"slices"
)

// MaxGrade is the best grade; 1 is the least.
const MaxGrade = 3

// helpful is the least grade that MRR counts.
const helpful = 2

// Expected is a relevant document and where it was found.
type Expected struct {
	ID    string `json:"id"`
	Grade int    `json:"grade"`
	// Rank counts from 1; 0 where the document is not among the first [Depth].
	Rank int `json:"rank"`
}

func (e Expected) within(k int) bool { return 0 < e.Rank && e.Rank <= k }

// NDCG is the normalised discounted cumulative gain of the first k hits,
//
//	DCG@k = Σ (2^grade − 1) / log₂(rank + 1),   nDCG@k = DCG@k / ideal DCG@k,
//
// the sum being over the documents found at ranks up to k; the ideal has the
// documents in the order of their grades. From 0 to 1; 0 where nothing is
// expected. Discount and normalisation are of Järvelin and Kekäläinen,
// "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002;
// the gain is of Burges et al., "Learning to rank using gradient descent",
// ICML 2005.
func NDCG(expected []Expected, k int) float64 {
	var got, ideal float64
	grades := []int{}
	for _, e := range expected {
		grades = append(grades, e.Grade)
		if e.within(k) {
			got += gain(e.Grade, e.Rank)
		}
	}
	slices.Sort(grades)
	slices.Reverse(grades)
	for i, g := range grades[:min(k, len(grades))] {
		ideal += gain(g, i+1)
	}
	if ideal == 0 {
		return 0
	}
	// The two sums may round apart where the ranking is ideal.
	return min(got/ideal, 1)
}

func gain(grade, rank int) float64 {
	return (math.Exp2(float64(grade)) - 1) / math.Log2(float64(rank)+1)
}

// Recall is the share of the relevant documents, of whatever grade, that are
// among the first k hits:
//
//	Recall@k = |relevant ∩ first k| / |relevant|.
//
// From 0 to 1; with more than k relevant documents 1 cannot be reached. 0
// where nothing is expected. Manning, Raghavan and Schütze, "Introduction to
// Information Retrieval", 2008, section 8.4.
func Recall(expected []Expected, k int) float64 {
	if len(expected) == 0 {
		return 0
	}
	found := 0
	for _, e := range expected {
		if e.within(k) {
			found++
		}
	}
	return float64(found) / float64(len(expected))
}

// ReciprocalRank is 1 / rank of the first document of at least the grade, 0
// where none is among the first k hits. From 0 to 1; ok is false where no
// document of that grade is expected, so that there is nothing to measure. Its
// mean over queries is MRR: Voorhees, "The TREC-8 question answering track
// report", 1999.
func ReciprocalRank(expected []Expected, k, grade int) (rr float64, ok bool) {
	for _, e := range expected {
		if e.Grade < grade {
			continue
		}
		ok = true
		if e.within(k) {
			rr = max(rr, 1/float64(e.Rank))
		}
	}
	return rr, ok
}
