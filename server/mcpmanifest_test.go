package server

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// TestManifest holds that nothing a client has approved changes unseen: where
// a name, a description or a schema does, mcpManifestVersion must go up.
func TestManifest(t *testing.T) {
	var now Manifest
	a := from(t, opened(t, Options{}), there, manifestPath)
	if err := json.Unmarshal(a.body, &now); err != nil || a.status != http.StatusOK {
		t.Fatalf("status %d, %v", a.status, err)
	}
	file := filepath.Join("testdata", "mcp", "manifest.json")
	data, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	var then Manifest
	if err == nil {
		if err := json.Unmarshal(data, &then); err != nil {
			t.Fatal(err)
		}
	}
	same := now.SHA256 == then.SHA256 && now.PromptsSHA256 == then.PromptsSHA256 && now.TemplatesSHA256 == then.TemplatesSHA256 && now.InstructionsSHA256 == then.InstructionsSHA256
	switch {
	case same && now.ManifestVersion == then.ManifestVersion:
	case !same && now.ManifestVersion <= then.ManifestVersion:
		t.Errorf("what MCP offers has changed: raise mcpManifestVersion above %d, then refresh %s with -update", then.ManifestVersion, file)
	case *update:
		text, err := json.MarshalIndent(now, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s is of version %d, not %d: refresh it with -update", file, then.ManifestVersion, now.ManifestVersion)
	}
}

// TestManifestIsWhatIsOffered compares it with what a client is told, and with
// that of another start.
func TestManifestIsWhatIsOffered(t *testing.T) {
	m, err := MCPManifest()
	if err != nil {
		t.Fatal(err)
	}
	s := agent(t, opened(t, Options{Hosts: []string{"other.example"}}), nil)
	tools, err := s.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	prompts, err := s.ListPrompts(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := s.ListResourceTemplates(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	// Lists come sorted by name; so does the manifest.
	for name, c := range map[string]struct {
		of   any
		want string
	}{
		"tools": {tools.Tools, m.SHA256}, "prompts": {prompts.Prompts, m.PromptsSHA256}, "templates": {templates.ResourceTemplates, m.TemplatesSHA256},
	} {
		data, err := canonicalJSON(c.of)
		if err != nil {
			t.Fatal(err)
		}
		if got := hashOf(data); got != c.want {
			t.Errorf("%s: %s, in the manifest %s", name, got, c.want)
		}
	}
	for _, tool := range m.Tools {
		if schema, ok := tool.InputSchema.(map[string]any); ok && schema["additionalProperties"] == nil {
			t.Errorf("%s takes fields that are not known", tool.Name)
		}
		checkBounded(t, tool)
	}
}

// checkBounded holds that each argument has bounds.
func checkBounded(t *testing.T, tool *mcp.Tool) {
	t.Helper()
	data, err := json.Marshal(tool.InputSchema)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties map[string]map[string]any
		Additional any `json:"additionalProperties"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	if schema.Additional != false {
		t.Errorf("%s takes fields that are not known: %v", tool.Name, schema.Additional)
	}
	bounds := map[string][]string{"string": {"maxLength", "enum"}, "integer": {"maximum"}, "array": {"maxItems"}}
	for name, p := range schema.Properties {
		if p["description"] == nil {
			t.Errorf("%s: %s has no description", tool.Name, name)
		}
		bounded := false
		for _, key := range bounds[p["type"].(string)] {
			bounded = bounded || p[key] != nil
		}
		if !bounded {
			t.Errorf("%s: %s has no bounds", tool.Name, name)
		}
	}
}
