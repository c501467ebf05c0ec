package kb

import (
	"crypto/sha256"
	"maps"
	"slices"
	"sync"
)

// Parser builds libraries as [NewLibrary] does, and remembers the documents
// that it has parsed: most of the time goes into that, and from one library to
// the next few files change. Libraries share documents, which never change.
// The zero value is ready for use, by several goroutines.
type Parser struct {
	mu   sync.Mutex
	seen map[parserKey]parsed // guarded by mu
}

// parserKey is a file as it was parsed.
type parserKey struct {
	path string
	sum  [sha256.Size]byte
}

// NewLibrary builds a library from files.
func (p *Parser) NewLibrary(files []File) (*Library, []Problem) {
	used := map[parserKey]parsed{}
	l, k := buildWith(files, func(f File) parsed {
		key := parserKey{f.Path, sha256.Sum256(f.Data)}
		doc, ok := p.known(key)
		if !ok {
			doc = parseDocument(f)
		}
		used[key] = doc
		return doc.fresh()
	})
	p.keep(used)
	return l, k.sortedProblems()
}

func (p *Parser) known(key parserKey) (parsed, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	doc, ok := p.seen[key]
	return doc, ok
}

// keep remembers what was used, and forgets what was not once it is more.
func (p *Parser) keep(used map[parserKey]parsed) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.seen) > 2*len(used) {
		p.seen = nil
	}
	if p.seen == nil {
		p.seen = used
		return
	}
	maps.Copy(p.seen, used)
}

// fresh is the document with problems of its own: lint adds to them.
func (p parsed) fresh() parsed {
	t := *p.tree
	t.problems = slices.Clone(t.problems)
	return parsed{tree: &t, doc: p.doc}
}
