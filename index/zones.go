package index

import (
	"hash/fnv"
	"io"
)

// zone is a part of a document that counts alike in ranking.
type zone uint8

const (
	zoneTitle zone = iota // the titles
	zoneLead              // what it is about: summary, statements, phenomenon
	zoneBody              // everything else in words
	zoneNames             // ids, tags, operators, dates of the head
	zoneCount
)

// piece is one text of a document, such as the summary or one cause.
type piece struct {
	// field is the path of the field, such as causes[c1]; a [Fragment] shows it.
	field string
	text  string
}

// zones are the texts of one document.
type zones [zoneCount][]piece

func (z *zones) add(to zone, field, text string) {
	if text != "" {
		z[to] = append(z[to], piece{field, text})
	}
}

// addNoted adds a text and the remark on it, which is never more than body.
func (z *zones) addNoted(to zone, field, text, note string) {
	z.add(to, field, text)
	z.add(zoneBody, field+".note", note)
}

// addYear adds a fiscal year, where the document has one.
func (z *zones) addYear(year int) {
	if year != 0 {
		z.add(zoneNames, "fiscal_year", yearText(year)+"年度")
	}
}

// hash tells whether two documents have the same texts.
func (z *zones) hash() uint64 {
	h := fnv.New64a()
	for i := range z {
		for _, p := range z[i] {
			_, _ = io.WriteString(h, p.field)
			_, _ = h.Write([]byte{0})
			_, _ = io.WriteString(h, p.text)
			_, _ = h.Write([]byte{1, byte(i)})
		}
	}
	return h.Sum64()
}

// pieceGap is how many bytes apart the texts of a zone are laid, which are
// analysed one by one, so that no phrase runs from one into the next.
const pieceGap = 64
