package report

import (
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
