package judge

import (
	"math"
	"math/bits"
	"math/rand/v2"
)

const (
	// exactFlips is up to how many differing queries all assignments of signs,
	// two to that power, are gone through.
	exactFlips = 20
	// sampledFlips is how many assignments are drawn where there are more. The
	// standard error of a p-value about 0.05 is then below 0.001.
	sampledFlips = 100_000
	// slack makes sums that differ by rounding alone count as equal.
	slack = 1e-9
)

// signFlip is the paired randomisation test, two-sided: under the hypothesis
// that the two runs are alike, each difference could as well have the other
// sign, so p is the share of the assignments of signs whose sum is, in
// absolute value, at least the observed one,
//
//	p = |{s ∈ {−1,1}ⁿ : |Σ sᵢdᵢ| ≥ |Σ dᵢ|}| / 2ⁿ.
//
// Differences of zero change nothing and need not be given. Fisher, "The
// Design of Experiments", 1935; for retrieval: Smucker, Allan and Carterette,
// "A comparison of statistical significance tests for information retrieval
// evaluation", CIKM 2007. A sample counts the observed assignment as drawn, so
// that p is never 0: Phipson and Smyth, "Permutation p-values should never be
// zero", 2010. The sample is the same each time.
func signFlip(diffs []float64) (p float64, exact bool) {
	var observed float64
	for _, d := range diffs {
		observed += d
	}
	threshold := math.Abs(observed) - slack
	if len(diffs) <= exactFlips {
		return enumerate(diffs, threshold), true
	}
	return sample(diffs, threshold), false
}

// enumerate goes through all assignments in the order of a Gray code, where
// each differs from the one before in one sign.
func enumerate(diffs []float64, threshold float64) float64 {
	var sum float64
	signs := make([]float64, len(diffs))
	for i, d := range diffs {
		signs[i] = 1
		sum += d
	}
	all, extreme := 1<<len(diffs), 0
	for i := 1; ; i++ {
		if math.Abs(sum) >= threshold {
			extreme++
		}
		if i == all {
			return float64(extreme) / float64(all)
		}
		at := bits.TrailingZeros(uint(i))
		signs[at] = -signs[at]
		sum += 2 * signs[at] * diffs[at]
	}
}

func sample(diffs []float64, threshold float64) float64 {
	random := rand.NewPCG(20211014, 1737) // any seed will do, if it stays
	extreme := 1
	for range sampledFlips {
		var sum float64
		var word uint64
		for i, d := range diffs {
			if i%64 == 0 {
				word = random.Uint64()
			}
			if word&1 == 0 {
				d = -d
			}
			word >>= 1
			sum += d
		}
		if math.Abs(sum) >= threshold {
			extreme++
		}
	}
	return float64(extreme) / (sampledFlips + 1)
}
