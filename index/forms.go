package index

// forms are the written forms of a vocabulary as a tree of their characters:
// most words of a text begin no form, which shows at their first or second.
type forms struct {
	first   []node // by the first character
	next    map[branch]node
	entries []*entry // by node, nil where no form ends
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
	return forms{make([]node, shortCuts), map[branch]node{}, make([]*entry, root+1)}
}

func (f *forms) add(form string, e *entry) {
	at := root
	for _, r := range form {
		next := f.step(at, r)
		if next == nowhere {
			next = node(len(f.entries))
			f.entries = append(f.entries, nil)
			f.next[branch{at, r}] = next
			if at == root && int(r) < len(f.first) {
				f.first[r] = next
			}
		}
		at = next
	}
	f.entries[at] = e
}

func (f *forms) step(from node, r rune) node {
	if from == root && int(r) < len(f.first) {
		return f.first[r]
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
