package server

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kyokun/kb"
)

// workPaper writes documents as a work paper in Markdown: what each says, who
// says it and where, with room for the auditor's own notes left to the reader.
func (c composer) workPaper(docs []kb.Document, a exportAsked, now time.Time) []byte {
	w := &paper{composer: c}
	w.line("# %s", c.loc.T("export.title"))
	w.line("")
	w.item(c.loc.T("paper.made"), moment(now).Text)
	if a.search.q != "" {
		w.item(c.loc.T("paper.query"), a.search.q)
	}
	w.item(c.loc.T("paper.count"), fmt.Sprint(len(docs)))
	w.item(c.loc.T("paper.words"), c.loc.T("paper.words.note"))
	for _, d := range docs {
		w.document(d)
	}
	return []byte(w.b.String())
}

// paper is a work paper under way.
type paper struct {
	composer
	b strings.Builder
}

func (w *paper) line(format string, args ...any) {
	fmt.Fprintf(&w.b, format, args...)
	w.b.WriteByte('\n')
}

// item is a line of a list with a name, left out where there is nothing to say.
func (w *paper) item(name, text string) {
	if text != "" {
		w.line("- %s: %s", name, escapeMarkdown(text))
	}
}

func (w *paper) heading(level int, text string) {
	w.line("\n%s %s\n", strings.Repeat("#", level), escapeMarkdown(text))
}

// said is a text with its place and whoever stands behind it.
func (w *paper) said(text, by string, cite *kb.Citation) {
	w.line("- %s%s", escapeMarkdown(text), w.ground(by, cite))
}

func (w *paper) ground(by string, cite *kb.Citation) string {
	place := ""
	if v := w.cite(cite); v != nil {
		place = v.Full
	}
	if all := nonEmpty(by, place); len(all) > 0 {
		return " 〔" + escapeMarkdown(strings.Join(all, "、")) + "〕"
	}
	return ""
}

func (w *paper) document(d kb.Document) {
	h := d.Common()
	w.main = h.Cite
	title, _ := w.title(h)
	w.heading(2, title)
	w.item("ID", h.ID)
	w.item(w.loc.T("table.document_kind"), w.loc.In(h.Kind().Label()))
	w.item(w.loc.T("table.url"), w.address(h.ID, ""))
	for i := range h.Cite {
		w.item(w.loc.T("table.source"), w.cite(&h.Cite[i]).Full)
	}
	w.line("\n%s", escapeMarkdown(h.Summary))
	switch d := d.(type) {
	case *kb.Case:
		w.caseFacts(d)
		w.caseCauses(d)
		w.caseNotices(d)
	case *kb.Lesson:
		w.statements(d)
	case *kb.Provision:
		w.provision(d)
	}
	w.errata(h.ID)
	if h.Body != "" {
		w.heading(3, w.loc.T("doc.body"))
		w.line("%s", lowerHeadings(strings.TrimSpace(h.Body)))
	}
}

func (w *paper) caseFacts(k *kb.Case) {
	w.heading(3, w.loc.T("doc.key"))
	for _, row := range w.composer.caseFacts(k) {
		for _, v := range row.Values {
			parts := []string{v.UI, v.Text, v.Note}
			if v.Time != nil {
				parts = append([]string{v.Time.Text}, parts...)
			}
			for _, m := range v.Marks {
				parts = append(parts, m.UI+m.Text)
			}
			place := ""
			if v.Cite != nil {
				place = " 〔" + escapeMarkdown(v.Cite.Full) + "〕"
			}
			w.line("- %s: %s%s", row.Label, escapeMarkdown(strings.Join(nonEmpty(parts...), " ")), place)
		}
	}
	w.said(w.loc.T("case.phenomenon")+w.loc.T("changes.colon")+k.Phenomenon.Text, "", k.Phenomenon.Cite)
}

// caseCauses writes each cause with the measures that answer it below it.
func (w *paper) caseCauses(k *kb.Case) {
	w.heading(3, w.loc.T("case.causes"))
	measures := w.measures(k)
	for _, g := range w.causes(k, measures) {
		for _, cause := range g.Causes {
			w.line("- **%s** %s: %s 〔%s〕", g.Label, cause.ID, escapeMarkdown(cause.Text.String()), escapeMarkdown(strings.Join(nonEmpty(cause.Label, fullOf(cause.Cite)), "、")))
			for _, m := range cause.Measures {
				w.line("  - %s %s: %s 〔%s〕", m.ID, m.Kind, escapeMarkdown(m.Text.String()), escapeMarkdown(fullOf(m.Cite)))
			}
			if len(cause.Measures) == 0 {
				w.line("  - %s", w.loc.T("case.unanswered"))
			}
		}
	}
	for _, m := range unpaired(measures) {
		w.line("- %s %s: %s 〔%s〕", m.ID, m.Kind, escapeMarkdown(m.Text.String()), escapeMarkdown(fullOf(m.Cite)))
	}
}

func fullOf(v *citeView) string {
	if v == nil {
		return ""
	}
	return v.Full
}

func (w *paper) caseNotices(k *kb.Case) {
	if len(k.Notices) == 0 {
		return
	}
	w.heading(3, w.loc.T("case.notices"))
	for _, n := range w.notices(k) {
		at := ""
		if n.At != nil {
			at = n.At.Text
		}
		w.line("- %s 〔%s〕", escapeMarkdown(strings.Join(nonEmpty(at, n.Offset, n.Kind, n.Channel, n.Text), " ")), escapeMarkdown(fullOf(n.Cite)))
	}
}

func (w *paper) statements(l *kb.Lesson) {
	w.heading(3, w.loc.T("lesson.statements"))
	for _, s := range l.Statements {
		v := w.statement(l.ID, s)
		w.said(strings.Join(nonEmpty(s.ID, v.Status, strings.Join(v.Years, " "), s.Text), " "), "", s.Cite)
		for _, q := range v.Questions {
			w.line("  - [ ] %s（%s）", escapeMarkdown(q.Text), q.Work)
		}
		w.linked(s.Cases, "  ")
		w.linked(s.Provisions, "  ")
	}
	w.linked(l.Cases, "")
	w.linked(l.Provisions, "")
}

// linked lists links with who asserts each, and why.
func (w *paper) linked(links []kb.Link, indent string) {
	for _, v := range w.links(links) {
		w.line("%s- → %s（%s）%s 〔%s〕", indent, escapeMarkdown(v.Ref.Title), v.Ref.ID, escapeMarkdown(v.Why), escapeMarkdown(strings.Join(nonEmpty(v.Label, fullOf(v.Cite)), "、")))
	}
}

func (w *paper) provision(p *kb.Provision) {
	w.heading(3, w.loc.T("provision.articles"))
	w.item(w.loc.T("provision.layer"), w.layer(p.Layer))
	for _, a := range p.Articles {
		at, checked := "", w.loc.T("provision.unverified")
		if a.AsOf != nil {
			at = day(a.AsOf.Time).Text
		}
		if a.Verified {
			checked = w.loc.T("provision.verified")
		}
		w.line("- %s", escapeMarkdown(strings.Join(nonEmpty(at, a.Number, checked, a.Note), " ")))
	}
	w.leaningOn(p.ID)
}

// paperReferrers is how many of the links that lead to a provision a paper lists.
const paperReferrers = 100

func (w *paper) leaningOn(provision string) {
	links, more := w.lib.Backlinks(provision)
	links = slices.DeleteFunc(links, func(e kb.Edge) bool { return e.Relation != kb.LeansOn })
	links, left := cut(links, paperReferrers)
	for _, e := range links {
		from := e.From
		if e.FromStatement != "" {
			from += "#" + e.FromStatement
		}
		w.line("- ← %s（%s）〔%s〕", escapeMarkdown(w.ref(e.From).Title), from, w.link(e.Link).Label)
	}
	if rest := w.rest(left, more); rest != "" {
		w.line("- %s", rest)
	}
}

func (w *paper) errata(id string) {
	list := w.lib.Errata(id)
	if len(list) == 0 {
		return
	}
	w.heading(3, w.loc.T("erratum.mark"))
	for _, e := range list {
		v := w.erratum(e.Source.ID, e.Erratum)
		for _, r := range v.Readings {
			w.line("- %s %s 〔%s〕", v.ID, escapeMarkdown(r.Text), escapeMarkdown(fullOf(r.Cite)))
		}
		ruling := v.Ruling
		if ruling == "" {
			ruling = w.loc.T("erratum.both")
		}
		w.line("  - %s%s", w.loc.T("erratum.ruling"), escapeMarkdown(ruling))
	}
}

// escapeMarkdown keeps a text from being read as marks of Markdown, and on one line.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(s), " ") {
		if strings.ContainsRune("\\`*_[]<>#|~", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// lowerHeadings sets the headings of a body below those of the paper.
func lowerHeadings(body string) string {
	lines := strings.Split(body, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "#") {
			lines[i] = "##" + line
		}
	}
	return strings.Join(lines, "\n")
}
