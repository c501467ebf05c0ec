package server

import "kyokun/kb"

// traceView is the tree of what a document rests on and what rests on it.
type traceView struct {
	Children []traceStop
	// Rest says what is left out.
	Rest string
}

// traceStop is one stop, reached over one link.
type traceStop struct {
	// Relation says what the link means, read from the stop before.
	Relation string
	Ref      docRef
	// Kind is the kind of document, or statement, cause or measure.
	Kind  string
	Label string
	Layer string
	// Assertion is nil where the step is no link but a part of the document.
	Assertion *assertion
	Cite      *citeView
	Children  []traceStop
}

// trace is what a document's page says of its trace, and the picture of it.
func (c composer) trace(id string) (*traceView, *traceChart) {
	part, ok := c.traced(id, traceShown, referrersShown)
	if !ok {
		return nil, nil
	}
	return &traceView{Children: c.traceStops(part.root.Children), Rest: part.rest(c.loc)}, c.traceChart(part.root)
}

func (c composer) traceStops(nodes []*kb.TraceNode) []traceStop {
	var out []traceStop
	for _, n := range nodes {
		out = append(out, c.traceStop(n))
	}
	return out
}

func (c composer) traceStop(n *kb.TraceNode) traceStop {
	id := n.ID
	if n.Part != "" {
		id += "#" + n.Part
	}
	s := traceStop{Ref: c.ref(id), Kind: string(n.Kind), Label: c.loc.In(n.Kind.Label()), Children: c.traceStops(n.Children)}
	if n.Part != "" && n.Title != "" {
		s.Ref.Title, s.Ref.Lang = n.Title, "ja"
	}
	if n.Layer != "" {
		s.Layer = c.layer(n.Layer)
	}
	if n.Relation != "" {
		key := "relation." + string(n.Relation)
		if n.Up {
			key += ".up"
		}
		s.Relation = c.loc.T(key)
	}
	if n.Link != nil && n.Link.By != "" {
		a := c.link(*n.Link).assertion
		s.Assertion = &a
	}
	if n.Cite != nil {
		s.Cite = c.cite(n.Cite)
	}
	return s
}
