package index

import (
	"encoding/binary"
	"slices"
)

// facetColumn holds the values of one facet for all documents. Documents share few
// sets of values, so that each has but the number of its set.
type facetColumn struct {
	name   string
	values []string   // sorted
	sets   [][]uint32 // places in values
	set    []uint32   // by document; a number not in use has that of a document without values
}

// newFacetColumns makes the columns of all facets.
func newFacetColumns(records []*record) []facetColumn {
	makers := make([]facetMaker, len(facetNames))
	for i := range makers {
		makers[i] = facetMaker{known: map[string]uint32{}, numbers: map[string]uint32{}, set: make([]uint32, 0, len(records))}
	}
	var table *facetTable // of the record before: few records have another
	for _, r := range records {
		if r != nil {
			if r.table != table {
				table = r.table
				for i := range makers {
					makers[i].begin(table)
				}
			}
			for _, c := range r.facets {
				makers[c.facet()].add(c.place())
			}
		}
		for i := range makers {
			makers[i].end()
		}
	}
	out := make([]facetColumn, len(makers))
	for i := range makers {
		out[i] = makers[i].column(facetNames[i])
	}
	return out
}

// facetMaker makes a column: values have codes in the order in which they come,
// until all are known.
type facetMaker struct {
	known   map[string]uint32
	values  []string
	table   *facetTable
	coded   []int32 // by place in the table, the code; -1 where it is not known yet
	numbers map[string]uint32
	sets    [][]uint32 // of codes
	set     []uint32
	codes   []uint32 // of this document
	key     []byte
}

// begin goes over to records of another table.
func (m *facetMaker) begin(t *facetTable) {
	m.table, m.coded = t, m.coded[:0]
	for range t.values {
		m.coded = append(m.coded, -1)
	}
}

// add adds the value at a place of the table to the document.
func (m *facetMaker) add(place int) {
	if m.coded[place] < 0 {
		value := m.table.values[place]
		code, known := m.known[value]
		if !known {
			code = uint32(len(m.values))
			m.known[value], m.values = code, append(m.values, value)
		}
		m.coded[place] = int32(code)
	}
	m.codes = append(m.codes, uint32(m.coded[place]))
}

// end ends a document.
func (m *facetMaker) end() {
	slices.Sort(m.codes)
	m.key = m.key[:0]
	for _, code := range m.codes {
		m.key = binary.LittleEndian.AppendUint32(m.key, code)
	}
	number, known := m.numbers[string(m.key)]
	if !known {
		number = uint32(len(m.sets))
		m.numbers[string(m.key)], m.sets = number, append(m.sets, slices.Clone(m.codes))
	}
	m.set, m.codes = append(m.set, number), m.codes[:0]
}

func (m *facetMaker) column(name string) facetColumn {
	f := facetColumn{name: name, values: slices.Sorted(slices.Values(m.values)), sets: m.sets, set: m.set}
	sorted := make([]uint32, len(m.values))
	for i, v := range f.values {
		sorted[m.known[v]] = uint32(i)
	}
	for _, set := range f.sets {
		for i, code := range set {
			set[i] = sorted[code]
		}
	}
	return f
}

// jointColumn holds the sets of several facets in one number, so that they are
// counted in one go: the number of the first facet's set, plus that of the second's
// times how many the first has, and so on.
type jointColumn struct {
	facets []int
	number []uint16 // by document
}

// mostJoint bounds the numbers of a joint column: their counts stay in a
// processor's cache.
const mostJoint = 1 << 12

// joinFacets makes joint columns of all facets but those of very many sets.
func joinFacets(facets []facetColumn) (out []jointColumn) {
	size := 1 // of the last one
	for i := range facets {
		f := &facets[i]
		if len(f.sets) > mostJoint {
			continue
		}
		if len(out) == 0 || size*len(f.sets) > mostJoint {
			out, size = append(out, jointColumn{number: make([]uint16, len(f.set))}), 1
		}
		last := &out[len(out)-1]
		for d, set := range f.set {
			last.number[d] += uint16(int(set) * size)
		}
		last.facets, size = append(last.facets, i), size*len(f.sets)
	}
	return out
}

// fewCounted is up to how many documents are counted facet by facet.
const fewCounted = 256

// count adds up documents by facet and set.
func (c *columns) count(docs []docnum, sets [][]int) {
	joint := c.joint
	if len(docs) <= fewCounted {
		joint = nil
	}
	counted := make([]bool, len(c.facets))
	for i := range joint {
		joint[i].count(c.facets, docs, sets)
		for _, f := range joint[i].facets {
			counted[f] = true
		}
	}
	for f := range c.facets {
		if !counted[f] {
			n, set := sets[f], c.facets[f].set
			for _, d := range docs {
				n[set[d]]++
			}
		}
	}
}

func (j *jointColumn) count(facets []facetColumn, docs []docnum, sets [][]int) {
	// Neighbours are often alike: by turns, no count waits for the last.
	var n, m [mostJoint]int32
	for ; len(docs) > 1; docs = docs[2:] {
		n[j.number[docs[0]]%mostJoint]++
		m[j.number[docs[1]]%mostJoint]++
	}
	for _, d := range docs {
		n[j.number[d]%mostJoint]++
	}
	for number := range mostJoint {
		documents := n[number] + m[number]
		if documents == 0 {
			continue
		}
		for _, f := range j.facets {
			of := len(facets[f].sets)
			sets[f][number%of] += int(documents)
			number /= of
		}
	}
}
