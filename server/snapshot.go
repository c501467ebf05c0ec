package server

import "kyokun/kb"

// snapshot is the state of the store that requests see; it never changes.
type snapshot struct {
	lib *kb.Library
	// head is the number of the last change it includes.
	head uint64
	// terms finds the words of the glossary in the documents' texts.
	terms *termTable
	// checked holds the citations against the sources' text, once and when
	// first asked for; nil in a state of the past.
	checked func() checkedCitations
	// sitemapParts is where the parts of the sitemap begin, found likewise.
	sitemapParts func() []string
}
