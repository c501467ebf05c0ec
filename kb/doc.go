// Package kb is the domain of Kyokun: accident cases, lessons, provisions and
// the sources they come from; their strict parsing, lint, links and traces.
//
// A document is one file, YAML front matter and a Markdown body, described
// field by field in content/FORMAT.md. [Load] reads a folder of them into a
// [Library]; what is wrong comes back as [Problem]s, all at once, each with
// file, line and field. A library of more than fits into memory reads its
// documents when they are asked for, from a [Shelf]. The package imports nothing else of Kyokun's and
// touches no database, index or network.
package kb
