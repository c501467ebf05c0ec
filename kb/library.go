package kb

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
)

// Library is a set of documents that fit together, with the controlled tags,
// the vocabulary and the rules of the report duty: all in memory, or read from a
// [Shelf] when they are asked for. It does not change once made and may be
// shared between goroutines; what it returns must not be changed.
type Library struct {
	shelf      shelf
	lists      *Lists
	vocabulary *Vocabulary // with the carrier's own terms
	parsing    parsing
}

// Surveyed is how many documents of a kind, or links, a table or a list of all
// is made of at most. Of more cases it is the latest; a search counts them all.
const Surveyed = 2000

// The names of the content files that are no documents.
const (
	tagsFile       = "tags.yaml"
	vocabularyFile = "vocabulary.yaml"
	dutyFile       = "duty.yaml"
	statisticsFile = "statistics.yaml"
	ownTagsFile    = "own-tags.yaml" // the user's; not in the content folder
)

// Load reads every content file of fsys and builds a library of those that
// parse. The problems are all that lint finds, sorted by file and line; a
// library is returned even where there are some, so that a reader can work
// with what is sound. The error is of reading fsys itself.
func Load(fsys fs.FS) (*Library, []Problem, error) {
	files, err := ReadFiles(fsys)
	if err != nil {
		return nil, nil, err
	}
	lib, problems := Lint(files)
	return lib, problems, nil
}

// ReadFiles returns the content files of fsys, sorted by path: tags.yaml,
// vocabulary.yaml, duty.yaml, statistics.yaml and each *.md of the four document folders. A folder that
// holds none of them is an error.
func ReadFiles(fsys fs.FS) ([]File, error) {
	var files []File
	for _, pattern := range []string{tagsFile, vocabularyFile, dutyFile, statisticsFile, "*/*.md"} {
		paths, err := fs.Glob(fsys, pattern)
		if err != nil {
			return nil, fmt.Errorf("list content files: %w", err)
		}
		for _, p := range paths {
			if _, ok := folders[path.Dir(p)]; pattern == "*/*.md" && !ok {
				continue
			}
			data, err := fs.ReadFile(fsys, p)
			if err != nil {
				return nil, fmt.Errorf("read content file: %w", err)
			}
			files = append(files, File{Path: p, Data: data})
		}
	}
	if len(files) == 0 {
		return nil, errors.New("no content files: expected tags.yaml, vocabulary.yaml and the folders sources, cases, lessons, provisions")
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files, nil
}

// Lint builds a library from files, as [Load] does.
func Lint(files []File) (*Library, []Problem) {
	l, k := build(files)
	k.unused()
	return l, k.sortedProblems()
}

// NewLibrary builds a library from files. It reports what does not fit
// together, but not, as [Lint] does, tags, sources and terms that nothing uses:
// whoever adds documents one by one begins with these.
func NewLibrary(files []File) (*Library, []Problem) {
	l, k := build(files)
	return l, k.sortedProblems()
}

func build(files []File) (*Library, checks) { return buildWith(files, afresh()) }

// buildWith builds a library of files that are parsed by from.
func buildWith(files []File, from parsing) (*Library, checks) {
	var lists []File
	var docs []parsed
	byName := map[string]parsed{}
	for _, f := range files {
		if isList(f.Path) {
			lists = append(lists, f)
			continue
		}
		p := from.document(f)
		docs, byName[documentID(f.Path)] = append(docs, p), p
	}
	l := newLibrary(listsIn(lists, from), hold(docs), from)
	k := l.checks()
	k.docs = docs
	k.named = func(id string) (parsed, bool) {
		p, ok := byName[id]
		return p, ok
	}
	k.lists()
	for _, p := range docs {
		k.document(p)
	}
	return l, k
}

func newLibrary(lists *Lists, s shelf, from parsing) *Library {
	return &Library{shelf: s, lists: lists, vocabulary: lists.vocabulary.value, parsing: from}
}

// collection is what is checked: lists, and documents with the lines of their
// fields.
type collection struct {
	docs       []parsed
	tags       *tree
	tagList    *TagList // with the user's own
	ownTags    *tree
	vocabulary *tree
	words      *Vocabulary
	duty       *tree
	rules      *DutyRules
	statistics *tree
	stats      *Statistics
	texts      []*tree // of the files of passages
}

// sortedProblems gathers the problems of all files by file and line.
func (c *collection) sortedProblems() []Problem {
	all := slices.Concat(c.tags.problems, c.ownTags.problems, c.vocabulary.problems, c.duty.problems, c.statistics.problems)
	for _, t := range c.texts {
		all = append(all, t.problems...)
	}
	for _, p := range c.docs {
		all = append(all, p.problems...)
	}
	sortProblems(all)
	return all
}

func sortProblems(list []Problem) {
	slices.SortStableFunc(list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Field, b.Field))
	})
}

// Err returns the first failure to read a document or a list of them, nil
// where there was none.
func (l *Library) Err() error { return l.shelf.err() }

// Document returns the document with the id.
func (l *Library) Document(id string) (Document, bool) {
	p, _ := l.shelf.find(id)
	return p.doc, p.doc != nil
}

// All goes through all documents, ordered by id.
func (l *Library) All() iter.Seq[Document] {
	return func(yield func(Document) bool) {
		each(func(after string, limit int) []string { return l.shelf.ids("", after, limit) }, func(id string) bool {
			d, ok := l.Document(id)
			return !ok || yield(d)
		})
	}
}

// Documents returns all documents at once, ordered by id. It is for content
// that is known to be small; see [Library.All].
func (l *Library) Documents() []Document { return slices.Collect(l.All()) }

// IDs returns the ids of at most limit documents of a kind, of every kind where
// it is "", in order from the one that comes after the id after.
func (l *Library) IDs(kind Kind, after string, limit int) []string {
	return l.shelf.ids(kind, after, limit)
}

// Count returns how many documents of a kind there are in a domain; "" stands
// for every kind, and for every domain.
func (l *Library) Count(kind Kind, domain string) int { return l.shelf.count(kind, domain) }

// Cases returns the cases, ordered by id: all, or of more than [Surveyed] in a
// domain those that began last.
func (l *Library) Cases() []*Case {
	if all := l.shelf.ids(KindCase, "", Surveyed+1); len(all) <= Surveyed {
		return documentsOf[*Case](l, all)
	}
	domains, _ := l.Tags().Facet("domain")
	var ids []string
	for _, d := range domains.Tags {
		ids = append(ids, l.shelf.latest(d.ID, Surveyed)...)
	}
	slices.Sort(ids)
	return documentsOf[*Case](l, ids)
}

// Latest returns the cases of a domain, the latest start first, at most limit.
func (l *Library) Latest(domain string, limit int) []*Case {
	return documentsOf[*Case](l, l.shelf.latest(domain, limit))
}

// Lessons, Provisions and Sources return the documents of one kind, ordered by
// id, at most [Surveyed].
func (l *Library) Lessons() []*Lesson       { return ofKind[*Lesson](l, KindLesson) }
func (l *Library) Provisions() []*Provision { return ofKind[*Provision](l, KindProvision) }
func (l *Library) Sources() []*Source       { return ofKind[*Source](l, KindSource) }

// Tags returns the controlled list of tags.
func (l *Library) Tags() *TagList { return l.lists.allTags }

// Vocabulary returns the list of terms.
func (l *Library) Vocabulary() *Vocabulary { return l.vocabulary }

// Duty returns the rules of the report duty, empty where the content has none.
func (l *Library) Duty() *DutyRules { return l.lists.duty.value }

// Statistics returns the tables of the reports, empty where the content has none.
func (l *Library) Statistics() *Statistics { return l.lists.statistics.value }

// Passages returns the text of sources that citations can be held against,
// never nil; empty where the user has stored none.
func (l *Library) Passages() *Passages { return l.lists.passages }

func ofKind[T Document](l *Library, kind Kind) []T {
	return documentsOf[T](l, l.shelf.ids(kind, "", Surveyed))
}

// documentsOf returns those of the documents that there are.
func documentsOf[T Document](l *Library, ids []string) []T {
	var out []T
	for _, id := range ids {
		p, _ := l.shelf.find(id)
		if t, ok := p.doc.(T); ok {
			out = append(out, t)
		}
	}
	return out
}
