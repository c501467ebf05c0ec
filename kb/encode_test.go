package kb

import (
	"os"
	"reflect"
	"testing"
)

// TestFileOfReadsBack holds every document of the content to what is read from
// the file that is written of it.
func TestFileOfReadsBack(t *testing.T) {
	lib, problems, err := Load(os.DirFS("../content"))
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	docs := lib.Documents()
	if len(docs) < 100 {
		t.Fatalf("only %d documents", len(docs))
	}
	for _, d := range docs {
		f, err := FileOf(d)
		if err != nil {
			t.Fatal(err)
		}
		got, found := ParseDocument(f)
		if len(found) > 0 || !reflect.DeepEqual(got, d) {
			t.Errorf("%s reads as %+v, %v", f.Path, got, found)
		}
	}
}
