package kb

import (
	"cmp"
	"slices"
	"strings"
)

// Trace leads from a document to all its claims rest on and to all that rests
// on it: source place ← statement ← lesson → cases → causes and measures,
// lesson → provisions by layer, and from a provision, a case or a source back
// up. It is a tree: the root is what was asked for, each child was reached
// over one link.
type Trace struct {
	Root *TraceNode `json:"root"`
}

// NodeKind is what a stop of a trace is: one of the kinds of document, or a
// part of one.
type NodeKind string

// The parts of documents that a trace stops at.
const (
	PartStatement NodeKind = "statement"
	PartCause     NodeKind = "cause"
	PartMeasure   NodeKind = "measure"
)

// TraceNode is one stop of a trace.
type TraceNode struct {
	// ID is the document; Part the statement, cause or measure within it.
	ID    string   `json:"id"`
	Part  string   `json:"part,omitempty"`
	Kind  NodeKind `json:"kind"`
	Title string   `json:"title"`
	// Layer is set on provisions.
	Layer Layer `json:"layer,omitempty"`
	// Up is true where the link was followed against its direction.
	Up       bool     `json:"up,omitempty"`
	Relation Relation `json:"relation,omitempty"`
	// Link says who asserts the step that leads here, with its ground; nil on
	// the root and on parts of a document, but for measures: who pairs one with
	// the cause it answers may be the editor.
	Link *Link `json:"link,omitempty"`
	// Cite is the place in a source, on nodes that are one.
	Cite     *Citation    `json:"cite,omitempty"`
	Children []*TraceNode `json:"children,omitempty"`
}

// Trace follows the links of a document, or of a statement such as
// lesson-r03-1-01#s1, both ways; ok is false where there is none with the id.
func (l *Library) Trace(id string) (t *Trace, ok bool) {
	docID, _, isPart := strings.Cut(id, "#")
	doc, ok := l.Document(docID)
	if !ok {
		return nil, false
	}
	if isPart {
		lesson, s, ok := l.Statement(id)
		if !ok {
			return nil, false
		}
		root := l.statementNode(lesson, s)
		root.Children = append(root.Children, up(l.node(doc), "", nil))
		return &Trace{Root: root}, true
	}
	root := l.node(doc)
	root.Children = l.children(doc)
	return &Trace{Root: root}, true
}

// children are the stops next to a document that is a root.
func (l *Library) children(doc Document) []*TraceNode {
	var out []*TraceNode
	switch d := doc.(type) {
	case *Lesson:
		out = append(l.sources(d.ID, ""), l.lessonParts(d)...)
	case *Case:
		out = append(l.sources(d.ID, ""), caseParts(d)...)
		out = append(out, l.climb(d.ID, DrawnFrom)...)
	case *Provision:
		out = append(l.sources(d.ID, ""), l.down(d.ID, "", Details)...)
		out = append(out, l.climb(d.ID, Details)...)
		out = append(out, l.climb(d.ID, LeansOn)...)
	case *Source:
		out = append(l.climb(d.ID, Cites), l.climb(d.ID, StandsIn)...)
	}
	out = append(out, l.down(doc.Common().ID, "", RelatesTo)...)
	return append(out, l.climb(doc.Common().ID, RelatesTo)...)
}

// lessonParts are a lesson's statements, then what the lesson as a whole
// leads to: its cases with their causes and measures, its provisions.
func (l *Library) lessonParts(d *Lesson) []*TraceNode {
	var out []*TraceNode
	for i := range d.Statements {
		out = append(out, l.statementNode(d, &d.Statements[i]))
	}
	out = append(out, l.down(d.ID, "", DrawnFrom)...)
	return append(out, l.down(d.ID, "", LeansOn)...)
}

func (l *Library) statementNode(d *Lesson, s *Statement) *TraceNode {
	n := &TraceNode{ID: d.ID, Part: s.ID, Kind: PartStatement, Title: s.Text}
	n.Children = append(l.sources(d.ID, s.ID), l.down(d.ID, s.ID, DrawnFrom)...)
	n.Children = append(n.Children, l.down(d.ID, s.ID, LeansOn)...)
	return n
}

// caseParts are the causes of a case, each with the measures that answer it,
// then the measures that answer none in particular.
func caseParts(c *Case) []*TraceNode {
	var out []*TraceNode
	for _, cause := range c.Causes {
		n := &TraceNode{ID: c.ID, Part: cause.ID, Kind: PartCause, Title: cause.Text}
		for _, m := range c.Measures {
			if slices.Contains(m.Answers, cause.ID) {
				measure := measureNode(c, m)
				measure.Link = &Link{To: c.ID + "#" + m.ID, By: m.AnswersBy}
				n.Children = append(n.Children, measure)
			}
		}
		out = append(out, n)
	}
	for _, m := range c.Measures {
		if len(m.Answers) == 0 {
			out = append(out, measureNode(c, m))
		}
	}
	return out
}

func measureNode(c *Case, m Measure) *TraceNode {
	return &TraceNode{ID: c.ID, Part: m.ID, Kind: PartMeasure, Title: m.Text}
}

// down follows links of one relation in their direction.
func (l *Library) down(id, statement string, r Relation) []*TraceNode {
	var out []*TraceNode
	for _, e := range l.Links(id) {
		if e.Relation != r || e.FromStatement != statement {
			continue
		}
		doc, ok := l.Document(e.To)
		if !ok {
			continue // it does not parse
		}
		n := l.node(doc)
		link := e.Link
		n.Relation, n.Link = r, &link
		if c, ok := doc.(*Case); ok {
			n.Children = caseParts(c)
		}
		out = append(out, n)
	}
	sortByLayer(out)
	return out
}

// sources are the places that a document or statement rests on.
func (l *Library) sources(id, statement string) []*TraceNode {
	out := l.down(id, statement, Cites)
	for _, n := range out {
		n.Cite = n.Link.Cite
	}
	return out
}

// climb follows links of one relation against their direction, one more step
// up where that leads to a statement: its lesson.
func (l *Library) climb(id string, r Relation) []*TraceNode {
	var out []*TraceNode
	links, _ := l.Backlinks(id)
	for _, e := range links {
		from, ok := l.Document(e.From)
		if e.Relation != r || !ok {
			continue
		}
		link := e.Link
		n := l.node(from)
		if lesson, s, ok := statementOf(from, e.FromStatement); ok {
			n = l.statementNode(lesson, s)
			n.Children = l.sources(lesson.ID, s.ID)
			n.Children = append(n.Children, up(l.node(lesson), "", nil))
		} else if r != Cites && r != StandsIn {
			n.Children = l.sources(e.From, "")
		}
		out = append(out, up(n, r, &link))
	}
	return out
}

func up(n *TraceNode, r Relation, link *Link) *TraceNode {
	n.Up, n.Relation, n.Link = true, r, link
	if r == Cites && link != nil {
		n.Cite = link.Cite
	}
	return n
}

func (l *Library) node(doc Document) *TraceNode {
	h := doc.Common()
	n := &TraceNode{ID: h.ID, Kind: NodeKind(h.Kind()), Title: h.Title}
	if p, ok := doc.(*Provision); ok {
		n.Layer = p.Layer
	}
	return n
}

// sortByLayer orders provisions from the most binding layer down and leaves
// other nodes as they are.
func sortByLayer(nodes []*TraceNode) {
	slices.SortStableFunc(nodes, func(a, b *TraceNode) int {
		return cmp.Compare(layerRank(a.Layer), layerRank(b.Layer))
	})
}

func layerRank(l Layer) int { return slices.Index(Layers(), l) }
