package report

import (
	"kyokun/kb"
	"math"
	"strings"
)

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
