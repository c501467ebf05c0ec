package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// option is one way in which a word of the query may be found.
type option struct {
	via    string
	weight float64
	cover  float64 // how much of the word a document holds by it
	seq    sequence
}

// need is one word of the query, a phrase, or a date.
type need struct {
	typed   string // as the user wrote it
	options []option
	// parts are the terms of a compound, each of which counts for a share.
	parts []string
}

// element is what counts as one in ranking: a need, or several of which any
// branch will do (OR).
type element struct {
	branches [][]need
	strict   bool // a document without it is no hit
	joined   bool // written in one with the element before, as 保険 in 地震保険
	inflects bool // a verb or adjective, which tells less of the subject
	// run is the longer run of hiragana that it was cut out of, if any. The
	// dictionary cuts such runs anywhere: 例 out of れいぞうこ.
	run string
}

// telling is how much an element says of what a query is about.
func (e element) telling() float64 {
	if e.inflects {
		return tellingVerb
	}
	return 1
}

// whole is a run of text as the user wrote it, without a space: it is worth a
// bonus, and finds what was cut into the wrong words.
type whole struct {
	from, to int // elements it covers
	option   option
	text     string
}

// plan is a query made ready to run.
type plan struct {
	elements []element
	wholes   []whole
	banned   []need
	ids      []string // words that may be ids of documents
	articles []article
	terms    []string // for Result.Terms
	runs     []string // for near documents
	text     bool     // the user typed something
	account  *account // nil where nobody asks for explanations
}

// newPlan analyses a query.
func (a *analyzer) newPlan(text string) *plan {
	p := &plan{text: strings.TrimSpace(text) != ""}
	clauses := parse(text)
	group := -1 // the element that an OR adds to
	for i, c := range clauses {
		n := normalize(c.text)
		joined := c.or || i+1 < len(clauses) && clauses[i+1].or
		if !c.or {
			group = -1
		}
		if !c.not {
			p.articles = append(p.articles, articlesIn(n.text)...)
		}
		switch {
		case c.not:
			if nd, ok := a.phrase(n, c.text); ok {
				p.banned = append(p.banned, nd)
			}
		case joined:
			group = p.either(group, a.branch(c, n))
		case c.phrase:
			a.quoted(p, c, n)
		default:
			a.plain(p, n, c.text)
		}
	}
	p.bound()
	return p
}

// mostWords is how many words of a query are looked for, and how many sides of
// an OR, of which each may have mostSide words; the time that a search takes is
// that of its words.
const (
	mostWords = 32
	mostSide  = 8
)

// bound leaves out what goes beyond.
func (p *plan) bound() {
	p.elements = p.elements[:min(len(p.elements), mostWords)]
	p.wholes = slices.DeleteFunc(p.wholes, func(w whole) bool { return w.to > len(p.elements) })
	p.banned = p.banned[:min(len(p.banned), mostWords)]
	for i := range p.elements {
		e := &p.elements[i]
		e.branches = e.branches[:min(len(e.branches), mostWords)]
		for j, b := range e.branches {
			e.branches[j] = b[:min(len(b), mostSide)]
		}
	}
}

// oneWord reports whether the query is a single word, however many it falls into.
func (p *plan) oneWord() bool {
	for i, e := range p.elements {
		if e.joined != (i > 0) || len(e.branches) != 1 {
			return false
		}
	}
	return len(p.elements) > 0
}

// quoted adds a phrase that must occur.
func (a *analyzer) quoted(p *plan, c clause, n normalText) {
	nd, ok := a.phrase(n, c.text)
	if !ok {
		return
	}
	p.elements = append(p.elements, element{branches: [][]need{{nd}}, strict: true})
	p.terms = append(p.terms, n.text)
}

// branch returns what a clause beside an OR asks for.
func (a *analyzer) branch(c clause, n normalText) []need {
	if !c.phrase {
		return a.needs(a.analyze(n.text), n, c.text)
	}
	if nd, ok := a.phrase(n, c.text); ok {
		return []need{nd}
	}
	return nil
}

// either adds a branch to an OR, and begins one where group is -1.
func (p *plan) either(group int, branch []need) int {
	if len(branch) == 0 {
		return group
	}
	for _, n := range branch {
		p.terms = append(p.terms, normalForm(n.typed))
	}
	if group < 0 {
		p.elements = append(p.elements, element{})
		group = len(p.elements) - 1
	}
	p.elements[group].branches = append(p.elements[group].branches, branch)
	return group
}

// plain adds words.
func (a *analyzer) plain(p *plan, n normalText, typed string) {
	an := a.analyze(n.text)
	needs := a.needs(an, n, typed)
	first := len(p.elements)
	tops := contentWords(an)
	for i, nd := range needs {
		e := element{branches: [][]need{{nd}}, inflects: !tops[i].noun}
		e.joined = i > 0 && tops[i].start == tops[i-1].end
		if run := runAround(an.text, tops[i].start, tops[i].end); isHiragana(run) && len(run) > tops[i].end-tops[i].start {
			e.run = run
		}
		p.elements = append(p.elements, e)
		p.terms = append(p.terms, normalForm(nd.typed))
	}
	for _, w := range strings.Fields(n.text) {
		id, _, _ := strings.Cut(w, "#")
		p.ids = append(p.ids, id)
	}
	if len(needs) == 0 {
		a.leftovers(p, n, typed)
		return
	}
	a.addWholes(p, an, first)
}

// leftovers looks for what is no word as it is written.
func (a *analyzer) leftovers(p *plan, n normalText, typed string) {
	nd := need{typed: strings.TrimSpace(typed)}
	for _, seq := range within(n.text) {
		nd.options = append(nd.options, option{ViaBigram, weightLiteral, 1, seq})
	}
	if len(nd.options) == 0 {
		return
	}
	p.elements = append(p.elements, element{branches: [][]need{{nd}}})
	p.terms = append(p.terms, n.text)
	p.runs = append(p.runs, n.text)
}

// wholeCap is the length in units up to which a run is looked for in one piece.
const wholeCap = 40

// addWholes adds the runs of text that no space or punctuation parts.
func (a *analyzer) addWholes(p *plan, an *analysis, first int) {
	tops := contentWords(an)
	for i := 0; i < len(tops); {
		j := i + 1
		for j < len(tops) && !broken(an.text[tops[j-1].end:tops[j].start]) {
			j++
		}
		run := runAround(an.text, tops[i].start, tops[j-1].end)
		p.runs = append(p.runs, run)
		w := whole{from: first + i, to: first + j, text: run}
		whole := j-i > 1 || isHiragana(run) && len(run) > tops[i].end-tops[i].start
		if whole && utf8.RuneCountInString(run) <= wholeCap {
			if seq, ok := literal(run); ok {
				w.option = option{ViaBigram, weightLiteral, 1, seq}
				p.wholes = append(p.wholes, w)
			}
			if isKana(run) && !shortReading(run) {
				w.option = reading(run)
				p.wholes = append(p.wholes, w)
			}
		}
		i = j
	}
}

func reading(s string) option {
	return option{ViaReading, weightReading, 1, attrReading.single(readingKey(s))}
}

// broken reports whether text between two words parts them.
func broken(between string) bool {
	return strings.ContainsFunc(between, func(r rune) bool { return classOf(r) == classBreak })
}

// runAround widens a span to the run of letters it stands in.
func runAround(text string, start, end int) string {
	for start > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:start])
		if classOf(r) == classBreak {
			break
		}
		start -= size
	}
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if classOf(r) == classBreak {
			break
		}
		end += size
	}
	return text[start:end]
}

// topWord is a word of an analysis that no longer one contains.
type topWord struct {
	term        string
	start, end  int
	first, last int // atoms
	compound    bool
	canonical   bool // by the vocabulary
	noun        bool
}

// topWords returns the longest words, left to right, without stop words.
func topWords(an *analysis) []topWord {
	byLength := slices.Clone(an.compounds)
	slices.SortStableFunc(byLength, func(a, b compound) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(b.last, a.last), boolCompare(b.canonical, a.canonical))
	})
	var out []topWord
	for i := 0; i < len(an.atoms); i++ {
		at := slices.IndexFunc(byLength, func(c compound) bool { return c.first == i })
		if at >= 0 {
			c := byLength[at]
			out = append(out, topWord{c.term, an.atoms[c.first].start, an.atoms[c.last].end, c.first, c.last, true, c.canonical, true})
			i = c.last
			continue
		}
		if a := an.atoms[i]; !a.stop {
			out = append(out, topWord{a.term, a.start, a.end, i, i, false, false, a.noun})
		}
	}
	return out
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// contentWords leaves out words of asking (教えて, 知りたい) where others remain.
func contentWords(an *analysis) []topWord {
	all := topWords(an)
	romaji := !slices.ContainsFunc(all, func(w topWord) bool { _, ok := fromRomaji(w.term); return !ok })
	kept := slices.DeleteFunc(slices.Clone(all), func(w topWord) bool {
		return isAsking(w.term) || romaji && isRomajiParticle(w.term)
	})
	if len(kept) == 0 {
		return all
	}
	return kept
}

func isAsking(term string) bool {
	switch term {
	case "教える", "知る", "調べる", "探す", "見る", "思う", "ください", "下さい", "くださる", "何", "どう", "なぜ", "いつ", "どこ", "誰", "方法", "場合":
		return true
	}
	return false
}
