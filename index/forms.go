package index

import (
	"cmp"
	"slices"
)

// forms are the written forms of a vocabulary as a tree of their characters:
// most words of a text begin no form, which shows at their first or second.
type forms struct {
	nodes []formNode
	first []node // by the first character
}

// formNode is what is known of a node.
type formNode struct {
	entry *entry   // of the form that ends here, nil for none
	next  []branch // in the order of their characters
}

// node is a place in the tree: what the forms below it begin with.
type node int32

const (
	nowhere node = iota // below which there are no forms
	root
)

// branch leads to the node that is a character further.
type branch struct {
	r  rune
	to node
}

func newForms() forms {
	return forms{make([]formNode, root+1), make([]node, shortCuts)}
}

func (f *forms) add(form string, e *entry) {
	at := root
	for _, r := range form {
		next := f.step(at, r)
		if next == nowhere {
			next = f.grow(at, r)
		}
		at = next
	}
	f.nodes[at].entry = e
}

// grow adds a node.
func (f *forms) grow(from node, r rune) node {
	to := node(len(f.nodes))
	f.nodes = append(f.nodes, formNode{})
	list := &f.nodes[from].next
	i, _ := find(*list, r)
	*list = slices.Insert(*list, i, branch{r, to})
	if from == root && int(r) < len(f.first) {
		f.first[r] = to
	}
	return to
}

// entry returns the notion of the form that ends at a node, nil for none.
func (f *forms) entry(at node) *entry { return f.nodes[at].entry }

func (f *forms) step(from node, r rune) node {
	if from == root && int(r) < len(f.first) {
		return f.first[r]
	}
	if i, ok := find(f.nodes[from].next, r); ok {
		return f.nodes[from].next[i].to
	}
	return nowhere
}

func find(list []branch, r rune) (int, bool) {
	return slices.BinarySearchFunc(list, r, func(b branch, r rune) int { return cmp.Compare(b.r, r) })
}

// walk returns the node to which a text leads from another; forms have no spaces.
func (f *forms) walk(from node, text string) node {
	for _, r := range text {
		if from == nowhere {
			break
		}
		if r != ' ' {
			from = f.step(from, r)
		}
	}
	return from
}
