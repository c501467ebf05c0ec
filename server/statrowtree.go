package server

import "kyokun/kb"

// rowTree knows how the rows of a table lie within one another.
type rowTree struct {
	// depth counts the rows before it of which a row is a part; a total at the
	// foot of a table indents nothing.
	depth []int
	// last is the row at which the parts of a row end; its own where it has none.
	last []int
}

func newRowTree(t *kb.StatTable) rowTree {
	tree := rowTree{depth: make([]int, len(t.Rows)), last: make([]int, len(t.Rows))}
	at := map[string]int{}
	for i, r := range t.Rows {
		at[r.ID], tree.last[i] = i, i
	}
	for i, r := range t.Rows {
		// Lint holds that no row is a part of itself; the bound is for drafts.
		for up, steps := r.Of, 0; up != "" && steps < len(t.Rows); up, steps = t.Rows[at[up]].Of, steps+1 {
			j, ok := at[up]
			if !ok {
				break
			}
			if j < i {
				tree.depth[i]++
			}
			tree.last[j] = max(tree.last[j], i)
		}
	}
	return tree
}

// endingAt lists the rows whose parts end at row i, the innermost first.
func (t rowTree) endingAt(i int) []int {
	var out []int
	for j := i; j >= 0; j-- {
		if t.last[j] == i {
			out = append(out, j)
		}
	}
	return out
}
