package kb

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// checks holds what is checked, and what the checks of one document need to
// know of the others.
type checks struct {
	*collection
	// named returns a document by the name of its file, parsed or not.
	named func(id string) (parsed, bool)
	// quoted holds the sources that something other than themselves quotes.
	quoted map[string]bool
}

// checks begins a check of the library.
func (l *Library) checks() checks {
	return checks{collection: l.lists.collect(), named: l.shelf.find, quoted: map[string]bool{}}
}

// lists holds the lists against themselves, and against the documents.
func (k checks) lists() {
	lintTags(k.tags, k.tagList)
	lintVocabulary(k.vocabulary, k.words)
	k.report()
	k.figures()
	for i, term := range k.words.Terms {
		if term.Cite != nil {
			k.citation(parsed{tree: k.vocabulary}, fmt.Sprintf("terms[%d].cite", i), *term.Cite)
		}
	}
}

var idPattern = regexp.MustCompile(`^(source|case|lesson|provision)(-[a-z0-9]+)+$`)

// document holds one document, if it parsed, against the others and the lists.
func (k checks) document(p parsed) {
	if p.doc == nil {
		return
	}
	h := p.doc.Common()
	k.head(p, h)
	switch d := p.doc.(type) {
	case *Case:
		k.accident(p, d)
	case *Lesson:
		k.lesson(p, d)
	case *Provision:
		k.provision(p, d)
	case *Source:
		k.source(p, d)
	}
	for _, ref := range tagRefs(p.doc) {
		k.tag(p, ref)
	}
	for _, ref := range citations(p.doc) {
		k.citation(p, ref.path, ref.cite)
	}
}

func (k checks) head(p parsed, h *Head) {
	if want := documentID(p.file); h.ID != want {
		p.add("id", "idがファイル名と違います。「%s」にするか、ファイル名を変えてください",
			"the id differs from the file name: make it %q or rename the file", want)
	}
	if !idPattern.MatchString(h.ID) {
		p.add("id", "idは小文字の英数字とハイフンだけで、種別から始めてください（例: case-r03-04）",
			"an id is the kind, then lower-case letters, digits and hyphens (example: case-r03-04)")
	}
	if kind := folders[path.Dir(p.file)]; kind != "" && kind != h.Kind() {
		p.add("id", "このフォルダーに置けるのは %s だけです", "this folder holds documents of the kind %s only", kind)
	}
	if n := strings.Count(h.Summary, "。"); n > 3 {
		p.add("summary", "要約は3文までです（いま%d文）", "a summary has at most three sentences (it has %d)", n)
	}
	if len(h.Cite) == 0 && h.Kind() != KindSource {
		p.add("cite", "出典が1つも無い文書は置けません", "a document needs at least one citation")
	}
	k.links(p, "related", h.Related, "")
}

// links checks a list of links; want is the kind they must lead to, "" for any.
func (k checks) links(p parsed, field string, links []Link, want Kind) {
	seen := map[string]bool{}
	for i, link := range links {
		at := fmt.Sprintf("%s[%d]", field, i)
		k.target(p, at+".to", link.To, want)
		if key := link.To + "/" + string(link.By); seen[key] {
			p.add(at+".to", "同じ相手への同じ主体のリンクが2つあります", "a second link to the same target by the same asserter")
		} else {
			seen[key] = true
		}
		k.assertion(p, at, link.By, link.Confidence, link.Why)
		if link.By == BySource && link.Cite == nil {
			p.add(at+".cite", "出典が主張するリンクには、その場所(cite)が必要です", "a link that the source asserts needs the place (cite)")
		}
	}
}

// assertion checks that an inference says how sure it is and why.
func (k checks) assertion(p parsed, at string, by Asserter, c Confidence, why string) {
	if by == ByEditor && c == "" {
		p.add(at+".confidence", "編集部の推定には確信度（high, medium, low）が必要です", "an inference needs a confidence: high, medium or low")
	}
	if by == ByEditor && why == "" {
		p.add(at+".why", "編集部の推定には理由(why)が必要です", "an inference needs its ground (why)")
	}
	if by == BySource && c != "" {
		p.add(at+".confidence", "出典自身の主張に確信度は付けられません", "what the source asserts takes no confidence")
	}
}

func (k checks) target(p parsed, at, to string, want Kind) {
	id, statement, hasStatement := strings.Cut(to, "#")
	other, ok := k.named(id)
	switch {
	case !ok:
		p.add(at, "「%s」という文書はありません", "there is no document %q", id)
	case id == documentID(p.file):
		p.add(at, "自分自身へのリンクです", "the link leads to the document itself")
	case want != "" && KindOf(id) != want:
		p.add(at, "リンク先の種別が違います。%s の文書を指してください", "the link must lead to a %s", want)
	case hasStatement && other.doc != nil:
		if _, _, ok := statementOf(other.doc, statement); !ok {
			p.add(at, "「%s」に %s という項目（statement）はありません", "%q has no statement %s", id, statement)
		}
	}
}

func (k checks) tag(p parsed, ref tagRef) {
	if len(k.tagList.Facets) == 0 {
		return // the list's own problems say why
	}
	f, ok := k.tagList.Facet(ref.facet)
	if !ok {
		p.add(ref.path, "「%s」という分類はtags.yamlにありません", "tags.yaml has no facet %q", ref.facet)
		return
	}
	if !slices.ContainsFunc(f.Tags, func(t Tag) bool { return t.ID == ref.id }) {
		p.add(ref.path, "タグ「%s」はtags.yamlの %s にありません", "tag %q is not in tags.yaml under %s", ref.id, ref.facet)
	}
}

func (k checks) citation(p parsed, at string, c Citation) {
	other, ok := k.named(c.Source)
	if !ok || KindOf(c.Source) != KindSource {
		p.add(at+".source", "「%s」という出典はありません", "there is no source %q", c.Source)
		return
	}
	if c.Source != documentID(p.file) {
		k.quoted[c.Source] = true
	}
	s, ok := other.doc.(*Source)
	if !ok {
		return // its own problems say why
	}
	switch {
	case s.Paginated && c.Page == 0:
		p.add(at+".page", "この出典にはページ番号が必要です", "this source needs a page number")
	case !s.Paginated && c.Page != 0:
		p.add(at+".page", "この出典にページ番号はありません", "this source has no page numbers")
	case c.PageTo != 0 && c.PageTo <= c.Page:
		p.add(at+".page_to", "終わりのページは始まりのページより後でなければなりません", "the last page must come after the first")
	}
	k.section(p, at, c, s)
}

func (k checks) section(p parsed, at string, c Citation, s *Source) {
	if len(s.Sections) == 0 {
		return
	}
	i := slices.IndexFunc(s.Sections, func(x Section) bool { return x.Number == c.Section })
	if i < 0 {
		p.add(at+".section", "「%s」という節は %s の目次にありません", "%q is not in the table of contents of %s", c.Section, s.ID)
		return
	}
	first, last := sectionPages(s.Sections, i)
	until := ""
	if last > 0 {
		until = fmt.Sprintf("–%d", last)
	}
	if c.Page != 0 && (c.Page < first || (last > 0 && max(c.Page, c.PageTo) > last)) {
		p.add(at+".page", "ページがこの節の範囲の外です（この節は%d%s頁）",
			"the page lies outside the section, pages %d%s", first, until)
	}
}

// sectionPages returns the page on which section i begins and that on which
// the next section begins which is not part of it, 0 where there is none.
func sectionPages(sections []Section, i int) (first, next int) {
	for _, s := range sections[i+1:] {
		if !strings.HasPrefix(s.Number, sections[i].Number) {
			return sections[i].Page, s.Page
		}
	}
	return sections[i].Page, 0
}
