package kb

import (
	"bytes"
	"os"
	"testing"
)

func TestStamp(t *testing.T) {
	for _, text := range []string{
		"---\nid: case-a\n---\n本文\n", "---\r\nid: case-a\r\n---\r\n本文\r\n", "\ufeff---\nid: case-a\n---\n", "---\nid: case-a\n---",
		"---\n---\n本文\n", "---\nid: case-a\n---\n本文\n\n---\n# kyokun-revision: 9\n---\n",
	} {
		stamped := Stamp([]byte(text), 3)
		plain, revision := Unstamp(stamped)
		if string(plain) != text || revision != 3 {
			t.Errorf("%q: stamped %q, back %q of revision %d", text, stamped, plain, revision)
		}
		if again := Stamp(stamped, 4); bytes.Count(again, []byte("kyokun-revision: 4")) != 1 || bytes.Contains(again, []byte("kyokun-revision: 3")) {
			t.Errorf("stamped twice: %q", again)
		}
		if plain, revision := Unstamp([]byte(text)); string(plain) != text || revision != 0 {
			t.Errorf("%q has revision %d", text, revision)
		}
	}
	for _, text := range []string{"", "---", "---\n", "本文だけ", "---\nid: case-a\n", "---\n# kyokun-revision: x\n---\n", "---\n# kyokun-revision: -1\n---\n"} {
		if plain, revision := Unstamp([]byte(text)); string(plain) != text || revision != 0 {
			t.Errorf("%q: %q, revision %d", text, plain, revision)
		}
	}
}

// TestStampIsNoField stamps every document there is: lint must not see it.
func TestStampIsNoField(t *testing.T) {
	files, err := ReadFiles(os.DirFS("../content"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if id, err := FileID(f); err != nil || KindOf(id) == "" {
			continue
		}
		stamped := File{Path: f.Path, Data: Stamp(f.Data, 1)}
		if bytes.Equal(stamped.Data, f.Data) {
			t.Errorf("%s is not stamped", f.Path)
		}
		if _, problems := ParseDocument(stamped); len(problems) > 0 {
			t.Error(problems[0].Format("en"))
		}
	}
}

func FuzzUnstamp(f *testing.F) {
	f.Add([]byte("---\nid: case-a\n# kyokun-revision: 3\n---\n本文\n"))
	f.Add([]byte("---\r\n---\r\n---\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		plain, _ := Unstamp(data)
		if len(plain) > len(data) {
			t.Fatal("grew")
		}
		if _, n := Unstamp(plain); n != 0 {
			return // two of them: the inner one is the writer's own
		}
		if stamped := Stamp(plain, 7); !bytes.Equal(stamped, plain) {
			if back, n := Unstamp(stamped); n != 7 || !bytes.Equal(back, plain) {
				t.Fatalf("%q stamped %q, back %q, %d", plain, stamped, back, n)
			}
		}
	})
}
