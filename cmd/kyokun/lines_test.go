package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestLinesKeepEveryByte holds that a document that goes out as a line of JSON
// comes back as it was.
func TestLinesKeepEveryByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file := rapid.String().Draw(t, "file")
		var b bytes.Buffer
		w := json.NewEncoder(&b)
		w.SetEscapeHTML(false) // as the server writes it
		if err := w.Encode(map[string]any{"id": "case-own-1", "revision": 3, "file": file, "document": map[string]any{"id": "x"}}); err != nil {
			t.Fatal(err)
		}
		got, err := readLines("x.jsonl", append(b.Bytes(), "\n\n"...))
		if err != nil || len(got) != 1 || string(got[0].Data) != file || got[0].Revision != 3 || got[0].Name != "case-own-1.md" || !got[0].OrNew {
			t.Fatalf("%q came back as %+v (error %v)", file, got, err)
		}
	})
}

func TestBadLines(t *testing.T) {
	for line, want := range map[string]string{
		`{"id":"case-own-1"}`:           `"file"`,
		`{"id":"../etc","file":""}`:     "no id of a document",
		`{"id":"vocabulary","file":""}`: "no id of a document",
		`[]`:                            "cannot unmarshal",
		`{"id":`:                        "unexpected end",
	} {
		_, err := readLines("x.jsonl", []byte("\n"+line))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// FuzzReadLines holds that no line makes a panic or a path out of the content folder.
func FuzzReadLines(f *testing.F) {
	f.Add([]byte(`{"id":"case-own-1","revision":1,"file":"x"}` + "\n"))
	f.Add([]byte(`{"id":"own-tags","file":"facets: []"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		files, err := readLines("x.jsonl", data)
		for _, f := range files {
			if err != nil || strings.ContainsAny(f.Name, `/\`) || f.Revision < 0 {
				t.Errorf("%+v (error %v)", f, err)
			}
		}
	})
}
