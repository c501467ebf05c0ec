package index

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"

	api "github.com/blevesearch/bleve_index_api"
	zap "github.com/blevesearch/zapx/v17"
	"pgregory.net/rapid"

	"kyokun/index/corpus"
)

// zapDocument is a posted document as zap itself takes it.
type zapDocument struct{ *posted }

func (d zapDocument) VisitFields(visit api.FieldVisitor) {
	for _, f := range d.fields {
		visit(zapField{f})
	}
}

type zapField struct{ *postedField }

func (f zapField) AnalyzedTokenFrequencies() api.TokenFrequencies {
	out := api.TokenFrequencies{}
	for _, t := range f.terms {
		out[t.term] = &api.TokenFreq{}
		out[t.term].SetFrequency(t.number)
	}
	for _, r := range f.rests {
		out[f.terms[r.at].term].Locations = []*api.TokenLocation{{ArrayPositions: r.rest}}
	}
	return out
}

// agreesWithZap holds the segment of some documents to what zap makes of them.
func agreesWithZap(t interface{ Fatalf(string, ...any) }, w *segmentWriter, docs []*posted) {
	var ours, zaps []api.Document
	for _, d := range docs {
		d.AddIDField()
		ours, zaps = append(ours, d), append(zaps, zapDocument{d})
	}
	if err := w.write(ours); err != nil {
		t.Fatalf("%v", err)
	}
	s, _, err := new(zap.ZapPlugin).New(zaps)
	if err != nil {
		t.Fatalf("zap: %v", err)
	}
	var want bytes.Buffer
	if _, err := s.(*zap.SegmentBase).WriteTo(&want); err != nil {
		t.Fatalf("zap: %v", err)
	}
	// The table of fields names zap's sections, in no order, where ours names one.
	_, n := binary.Uvarint(w.out[w.index:])
	table := binary.BigEndian.Uint64(w.out[w.index+uint64(n):])
	if table == 0 || !bytes.HasPrefix(want.Bytes(), w.out[:table]) {
		same := 0
		for same < min(len(w.out), want.Len()) && w.out[same] == want.Bytes()[same] {
			same++
		}
		t.Fatalf("%d documents: the segment differs from zap's at %d of %d", len(docs), same, table)
	}
	plugin := &segmentPlugin{}
	plugin.writers.New = func() any { return w }
	made, size, err := plugin.New(ours)
	if err != nil || size != uint64(len(w.out)) || made.Count() != s.Count() || !slices.Equal(made.Fields(), s.Fields()) {
		t.Fatalf("opened: %v, %d bytes of %d, fields %q of %q", err, size, len(w.out), made.Fields(), s.Fields())
	}
}

// TestSegmentsAgreeWithZap makes segments of bundled and of synthetic documents, of
// which there are so many that lists have several chunks.
func TestSegmentsAgreeWithZap(t *testing.T) {
	lib := library(t)
	c, err := corpus.New(lib, 1200, 1)
	if err != nil {
		t.Fatal(err)
	}
	m, x := testAnalyzer(t, lib.Vocabulary()).remember(), extractor{lib.Tags()}
	var bundled, synthetic []*posted
	for _, d := range lib.Documents() {
		bundled = append(bundled, m.prepare(x, d))
	}
	for i := range 1200 {
		synthetic = append(synthetic, m.prepare(x, c.Document(i)))
	}
	w := newSegmentWriter()
	for _, docs := range [][]*posted{synthetic[:1], bundled, synthetic[1:], bundled[:7]} {
		agreesWithZap(t, w, slices.Clone(docs))
		for _, d := range docs {
			d.fields = d.fields[:len(d.fields)-1] // the id, which is added each time
		}
	}
}

// TestSegmentsOfAnything does the same for documents that no analysis makes.
func TestSegmentsOfAnything(t *testing.T) {
	number := rapid.Custom(func(t *rapid.T) int {
		return rapid.IntRange(0, 1<<rapid.IntRange(1, 60).Draw(t, "bits")).Draw(t, "number")
	})
	w := newSegmentWriter()
	rapid.Check(t, func(t *rapid.T) {
		var docs []*posted
		for i := range rapid.IntRange(1, 40).Draw(t, "documents") {
			d := &posted{id: fmt.Sprintf("d%d", i)}
			for _, name := range []string{recordField, "g", "w", "unheard"} {
				if rapid.Bool().Draw(t, "has") {
					d.fields = append(d.fields, anyField(t, name, number))
				}
			}
			docs = append(docs, d)
		}
		agreesWithZap(t, w, docs)
	})
}

func anyField(t *rapid.T, name string, number *rapid.Generator[int]) *postedField {
	f := &postedField{name: name, options: api.IndexField}
	if name == recordField {
		f.options, f.value = api.StoreField, rapid.SliceOf(rapid.Byte()).Draw(t, "value")
		return f
	}
	for _, term := range rapid.SliceOfNDistinct(rapid.StringN(0, 4, 12), 0, 8, rapid.ID[string]).Draw(t, "terms") {
		if rapid.IntRange(0, 3).Draw(t, "places") == 0 {
			rest := rapid.SliceOfN(rapid.Uint64(), 1, 6).Draw(t, "rest")
			f.rests = append(f.rests, postedRest{len(f.terms), rest})
		}
		f.terms = append(f.terms, postedTerm{term, number.Draw(t, "frequency")})
	}
	return f
}
