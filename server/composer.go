package server

import (
	"net/url"
	"strconv"
	"strings"

	"kyokun/kb"
)

// composer turns documents into what pages say. It reads the library and
// knows the language; it does no input or output.
type composer struct {
	loc locale
	lib *kb.Library
	// main are the citations of the document at hand: its parts without one of
	// their own rest on the first, and places in its source are cited by page alone.
	main []kb.Citation
	// self is the source whose own page this is, if any.
	self string
	// old marks the pages of the past.
	old *oldView
	// roll takes the citations of a page that shows them on demand; nil elsewhere.
	roll *citeRoll
	// doc is the id of the document at hand; text holds the places it cites at
	// which the page can show the source's own text, none on other pages.
	doc  string
	text map[kb.Citation]bool
	// terms links the words of the glossary; nil where a page links none.
	terms *termLinker
	// base is the address of the site, for what leaves it; empty on pages.
	base string
}

func (c composer) of(head *kb.Head) composer {
	c.main, c.doc = head.Cite, head.ID
	return c
}

// docRef names a document and leads to it.
type docRef struct {
	ID string
	// URL is empty where the library has no such document.
	URL  string
	Kind kb.Kind
	// KindLabel is the kind in the language of the interface.
	KindLabel string
	Title     string
	// Lang is the language of Title.
	Lang string
	domainView
}

// ref names the document, or the statement of one (lesson-r03-1-01#s1).
func (c composer) ref(id string) docRef {
	docID, part, _ := strings.Cut(id, "#")
	r := docRef{ID: id, Kind: kb.KindOf(docID), Title: id, Lang: "en"}
	r.KindLabel = c.loc.In(r.Kind.Label())
	d, ok := c.lib.Document(docID)
	if !ok {
		return r
	}
	return c.refAt(d, part)
}

// refTo is the reference to a document that is at hand.
func (c composer) refTo(d kb.Document) docRef { return c.refAt(d, "") }

func (c composer) refAt(d kb.Document, part string) docRef {
	h := d.Common()
	r := docRef{ID: h.ID, Kind: h.Kind(), KindLabel: c.loc.In(h.Kind().Label()), URL: c.loc.URL(documentPath(h.ID, part)), domainView: c.domain(h)}
	if part != "" {
		r.ID += "#" + part
	}
	r.Title, r.Lang = c.title(h)
	return r
}

// title returns the title for the interface and its language.
func (c composer) title(h *kb.Head) (title, lang string) {
	if c.loc.lang == "en" && h.TitleEN != "" {
		return h.TitleEN, "en"
	}
	return h.Title, "ja"
}

// documentPath is the page of a document, with the anchor of a part if any.
func documentPath(id, part string) string {
	folder, ok := pagePaths[kb.KindOf(id)]
	if !ok {
		return ""
	}
	path := folder + url.PathEscape(id)
	if part != "" {
		path += "#" + url.PathEscape(part)
	}
	return path
}

// tag returns the label of a tag; the id itself where the list lacks it.
func (c composer) tag(facet, id string) string {
	t, ok := c.lib.Tags().Tag(facet, id)
	if !ok {
		return id
	}
	return c.loc.In(t.Label())
}

// chip is a tag that leads to the documents that carry it.
type chip struct{ URL, Facet, Text string }

// chips lists the tags of a document by the order of the controlled list.
func (c composer) chips(tags kb.Tags) []chip {
	var out []chip
	for _, f := range c.lib.Tags().Facets {
		for _, id := range tags[f.ID] {
			ch := chip{Facet: c.loc.In(f.Label()), Text: c.tag(f.ID, id)}
			if isFacet(f.ID) {
				ch.URL = c.loc.URL("/search?" + f.ID + "=" + url.QueryEscape(id))
			}
			out = append(out, ch)
		}
	}
	return out
}

// fiscalYear writes a Japanese fiscal year, such as 令和3年度（2021年度）.
func (c composer) fiscalYear(year int) string {
	if c.loc.lang == "en" {
		return "FY" + strconv.Itoa(year)
	}
	return eraYear(year) + "年度（" + strconv.Itoa(year) + "年度）"
}

func (c composer) fiscalYears(years []int) []string {
	var out []string
	for _, y := range years {
		out = append(out, c.fiscalYear(y))
	}
	return out
}

// layer names a layer of the framework.
func (c composer) layer(l kb.Layer) string { return c.loc.In(l.Label()) }
