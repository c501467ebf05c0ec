package kb

import "slices"

// Lists are the content files that are no documents: the controlled tags with
// the user's own, the vocabulary, the rules of the report duty, the statistics,
// and the text of sources. They never change and may be shared.
type Lists struct {
	tags, ownTags listOf[TagList]
	vocabulary    listOf[Vocabulary]
	duty          listOf[DutyRules]
	statistics    listOf[Statistics]
	texts         []passagesOf // in the order of their files
	allTags       *TagList     // with the user's own
	passages      *Passages
}

// listOf is a list as it was parsed.
type listOf[T any] struct {
	*tree
	value *T
}

type passagesOf struct {
	*tree
	value []Passage
}

func noList[T any](file string) listOf[T] {
	return listOf[T]{&tree{file: file, lines: map[string]int{"": 1}}, new(T)}
}

// fresh returns the list with problems of its own, to which lint may add.
func (l listOf[T]) fresh() listOf[T] { return listOf[T]{l.tree.fresh(), l.value} }

func (t *tree) fresh() *tree {
	out := *t
	out.problems = slices.Clone(t.problems)
	return &out
}

// isList is whether a file is one of the lists.
func isList(path string) bool {
	switch path {
	case tagsFile, ownTagsFile, vocabularyFile, dutyFile, statisticsFile:
		return true
	}
	return PassagesIn(path) != ""
}

// Lists parses the lists among files.
func (p *Parser) Lists(files []File) *Lists { return listsIn(files, p.through()) }

func listsIn(files []File, from parsing) *Lists { return new(Lists).with(files, nil, from) }

// with returns the lists with those among files in the place of others, and
// without those of the paths that are gone.
func (l *Lists) with(files []File, gone []string, from parsing) *Lists {
	out := *l
	if l.tags.tree == nil { // the zero value
		gone = []string{tagsFile, ownTagsFile, vocabularyFile, dutyFile, statisticsFile}
	}
	texts := l.texts
	for _, path := range gone {
		out.empty(path)
		texts = withoutText(texts, path)
	}
	for _, f := range files {
		if PassagesIn(f.Path) != "" {
			list, t := from.passages(f)
			texts = append(withoutText(texts, f.Path), passagesOf{t, list})
		} else {
			out.put(f, from)
		}
	}
	out.allTags = out.tags.value.With(out.ownTags.value)
	if out.passages == nil || !sameTexts(texts, l.texts) {
		out.setTexts(texts)
	}
	return &out
}

func (l *Lists) put(f File, from parsing) {
	switch f.Path {
	case tagsFile:
		l.tags = parsedList[TagList](from, f)
	case ownTagsFile:
		l.ownTags = parsedList[TagList](from, f)
	case vocabularyFile:
		l.vocabulary = parsedList[Vocabulary](from, f)
	case dutyFile:
		l.duty = parsedList[DutyRules](from, f)
	case statisticsFile:
		l.statistics = parsedList[Statistics](from, f)
	}
}

func (l *Lists) empty(path string) {
	switch path {
	case tagsFile:
		l.tags = noList[TagList](path)
	case ownTagsFile:
		l.ownTags = noList[TagList](path)
	case vocabularyFile:
		l.vocabulary = noList[Vocabulary](path)
	case dutyFile:
		l.duty = noList[DutyRules](path)
	case statisticsFile:
		l.statistics = noList[Statistics](path)
	}
}

func withoutText(texts []passagesOf, path string) []passagesOf {
	return slices.DeleteFunc(slices.Clone(texts), func(t passagesOf) bool { return t.file == path })
}

func sameTexts(a, b []passagesOf) bool {
	return slices.EqualFunc(a, b, func(x, y passagesOf) bool { return x.tree == y.tree })
}

func (l *Lists) setTexts(texts []passagesOf) {
	l.texts = texts
	var all []Passage
	for _, t := range texts {
		all = append(all, t.value...)
	}
	l.passages = NewPassages(all)
}

// collect begins a check of the lists: with problems of their own.
func (l *Lists) collect() *collection {
	tags, own, words, duty, stats := l.tags.fresh(), l.ownTags.fresh(), l.vocabulary.fresh(), l.duty.fresh(), l.statistics.fresh()
	c := &collection{tags: tags.tree, ownTags: own.tree, vocabulary: words.tree, duty: duty.tree, statistics: stats.tree,
		tagList: l.allTags, words: words.value, rules: duty.value, stats: stats.value}
	for _, t := range l.texts {
		c.texts = append(c.texts, t.tree.fresh())
	}
	lintOwnTags(c.ownTags, own.value, l.tags.value)
	return c
}
