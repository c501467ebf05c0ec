package kb

import (
	"bytes"
	"os"
	"testing"
)

// FuzzParseDocument: no file makes the parser panic; what it accepts has an
// id, and lint of a library with it alone does not panic either.
func FuzzParseDocument(f *testing.F) {
	files, err := ReadFiles(os.DirFS("../content"))
	if err != nil {
		f.Fatal(err)
	}
	for i, file := range files {
		if i%7 == 0 {
			f.Add(file.Path, file.Data)
		}
	}
	for _, s := range []string{"", "---", "---\n---", "---\n---\n", "---\nid: [\n---\n", "---\n? a\n---\n", "\ufeff---\r\nid: case-x\r\n---\r\n",
		"---\nid: case-x\nstart: {at: 0000-00-00T00:00, basis: stated}\n---\n", "---\na: &a [*a]\n---\n"} {
		f.Add("cases/case-x.md", []byte(s))
	}
	f.Fuzz(func(t *testing.T, path string, data []byte) {
		doc, problems := ParseDocument(File{Path: path, Data: data})
		if (doc == nil) == (len(problems) == 0) {
			t.Fatalf("document %v with %d problems", doc, len(problems))
		}
		_, problems = NewLibrary([]File{{Path: path, Data: data}})
		for _, p := range problems {
			if p.Line < 1 || p.Line > bytes.Count(data, []byte("\n"))+2 {
				t.Fatalf("line %d of a file of %d", p.Line, bytes.Count(data, []byte("\n"))+1)
			}
		}
	})
}
