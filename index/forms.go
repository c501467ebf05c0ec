package index

// forms are the written forms of a vocabulary as a tree of their characters:
// most words of a text begin no form, which shows at their first or second.
type forms struct {
	nodes []formNode
	first []node // by the first character
	next  map[branch]node
}

// formNode is what is known of a node.
type formNode struct {
	entry *entry // of the form that ends here, nil for none
	goes  uint64 // the characters that lead further, each a bit; several share one
}

// node is a place in the tree: what the forms below it begin with.
type node int32

const (
	nowhere node = iota // below which there are no forms
	root
)

// branch leads from a node to the one that is a character further.
type branch struct {
	from node
	r    rune
}

func newForms() forms {
	return forms{make([]formNode, root+1), make([]node, shortCuts), map[branch]node{}}
}

func (f *forms) add(form string, e *entry) {
	at := root
	for _, r := range form {
		next := f.step(at, r)
		if next == nowhere {
			next = node(len(f.nodes))
			f.nodes = append(f.nodes, formNode{})
			f.nodes[at].goes |= bitOf(r)
			f.next[branch{at, r}] = next
			if at == root && int(r) < len(f.first) {
				f.first[r] = next
			}
		}
		at = next
	}
	f.nodes[at].entry = e
}

func bitOf(r rune) uint64 { return 1 << (uint(r) % 64) }

// entry returns the notion of the form that ends at a node, nil for none.
func (f *forms) entry(at node) *entry { return f.nodes[at].entry }

func (f *forms) step(from node, r rune) node {
	switch {
	case from == root && int(r) < len(f.first):
		return f.first[r]
	case f.nodes[from].goes&bitOf(r) == 0:
		return nowhere
	}
	return f.next[branch{from, r}]
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
