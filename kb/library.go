package kb

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// Library is a set of documents that fit together, with the controlled tags,
// the vocabulary and the rules of the report duty. It does not change once made and may be shared between
// goroutines.
type Library struct {
	docs       map[string]Document
	sorted     []Document
	tags       *TagList
	vocabulary *Vocabulary
	duty       *DutyRules
	statistics *Statistics
	out, in    map[string][]Edge
	errata     map[string][]ErratumAbout
}

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
	c := parseFiles(files, from)
	l := &Library{docs: map[string]Document{}, tags: c.tagList, vocabulary: c.words, duty: c.rules, statistics: c.stats}
	for _, p := range c.docs {
		if p.doc == nil {
			continue
		}
		if id := p.doc.Common().ID; l.docs[id] == nil {
			l.docs[id] = p.doc
			l.sorted = append(l.sorted, p.doc)
		}
	}
	sortDocuments(l.sorted)
	l.connect()
	return l, c.lint(l)
}

// collection is the parsed files of a library, with the lines of their fields.
type collection struct {
	docs       []parsed
	byID       map[string]parsed // by file name
	tags       *tree
	tagList    *TagList // with the user's own
	ownTags    *tree
	vocabulary *tree
	words      *Vocabulary
	duty       *tree
	rules      *DutyRules
	statistics *tree
	stats      *Statistics
}

func parseFiles(files []File, from parsing) *collection {
	c := &collection{byID: map[string]parsed{}, tagList: new(TagList), words: new(Vocabulary), rules: new(DutyRules), stats: new(Statistics),
		ownTags:    &tree{file: ownTagsFile, lines: map[string]int{"": 1}},
		tags:       &tree{file: tagsFile, lines: map[string]int{"": 1}},
		vocabulary: &tree{file: vocabularyFile, lines: map[string]int{"": 1}},
		duty:       &tree{file: dutyFile, lines: map[string]int{"": 1}},
		statistics: &tree{file: statisticsFile, lines: map[string]int{"": 1}}}
	own := new(TagList)
	for _, f := range files {
		switch f.Path {
		case ownTagsFile:
			own, c.ownTags = listOf[TagList](from, f)
		case tagsFile:
			c.tagList, c.tags = listOf[TagList](from, f)
		case vocabularyFile:
			c.words, c.vocabulary = listOf[Vocabulary](from, f)
		case dutyFile:
			c.rules, c.duty = listOf[DutyRules](from, f)
		case statisticsFile:
			c.stats, c.statistics = listOf[Statistics](from, f)
		default:
			p := from.document(f)
			c.docs = append(c.docs, p)
			c.byID[documentID(f.Path)] = p
		}
	}
	lintOwnTags(c.ownTags, own, c.tagList)
	c.tagList = c.tagList.With(own)
	return c
}

// sortedProblems gathers the problems of all files by file and line.
func (c *collection) sortedProblems() []Problem {
	all := slices.Concat(c.tags.problems, c.ownTags.problems, c.vocabulary.problems, c.duty.problems, c.statistics.problems)
	for _, p := range c.docs {
		all = append(all, p.problems...)
	}
	slices.SortStableFunc(all, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Field, b.Field))
	})
	return all
}

// Document returns the document with the id.
func (l *Library) Document(id string) (Document, bool) {
	d, ok := l.docs[id]
	return d, ok
}

// Documents returns all documents, ordered by id.
func (l *Library) Documents() []Document { return l.sorted }

// Cases, Lessons, Provisions and Sources return the documents of one kind,
// ordered by id.
func (l *Library) Cases() []*Case           { return ofType[*Case](l) }
func (l *Library) Lessons() []*Lesson       { return ofType[*Lesson](l) }
func (l *Library) Provisions() []*Provision { return ofType[*Provision](l) }
func (l *Library) Sources() []*Source       { return ofType[*Source](l) }

// Tags returns the controlled list of tags.
func (l *Library) Tags() *TagList { return l.tags }

// Vocabulary returns the list of terms.
func (l *Library) Vocabulary() *Vocabulary { return l.vocabulary }

// Duty returns the rules of the report duty, empty where the content has none.
func (l *Library) Duty() *DutyRules { return l.duty }

// Statistics returns the tables of the reports, empty where the content has none.
func (l *Library) Statistics() *Statistics { return l.statistics }

func ofType[T Document](l *Library) []T {
	var out []T
	for _, d := range l.sorted {
		if t, ok := d.(T); ok {
			out = append(out, t)
		}
	}
	return out
}

func sortDocuments(docs []Document) {
	slices.SortFunc(docs, func(a, b Document) int { return cmp.Compare(a.Common().ID, b.Common().ID) })
}
