package server

import (
	"fmt"
	"net/url"
	"strings"

	"kyokun/kb"
)

// citeView is a link to a place in a source.
type citeView struct {
	URL string
	// Label is short: p.22 for the document's main source, with the source's
	// title for any other.
	Label string
	// Full says source, section and page.
	Full string
	// roll lists the page's citations, where it shows them on demand.
	roll *citeRoll
}

// Note is the id of the element that shows Full on demand, empty where the page
// has none. Asked for while the page is written, it puts the citation on the list.
func (v citeView) Note() string { return v.roll.note(v.URL, v.Full) }

// cite composes a citation; nil stands for the document's main one, and a
// document without any yields nil.
func (c composer) cite(cite *kb.Citation) *citeView {
	if cite == nil {
		if len(c.main) == 0 {
			return nil
		}
		cite = &c.main[0]
	}
	title, lang := cite.Source, "en"
	v := &citeView{}
	if d, ok := c.lib.Document(cite.Source); ok {
		title, lang = c.title(d.Common())
		v.URL = c.loc.URL(sectionPath(cite.Source, cite.Section))
	}
	if c.self == cite.Source {
		title, v.URL = "", "#"+url.PathEscape(sectionAnchor(cite.Section))
	}
	pages := pageRange(cite)
	v.Full = strings.Join(nonEmpty(title, cite.Section, pages, cite.Note), " ")
	if c.self != cite.Source {
		v.roll = c.roll
	}
	switch {
	case !c.isMain(cite.Source):
		v.Label = strings.Join(nonEmpty(shorten(title, lang), cite.Section, pages), " ")
	case pages == "":
		v.Label = cite.Section
	default:
		v.Label = pages
	}
	return v
}

// citation is how to cite a document's page: title, id, address, and what the
// document itself rests on.
func (c composer) citation(d documentHead) string {
	text := c.loc.T("doc.citation", d.Title, d.ID, c.base+d.Permalink)
	var grounds []string
	for _, cite := range d.Cites {
		grounds = append(grounds, cite.Full)
	}
	if len(grounds) > 0 {
		text += c.loc.T("doc.citation.rests", strings.Join(grounds, c.loc.T("list.semicolon")))
	}
	return text
}

// shorten keeps the two ends of a source's title, since a report and its
// overview begin alike.
func shorten(title, lang string) string {
	head, tail := 5, 4
	if lang == "en" {
		head, tail = 14, 12
	}
	r := []rune(title)
	if len(r) <= head+tail+2 {
		return title
	}
	return strings.TrimSpace(string(r[:head])) + "…" + strings.TrimSpace(string(r[len(r)-tail:]))
}

func (c composer) isMain(source string) bool {
	return len(c.main) > 0 && c.main[0].Source == source
}

func (c composer) cites(list []kb.Citation) []citeView {
	// A list of the places a document rests on names each source in full.
	c.main = nil
	var out []citeView
	for i := range list {
		out = append(out, *c.cite(&list[i]))
	}
	return out
}

func pageRange(cite *kb.Citation) string {
	switch {
	case cite.Page == 0:
		return ""
	case cite.PageTo > cite.Page:
		return fmt.Sprintf("pp.%d–%d", cite.Page, cite.PageTo)
	}
	return fmt.Sprintf("p.%d", cite.Page)
}

// sectionPath is the page of a source at the anchor of a section.
func sectionPath(source, section string) string {
	return documentPath(source, sectionAnchor(section))
}

// sectionAnchor is the id of a section on its source's page: the number as
// the source gives it, without what an id cannot hold.
func sectionAnchor(section string) string {
	if section == "" {
		return ""
	}
	return "sec-" + strings.Join(strings.Fields(section), "-")
}

func nonEmpty(parts ...string) []string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}
