package kb

import (
	"crypto/sha256"
	"maps"
	"slices"
	"sync"
)

// Parser builds libraries as [NewLibrary] does, and remembers the files that it
// has parsed: most of the time goes into that, and from one library to the next
// few files change. Libraries share what was parsed, which never changes. The
// zero value is ready for use, by several goroutines.
type Parser struct {
	mu   sync.Mutex
	seen map[parserKey]remembered // guarded by mu
}

// parserKey is a file as it was parsed.
type parserKey struct {
	path string
	sum  [sha256.Size]byte
}

// remembered is a file parsed: a document, a pointer to one of the lists, or
// passages.
type remembered struct {
	tree  *tree
	value any
}

// NewLibrary builds a library from files.
func (p *Parser) NewLibrary(files []File) (*Library, []Problem) {
	m := &memory{parser: p, used: map[parserKey]remembered{}}
	l, k := buildWith(files, parsing{m.parse})
	p.keep(m.used)
	return l, k.sortedProblems()
}

// Document parses one document file as [ParseDocument] does, or returns what the
// library before it has of the same file: it must not be changed.
func (p *Parser) Document(f File) (Document, []Problem) {
	p.mu.Lock()
	r, ok := p.seen[parserKey{f.Path, sha256.Sum256(f.Data)}]
	p.mu.Unlock()
	if !ok {
		return ParseDocument(f)
	}
	if len(r.tree.problems) > 0 {
		return nil, slices.Clone(r.tree.problems)
	}
	doc, _ := r.value.(Document)
	return doc, nil
}

// keep remembers what was used, and forgets what was not once it is more.
func (p *Parser) keep(used map[parserKey]remembered) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil || len(p.seen) > 2*len(used) {
		p.seen = used
		return
	}
	maps.Copy(p.seen, used)
}

// parsing is how the files of one library are parsed: what through returns is
// what parse does, or did before.
type parsing struct {
	through func(f File, parse func() remembered) remembered
}

// afresh parses every file.
func afresh() parsing {
	return parsing{func(_ File, parse func() remembered) remembered { return parse() }}
}

// memory looks files up in a parser, and notes those of one library.
type memory struct {
	parser *Parser
	used   map[parserKey]remembered
}

func (m *memory) parse(f File, parse func() remembered) remembered {
	key := parserKey{f.Path, sha256.Sum256(f.Data)}
	m.parser.mu.Lock()
	r, ok := m.parser.seen[key]
	m.parser.mu.Unlock()
	if !ok {
		r = parse()
	}
	m.used[key] = r
	// Lint adds problems: each library has its own.
	t := *r.tree
	t.problems = slices.Clone(t.problems)
	return remembered{&t, r.value}
}

func (p parsing) document(f File) parsed {
	r := p.through(f, func() remembered {
		d := parseDocument(f)
		return remembered{d.tree, d.doc}
	})
	doc, _ := r.value.(Document) // nil where it did not parse
	return parsed{r.tree, doc}
}

// passages parses the passages of a source.
func (p parsing) passages(f File) ([]Passage, *tree) {
	r := p.through(f, func() remembered {
		list, t := parsePassages(f)
		return remembered{t, list}
	})
	return r.value.([]Passage), r.tree // what parse made, by the file's name
}

// listOf parses one of the files that are no documents.
func listOf[T any](p parsing, f File) (*T, *tree) {
	r := p.through(f, func() remembered {
		list := new(T)
		return remembered{parseList(f, list), list}
	})
	return r.value.(*T), r.tree // what parse made, by the file's name
}
