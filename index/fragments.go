package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// The size of fragments, in runes, and their number besides the title.
const (
	fragmentMin  = 80
	fragmentMax  = 120
	fragmentLead = 30 // at most before the first match, where no sentence begins
	fragmentsMax = 2
)

// span is a stretch of bytes.
type span struct{ start, end int }

// window is a candidate for a fragment.
type window struct {
	piece markedPiece
	span
	words int // different words of the query in it
	marks int
}

// fragments returns the title and the extracts that show most of the query.
// Where nothing but the title matches, the beginning of the lead follows it.
func fragments(pieces []markedPiece) []Fragment {
	var out []Fragment
	var windows []window
	var lead *markedPiece
	for i, p := range pieces {
		switch {
		case p.field == "title":
			out = append(out, p.fragment(span{0, len(p.text)}))
		case p.zone == zoneNames && p.field == "id" && len(p.marks) == 0, p.text == "":
		default:
			if lead == nil && p.zone == zoneLead {
				lead = &pieces[i]
			}
			if w, ok := p.bestWindow(); ok {
				windows = append(windows, w)
			}
		}
	}
	for _, w := range choose(windows) {
		out = append(out, w.piece.fragment(w.span))
	}
	if len(out) < 2 && lead != nil {
		out = append(out, lead.fragment(lead.cut(0)))
	}
	return out
}

// choose picks the windows that show most words, each adding something new
// where possible.
func choose(windows []window) []window {
	slices.SortStableFunc(windows, func(a, b window) int {
		return cmp.Or(cmp.Compare(b.words, a.words), cmp.Compare(namesLast(a), namesLast(b)), cmp.Compare(b.marks, a.marks))
	})
	return windows[:min(len(windows), fragmentsMax)]
}

// namesLast keeps labels of tags from pushing sentences aside.
func namesLast(w window) int {
	if w.piece.zone == zoneNames || w.piece.field == "title_en" {
		return 1
	}
	return 0
}

// bestWindow is the window of the piece that shows most; ok is false where
// nothing in it matches.
func (p markedPiece) bestWindow() (best window, ok bool) {
	tried := map[int]bool{}
	for _, m := range p.marks {
		at := p.begin(m.start)
		if tried[at] {
			continue
		}
		tried[at] = true
		w := window{piece: p, span: p.cut(at)}
		w.words, w.marks = p.count(w.span)
		if !ok || w.words > best.words || w.words == best.words && w.marks > best.marks {
			best, ok = w, true
		}
	}
	return best, ok
}

func (p markedPiece) count(s span) (words, marks int) {
	seen := map[int]bool{}
	for _, m := range p.marks {
		if m.start >= s.start && m.end <= s.end {
			seen[m.need] = true
			marks++
		}
	}
	return len(seen), marks
}

// begin finds where a fragment with a match at byte i begins: at the sentence
// if that is near, else after a comma, else a little before the match.
func (p markedPiece) begin(i int) int {
	far := max(back(p.text, i, fragmentLead), p.paragraph(i).start)
	head := p.text[far:i]
	for _, marks := range []string{"。！？\n", "、，"} {
		if j := strings.LastIndexAny(head, marks); j >= 0 {
			_, size := utf8.DecodeRuneInString(head[j:])
			return p.outside(far+j+size, false)
		}
	}
	return p.outside(far, false)
}

// paragraph returns the bounds of the paragraph at byte i: an extract never
// runs across an empty line.
func (p markedPiece) paragraph(i int) span {
	s := span{0, len(p.text)}
	if j := strings.LastIndex(p.text[:i], "\n\n"); j >= 0 {
		s.start = j + 2
	}
	if j := strings.Index(p.text[i:], "\n\n"); j >= 0 {
		s.end = i + j
	}
	s.end = s.start + len(strings.TrimRight(p.text[s.start:s.end], "\n"))
	return s
}

// back returns the byte n runes before i.
func back(s string, i, n int) int {
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return i
}

// ahead returns the byte n runes after i.
func ahead(s string, i, n int) int {
	for ; n > 0 && i < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return i
}

// cut returns the fragment that begins at byte start: it ends with a sentence
// or clause between the smallest and the largest size if one does. Near the
// end of the text it reaches further back instead.
func (p markedPiece) cut(start int) span {
	para := p.paragraph(start)
	end := ahead(p.text, start, fragmentMax)
	if end >= para.end {
		end = p.outside(para.end, true)
		if least := back(p.text, end, fragmentMin); start > least {
			start = p.begin(max(least, para.start))
		}
		return span{start, end}
	}
	soft := ahead(p.text, start, fragmentMin)
	tail := p.text[soft:end]
	for _, marks := range []string{"。！？\n", "、，"} {
		if j := strings.LastIndexAny(tail, marks); j >= 0 {
			_, size := utf8.DecodeRuneInString(tail[j:])
			return span{start, p.outside(soft+j+size, true)}
		}
	}
	return span{start, p.outside(end, true)}
}

// outside moves a border out of the match it falls into.
func (p markedPiece) outside(i int, up bool) int {
	for _, s := range p.covered {
		if i > s.start && i < s.end {
			if up {
				return s.end
			}
			return s.start
		}
	}
	return i
}

// merged returns the stretches that any match covers: the longest of matches
// that overlap swallow the others, and no two touch the same byte.
func merged(marks []spot) []span {
	spans := make([]span, 0, len(marks))
	for _, m := range marks {
		spans = append(spans, span{m.start, m.end})
	}
	slices.SortFunc(spans, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.start < out[n-1].end {
			out[n-1].end = max(out[n-1].end, s.end)
			continue
		}
		out = append(out, s)
	}
	return out
}

// fragment cuts a stretch out of the piece, with its matches marked.
func (p markedPiece) fragment(s span) Fragment {
	f := Fragment{Field: p.field}
	at := s.start
	add := func(end int, match bool) {
		if end > at {
			f.Parts = append(f.Parts, Part{p.text[at:end], match})
			at = end
		}
	}
	for _, m := range p.covered {
		if m.start >= s.end || m.end <= at {
			continue
		}
		add(m.start, false)
		add(min(m.end, s.end), true)
	}
	add(s.end, false)
	return f
}
