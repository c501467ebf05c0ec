package report

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"kyokun/kb"
)

// Item is one item of the framework that a lesson names.
type Item struct {
	Layer kb.Layer
	// Provision is the id of the provision, empty where none of the known ones
	// fits clearly better than the others.
	Provision string
	Quote
}

// layerWords are the words by which a text names a layer.
var layerWords = []struct {
	layer kb.Layer
	words *regexp.Regexp
}{
	{kb.Technical, regexp.MustCompile(`技術基準`)},
	{kb.Management, regexp.MustCompile(`管理規程`)},
	{kb.Safety, regexp.MustCompile(`安信基準|安全・信頼性基準`)},
}

func layerOf(text string) kb.Layer {
	for _, w := range layerWords {
		if w.words.MatchString(text) {
			return w.layer
		}
	}
	return ""
}

var (
	articleForm = regexp.MustCompile(`([\p{Han}ー]{2,30}?)(第\d+条(?:の\d+)*)`)
	quotedName  = regexp.MustCompile(`「([^「」]*(?:ガイドライン|指針|基準|規程))(?:\([^()]*\))?」`)
)

// framework reads the items that a lesson names: each bullet, each article, and
// in running text each clause that is about a known provision.
func (r *reader) framework(rows []line) []Item {
	var out []Item
	var layer kb.Layer
	for _, p := range withoutNotes(paragraphs(rows)) {
		text := fold(p.text)
		isBullet := bullet(text) && !circled([]rune(text)[0])
		if l := layerOf(text); l != "" && !isBullet {
			layer = l
		}
		q := Quote{p.text, p.page, p.pageTo}
		switch {
		case circled([]rune(text)[0]):
			continue // a detail of the bullet above
		case isBullet:
			body := unbullet(text)
			if strings.HasPrefix(body, "等を") {
				continue // the end of the sentence around the list
			}
			out = append(out, Item{Layer: layer, Provision: r.provisions.best(layer, body, bulletScore), Quote: q})
		case articleForm.MatchString(squeeze(text)):
			for _, m := range articleForm.FindAllStringSubmatch(squeeze(text), -1) {
				out = append(out, Item{Layer: kb.Reporting, Provision: r.provisions.article(m[1], m[2]), Quote: q})
			}
		case quotedName.MatchString(squeeze(text)):
			name := quotedName.FindStringSubmatch(squeeze(text))[1]
			out = append(out, Item{Layer: kb.Reporting, Provision: r.provisions.instrument(name), Quote: q})
		default:
			out = append(out, r.clauses(layer, q)...)
		}
	}
	return distinctItems(out)
}

// clauses reads running text.
func (r *reader) clauses(layer kb.Layer, q Quote) []Item {
	var out []Item
	seen := layer
	for clause := range strings.FieldsFuncSeq(fold(q.Text), func(c rune) bool { return c == '。' }) {
		if l := layerOf(clause); l != "" {
			seen = l
		}
		for _, part := range aboutForm.Split(clause, -1) {
			if id := r.provisions.best(seen, part, clauseScore); id != "" {
				out = append(out, Item{Layer: seen, Provision: id, Quote: q})
			}
		}
	}
	if out == nil && (seen != "" || otherLaw.MatchString(q.Text)) && !strings.HasPrefix(q.Text, "等") && (namesItem.MatchString(q.Text) || otherLaw.MatchString(q.Text)) {
		out = append(out, Item{Layer: seen, Quote: q})
	}
	return out
}

var (
	aboutForm = regexp.MustCompile(`に関(?:する|し)(?:こと|事項|記事)?|すること、|として、|こととされ|とともに、`)
	otherLaw  = regexp.MustCompile(`施行規則|報告規則|事業法`)
	namesItem = regexp.MustCompile(`に関する|すること`)
)

func distinctItems(in []Item) []Item {
	var out []Item
	for _, it := range in {
		if it.Provision == "" || !slices.ContainsFunc(out, func(o Item) bool { return o.Provision == it.Provision }) {
			out = append(out, it)
		}
	}
	return out
}

// The least likeness at which a provision is taken for the one named, and how
// far the next must lie behind.
const (
	bulletScore = 0.34
	clauseScore = 0.45
	clearly     = 1.15
)

// provisions are the known provisions, ready to be looked up.
type provisions struct {
	list    []provision
	sources map[string]string // id of an instrument: its title
	rare    map[string]float64
}

type provision struct {
	*kb.Provision
	title, text map[string]bool
}

func newProvisions(lib *kb.Library) *provisions {
	p := &provisions{sources: map[string]string{}, rare: map[string]float64{}}
	for _, s := range lib.Sources() {
		p.sources[s.ID] = s.Title
	}
	count := map[string]float64{}
	for _, d := range lib.Provisions() {
		one := provision{d, wordPairs(d.Title), wordPairs(d.Title + "\n" + d.Summary + "\n" + d.Note + "\n" + d.Body)}
		for pair := range one.text {
			count[pair]++
		}
		p.list = append(p.list, one)
	}
	for pair, n := range count {
		p.rare[pair] = math.Log(1 + float64(len(p.list))/n)
	}
	return p
}

// best returns the provision of the layer that the text names, or "".
func (p *provisions) best(layer kb.Layer, text string, least float64) string {
	want := wordPairs(text)
	if layer == "" || len(want) < 4 {
		return ""
	}
	best, second, elsewhere, id := 0.0, 0.0, 0.0, ""
	for _, one := range p.list {
		if one.AfterReport || strings.HasSuffix(p.sources[one.Instrument], "法") {
			continue
		}
		s := p.score(want, one)
		switch {
		case one.Layer != layer:
			elsewhere = max(elsewhere, s)
		case s > best:
			best, second, id = s, best, one.ID
		case s > second:
			second = s
		}
	}
	// What fits another layer better may stand under the wrong one in the text.
	if best < least || best < second*clearly || layer == kb.Technical && best < elsewhere {
		return ""
	}
	return id
}

// score is how well the text and the provision's words cover each other: the
// share of the text found in the provision, and of its title found in the text,
// rare pairs of characters counting more.
func (p *provisions) score(want map[string]bool, one provision) float64 {
	return (p.share(want, one.text) + p.share(one.title, want)) / 2
}

func (p *provisions) share(of, in map[string]bool) float64 {
	sum, all := 0.0, 0.0
	for pair := range of {
		w := p.rare[pair]
		if w == 0 {
			w = math.Log(1 + float64(len(p.list)))
		}
		all += w
		if in[pair] {
			sum += w
		}
	}
	if all == 0 {
		return 0
	}
	return sum / all
}

// sameWords are words that texts write in two ways, and those that only join.
var sameWords = strings.NewReplacer("輻輳", "ふくそう", "ユーザー", "利用者", "ユーザ", "利用者", "極小化", "最小化", "、", "", "・", "", "。", "", "及び", "", "並びに", "", "「", "", "」", "")

func wordPairs(s string) map[string]bool { return pairs(sameWords.Replace(squeeze(s))) }

// instrument finds the one provision that stands in an instrument of its own.
func (p *provisions) instrument(name string) string {
	found := ""
	for _, one := range p.list {
		if likeness(squeeze(p.sources[one.Instrument]), name) < 0.85 {
			continue
		}
		if found != "" {
			return ""
		}
		found = one.ID
	}
	return found
}

// article finds the provision by the law's name and the article's number.
func (p *provisions) article(law, number string) string {
	best, id := 0, ""
	for _, one := range p.list {
		title := p.sources[one.Instrument]
		if title == "" || !strings.HasSuffix(law, title) || len(title) <= best {
			continue
		}
		for _, a := range one.Articles {
			if a.Number == number {
				best, id = len(title), one.ID
			}
		}
	}
	return id
}
