package server

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"
)

// apiPage shows the document of the API to people.
type apiPage struct {
	page
	Lead       string
	Document   string
	Operations []apiOperationView
	Errors     []apiReplyView
	Schemas    []apiSchemaView
}

type apiOperationView struct {
	ID, Method, Path, Summary, Text string
	Parameters                      []apiFieldView
	Body                            []apiBodyView
	BodyText                        string
	Replies                         []apiReplyView
	// Errors are the statuses of errors, which are told once for all.
	Errors []string
}

// apiFieldView is a parameter, or a member of a body.
type apiFieldView struct {
	Name, In, Type, Limits, Example, Text string
	Required                              bool
}

type apiBodyView struct {
	Media, Example string
	Schema         apiTypeView
}

type apiReplyView struct {
	Status, Text string
	Schema       apiTypeView
}

// apiTypeView names a type; where it is one of the schemas, it leads there.
type apiTypeView struct{ Text, URL string }

type apiSchemaView struct {
	ID, Name, Text, Lang string
	Fields               []apiSchemaField
}

type apiSchemaField struct {
	Name string
	// Text is in English, but for words of documents in it; Lang says which.
	Text, Lang string
	Type       apiTypeView
	Required   bool
}

func (s *Server) getAPIDocs(c echo.Context) error {
	loc := localeOf(c.Request())
	var doc apiDocument
	if err := json.Unmarshal(openAPI, &doc); err != nil {
		return fmt.Errorf("read the document of the API: %w", err)
	}
	p := loc.apiPage(doc)
	p.page = s.page(c, loc, loc.T("api.title"), loc.T("api.about"))
	return s.sendPage(c, http.StatusOK, "api", p)
}

func (l locale) apiPage(doc apiDocument) apiPage {
	p := apiPage{Lead: l.half(doc.Info.Description, "\n\n"), Document: openAPIPath}
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for _, method := range slices.Sorted(maps.Keys(doc.Paths[path])) {
			p.Operations = append(p.Operations, l.apiOperation(doc, path, method))
		}
	}
	p.Errors = l.apiErrors(doc)
	for _, name := range slices.Sorted(maps.Keys(doc.Components.Schemas)) {
		p.Schemas = append(p.Schemas, l.apiSchema(name, doc.Components.Schemas[name]))
	}
	return p
}

// half is the part of a text in the language: the document has both, Japanese
// first, as its format knows of one only.
func (l locale) half(text, between string) string {
	ja, en, ok := strings.Cut(text, between)
	if ok && l.lang == "en" {
		return en
	}
	return ja
}

func (l locale) apiOperation(doc apiDocument, path, method string) apiOperationView {
	o := doc.Paths[path][method]
	v := apiOperationView{
		ID: o.OperationID, Method: strings.ToUpper(method), Path: path,
		Summary: l.half(o.Summary, " / "), Text: l.half(o.Description, "\n\n"),
	}
	for _, p := range o.Parameters {
		p = doc.parameter(p)
		v.Parameters = append(v.Parameters, apiFieldView{
			Name: p.Name, In: p.In, Type: schemaType(p.Schema), Limits: l.limits(p.Schema), Example: exampleText(p.Example),
			Text: l.half(p.Description, "\n\n"), Required: p.Required,
		})
	}
	if o.RequestBody != nil {
		v.BodyText = l.half(o.RequestBody.Description, "\n\n")
		for _, media := range slices.Sorted(maps.Keys(o.RequestBody.Content)) {
			b := o.RequestBody.Content[media]
			v.Body = append(v.Body, apiBodyView{Media: media, Example: exampleText(b.Example), Schema: typeOf(b.Schema)})
		}
	}
	for _, status := range slices.Sorted(maps.Keys(o.Responses)) {
		if status >= "400" {
			v.Errors = append(v.Errors, status)
			continue
		}
		v.Replies = append(v.Replies, l.apiReply(doc, status, o.Responses[status]))
	}
	return v
}

func (l locale) apiReply(doc apiDocument, status string, r apiReply) apiReplyView {
	if r.Ref != "" {
		r = doc.Components.Responses[lastOf(r.Ref)]
	}
	v := apiReplyView{Status: status, Text: l.half(r.Description, "\n\n")}
	for _, media := range slices.Sorted(maps.Keys(r.Content)) {
		v.Schema = typeOf(r.Content[media].Schema)
	}
	return v
}

// apiErrors are all errors that operations share, by status.
func (l locale) apiErrors(doc apiDocument) []apiReplyView {
	found := map[string]apiReply{}
	for _, methods := range doc.Paths {
		for _, o := range methods {
			for status, r := range o.Responses {
				if status >= "400" && r.Ref != "" || found[status].Ref == "" {
					found[status] = r
				}
			}
		}
	}
	var out []apiReplyView
	for _, status := range slices.Sorted(maps.Keys(found)) {
		if status >= "400" {
			out = append(out, l.apiReply(doc, status, found[status]))
		}
	}
	return out
}

func (l locale) apiSchema(name string, s apiSchema) apiSchemaView {
	v := apiSchemaView{ID: "schema-" + name, Name: name, Text: s.Description, Lang: langOf(s.Description)}
	for _, field := range slices.Sorted(maps.Keys(s.Properties)) {
		f := s.Properties[field]
		v.Fields = append(v.Fields, apiSchemaField{Name: field, Text: f.Description, Lang: langOf(f.Description), Type: typeOf(f), Required: slices.Contains(s.Required, field)})
	}
	return v
}

// langOf is the language to read a text in: Japanese where there is any.
func langOf(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }) {
		return "ja"
	}
	return "en"
}

// typeOf names the type of a schema.
func typeOf(s apiSchema) apiTypeView {
	many := slices.Concat(s.OneOf, s.AnyOf)
	switch {
	case s.Ref != "":
		return apiTypeView{lastOf(s.Ref), "#schema-" + lastOf(s.Ref)}
	case s.Items != nil:
		of := typeOf(*s.Items)
		return apiTypeView{of.Text + "[]", of.URL}
	case len(many) > 0:
		var names []string
		url := ""
		for _, m := range many {
			t := typeOf(m)
			names, url = append(names, t.Text), cmp.Or(url, t.URL)
		}
		return apiTypeView{strings.Join(names, " | "), url}
	case len(s.Enum) > 0:
		return apiTypeView{Text: listed(s.Enum, " | ")}
	}
	if list, ok := s.Type.([]any); ok {
		return apiTypeView{Text: listed(list, " | ")}
	}
	text, _ := s.Type.(string)
	return apiTypeView{Text: cmp.Or(s.Format, text)}
}

func listed(list []any, between string) string {
	var texts []string
	for _, v := range list {
		texts = append(texts, fmt.Sprint(v))
	}
	return strings.Join(texts, between)
}

func schemaType(s map[string]any) string {
	text, _ := s["type"].(string)
	if items, ok := s["items"].(map[string]any); ok {
		return schemaType(items) + "[]"
	}
	if format, ok := s["format"].(string); ok {
		return format
	}
	return text
}

// limits says what a parameter takes.
func (l locale) limits(s map[string]any) string {
	var out []string
	if items, ok := s["items"].(map[string]any); ok {
		if text := l.limits(items); text != "" {
			out = append(out, text)
		}
	}
	if list, ok := s["enum"].([]any); ok {
		out = append(out, listed(list, ", "))
	}
	switch low, high := s["minimum"], s["maximum"]; {
	case low != nil && high != nil:
		out = append(out, fmt.Sprintf("%v–%v", low, high))
	case low != nil:
		out = append(out, fmt.Sprintf("≥ %v", low))
	}
	for key, message := range map[string]string{"maxLength": "api.most.length", "maxItems": "api.most.items", "default": "api.default"} {
		if v := s[key]; v != nil {
			out = append(out, l.T(message, v))
		}
	}
	slices.Sort(out)
	return strings.Join(out, l.T("list.comma"))
}

// exampleText writes an example as it is sent.
func exampleText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []any:
		return listed(v, ",")
	}
	data, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(data)
}
