package index

import (
	"slices"

	api "github.com/blevesearch/bleve_index_api"
)

// posted is a document as scorch takes it: fields that are analysed already.
// It gives scorch exactly what search needs: no stored text, no composite
// "_all" field and no doc values, which would make the index four times larger.
type posted struct {
	id     string
	fields []*postedField
	room   *frequencyRoom
}

// postedField is one field of it.
type postedField struct {
	name    string
	value   []byte
	options api.FieldIndexingOptions
	terms   []postedTerm
	rests   []postedRest
	room    *frequencyRoom
}

// postedTerm is a term with the number that stands for how often, or where, the
// document holds it.
type postedTerm struct {
	term   string
	number int
}

// postedRest is what does not fit into the number of a term, as is the case for few.
type postedRest struct {
	at   int // the place of the term
	rest []uint64
}

// frequencyRoom is where the terms of a document become what scorch takes, when it
// asks for them: it goes through the documents of a batch one by one, twice, and
// what it takes for all of them at a time would be most of the memory in use. There
// is one place for each field of a document.
type frequencyRoom struct{ fields map[string]*frequencies }

// frequencies are those of one field, until the next document has that field.
type frequencies struct {
	byTerm api.TokenFrequencies
	counts []api.TokenFreq
}

// mostRoom is how many terms there may be for which room is kept: few documents have
// more, and all that follow would go through it.
const mostRoom = 1 << 13

// of returns the frequencies of a field.
func (r *frequencyRoom) of(f *postedField) api.TokenFrequencies {
	if r.fields == nil {
		r.fields = map[string]*frequencies{}
	}
	room := r.fields[f.name]
	if room == nil || len(room.counts) > mostRoom {
		room = &frequencies{byTerm: make(api.TokenFrequencies, len(f.terms))}
		r.fields[f.name] = room
	}
	clear(room.byTerm)
	room.counts = slices.Grow(room.counts[:0], len(f.terms))[:len(f.terms)]
	clear(room.counts)
	for i, t := range f.terms {
		room.counts[i].SetFrequency(t.number)
		room.byTerm[t.term] = &room.counts[i]
	}
	for _, p := range f.rests {
		room.counts[p.at].Locations = []*api.TokenLocation{{ArrayPositions: p.rest}}
	}
	return room.byTerm
}

// The stored field that carries the [record].
const recordField = "_record"

// attribute is one of the three ways in which the texts of a document are
// indexed, or of those in which an accident is told of.
type attribute byte

const (
	attrWord    attribute = 'w' // words, compounds, canonical terms, dates
	attrReading attribute = 'r' // readings in katakana, without places
	attrGram    attribute = 'g' // pairs and single units
)

// field names the postings of an attribute.
func (a attribute) field() string { return string([]byte{byte(a)}) }

// placed reports whether the frequency of a term is a number for its places;
// else it is one for its counts.
func (a attribute) placed() bool { return a == attrWord || a == attrGram }

// length is how many bytes a term takes in a text, unless it says so itself.
func (a attribute) length(term string) int {
	if a == attrGram {
		return gramLength(term)
	}
	return len(term)
}

// placed is a term at a place.
type placed struct {
	term string
	place
}

func (d *posted) ID() string                               { return d.id }
func (d *posted) VisitComposite(api.CompositeFieldVisitor) {}
func (d *posted) HasComposite() bool                       { return false }
func (d *posted) Indexed() bool                            { return false }
func (d *posted) NumPlainTextBytes() uint64                { return 0 }
func (d *posted) StoredFieldsBytes() uint64                { return 0 }
func (d *posted) VisitFields(visit api.FieldVisitor) {
	for _, f := range d.fields {
		visit(f)
	}
}

// AddIDField is called by scorch once before it indexes the document.
func (d *posted) AddIDField() {
	d.fields = append(d.fields, &postedField{
		name: "_id", value: []byte(d.id), options: api.IndexField | api.StoreField,
		terms: []postedTerm{{d.id, 1}}, room: d.room,
	})
}

// Size is an estimate for scorch's statistics.
func (d *posted) Size() int {
	n := len(d.id)
	for _, f := range d.fields {
		n += len(f.value) + len(f.terms)
	}
	return n
}

func (f *postedField) Name() string                      { return f.name }
func (f *postedField) Value() []byte                     { return f.value }
func (f *postedField) ArrayPositions() []uint64          { return nil }
func (f *postedField) EncodedFieldType() byte            { return 't' }
func (f *postedField) Analyze()                          {}
func (f *postedField) Options() api.FieldIndexingOptions { return f.options }
func (f *postedField) NumPlainTextBytes() uint64         { return 0 }

// AnalyzedTokenFrequencies returns what is good until scorch asks for that field of
// another document.
func (f *postedField) AnalyzedTokenFrequencies() api.TokenFrequencies { return f.room.of(f) }

// AnalyzedLength is kept with each posting. The lengths that scores need are in
// the record, so it is the least that there is.
func (f *postedField) AnalyzedLength() int { return 1 }
