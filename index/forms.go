package index

// forms are the written forms of a vocabulary as a tree of their characters:
// most words of a text begin no form, which shows at their first or second.
type forms struct {
	next    map[branch]node
	entries []*entry // by node, nil where no form ends
}

// node is a place in the tree: what the forms below it begin with.
type node int32

const (
	root    node = 0
	nowhere node = -1 // below which there are no forms
)

// branch leads from a node to the one that is a character further.
type branch struct {
	from node
	r    rune
}

func newForms() forms {
	return forms{map[branch]node{}, make([]*entry, 1)}
}

func (f *forms) add(form string, e *entry) {
	at := root
	for _, r := range form {
		b := branch{at, r}
		next, ok := f.next[b]
		if !ok {
			next = node(len(f.entries))
			f.next[b] = next
			f.entries = append(f.entries, nil)
		}
		at = next
	}
	f.entries[at] = e
}

// walk returns the node to which a text leads from another; forms have no spaces.
func (f *forms) walk(from node, text string) node {
	if from == nowhere {
		return nowhere
	}
	for _, r := range text {
		if r == ' ' {
			continue
		}
		next, ok := f.next[branch{from, r}]
		if !ok {
			return nowhere
		}
		from = next
	}
	return from
}

// spelled returns the notion of what is written; else that of its head with
// the last word in its dictionary form (切り戻す for 切り戻し); else nil.
func (f *forms) spelled(head, written node, last string) *entry {
	if written != nowhere && f.entries[written] != nil {
		return f.entries[written]
	}
	if at := f.walk(head, last); at != nowhere {
		return f.entries[at]
	}
	return nil
}
