package corpus

import (
	"bytes"
	"context"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"kyokun/kb"
)

func library(t *testing.T) *kb.Library {
	t.Helper()
	lib, _, err := kb.Load(os.DirFS("../../content"))
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func made(t *testing.T, docs int, seed uint64) *Corpus {
	t.Helper()
	c, err := New(library(t), docs, seed)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestSameSeed holds that a seed decides all documents and queries, and
// another seed makes others; and that a larger corpus begins with the smaller.
func TestSameSeed(t *testing.T) {
	a, b, other, larger := made(t, 200, 1), made(t, 200, 1), made(t, 200, 2), made(t, 300, 1)
	hash := func(c *Corpus) string {
		size, err := c.WriteTSV(io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		return size.Hash
	}
	if hash(a) != hash(b) || hash(a) == hash(other) {
		t.Error("the seed does not decide the corpus")
	}
	if !reflect.DeepEqual(a.Document(7), larger.Document(7)) {
		t.Error("the larger corpus holds other documents")
	}
	for _, k := range Kinds() {
		if got := a.Queries(k, 20); len(got) != 20 || !reflect.DeepEqual(got, b.Queries(k, 20)) {
			t.Errorf("%s: %d queries, or others by the same seed", k, len(got))
		}
	}
}

// TestShape holds the length of documents, the columns of the file, and that
// links lead to cases of the corpus.
func TestShape(t *testing.T) {
	c := made(t, 400, 3)
	var file bytes.Buffer
	size, err := c.WriteTSV(&file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(file.String(), "\n"), "\n")
	if len(lines) != 400 || size.Documents != 400 {
		t.Fatalf("%d lines", len(lines))
	}
	operators := map[string]int{}
	for _, l := range lines {
		r := strings.Split(l, "\t")
		if len(r) != 11 {
			t.Fatalf("%d columns: %s", len(r), l)
		}
		if n := utf8.RuneCountInString(r[1] + r[2]); n < leastRunes || n > mostRunes {
			t.Errorf("%s has %d characters", r[0], n)
		}
		operators[r[7]]++
	}
	most := 0
	for name, n := range operators {
		if name != "none" {
			most = max(most, n)
		}
	}
	if len(operators) < 5 || most < 400/len(operators) {
		t.Errorf("operators are not skewed: %v", operators)
	}
	log := NewLog(c)
	for i := range c.Len() {
		if l, ok := c.Document(i).(*kb.Lesson); ok {
			for _, k := range l.Cases {
				if d, err := log.Document(context.Background(), k.To); err != nil || d.Common().Kind() != kb.KindCase {
					t.Errorf("%s leads to %s: %v", l.ID, k.To, err)
				}
			}
		}
	}
}

// TestLog holds that the log tells of each document once, in order, and of
// those that are added.
func TestLog(t *testing.T) {
	ctx := context.Background()
	l := NewLog(made(t, 25, 1))
	added := l.Grow()
	var after uint64
	var ids []string
	for {
		cs, err := l.Changes(ctx, after, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(cs) == 0 {
			break
		}
		for _, c := range cs {
			if c.Seq != after+1 {
				t.Fatalf("change %d follows %d", c.Seq, after)
			}
			after = c.Seq
			d, err := l.Document(ctx, c.ID)
			if err != nil || d.Common().ID != c.ID {
				t.Fatalf("%s: %v", c.ID, err)
			}
			ids = append(ids, c.ID)
		}
	}
	if len(ids) != 26 || ids[25] != added {
		t.Errorf("%d changes, the last of %s", len(ids), ids[len(ids)-1])
	}
	if _, err := l.Document(ctx, "case-s9999999"); err == nil {
		t.Error("a document that is not there is found")
	}
}

// TestFilesPassLint holds that a store may take the documents as they are.
func TestFilesPassLint(t *testing.T) {
	c := made(t, 300, 5)
	files, err := kb.ReadFiles(os.DirFS("../../content"))
	if err != nil {
		t.Fatal(err)
	}
	sources, err := c.Sources()
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, sources...)
	for i := range c.Len() {
		f, err := c.File(i)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
		got, problems := kb.ParseDocument(f)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if want := c.Document(i); got.Common().Body != want.Common().Body || got.Common().Title != want.Common().Title {
			t.Fatalf("document %d reads as another", i)
		}
	}
	if _, problems := kb.NewLibrary(files); len(problems) > 0 {
		t.Fatalf("%d problems, the first %v", len(problems), problems[:min(len(problems), 5)])
	}
}
