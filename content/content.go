// Package content embeds the knowledge that a release carries: cases, lessons,
// provisions, sources, tags and vocabulary. FORMAT.md describes the files.
package content

import "embed"

// FS holds the content files, with paths as kb.Load expects them.
//
//go:embed tags.yaml vocabulary.yaml cases lessons provisions sources
var FS embed.FS
