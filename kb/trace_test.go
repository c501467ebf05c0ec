package kb

import (
	"encoding/json"
	"testing"
)

// leads reports whether the trace has a way from its root over nodes of the
// references, in that order, one below the other.
func leads(n *TraceNode, refs ...string) bool {
	if len(refs) == 0 {
		return true
	}
	for _, c := range n.Children {
		ref := c.ID
		if c.Part != "" {
			ref += "#" + c.Part
		}
		if ref == refs[0] && leads(c, refs[1:]...) {
			return true
		}
		if leads(c, refs...) {
			return true
		}
	}
	return false
}

func TestTraceLeadsBothWays(t *testing.T) {
	lib, _ := realLibrary(t)
	for _, tt := range []struct {
		name, from string
		want       []string
	}{
		{"lesson to its source", "lesson-r03-1-03", []string{"source-r03-report"}},
		{"lesson to a cause and the measure that answers it", "lesson-r03-1-03", []string{"case-r03-04", "case-r03-04#c2", "case-r03-04#m1"}},
		{"lesson by its statement to the case", "lesson-r03-1-03", []string{"lesson-r03-1-03#s1", "case-r03-04"}},
		{"lesson to a provision", "lesson-r03-1-02", []string{"provision-safety-power"}},
		{"statement up to its lesson", "lesson-r03-1-03#s1", []string{"lesson-r03-1-03"}},
		{"case up to a lesson", "case-r03-08", []string{"lesson-r03-1-06"}},
		{"provision up to a lesson and its place", "provision-safety-power", []string{"lesson-r03-1-02", "source-r03-report"}},
		{"detail to the item above it", "provision-management-d-min", []string{"provision-management-m-incident"}},
		{"source up to what cites it", "source-r03-report", []string{"case-r03-04"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tr, ok := lib.Trace(tt.from)
			if !ok {
				t.Fatalf("no trace of %s", tt.from)
			}
			if !leads(tr.Root, tt.want...) {
				out, _ := json.MarshalIndent(tr.Root, "", " ")
				t.Errorf("no way over %v in\n%.3000s", tt.want, out)
			}
		})
	}
}

func TestTraceOfNothing(t *testing.T) {
	lib, _ := realLibrary(t)
	for _, id := range []string{"", "case-r03-99", "lesson-r03-1-01#s99", "#", "case-r03-01#c1"} {
		if _, ok := lib.Trace(id); ok {
			t.Errorf("a trace of %q", id)
		}
	}
}

// TestTraceOrdersLayers: provisions come from the most binding layer down.
func TestTraceOrdersLayers(t *testing.T) {
	lib, _ := realLibrary(t)
	for _, l := range lib.Lessons() {
		tr, _ := lib.Trace(l.ID)
		last := -1
		for _, n := range tr.Root.Children {
			if n.Kind != NodeKind(KindProvision) || n.Relation != LeansOn {
				continue
			}
			rank := layerRank(n.Layer)
			if rank < last {
				t.Errorf("%s: layer %s comes too late", l.ID, n.Layer)
			}
			last = rank
		}
	}
}

// TestEveryLinkHasABacklink: the two directions of the graph say the same.
func TestEveryLinkHasABacklink(t *testing.T) {
	lib, _ := realLibrary(t)
	out, in := 0, 0
	for _, d := range lib.Documents() {
		out += len(lib.Links(d.Common().ID))
		back, more := lib.Backlinks(d.Common().ID)
		if more {
			t.Errorf("%s has more links than are listed", d.Common().ID)
		}
		in += len(back)
	}
	if out == 0 || out != in {
		t.Errorf("%d links, %d back-links", out, in)
	}
}
