// Package content embeds the knowledge that a release carries: cases, lessons,
// provisions, sources, tags, vocabulary, the tables of the report duty and statistics. FORMAT.md describes the files.
package content

import "embed"

// FS holds the content files, with paths as kb.Load expects them.
//
//go:embed tags.yaml vocabulary.yaml duty.yaml statistics.yaml cases lessons provisions sources
var FS embed.FS
