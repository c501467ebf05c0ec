package kb

import (
	"reflect"
	"slices"
)

// Check holds the whole library against itself, as [NewLibrary] does, and
// returns what it finds. It reads every document.
func (l *Library) Check() []Problem {
	return l.problems(func(visit func(string) bool) { each(l.all, visit) })
}

func (l *Library) all(after string, limit int) []string { return l.shelf.ids("", after, limit) }

// Revise returns what would be wrong with the library if files took the place
// of those of the same path, or were added, and the documents and lists with
// the ids were gone: the problems of the files, and those that the change makes
// in others. What was wrong before in others is not among them. It takes time
// by what is put or gone, and by what refers to it; where tags are gone, by all
// documents.
func (l *Library) Revise(files []File, gone []string) []Problem {
	r := l.revision(files, gone)
	touched := map[string]bool{}
	for _, f := range files {
		touched[f.Path] = true
	}
	found := r.next.problems(r.affected)
	if !slices.ContainsFunc(found, func(p Problem) bool { return !touched[p.File] }) {
		return found
	}
	before := map[Problem]bool{}
	for _, p := range l.problems(r.affected) {
		before[p] = true
	}
	return slices.DeleteFunc(found, func(p Problem) bool { return !touched[p.File] && before[p] })
}

// problems checks the lists, and the documents that ids goes through.
func (l *Library) problems(ids func(visit func(id string) bool)) []Problem {
	k := l.checks()
	k.lists()
	found := k.sortedProblems()
	ids(func(id string) bool {
		if p, ok := l.shelf.find(id); ok {
			p = p.fresh()
			k.document(p)
			found = append(found, p.problems...)
		}
		return true
	})
	sortProblems(found)
	return found
}

// revision is a library before and after a change.
type revision struct {
	base, next *Library
	put        map[string]parsed
	gone       map[string]bool
}

func (l *Library) revision(files []File, gone []string) revision {
	r := revision{base: l, put: map[string]parsed{}, gone: map[string]bool{}}
	var lists []File
	var without []string
	for _, f := range files {
		if isList(f.Path) {
			lists = append(lists, f)
		} else {
			r.put[documentID(f.Path)] = l.parsing.document(f)
		}
	}
	for _, id := range gone {
		r.gone[id] = true
		without = append(without, PathOf(id))
	}
	r.next = newLibrary(l.lists.with(lists, without, l.parsing), revised{l.shelf, r.put, r.gone}, l.parsing)
	return r
}

// affected are the documents that must be checked, each once.
func (r revision) affected(visit func(id string) bool) {
	seen := map[string]bool{}
	once := func(id string) bool {
		if seen[id] || r.gone[id] {
			return true
		}
		seen[id] = true
		return visit(id)
	}
	for id := range r.put {
		once(id)
		if r.altersParts(id) {
			each(r.base.referring(id), once)
		}
	}
	for id := range r.gone {
		each(r.base.referring(id), once)
	}
	if r.losesTags() {
		each(r.base.all, once)
	}
}

// losesTags is whether documents may carry tags that are no longer there.
func (r revision) losesTags() bool {
	now := r.next.Tags()
	for _, f := range r.base.Tags().Facets {
		for _, t := range f.Tags {
			if _, ok := now.Tag(f.ID, t.ID); !ok {
				return true
			}
		}
	}
	return false
}

// altersParts is whether a document that is put differs, from the one that was
// there if any, in what checks of others look at.
func (r revision) altersParts(id string) bool {
	before, ok := r.base.shelf.find(id)
	return !ok || !reflect.DeepEqual(partsOf(before.doc), partsOf(r.put[id].doc))
}

// parts are what checks of other documents look at.
type parts struct {
	layer      Layer
	statements []string
	paginated  bool
	sections   []Section
}

func partsOf(d Document) (out parts) {
	switch d := d.(type) {
	case *Provision:
		out.layer = d.Layer
	case *Lesson:
		for _, s := range d.Statements {
			out.statements = append(out.statements, s.ID)
		}
	case *Source:
		out.paginated, out.sections = d.Paginated, d.Sections
	}
	return out
}

// revised is a shelf on which documents are put or gone. It serves checks,
// which find one document by another, and no more.
type revised struct {
	shelf
	put  map[string]parsed
	gone map[string]bool
}

func (r revised) find(id string) (parsed, bool) {
	if p, ok := r.put[id]; ok {
		return p, true
	}
	if r.gone[id] {
		return parsed{}, false
	}
	return r.shelf.find(id)
}
