package index

import (
	"regexp"
	"slices"
	"strings"

	"kyokun/kb"
)

// sign is a word, or a few, from which a tag can be told in a text.
type sign struct {
	facet, tag string
	terms      []string // atoms, in order
	// negative is a sign that ends in a no: 監視していない is none where 監視 is
	// all that stands there.
	negative bool
}

// signs are all of them, by the first term; those that the vocabulary knows
// also by the canonical term.
type signs struct {
	byTerm      map[string][]sign
	byCanonical map[string][]sign
}

// newSigns reads the labels and signs of the tags by which accidents resemble
// each other.
func newSigns(a *analyzer, tags *kb.TagList) signs {
	out := signs{map[string][]sign{}, map[string][]sign{}}
	if tags == nil {
		return out
	}
	for _, facet := range accidentFacets() {
		f, _ := tags.Facet(facet)
		for _, t := range f.Tags {
			if tellsNothing(facet, t.ID) {
				continue
			}
			for _, text := range append([]string{t.JA, t.EN}, t.Signs...) {
				out.add(a, sign{facet: facet, tag: t.ID}, text)
			}
		}
	}
	return out
}

func (s *signs) add(a *analyzer, sg sign, text string) {
	sg.negative = endsInNo.MatchString(text)
	for _, at := range a.analyze(normalForm(text)).atoms {
		if !at.stop {
			sg.terms = append(sg.terms, at.term)
		}
	}
	if len(sg.terms) > 0 {
		s.byTerm[sg.terms[0]] = append(s.byTerm[sg.terms[0]], sg)
	}
	if e, ok := a.lexicon.lookup(squeeze(text)); ok {
		s.byCanonical[e.term] = append(s.byCanonical[e.term], sg)
	}
}

// signGap is how many bytes may lie between two words of a sign: a particle
// or two, as in アクセスが集中.
const signGap = 9

// denied matches what follows a word that the text says did not happen.
var denied = regexp.MustCompile(`^\s*(の(発生|形跡|影響|事実|疑い|可能性))?(では|じゃ|は|も|が)?\s*(なし|無し|ない|なく|無い|ありません|ございません|見られ(ず|ない)|確認され(ず|ていない)|確認できず)`)

// endsInNo matches signs that deny something, and no what follows a word that
// is denied, with the verb between: 警報 は出ていない.
var (
	endsInNo = regexp.MustCompile(`(ない|なかった|ず|なし)$`)
	no       = regexp.MustCompile(`^[\p{Hiragana}\s]{0,8}(ない|なく|なかっ|なし|無し|ず|ません|ぬ)`)
)

// tagFound is a tag that a text shows, and the first words that show it; none
// where a document carries it.
type tagFound struct {
	facet, tag string
	typed      string
}

// term is the tag as a term of the field of accidents.
func (t tagFound) term() string { return t.facet + toldJoin + t.tag }

// find returns the tags that a text shows, by facet and in the order of the text.
func (s signs) find(n normalText, typed string, an *analysis) []tagFound {
	var out []tagFound
	note := func(sg sign, start, end int) {
		known := slices.ContainsFunc(out, func(t tagFound) bool { return t.facet == sg.facet && t.tag == sg.tag })
		if known || !sg.fits(an.text[end:]) {
			return
		}
		from, to := n.original(start, end)
		out = append(out, tagFound{sg.facet, sg.tag, strings.TrimSpace(typed[from:to])})
	}
	for i := range an.atoms {
		for _, sg := range s.byTerm[an.atoms[i].term] {
			if last, ok := sg.at(an, i); ok {
				note(sg, an.atoms[i].start, an.atoms[last].end)
			}
		}
	}
	for _, c := range an.compounds {
		for _, sg := range s.byCanonical[c.term] {
			note(sg, an.atoms[c.first].start, an.atoms[c.last].end)
		}
	}
	facets := accidentFacets()
	slices.SortStableFunc(out, func(a, b tagFound) int {
		return slices.Index(facets, a.facet) - slices.Index(facets, b.facet)
	})
	return out
}

// fits reports whether a sign holds, given what follows its words.
func (sg sign) fits(rest string) bool {
	if sg.negative {
		return no.MatchString(rest)
	}
	return !denied.MatchString(rest)
}

// at reports whether the sign begins at atom i, and where it ends.
func (sg sign) at(an *analysis, i int) (last int, ok bool) {
	last = i
	next := i + 1
	for _, term := range sg.terms[1:] {
		for next < len(an.atoms) && an.atoms[next].stop {
			next++
		}
		if next == len(an.atoms) || an.atoms[next].term != term || an.atoms[next].start-an.atoms[last].end > signGap {
			return 0, false
		}
		last = next
		next++
	}
	return last, true
}
