// Package corpus makes synthetic corpora out of the sentences of real content,
// of any size and the same for the same seed, with queries to put to them.
// It measures nothing itself and knows no index.
package corpus

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kyokun/kb"
)

// Corpus is a collection of documents that are made when they are asked for.
// It never changes and is safe for concurrent use.
type Corpus struct {
	docs      int
	seed      uint64
	sentences []string
	tags      *kb.TagList
	words     *kb.Vocabulary
	facets    map[string][]string
}

// The bounds of a document in characters, title and all.
const (
	leastRunes = 600
	mostRunes  = 1500
)

// lessonEvery is how many documents there are to one lesson; the others are cases.
const lessonEvery = 10

// New makes a corpus of docs documents from the sentences, tags and terms of a
// library; an error where it holds too little to draw from.
func New(lib *kb.Library, docs int, seed uint64) (*Corpus, error) {
	c := &Corpus{docs: docs, seed: seed, sentences: sentences(lib), tags: lib.Tags(), words: lib.Vocabulary(), facets: map[string][]string{}}
	for _, name := range []string{"cause", "service", "operator", "equipment"} {
		f, _ := c.tags.Facet(name)
		for _, t := range f.Tags {
			c.facets[name] = append(c.facets[name], t.ID)
		}
		if len(c.facets[name]) == 0 {
			return nil, fmt.Errorf("making a corpus: the tags have no facet %s", name)
		}
	}
	if len(c.sentences) < 100 {
		return nil, fmt.Errorf("making a corpus: %d sentences are too few", len(c.sentences))
	}
	return c, nil
}

// Len returns how many documents there are.
func (c *Corpus) Len() int { return c.docs }

// sentences returns the sentences of the library's texts, each once, in the
// order of the documents.
func sentences(lib *kb.Library) []string {
	var out []string
	seen := map[string]bool{}
	for _, d := range lib.Documents() {
		for _, text := range texts(d) {
			for _, s := range strings.SplitAfter(text, "。") {
				s = strings.TrimSpace(s)
				if n := utf8.RuneCountInString(s); n < 12 || n > 160 || strings.ContainsAny(s, "\n\t|#[") || seen[s] {
					continue
				}
				seen[s] = true
				out = append(out, s)
			}
		}
	}
	return out
}

func texts(d kb.Document) []string {
	h := d.Common()
	out := []string{h.Summary}
	switch d := d.(type) {
	case *kb.Case:
		out = append(out, d.Phenomenon.Text)
		for _, v := range d.Causes {
			out = append(out, v.Text)
		}
		for _, v := range d.Measures {
			out = append(out, v.Text)
		}
		for _, v := range d.Notices {
			out = append(out, v.Text)
		}
	case *kb.Lesson:
		for _, v := range d.Statements {
			out = append(out, v.Text)
		}
	}
	return append(out, strings.Split(h.Body, "\n")...)
}

// draw makes the choices of one document.
type draw struct {
	*Corpus
	*rand.Rand
	runes int // written so far
}

func (c *Corpus) draw(i int) *draw {
	return &draw{Corpus: c, Rand: rand.New(rand.NewPCG(c.seed, uint64(i)))}
}

// value picks a tag: a few are frequent, most are rare, as by Zipf's law.
func (d *draw) value(facet string) string {
	values := d.facets[facet]
	z := rand.NewZipf(d.Rand, 1.2, 2, uint64(len(values)-1))
	return values[z.Uint64()]
}

// text joins n sentences, of which some are much more frequent than others.
func (d *draw) text(n int) string {
	var b strings.Builder
	for range n {
		u := d.Float64()
		b.WriteString(d.sentences[int(u*u*float64(len(d.sentences)))])
	}
	d.runes += utf8.RuneCountInString(b.String())
	return b.String()
}

// body fills the document up to its length with paragraphs, in which places
// and machines have names that are rare.
func (d *draw) body(length int) string {
	var b strings.Builder
	for d.runes < length {
		s := d.place() + "では、装置" + d.machine() + "について、" + d.text(1+d.IntN(3))
		if over := d.runes + 20 - mostRunes; over > 0 {
			break
		}
		d.runes += 20
		b.WriteString(s + "\n")
	}
	return b.String()
}

// The kanji that names of places are made of.
var (
	placeFirst  = []rune("東西南北上中下大小新古高長広深浅青赤白黒")
	placeSecond = []rune("山川田野原谷沢島浜崎橋町村里森林池坂岡津")
)

func (d *draw) place() string {
	return string([]rune{placeFirst[d.IntN(len(placeFirst))], placeSecond[d.IntN(len(placeSecond))]}) + "局"
}

func (d *draw) machine() string {
	return fmt.Sprintf("%s-%04d", []string{"RT", "SW", "DB", "GW"}[d.IntN(4)], d.IntN(10_000))
}

func (c *Corpus) id(i int) string {
	if c.isLesson(i) {
		return fmt.Sprintf("lesson-s%07d", i)
	}
	return fmt.Sprintf("case-s%07d", i)
}

func (c *Corpus) isLesson(i int) bool { return i%lessonEvery == lessonEvery-1 }

// Document makes the i-th document, from 0.
func (c *Corpus) Document(i int) kb.Document {
	d := c.draw(i)
	length := leastRunes + d.IntN(mostRunes-leastRunes-200)
	start := d.start()
	h := kb.Head{ID: c.id(i), Domain: kb.Telecom, Tags: kb.Tags{
		"cause": {d.value("cause")}, "service": {d.value("service")}, "equipment": {d.value("equipment")},
	}}
	operator := d.value("operator")
	h.Title = fmt.Sprintf("%sの%sにおける%s（%s）", c.label("operator", operator), c.label("service", h.Tags["service"][0]), c.label("cause", h.Tags["cause"][0]), d.place())
	h.TitleEN = fmt.Sprintf("Accident %d", i)
	h.Summary = d.text(2)
	d.runes += utf8.RuneCountInString(h.Title)
	if c.isLesson(i) {
		return d.lesson(h, i, start, length)
	}
	return d.accident(h, operator, start, length)
}

func (c *Corpus) label(facet, id string) string {
	t, _ := c.tags.Tag(facet, id)
	return t.JA
}

// The days on which accidents begin: those of fifteen fiscal years.
var firstDay = time.Date(2008, time.April, 1, 0, 0, 0, 0, kb.JST)

const spanDays = 15 * 365

// start is a minute of these days, of which the later are fuller.
func (d *draw) start() time.Time {
	span := spanDays * 24 * 60
	at := max(d.IntN(span), d.IntN(span))
	return firstDay.Add(time.Duration(at) * time.Minute)
}

func (d *draw) accident(h kb.Head, operator string, start time.Time, length int) kb.Document {
	minutes := 1 + int(d.ExpFloat64()*240)
	users := int(100 * (1 / (d.Float64() + 1e-5)))
	c := &kb.Case{
		FiscalYear: kb.FiscalYear(start),
		Serious:    kb.Serious{Text: "重大な事故とはされていない。"},
		Operators:  []kb.Operator{{ID: operator, Role: "party"}},
		Start:      kb.Point{At: kb.Moment{Time: start}, Basis: kb.Stated},
		End:        kb.Point{At: kb.Moment{Time: start.Add(time.Duration(minutes) * time.Minute)}, Basis: kb.Computed},
		Duration:   kb.Duration{Minutes: minutes, Text: fmt.Sprintf("%d分", minutes)},
		Affected:   []kb.Affected{{Max: &users, Unit: "人", Text: fmt.Sprintf("約%d人", users)}},
		Region:     kb.Region{Text: d.place() + "の管内"},
		Services:   []kb.Fact{{Text: d.label("service", h.Tags["service"][0])}},
		Equipment:  []kb.Fact{{Text: d.label("equipment", h.Tags["equipment"][0]) + d.machine()}},
		Phenomenon: kb.Fact{Text: d.text(2)}, Notices: []kb.Notice{}, NoticesNote: "合成。",
	}
	for i := range 2 + d.IntN(2) {
		c.Causes = append(c.Causes, kb.Cause{ID: fmt.Sprintf("c%d", i+1), Role: kb.Direct, Text: d.text(1), By: kb.BySource})
		c.Measures = append(c.Measures, kb.Measure{ID: fmt.Sprintf("m%d", i+1), Kind: kb.Permanent, Text: d.text(1), Answers: []string{fmt.Sprintf("c%d", i+1)}, AnswersBy: kb.BySource})
	}
	h.Body = d.body(length)
	h.Cite = []kb.Citation{place(start, "1")}
	c.Head = h
	return c
}

func (d *draw) lesson(h kb.Head, i int, start time.Time, length int) kb.Document {
	l := &kb.Lesson{FiscalYear: kb.FiscalYear(start), Phase: []kb.Phase{kb.Prevention, kb.Response, kb.FollowUp}[d.IntN(3)]}
	cite := place(start, "2")
	l.Incidents = []kb.Incident{{Text: d.text(1), Mark: kb.IncidentNew}}
	for range 1 + d.IntN(3) {
		id := d.id(i - 1 - d.IntN(lessonEvery-1)) // one of the cases since the last lesson
		if !slices.ContainsFunc(l.Cases, func(k kb.Link) bool { return k.To == id }) {
			l.Cases = append(l.Cases, kb.Link{To: id, By: kb.BySource, Cite: &cite})
		}
	}
	for s := range 2 {
		l.Statements = append(l.Statements, kb.Statement{
			ID: fmt.Sprintf("s%d", s+1), Text: d.text(1), Status: kb.New,
			Questions: []kb.Question{{Text: "手順を確かめたか。", Work: "operation"}}, Cite: &cite,
		})
	}
	h.Body = d.body(length)
	h.Cite = []kb.Citation{cite}
	l.Head = h
	return l
}
