package server

import (
	_ "embed"
	"strings"

	"github.com/labstack/echo/v4"
)

const (
	openAPIPath = "/api/v1/openapi.json"
	// apiDocsPath shows the same document to people.
	apiDocsPath = "/api"
)

// openAPI describes the API. A test holds its schemas to the types that are
// sent, and all of it to the answers.
//
//go:embed openapi.json
var openAPI []byte

func (s *Server) getOpenAPI(c echo.Context) error {
	return sendCached(c, echo.MIMEApplicationJSON, openAPI)
}

// apiDocument is what the page reads of the document.
type apiDocument struct {
	Info       struct{ Title, Version, Description string } `json:"info"`
	Paths      map[string]map[string]apiOperation           `json:"paths"`
	Components struct {
		Parameters map[string]apiParameter `json:"parameters"`
		Responses  map[string]apiReply     `json:"responses"`
		Schemas    map[string]apiSchema    `json:"schemas"`
	} `json:"components"`
}

type apiOperation struct {
	OperationID          string   `json:"operationId"`
	Tags                 []string `json:"tags"`
	Summary, Description string
	Parameters           []apiParameter      `json:"parameters"`
	RequestBody          *apiBody            `json:"requestBody"`
	Responses            map[string]apiReply `json:"responses"`
}

type apiParameter struct {
	Ref         string         `json:"$ref"`
	Name        string         `json:"name"`
	In          string         `json:"in"`
	Description string         `json:"description"`
	Required    bool           `json:"required"`
	Schema      map[string]any `json:"schema"`
	Example     any            `json:"example"`
}

type apiBody struct {
	Description string `json:"description"`
	Content     map[string]struct {
		Schema  apiSchema `json:"schema"`
		Example any       `json:"example"`
	} `json:"content"`
}

type apiReply struct {
	Ref         string `json:"$ref"`
	Description string `json:"description"`
	Content     map[string]struct {
		Schema apiSchema `json:"schema"`
	} `json:"content"`
}

type apiSchema struct {
	Ref         string               `json:"$ref"`
	Description string               `json:"description"`
	Type        any                  `json:"type"`
	Format      string               `json:"format"`
	Enum        []any                `json:"enum"`
	Items       *apiSchema           `json:"items"`
	AnyOf       []apiSchema          `json:"anyOf"`
	OneOf       []apiSchema          `json:"oneOf"`
	Additional  any                  `json:"additionalProperties"`
	Properties  map[string]apiSchema `json:"properties"`
	Required    []string             `json:"required"`
}

// parameter is a parameter, or the one that it refers to.
func (d apiDocument) parameter(p apiParameter) apiParameter {
	if p.Ref == "" {
		return p
	}
	return d.Components.Parameters[lastOf(p.Ref)]
}

// lastOf is the last part of a path.
func lastOf(path string) string { return path[strings.LastIndex(path, "/")+1:] }
