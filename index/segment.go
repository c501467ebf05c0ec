package index

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	api "github.com/blevesearch/bleve_index_api"
	segapi "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/vellum"
	zap "github.com/blevesearch/zapx/v17"
)

// segmentPlugin is zap's, but that it makes segments of documents as they are
// posted. What it makes is what zap makes, byte for byte but for the sections that
// a field has not. Zap was a third of the time of making an index: it asks each
// document twice for a table of its terms, looks each term up in both, and keeps a
// set of documents for each term, all over the memory.
type segmentPlugin struct {
	zap.ZapPlugin
	writers sync.Pool
}

// Scorch knows the makers of segments by what they make, in one list for the
// whole process.
func init() {
	p := &segmentPlugin{}
	p.writers.New = func() any { return newSegmentWriter() }
	scorch.RegisterSegmentPlugin(p, true)
}

// New makes a segment of documents, which must be posted ones.
func (p *segmentPlugin) New(docs []api.Document) (segapi.Segment, uint64, error) {
	return p.NewUsing(docs, nil)
}

// NewUsing makes a segment of documents, which must be posted ones, and returns
// its size in bytes.
func (p *segmentPlugin) NewUsing(docs []api.Document, config map[string]any) (segapi.Segment, uint64, error) {
	w := p.writers.Get().(*segmentWriter)
	defer p.writers.Put(w)
	if err := w.write(docs); err != nil {
		return nil, 0, fmt.Errorf("making a segment: %w", err)
	}
	stats, ok := config[segapi.StatsKey].(*segapi.Stats)
	if !ok || stats == nil {
		stats = new(segapi.Stats)
	}
	out := bytes.Clone(w.out)
	s, err := zap.InitSegmentBase(out, w.sum(), zap.DefaultChunkMode, uint64(len(docs)), w.stored, w.index, config, stats)
	if err != nil {
		return nil, 0, fmt.Errorf("opening a segment: %w", err)
	}
	return s, uint64(len(out)), nil
}

// segmentWriter writes segments, one after the other. What it holds besides is
// room that is used again.
type segmentWriter struct {
	docs   []*posted
	out    []byte
	fields []segmentField
	stored uint64 // where the table of stored documents begins
	index  uint64 // where the table of fields begins

	inverted inverted
	terms    bytes.Buffer // a dictionary
	builder  *vellum.Builder
	lists    listEncoder
	meta     []byte
	packed   []byte
}

// segmentField is a field that some document has.
type segmentField struct {
	name    string
	options api.FieldIndexingOptions
	at      uint64 // where its postings are described
}

func newSegmentWriter() *segmentWriter {
	return &segmentWriter{lists: listEncoder{docs: roaring.New()}, inverted: inverted{ids: map[string]int32{}}}
}

// write makes a segment in w.out.
func (w *segmentWriter) write(docs []api.Document) error {
	w.docs, w.out = w.docs[:0], w.out[:0]
	for _, d := range docs {
		p, ok := d.(*posted)
		if !ok {
			return fmt.Errorf("scorch gave a %T", d)
		}
		w.docs = append(w.docs, p)
	}
	w.collectFields()
	w.writeStored()
	for i := range w.fields {
		if err := w.writeField(uint64(i)); err != nil {
			return err
		}
	}
	w.writeFields()
	clear(w.docs) // the pool keeps no documents
	w.inverted.forget()
	return nil
}

// collectFields lists the fields by name, the id first.
func (w *segmentWriter) collectFields() {
	w.fields = append(w.fields[:0], segmentField{name: idField})
	for _, d := range w.docs {
		for _, f := range d.fields {
			at := slices.IndexFunc(w.fields, func(o segmentField) bool { return o.name == f.name })
			if at < 0 {
				at = len(w.fields)
				w.fields = append(w.fields, segmentField{name: f.name})
			}
			w.fields[at].options |= f.options
		}
	}
	slices.SortFunc(w.fields[1:], func(a, b segmentField) int { return strings.Compare(a.name, b.name) })
}

// field returns the field of a document, nil where it has none of that name.
func (d *posted) field(name string) *postedField {
	for _, f := range d.fields {
		if f.name == name {
			return f
		}
	}
	return nil
}
