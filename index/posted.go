package index

import (
	api "github.com/blevesearch/bleve_index_api"
)

// posted is a document as scorch takes it: fields that are analysed already.
// It gives scorch exactly what search needs: no stored text, no composite
// "_all" field and no doc values, which would make the index four times larger.
type posted struct {
	id     string
	fields []*postedField
}

// postedField is one field of it.
type postedField struct {
	name    string
	value   []byte
	options api.FieldIndexingOptions
	terms   []postedTerm
	rests   []postedRest // by their places
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

// The stored fields: the id, by scorch's name, and what carries the [record].
const (
	idField     = "_id"
	recordField = "_record"
)

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
		name: idField, value: []byte(d.id), options: api.IndexField | api.StoreField,
		terms: []postedTerm{{d.id, 1}},
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

// AnalyzedTokenFrequencies is not asked for: segments are made of the terms as they
// are (segmentPlugin).
func (f *postedField) AnalyzedTokenFrequencies() api.TokenFrequencies { return nil }

// AnalyzedLength is kept with each posting. The lengths that scores need are in
// the record, so it is the least that there is.
func (f *postedField) AnalyzedLength() int { return 1 }
