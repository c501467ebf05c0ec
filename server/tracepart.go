package server

import (
	"strings"

	"kyokun/kb"
)

const (
	// traceShown is how many stops of a trace a page has at most, and
	// referrersShown how many of the documents that link here are among them.
	traceShown     = 240
	referrersShown = 20
	// traceSent is how many stops the API answers with at most.
	traceSent = kb.Surveyed
)

// tracePart is as much of a trace as there is room for.
type tracePart struct {
	root *kb.TraceNode
	// omitted counts the stops left out; further is true where documents link
	// here beyond those that were looked at.
	omitted int
	further bool
}

// traced follows the links of a document or statement; see [kb.Library.Trace].
func (c composer) traced(id string, stops, referrers int) (p tracePart, ok bool) {
	t, ok := c.lib.Trace(id)
	if !ok {
		return p, false
	}
	root := *t.Root
	root.Children = someReferrers(root.Children, referrers)
	left := stops
	p.root = pruned(&root, &left)
	p.omitted = stopsOf(t.Root) - stopsOf(p.root)
	if !strings.Contains(id, "#") {
		_, p.further = c.lib.Backlinks(id)
	}
	return p, true
}

// someReferrers leaves out all but the first of the stops that link to where
// they hang.
func someReferrers(nodes []*kb.TraceNode, most int) []*kb.TraceNode {
	var out []*kb.TraceNode
	for _, n := range nodes {
		if n.Up {
			most--
		}
		if !n.Up || most >= 0 {
			out = append(out, n)
		}
	}
	return out
}

// pruned copies the first of a tree's stops, from the root down; left is how
// many there is still room for.
func pruned(n *kb.TraceNode, left *int) *kb.TraceNode {
	*left--
	kept := *n
	kept.Children = nil
	for _, child := range n.Children {
		if *left > 0 {
			kept.Children = append(kept.Children, pruned(child, left))
		}
	}
	return &kept
}

func stopsOf(n *kb.TraceNode) int {
	total := 1
	for _, child := range n.Children {
		total += stopsOf(child)
	}
	return total
}

// rest says what the part leaves out; empty for nothing.
func (p tracePart) rest(loc locale) string {
	switch {
	case p.further:
		return loc.T("rest.further", commas(p.omitted))
	case p.omitted > 0:
		return loc.T("rest.trace", commas(p.omitted))
	}
	return ""
}
