package server

import (
	"fmt"
	"strings"

	"kyokun/kb"
)

// traceChart draws the trace of a lesson from left to right: source places,
// statements, cases, causes and measures, with the provisions below the cases.
// The list beneath says the same, so that the picture needs no words for those
// who cannot see it.
type traceChart struct {
	Width, Height int
	Heads         []chartText
	Boxes         []chartBox
	Edges         []chartEdge
}

// chartText is one line of text.
type chartText struct {
	X, Y int
	Text string
}

// chartBox is one stop of the trace.
type chartBox struct {
	X, Y, Width, Height int
	// Class is the kind of stop, which has a shape of its own.
	Class, URL string
	// Full is the whole text in the language Lang, Lines what the box has room for.
	Full, Lang string
	Lines      []chartText
}

// chartEdge is a link between two stops.
type chartEdge struct {
	Path string
	// Editor is true for an inference of ours, which is dashed.
	Editor bool
}

// The columns of the picture and the sizes in it, in pixels.
const (
	placeWidth  = 96
	boxWidth    = 160
	columnGap   = 24
	lineHeight  = 15
	boxPadding  = 7
	boxGap      = 7
	headHeight  = 24
	wideWidth   = 3*boxWidth + 2*columnGap // of a provision: as wide as three columns
	chartColumn = boxWidth + columnGap
)

// traceColumns are the columns by the kind of stop.
var traceColumns = map[kb.NodeKind]int{
	kb.NodeKind(kb.KindSource): 0, kb.PartStatement: 1, kb.NodeKind(kb.KindLesson): 1,
	kb.NodeKind(kb.KindCase): 2, kb.NodeKind(kb.KindProvision): 2, kb.PartCause: 3, kb.PartMeasure: 4,
}

// traceChart is nil where the document has no statements.
func (c composer) traceChart(root *kb.TraceNode) *traceChart {
	if root.Kind != kb.NodeKind(kb.KindLesson) {
		return nil
	}
	d := &traceDrawing{composer: c, placed: map[string]*chartBox{}, y: headHeight}
	for _, n := range root.Children {
		if n.Kind == kb.PartStatement {
			d.statement(n)
		}
	}
	d.whole(root)
	return d.finish()
}

// traceDrawing lays the picture out from top to bottom: a stop is as high as
// all that it alone leads to.
type traceDrawing struct {
	composer
	placed map[string]*chartBox
	order  []*chartBox
	links  []drawnLink
	// y is where the next stop begins.
	y int
}

// statement draws a statement beside its first place in a source; other places
// stand below that one.
func (d *traceDrawing) statement(n *kb.TraceNode) {
	var places, rest []*kb.TraceNode
	for _, child := range n.Children {
		if child.Kind == kb.NodeKind(kb.KindSource) {
			places = append(places, child)
		} else {
			rest = append(rest, child)
		}
	}
	top := d.y
	box := d.stop(n, rest)
	bottom := d.y
	d.y = max(top, box.Y-(len(places)-1)*2*lineHeight)
	for _, place := range places {
		d.join(d.stop(place, nil), box, place.Link)
	}
	d.y = max(d.y, bottom)
}

// whole draws what the lesson as a whole leads to, if anything.
func (d *traceDrawing) whole(root *kb.TraceNode) {
	var rest []*kb.TraceNode
	for _, child := range root.Children {
		if child.Kind == kb.NodeKind(kb.KindCase) && child.Relation == kb.DrawnFrom || child.Relation == kb.LeansOn {
			rest = append(rest, child)
		}
	}
	if len(rest) > 0 {
		d.stop(root, rest)
	}
}

// stop draws a stop and what it leads to, once each.
func (d *traceDrawing) stop(n *kb.TraceNode, children []*kb.TraceNode) *chartBox {
	key := d.key(n)
	if box, ok := d.placed[key]; ok {
		return box
	}
	box := d.box(n)
	d.placed[key] = box
	d.order = append(d.order, box)
	top := d.y
	for _, child := range children {
		if _, ok := traceColumns[child.Kind]; ok {
			d.join(box, d.stop(child, child.Children), child.Link)
		}
	}
	d.y = max(d.y, top+box.Height+boxGap)
	box.moveTo(top + (d.y-boxGap-top-box.Height)/2)
	return box
}

// key tells the stops apart: a source by the place in it, which may be cited
// for several statements.
func (d *traceDrawing) key(n *kb.TraceNode) string {
	if n.Kind == kb.NodeKind(kb.KindSource) && n.Cite != nil {
		return d.cite(n.Cite).Full
	}
	return n.ID + "#" + n.Part
}

func (d *traceDrawing) box(n *kb.TraceNode) *chartBox {
	s := d.traceStop(n)
	b := &chartBox{Class: s.Kind, URL: s.Ref.URL, Full: s.Ref.Title, Lang: s.Ref.Lang, Width: boxWidth}
	lines, shown := 3, ""
	switch n.Kind {
	case kb.NodeKind(kb.KindSource):
		b.Width = placeWidth
		if s.Cite != nil {
			b.Full, b.URL, b.Lang = s.Cite.Full, s.Cite.URL, "ja"
			shown = strings.Join(nonEmpty(n.Cite.Section, pageRange(n.Cite)), " ")
		}
	case kb.NodeKind(kb.KindProvision):
		b.Width, b.Full, lines = wideWidth, s.Layer+d.loc.T("changes.colon")+s.Ref.Title, 1
	case kb.PartStatement, kb.PartCause, kb.PartMeasure:
		b.Full = n.Part + " " + s.Ref.Title
	}
	b.X = columnLeft(traceColumns[n.Kind])
	if shown == "" {
		shown = b.Full
	}
	for i, text := range wrapText(shown, (b.Width-2*boxPadding)*2/13, lines) {
		b.Lines = append(b.Lines, chartText{X: b.X + boxPadding, Y: boxPadding + (i+1)*lineHeight - 4, Text: text})
	}
	b.Height = 2*boxPadding + len(b.Lines)*lineHeight
	return b
}

// moveTo sets the top of a box and of the lines in it.
func (b *chartBox) moveTo(y int) {
	for i := range b.Lines {
		b.Lines[i].Y += y - b.Y
	}
	b.Y = y
}

// join notes a link; it is drawn when both ends have come to rest.
func (d *traceDrawing) join(from, to *chartBox, link *kb.Link) {
	d.links = append(d.links, drawnLink{from, to, link != nil && link.By == kb.ByEditor})
}

// drawnLink is a link between two stops of the picture.
type drawnLink struct {
	from, to *chartBox
	editor   bool
}

// edge is a curve from the right of one box to the left of another.
func (l drawnLink) edge() chartEdge {
	const bend = columnGap / 2
	x1, y1 := l.from.X+l.from.Width, l.from.Y+l.from.Height/2
	x2, y2 := l.to.X, l.to.Y+l.to.Height/2
	return chartEdge{
		Path:   fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, x1+bend, y1, x2-bend, y2, x2, y2),
		Editor: l.editor,
	}
}

// finish hands out the picture.
func (d *traceDrawing) finish() *traceChart {
	v := &traceChart{Width: placeWidth + 4*chartColumn, Height: d.y}
	for i, key := range []string{"trace.column.place", "trace.column.statement", "trace.column.case", "trace.column.cause", "trace.column.measure"} {
		v.Heads = append(v.Heads, chartText{X: columnLeft(i), Y: headHeight - 9, Text: d.loc.T(key)})
	}
	for _, l := range d.links {
		v.Edges = append(v.Edges, l.edge())
	}
	for _, b := range d.order {
		v.Boxes = append(v.Boxes, *b)
	}
	return v
}

// columnLeft is where a column begins.
func columnLeft(column int) int {
	if column == 0 {
		return 0
	}
	return placeWidth + columnGap + (column-1)*chartColumn
}
