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

// block returns the part that lies in the block of a document, and cuts it off.
func (w *worth) block(first docnum) (p matchPart, ok bool) {
	if len(w.parts) == 0 || w.parts[0].first != first {
		return p, false
	}
	p, w.parts = w.parts[0], w.parts[1:]
	return p, true
}

// best scores documents by the best of several ways to find a word, one of which
// is by its parts together.
func (e *evaluation) best(ways, parts []worth) (out []scored) {
	most := 0
	for _, w := range slices.Concat(ways, parts) {
		most = max(most, w.held)
	}
	if most == 0 {
		return nil
	}
	out = e.room(most)
	b, p := e.boards.take(), e.boards.take()
	defer e.boards.Put(b)
	defer e.boards.Put(p)
	for _, first := range e.blocks {
		for i := range ways {
			if m, ok := ways[i].block(first); ok {
				ways[i].bestOn(b, e.columns, m)
			}
		}
		for i := range parts {
			if m, ok := parts[i].block(first); ok {
				parts[i].addTo(p, e.columns, m)
			}
		}
		if len(parts) > 0 {
			p.clear(func(i uint32) { b.best(i, p.score[i], coverOfParts(p.cover[i])) })
		}
		out = b.flush(out, first)
	}
	return e.made(out)
}

func (w *worth) bestOn(b *board, c *columns, m matchPart) {
	for i := m.from; i < m.to; i++ {
		d := uint32(m.docs[i])
		b.best(d, w.score(c, m.first+docnum(d), m.at(int(i))), w.cover)
	}
}

func (w *worth) addTo(b *board, c *columns, m matchPart) {
	for i := m.from; i < m.to; i++ {
		d := uint32(m.docs[i])
		b.add(d, w.score(c, m.first+docnum(d), m.at(int(i))), w.cover)
	}
}
