package kb

import (
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// TestReviseIsLintOfAll takes a folder at random from one state to others, sound
// and faulty, and holds what each change is told to a check of all documents
// before and after it.
func TestReviseIsLintOfAll(t *testing.T) {
	base := overlay(archive(t, "testdata/base.txtar"), &txtar.Archive{})
	paths, err := filepath.Glob("testdata/lint/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no faulty states: %v", err)
	}
	var pool []File // from which changes are drawn
	for _, path := range paths {
		for _, f := range archive(t, path).Files {
			if f.Name != "want" && storable(f.Name) {
				pool = append(pool, File{Path: f.Name, Data: f.Data})
			}
		}
	}
	for range 5 { // so that there are sound changes, too
		pool = append(pool, base...)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	told, quiet := 0, 0
	for range 60 {
		now := filesOf(base)
		for range 12 {
			files, gone := drawChange(random, pool, now)
			lib, before := NewLibrary(sortedFiles(now))
			got := lib.Revise(files, gone)
			next := maps.Clone(now)
			for _, f := range files {
				next[f.Path] = f
			}
			for _, id := range gone {
				delete(next, PathOf(id))
			}
			_, after := NewLibrary(sortedFiles(next))
			want := slices.DeleteFunc(after, func(p Problem) bool {
				return !slices.ContainsFunc(files, func(f File) bool { return f.Path == p.File }) && slices.Contains(before, p)
			})
			if !sameProblems(got, want) {
				t.Fatalf("change %v, gone %v:\ngot %v\nwant %v", pathsOf(files), gone, got, want)
			}
			if len(want) > 0 {
				told++
			} else {
				quiet++
			}
			if parses(next) {
				now = next
			}
		}
	}
	t.Logf("%d changes with problems and %d without", told, quiet)
	if told < 50 || quiet < 50 {
		t.Errorf("%d changes with problems and %d without are too few to tell", told, quiet)
	}
}

// storable is whether a store takes a file by the name.
func storable(path string) bool {
	return isList(path) || PathOf(documentID(path)) == path
}

// parses is whether all documents are such as a store may hold.
func parses(files map[string]File) bool {
	for path, f := range files {
		if isList(path) {
			continue
		}
		if d, problems := ParseDocument(f); len(problems) > 0 || d.Common().ID != documentID(path) {
			return false
		}
	}
	return true
}

func drawChange(random *rand.Rand, pool []File, now map[string]File) (files []File, gone []string) {
	drawn := map[string]File{}
	for range 1 + random.IntN(2) {
		f := pool[random.IntN(len(pool))]
		drawn[f.Path] = f
	}
	for _, path := range slices.Sorted(maps.Keys(now)) {
		id := documentID(path)
		if _, put := drawn[path]; !put && KindOf(id) != "" && PathOf(id) == path && random.IntN(8) == 0 {
			gone = append(gone, id)
		}
	}
	return sortedFiles(drawn), gone
}

func filesOf(list []File) map[string]File {
	out := map[string]File{}
	for _, f := range list {
		out[f.Path] = f
	}
	return out
}

func sortedFiles(files map[string]File) []File {
	var out []File
	for _, path := range slices.Sorted(maps.Keys(files)) {
		out = append(out, files[path])
	}
	return out
}

func pathsOf(files []File) []string {
	var out []string
	for _, f := range files {
		out = append(out, f.Path)
	}
	return out
}

// sameProblems is whether two lists hold the same problems, each as often.
func sameProblems(a, b []Problem) bool {
	count := map[Problem]int{}
	for _, p := range a {
		count[p]++
	}
	for _, p := range b {
		count[p]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}
