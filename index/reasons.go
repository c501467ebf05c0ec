package index

import (
	"cmp"
	"slices"
)

// reasonForms is how many forms of one word are named.
const reasonForms = 4

// reasons says for each word of the query in which forms it was found and in
// which fields: the best way of finding first, then in the order of the text.
func reasons(pieces []markedPiece, needs []need) []Reason {
	var out []Reason
	for i, n := range needs {
		var forms []Reason
		for _, o := range occurrences(pieces, i, len(n.options)) {
			forms = addForm(forms, n, o)
		}
		out = append(out, forms[:min(reasonForms, len(forms))]...)
	}
	return out
}

// occurrence is a mark with the field it stands in.
type occurrence struct {
	spot
	field, text string
}

// occurrences lists where a word was found, the best way first, without what
// lies in a better find. The parts of a compound, of which first is the rank of
// the first, are left out where the document holds the word by a better way.
func occurrences(pieces []markedPiece, need, first int) []occurrence {
	var out []occurrence
	for _, p := range pieces {
		for i, m := range p.marks {
			if m.need != need {
				continue
			}
			covered := slices.ContainsFunc(p.marks[:i], func(o spot) bool {
				return o.need == need && o.start <= m.start && m.end <= o.end
			})
			if !covered {
				out = append(out, occurrence{m, p.field, p.text[m.start:m.end]})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b occurrence) int { return cmp.Compare(a.rank, b.rank) })
	if len(out) > 0 && out[0].rank < first {
		out = slices.DeleteFunc(out, func(o occurrence) bool { return o.rank >= first })
	}
	return out
}

// addForm notes an occurrence under its form, however that is spelt.
func addForm(forms []Reason, n need, o occurrence) []Reason {
	key := strip(o.normal)
	i := slices.IndexFunc(forms, func(r Reason) bool { return strip(normalForm(r.Matched)) == key })
	if i < 0 {
		via := o.via
		if via == ViaExact && key != strip(normalForm(n.typed)) {
			via = ViaVariant
		}
		return append(forms, Reason{Term: n.typed, Matched: o.text, Fields: []string{o.field}, Via: via})
	}
	if !slices.Contains(forms[i].Fields, o.field) {
		forms[i].Fields = append(forms[i].Fields, o.field)
	}
	return forms
}
