package kb

import (
	"crypto/sha256"
	"sync"
)

// Parser parses files and remembers those parsed last: most of the time of
// reading a library goes into that, and from one library to the next few files
// change. Libraries share what was parsed, which never changes. The zero value
// is ready for use, by several goroutines.
type Parser struct {
	once sync.Once
	seen *recent[parserKey, remembered]
}

// parserKey is a file as it was parsed.
type parserKey struct {
	path string
	sum  [sha256.Size]byte
}

// remembered is a file parsed: a parsed document, a pointer to one of the lists,
// or passages.
type remembered struct {
	tree  *tree
	value any
}

// memory is what the parser remembers.
func (p *Parser) memory() *recent[parserKey, remembered] {
	p.once.Do(func() { p.seen = newRecent[parserKey, remembered](keptDocuments) })
	return p.seen
}

// NewLibrary builds a library from files, as the function of that name does.
func (p *Parser) NewLibrary(files []File) (*Library, []Problem) {
	l, k := buildWith(files, p.through())
	return l, k.sortedProblems()
}

// Library makes a library of lists and of documents that are read when they are
// asked for. Nothing is checked; see [Library.Check]. What can't be read is not
// there, and [Library.Err] says why.
func (p *Parser) Library(lists *Lists, from Shelf) *Library {
	return newLibrary(lists, newReading(from, p), p.through())
}

// Document parses one document file as [ParseDocument] does, or returns what
// libraries have of the same file: it must not be changed.
func (p *Parser) Document(f File) (Document, []Problem) {
	d := p.through().document(f)
	if len(d.problems) > 0 {
		return nil, d.problems
	}
	return d.doc, nil
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

// through parses what the parser does not remember.
func (p *Parser) through() parsing {
	return parsing{func(f File, parse func() remembered) remembered {
		key := parserKey{f.Path, sha256.Sum256(f.Data)}
		r, ok := p.memory().get(key)
		if !ok {
			r = parse()
			p.memory().put(key, r)
		}
		return r
	}}
}

func (p parsing) document(f File) parsed {
	r := p.through(f, func() remembered {
		d := parseDocument(f)
		d.edges = edgesOf(d.doc)
		return remembered{d.tree, d}
	})
	return r.value.(parsed).fresh() // what parse made, by the file's name
}

// passages parses the passages of a source.
func (p parsing) passages(f File) ([]Passage, *tree) {
	r := p.through(f, func() remembered {
		list, t := parsePassages(f)
		return remembered{t, list}
	})
	return r.value.([]Passage), r.tree // what parse made, by the file's name
}

// parsedList parses one of the files that are no documents.
func parsedList[T any](p parsing, f File) listOf[T] {
	r := p.through(f, func() remembered {
		list := new(T)
		return remembered{parseList(f, list), list}
	})
	return listOf[T]{r.tree, r.value.(*T)} // what parse made, by the file's name
}
