package server

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/modelcontextprotocol/go-sdk/oauthex"
)

const (
	// mcpManifestVersion counts the changes of what MCP offers: a test holds
	// that it goes up whenever a name, a description or a schema changes.
	mcpManifestVersion = 1

	wellKnownFolder      = "/.well-known/"
	manifestPath         = wellKnownFolder + "kyokun-mcp.json"
	resourceMetadataRoot = wellKnownFolder + "oauth-protected-resource"
)

// Manifest is all that MCP offers, for a client to approve and to pin.
type Manifest struct {
	Name            string `json:"name"`
	ManifestVersion int    `json:"manifest_version"`
	// SHA256 is that of the tools, in hexadecimal; the others are those of the
	// lists of their names and of the instructions. Each is taken over the
	// JSON with sorted keys and no white space, in UTF-8.
	SHA256             string                  `json:"sha256"`
	PromptsSHA256      string                  `json:"prompts_sha256"`
	TemplatesSHA256    string                  `json:"resource_templates_sha256"`
	InstructionsSHA256 string                  `json:"instructions_sha256"`
	ProtocolVersions   []string                `json:"protocol_versions"`
	Instructions       string                  `json:"instructions"`
	Tools              []*mcp.Tool             `json:"tools"`
	Prompts            []*mcp.Prompt           `json:"prompts"`
	ResourceTemplates  []*mcp.ResourceTemplate `json:"resource_templates"`
}

// MCPManifest returns what MCP offers in this version of Kyokun; it depends on
// no document and no option, so it is the same each time.
func MCPManifest() (Manifest, error) {
	return (&Server{log: slog.New(slog.DiscardHandler)}).newMCP().manifest()
}

func (m *mcpService) manifest() (Manifest, error) {
	out := Manifest{
		Name: "kyokun", ManifestVersion: mcpManifestVersion, ProtocolVersions: mcp.SupportedProtocolVersions(), Instructions: mcpInstructions,
		// Sorted by name, as the protocol lists them.
		Tools:             slices.SortedFunc(slices.Values(m.tools), func(a, b *mcp.Tool) int { return cmp.Compare(a.Name, b.Name) }),
		Prompts:           slices.SortedFunc(slices.Values(m.prompts), func(a, b *mcp.Prompt) int { return cmp.Compare(a.Name, b.Name) }),
		ResourceTemplates: m.templates,
	}
	for _, part := range []struct {
		of  any
		sum *string
	}{{out.Tools, &out.SHA256}, {out.Prompts, &out.PromptsSHA256}, {out.ResourceTemplates, &out.TemplatesSHA256}, {mcpInstructions, &out.InstructionsSHA256}} {
		data, err := canonicalJSON(part.of)
		if err != nil {
			return out, fmt.Errorf("make the manifest of MCP: %w", err)
		}
		*part.sum = hashOf(data)
	}
	return out, nil
}

// canonicalJSON is the JSON of a value with its keys sorted and no white space.
func canonicalJSON(v any) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var plain any
	if err := d.Decode(&plain); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err = e.Encode(plain)
	return bytes.TrimSpace(b.Bytes()), err
}

func (s *Server) getManifest(c echo.Context) error {
	if s.mcp == nil {
		return noMCP()
	}
	m, err := s.mcp.manifest()
	if err != nil {
		return err
	}
	return sendJSON(c, m)
}

// resourceMetadataPath is where RFC 9728 has the description of what a request
// asked for.
func resourceMetadataPath(r *http.Request) string {
	if r.URL.Path == mcpPath {
		return resourceMetadataRoot + mcpPath
	}
	return resourceMetadataRoot
}

// getResourceMetadata describes the site, or its MCP, as a protected resource
// after RFC 9728. There is no authorization server: the administrator hands
// out tokens.
func (s *Server) getResourceMetadata(path string) echo.HandlerFunc {
	return func(c echo.Context) error {
		if path == mcpPath && s.mcp == nil {
			return noMCP()
		}
		base := siteBase(c)
		return sendFresh(c, oauthex.ProtectedResourceMetadata{
			Resource: base + path, ScopesSupported: Scopes(), BearerMethodsSupported: []string{"header"},
			ResourceName: "Kyokun", ResourceDocumentation: base + apiDocsPath,
		})
	}
}
