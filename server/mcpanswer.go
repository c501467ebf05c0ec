package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"kyokun/kb"
)

const (
	// mcpAnswerBytes bounds the JSON of an answer, but for a few words about it.
	mcpAnswerBytes = 48 << 10
	// mcpScheme begins the address of a document as a resource.
	mcpScheme = "kyokun://"
)

// mcpAnswer is what each tool and resource answers: the notice stands first,
// and all that comes from documents stands under data.
type mcpAnswer struct {
	Notice string `json:"notice"`
	// Cut says that data is not all there is.
	Cut  *mcpCut `json:"cut,omitempty"`
	Data any     `json:"data"`
}

type mcpCut struct {
	Message string `json:"message"`
	// Omitted counts what is left out: entries of a list or characters of a text.
	Omitted int `json:"omitted"`
	// NextOffset is the offset to ask for the rest with; 0 where another
	// question is needed.
	NextOffset int `json:"next_offset,omitempty"`
}

// mcpCall is one call: the documents and the language of its answer.
type mcpCall struct {
	composer
	base string
}

// encode writes an answer as JSON without any character that a reader would not see.
func (c mcpCall) encode(data any, cut *mcpCut) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(mcpAnswer{Notice: c.loc.T("mcp.notice"), Cut: cut, Data: data}); err != nil {
		return nil, fmt.Errorf("encode an answer: %w", err)
	}
	return stripHidden(bytes.TrimSpace(b.Bytes())), nil
}

// cutList says that a list goes on after those that were shown.
func (c mcpCall) cutList(shown, omitted, next int) *mcpCut {
	if omitted == 0 {
		return nil
	}
	return &mcpCut{Message: c.loc.T("mcp.cut.list", shown, omitted, next), Omitted: omitted, NextOffset: next}
}

// fit keeps the first entries of a list whose JSON fits into what is left of
// an answer.
func fit[T any](list []T, left *int) ([]T, error) {
	kept := []T{}
	for _, v := range list {
		data, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		if *left -= len(data) + 1; *left < 0 {
			break
		}
		kept = append(kept, v)
	}
	return kept, nil
}

// mcpCitation is a place in a source.
type mcpCitation struct {
	kb.Citation
	Title string `json:"title"`
	URL   string `json:"url"`
	// SourceURL is a public page of the source.
	SourceURL string `json:"source_url,omitempty"`
}

func (c mcpCall) citation(k kb.Citation) mcpCitation {
	v := mcpCitation{Citation: k, Title: k.Source, URL: c.url(k.Source)}
	if d, ok := c.lib.Document(k.Source); ok {
		v.Title = d.Common().Title
		if src, ok := d.(*kb.Source); ok {
			v.SourceURL = src.URL
		}
	}
	return v
}

// citations are those of a document, or of its part where that has one of its own.
func (c mcpCall) citations(part *kb.Citation, document []kb.Citation) []mcpCitation {
	if part != nil {
		return []mcpCitation{c.citation(*part)}
	}
	out := []mcpCitation{}
	for _, k := range document {
		out = append(out, c.citation(k))
	}
	return out
}

// mcpRef names a document, or a statement of one, and leads to it.
type mcpRef struct {
	ID    string  `json:"id"`
	URI   string  `json:"uri"`
	URL   string  `json:"url"`
	Kind  kb.Kind `json:"kind"`
	Title string  `json:"title"`
}

func (c mcpCall) ref(id string) mcpRef {
	r := mcpRef{ID: id, URI: resourceURI(id), URL: c.url(id), Kind: kb.KindOf(id), Title: id}
	docID, _, _ := strings.Cut(id, "#")
	if d, ok := c.lib.Document(docID); ok {
		r.Title, _ = c.title(d.Common())
	}
	return r
}

func (c mcpCall) url(id string) string { return c.base + statementPath(id) }

// resourceURI is the address of a document as a resource; a statement is read
// with its lesson.
func resourceURI(id string) string {
	docID, _, _ := strings.Cut(id, "#")
	return mcpScheme + docID
}

// stripHidden takes out of JSON what shows as nothing and could carry words to
// a model that no person sees: control characters, those that turn the
// direction of writing, of no width, tags, selectors of variants, fillers.
func stripHidden(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		if raw[i] == '\\' {
			n, kept := escaped(raw[i:])
			out, i = append(out, kept...), i+n
			continue
		}
		r, n := utf8.DecodeRune(raw[i:])
		switch {
		case r == '\u2028' || r == '\u2029':
			out = append(out, `\n`...)
		case !hidden(r):
			out = append(out, raw[i:i+n]...)
		}
		i += n
	}
	return out
}

// escaped reads an escape of JSON, as [json.Marshal] writes them or as others
// do, and returns its length and what to keep of it.
func escaped(raw []byte) (n int, kept []byte) {
	if len(raw) < 2 {
		return len(raw), nil
	}
	if raw[1] != 'u' {
		if raw[1] == 'b' || raw[1] == 'f' || raw[1] == 'r' {
			return 2, nil
		}
		return 2, raw[:2]
	}
	r, n := escapedRune(raw)
	if second, more := escapedRune(raw[n:]); utf16.IsSurrogate(r) && more > 0 {
		r, n = utf16.DecodeRune(r, second), n+more
	}
	switch {
	case r == '\u2028' || r == '\u2029':
		return n, []byte(`\n`)
	case hidden(r):
		return n, nil
	}
	return n, raw[:n]
}

func escapedRune(raw []byte) (rune, int) {
	if len(raw) < 6 || raw[0] != '\\' || raw[1] != 'u' {
		return 0, 0
	}
	v, err := strconv.ParseUint(string(raw[2:6]), 16, 16)
	if err != nil {
		return 0, 0
	}
	return rune(v), 6
}

// hidden is whether a character shows as nothing. Line breaks and tabs are
// escapes in JSON and stay.
func hidden(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
		return true
	}
	return r == '\u2800' // a Braille letter without dots
}
