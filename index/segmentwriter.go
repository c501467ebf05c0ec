package index

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"math/bits"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/vellum"
	zap "github.com/blevesearch/zapx/v17"
	"github.com/golang/snappy"
)

// What follows writes a segment of version 17 of zap, whose zap.md describes it:
// the stored documents; of each field its posting lists, its dictionary and where
// these are; the fields. Numbers are of variable length where nothing else is said.

// sum is the checksum of the segment.
func (w *segmentWriter) sum() uint32 { return crc32.ChecksumIEEE(w.out) }

func (w *segmentWriter) number(n uint64) { w.out = binary.AppendUvarint(w.out, n) }

// writeStored writes the ids and the stored fields, and where each document's are.
func (w *segmentWriter) writeStored() {
	offsets := make([]uint64, len(w.docs))
	for i, d := range w.docs {
		offsets[i] = uint64(len(w.out))
		w.meta = binary.AppendUvarint(w.meta[:0], uint64(len(d.id)))
		var values []byte
		for id, known := range w.fields[1:] {
			f := d.field(known.name)
			if f == nil || !f.options.IsStored() {
				continue
			}
			for _, n := range []uint64{uint64(id + 1), uint64(f.EncodedFieldType()), uint64(len(values)), uint64(len(f.value)), 0} {
				w.meta = binary.AppendUvarint(w.meta, n)
			}
			values = append(values, f.value...)
		}
		w.packed = snappy.Encode(w.packed[:cap(w.packed)], values)
		w.number(uint64(len(w.meta)))
		w.number(uint64(len(d.id) + len(w.packed)))
		w.out = append(append(append(w.out, w.meta...), d.id...), w.packed...)
	}
	w.stored = uint64(len(w.out))
	for _, at := range offsets {
		w.out = binary.BigEndian.AppendUint64(w.out, at)
	}
	w.number(0) // documents in documents
}

// writeField writes the posting lists and the dictionary of a field.
func (w *segmentWriter) writeField(id uint64) error {
	w.terms.Reset()
	if w.builder == nil {
		b, err := vellum.New(&w.terms, &vellum.BuilderOpts{Encoder: 1, RegistryTableSize: 0, RegistryMRUSize: 1}) // as zap does
		if err != nil {
			return fmt.Errorf("making a dictionary: %w", err)
		}
		w.builder = b
	} else if err := w.builder.Reset(&w.terms); err != nil {
		return fmt.Errorf("making a dictionary: %w", err)
	}
	field := &w.fields[id]
	w.inverted.collect(w.docs, field.name)
	for term, list := range w.inverted.lists {
		at, err := w.writeList(id, list)
		if err != nil {
			return err
		}
		if err := w.builder.Insert([]byte(term), at); err != nil {
			return fmt.Errorf("making a dictionary: %w", err)
		}
	}
	if err := w.builder.Close(); err != nil {
		return fmt.Errorf("making a dictionary: %w", err)
	}
	dictionary := uint64(len(w.out))
	w.number(uint64(w.terms.Len()))
	w.out = append(w.out, w.terms.Bytes()...)
	field.at = uint64(len(w.out))
	w.number(math.MaxUint64) // no values by document
	w.number(math.MaxUint64)
	w.number(dictionary)
	return nil
}

// writeFields writes the table of fields.
func (w *segmentWriter) writeFields() {
	offsets := make([]uint64, len(w.fields))
	for i, f := range w.fields {
		offsets[i] = uint64(len(w.out))
		w.number(uint64(len(f.name)))
		w.out = append(w.out, f.name...)
		w.number(uint64(f.options))
		w.number(1) // sections
		w.out = binary.BigEndian.AppendUint16(w.out, zap.SectionInvertedTextIndex)
		w.out = binary.BigEndian.AppendUint64(w.out, f.at)
	}
	w.index = uint64(len(w.out))
	w.number(uint64(len(w.fields)))
	for _, at := range offsets {
		w.out = binary.BigEndian.AppendUint64(w.out, at)
	}
}

// listEncoder is room for one posting list at a time.
type listEncoder struct {
	docs          *roaring.Bitmap
	ids           []uint32
	counts, rests chunks
}

// writeList writes the posting list of a term and returns where it is.
func (w *segmentWriter) writeList(field uint64, list []posting) (at uint64, err error) {
	e := &w.lists
	size := chunkSize(len(list), len(w.docs))
	count := (len(w.docs)-1)/size + 1
	e.counts.begin(count)
	e.rests.begin(count)
	e.ids = e.ids[:0]
	for _, p := range list {
		e.ids = append(e.ids, p.doc)
		e.counts.count(int(p.doc)/size, p)
		if p.rest > 0 {
			e.rests.locate(int(p.doc)/size, field, w.inverted.rests[p.rest-1])
		}
	}
	counts, rests := w.writeChunks(&e.counts), w.writeChunks(&e.rests)
	at = uint64(len(w.out))
	w.number(counts)
	w.number(rests)
	e.docs.Clear()
	e.docs.AddMany(e.ids)
	set, err := e.docs.ToBytes()
	if err != nil {
		return 0, fmt.Errorf("writing a posting list: %w", err)
	}
	w.number(uint64(len(set)))
	w.out = append(w.out, set...)
	return at, nil
}

// writeChunks writes chunks and returns where they are, 0 where they are empty.
func (w *segmentWriter) writeChunks(c *chunks) (at uint64) {
	if len(c.bytes) == 0 {
		return 0
	}
	c.reach(len(c.ends))
	at = uint64(len(w.out))
	w.number(uint64(len(c.ends)))
	for _, end := range c.ends {
		w.number(uint64(end))
	}
	w.out = append(w.out, c.bytes...)
	return at
}

// chunkSize is for how many documents, of so many in the segment, a chunk of a list
// of so many is.
func chunkSize(listed, docs int) int { return docs / (listed/1024 + 1) }

// chunks are the numbers of a list, in chunks of documents.
type chunks struct {
	bytes []byte
	ends  []int // of each chunk
	at    int
}

// begin empties so many chunks.
func (c *chunks) begin(count int) {
	c.bytes, c.at = c.bytes[:0], 0
	c.ends = slices.Grow(c.ends[:0], count)[:count]
}

// reach ends the chunks before one.
func (c *chunks) reach(chunk int) {
	for ; c.at < chunk; c.at++ {
		c.ends[c.at] = len(c.bytes)
	}
}

// count adds the frequency of a term in a document, and the length of the field,
// which is always 1.
func (c *chunks) count(chunk int, p posting) {
	c.reach(chunk)
	n := p.number << 1
	if p.rest > 0 {
		n |= 1
	}
	c.bytes = binary.AppendUvarint(c.bytes, n)
	if p.number > 0 {
		c.bytes = binary.AppendUvarint(c.bytes, 1)
	}
}

// locate adds the one location of a term in a document, which has a field and
// nothing else but numbers.
func (c *chunks) locate(chunk int, field uint64, rest []uint64) {
	c.reach(chunk)
	head := []uint64{field, 0, 0, 0, uint64(len(rest))}
	size := 0
	for _, n := range head {
		size += uvarintSize(n)
	}
	for _, n := range rest {
		size += uvarintSize(n)
	}
	c.bytes = binary.AppendUvarint(c.bytes, uint64(size))
	for _, n := range head {
		c.bytes = binary.AppendUvarint(c.bytes, n)
	}
	for _, n := range rest {
		c.bytes = binary.AppendUvarint(c.bytes, n)
	}
}

// uvarintSize is how many bytes a number of variable length takes.
func uvarintSize(n uint64) int { return (bits.Len64(n|1) + 6) / 7 }
