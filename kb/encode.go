package kb

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v4"
)

// FileOf writes a document as the file from which it parses. The error is of
// values that YAML cannot have.
func FileOf(d Document) (File, error) {
	h := d.Common()
	front, err := yaml.Marshal(d)
	if err != nil {
		return File{}, fmt.Errorf("write %s: %w", h.ID, err)
	}
	var b bytes.Buffer
	b.Write(fence)
	b.Write(front)
	b.Write(fence)
	if h.Body != "" {
		b.WriteString("\n" + h.Body)
	}
	return File{Path: PathOf(h.ID), Data: b.Bytes()}, nil
}
