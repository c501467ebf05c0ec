package index

import (
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
	m.parts = slices.Clone(m.parts) // stretch cuts them
	return worth{m, weight * c.idf(m.held) * (saturation + 1), cover}
}

// score is what a document gets that holds it so often.
func (w *worth) score(c *columns, d docnum, n zoneCounts) float64 {
	tf := c.frequency(d, n)
	return w.points * tf / (tf + saturation)
}

// frequency is how often a document holds something, each zone by its weight and
// its length in this document.
func (c *columns) frequency(d docnum, n zoneCounts) float64 {
	g := &c.gains[d]
	return float64(g[0])*float64(n&zoneCountMost) + float64(g[1])*float64(n>>zoneCountBits&zoneCountMost) +
		float64(g[2])*float64(n>>(2*zoneCountBits)&zoneCountMost) + float64(g[3])*float64(n>>(3*zoneCountBits))
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

// stretch calls visit for what lies before a document of the parts that are left.
func (w *worth) stretch(end docnum, visit func(matchPart)) {
	for len(w.parts) > 0 && w.parts[0].first < end {
		p := &w.parts[0]
		n, _ := slices.BinarySearch(p.docs, uint32(end-p.first))
		if n > 0 {
			visit(matchPart{p.first, postingList{p.docs[:n], p.counts[:n]}})
		}
		if n < len(p.docs) {
			p.docs, p.counts = p.docs[n:], p.counts[n:]
			return
		}
		w.parts = w.parts[1:]
	}
}

// best scores documents by the best of several ways to find a word, one of which
// is by its parts together.
func (s *snapshot) best(ways, parts []worth) (out []scored) {
	most := 0
	for _, w := range slices.Concat(ways, parts) {
		most = max(most, w.held)
	}
	if most == 0 {
		return nil
	}
	out = make([]scored, 0, most)
	b, p := s.boards.take(), s.boards.take()
	defer s.boards.Put(b)
	defer s.boards.Put(p)
	for first := docnum(0); int(first) < len(s.columns.records); first += boardSize {
		for i := range ways {
			w := &ways[i]
			w.stretch(first+boardSize, func(m matchPart) {
				for i, d := range m.docs {
					d := m.first + docnum(d)
					b.best(uint32(d-first), w.score(s.columns, d, m.counts[i]), w.cover)
				}
			})
		}
		for i := range parts {
			w := &parts[i]
			w.stretch(first+boardSize, func(m matchPart) {
				for i, d := range m.docs {
					d := m.first + docnum(d)
					p.add(uint32(d-first), w.score(s.columns, d, m.counts[i]), w.cover)
				}
			})
		}
		p.clear(func(i uint32) { b.best(i, p.score[i], coverOfParts(p.cover[i])) })
		out = b.flush(out, first)
	}
	return out
}
