package index

import (
	"cmp"
	"math"
	"slices"
)

// worth is what one way of finding a word counts for in the documents that it
// finds: BM25F over the zones.
type worth struct {
	matches
	points float64 // of a document that holds it without end
	cover  float64
}

// worth weighs the documents that hold something.
func (c *columns) worth(m matches, weight, cover float64) worth {
	return worth{m, weight * c.idf(m.held) * (saturation + 1), cover}
}

// score is what a document gets that holds it so often.
func (w *worth) score(c *columns, d docnum, n zoneCounts) float64 {
	row := n.row()
	return w.points * saturated(frequency(&c.gains[d], &row))
}

// saturated is BM25's measure of how often a document holds something, below 1.
func saturated(frequency float64) float64 { return frequency / (frequency + saturation) }

// row has the counts by zone.
func (n zoneCounts) row() (row [zoneCount]float64) {
	for z := range row {
		row[z] = float64(n.in(zone(z)))
	}
	return row
}

// frequency is how often a document holds something, each zone by its weight and
// its length in this document.
func frequency(gains *[zoneCount]float32, n *[zoneCount]float64) float64 {
	return float64(gains[0])*n[0] + float64(gains[1])*n[1] + float64(gains[2])*n[2] + float64(gains[3])*n[3]
}

// gain is what one occurrence in a zone counts for, in a document in which that
// zone is so long, and so long in the average.
func gain(z zone, length, average float64) float32 {
	b := zoneLength[z]
	return float32(zoneWeights[z] / (1 - b + b*length/math.Max(average, 1)))
}

// idf is the weight of what n documents hold.
func (c *columns) idf(n int) float64 {
	return math.Log(1 + (float64(c.live)-float64(n)+0.5)/(float64(n)+0.5))
}

// block returns the part that lies in the block of a document.
func (w *worth) block(first docnum) (p matchPart, ok bool) {
	at, ok := slices.BinarySearchFunc(w.matches.parts, first, func(p matchPart, d docnum) int { return cmp.Compare(p.first, d) })
	if !ok {
		return p, false
	}
	return w.matches.parts[at], true
}

// scoreOf is what a word is worth in one document: the best of several ways to
// find it, one of which is by its parts together.
func (w *foundWord) scoreOf(c *columns, d docnum) float64 {
	best, together := 0.0, 0.0
	for i := range w.ways {
		if n := w.ways[i].of(d); n > 0 {
			best = max(best, w.ways[i].score(c, d, n))
		}
	}
	for i := range w.parts {
		if n := w.parts[i].of(d); n > 0 {
			together += w.parts[i].score(c, d, n)
		}
	}
	return max(best, together)
}

// most is what no document gets for a word.
func (w *foundWord) most() float64 {
	best, together := 0.0, 0.0
	for i := range w.ways {
		best = max(best, w.ways[i].points)
	}
	for i := range w.parts {
		together += w.parts[i].points
	}
	return max(best, together)
}

// elementScore is what an element is worth in one document, wholes left out: the
// best of its branches.
func (e *evaluation) elementScore(element int, d docnum) float64 {
	best := 0.0
	for _, words := range e.elements[element] {
		sum := 0.0
		for _, w := range words {
			sum += w.scoreOf(e.columns, d)
		}
		best = max(best, sum)
	}
	return best
}

// wholeScore is what the wholes add to one element of a document.
func (e *evaluation) wholeScore(element int, d docnum) (sum float64) {
	for i, w := range e.spans {
		if w.from <= element && element < w.to {
			sum += e.wholes[i].scoreOf(e.columns, d)
		}
	}
	return sum
}
