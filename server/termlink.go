package server

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// termLinker links words of the glossary in the texts of one page, each term
// where the page says it first. Templates ask for the texts in the order of
// reading, so that the first is the first for the reader.
type termLinker struct {
	table *termTable
	loc   locale
	seen  map[string]bool
}

func newTermLinker(table *termTable, loc locale) *termLinker {
	return &termLinker{table: table, loc: loc, seen: map[string]bool{}}
}

// fresh returns the terms of a text that the page has not linked yet.
func (l *termLinker) fresh(s string) []foundTerm {
	if l == nil {
		return nil
	}
	var out []foundTerm
	for _, f := range l.table.find(s) {
		if !l.seen[f.term.Term] {
			l.seen[f.term.Term] = true
			out = append(out, f)
		}
	}
	return out
}

// prose is a Japanese text whose terms lead to the glossary.
type prose struct {
	text  string
	terms *termLinker
}

func (c composer) prose(s string) prose { return prose{s, c.terms} }

// String returns the plain text.
func (p prose) String() string { return p.text }

// proseRun is a stretch of a text; URL and Definition are set where it is a term.
type proseRun struct{ Text, URL, Definition string }

// Runs cuts the text at its terms.
func (p prose) Runs() []proseRun {
	var out []proseRun
	done := 0
	for _, f := range p.terms.fresh(p.text) {
		if f.start > done {
			out = append(out, proseRun{Text: p.text[done:f.start]})
		}
		out = append(out, proseRun{p.text[f.start:f.end], p.terms.loc.URL(termPath(f.term)), f.term.Definition})
		done = f.end
	}
	if done < len(p.text) {
		out = append(out, proseRun{Text: p.text[done:]})
	}
	return out
}

// linkBody links terms in the paragraphs of a parsed body, not in its headings,
// links and code.
func (l *termLinker) linkBody(doc ast.Node, src []byte) {
	var texts []*ast.Text
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Heading, *ast.Link, *ast.AutoLink, *ast.CodeSpan, *ast.CodeBlock, *ast.FencedCodeBlock:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if entering {
				texts = append(texts, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, t := range texts {
		l.linkText(t, src)
	}
}

// linkText puts links before a text node for the terms in it and leaves it
// with what follows the last.
func (l *termLinker) linkText(t *ast.Text, src []byte) {
	start := t.Segment.Start
	for _, f := range l.fresh(string(t.Segment.Value(src))) {
		if from, to := t.Segment.Start, start+f.start; to > from {
			t.Parent().InsertBefore(t.Parent(), t, ast.NewTextSegment(text.NewSegment(from, to)))
		}
		link := ast.NewLink()
		link.Destination, link.Title = []byte(l.loc.URL(termPath(f.term))), []byte(f.term.Definition)
		link.SetAttributeString("class", []byte("term"))
		link.AppendChild(link, ast.NewTextSegment(text.NewSegment(start+f.start, start+f.end)))
		t.Parent().InsertBefore(t.Parent(), t, link)
		t.Segment = t.Segment.WithStart(start + f.end)
	}
}
