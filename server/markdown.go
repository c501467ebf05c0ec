package server

import (
	"bytes"
	"html/template"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"

	"kyokun/kb"
)

// bodyView is the Markdown body of a document; the zero value is none.
type bodyView struct{ html func() template.HTML }

// Shown is true where there is a body.
func (b bodyView) Shown() bool { return b.html != nil }

// HTML renders it when the page comes to it, so that the terms that the page
// has said before are not linked again.
func (b bodyView) HTML() template.HTML { return b.html() }

// bodyTop is the level of the highest heading of a body; the page has the
// levels above it.
const bodyTop = 3

func (c composer) body(markdown string) bodyView {
	if strings.TrimSpace(markdown) == "" {
		return bodyView{}
	}
	return bodyView{sync.OnceValue(func() template.HTML { return c.renderBody(markdown) })}
}

// renderBody renders Markdown. Raw HTML in it is dropped.
func (c composer) renderBody(markdown string) template.HTML {
	md := goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.CJK),
		goldmark.WithRendererOptions(html.WithXHTML()),
	)
	src := []byte(markdown)
	doc := md.Parser().Parse(text.NewReader(src))
	c.mendBody(doc, src)
	if c.terms != nil {
		c.terms.linkBody(doc, src)
	}
	var b bytes.Buffer
	if err := md.Renderer().Render(&b, src, doc); err != nil {
		// Only the writer can fail, and a buffer does not.
		return ""
	}
	// goldmark has escaped all text and dropped raw HTML.
	return template.HTML(b.String()) //nolint:gosec
}

// mendBody gives headings their level and an id, and leads links to ids of
// documents to their pages.
func (c composer) mendBody(doc ast.Node, src []byte) {
	shift, seen := bodyTop-topLevel(doc), map[string]int{}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			n.Level = min(n.Level+shift, 6)
			n.SetAttributeString("id", []byte(headingID(n, src, seen)))
		case *ast.Link:
			n.Destination = []byte(c.bodyURL(string(n.Destination)))
		}
		return ast.WalkContinue, nil
	})
}

func topLevel(doc ast.Node) int {
	top := 6
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			top = min(top, h.Level)
		}
	}
	return min(top, bodyTop)
}

// headingID makes an id of the heading's words, since goldmark would name every
// Japanese heading "heading".
func headingID(h *ast.Heading, src []byte, seen map[string]int) string {
	var words strings.Builder
	_ = ast.Walk(h, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			words.Write(t.Segment.Value(src))
		}
		return ast.WalkContinue, nil
	})
	id := "body-" + strings.Join(strings.Fields(words.String()), "-")
	seen[id]++
	if n := seen[id]; n > 1 {
		id += "-" + strconv.Itoa(n)
	}
	return id
}

// bodyURL turns the id of a document (or of a statement) into its page.
func (c composer) bodyURL(dest string) string {
	id, part, _ := strings.Cut(dest, "#")
	id = strings.TrimSuffix(id[strings.LastIndex(id, "/")+1:], ".md")
	if strings.Contains(dest, "://") || kb.KindOf(id) == "" {
		return dest
	}
	return c.loc.URL(documentPath(id, part))
}
