package judge

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	text := "\ufeff" + `{"id":"a","query":"輻輳 -地震","user":"監査","kind":"keyword","relevant":{"case-1":3,"case-2":1}}` + "\r\n" +
		"\r\n  \t\n" +
		`  {"kind":"negative","query":"ラーメン","id":"b","relevant":{}}` + "\n" +
		`{"id":"c","query":" x ","kind":"negative","user":""}` + "\n" +
		`{"id":"d","query":"\u8f3b","kind":"negative","relevant":null}`
	set, problems := Parse([]byte(text))
	want := []Judgement{
		{Line: 1, ID: "a", Query: "輻輳 -地震", User: "監査", Kind: "keyword", Relevant: map[string]int{"case-1": 3, "case-2": 1}},
		{Line: 4, ID: "b", Query: "ラーメン", Kind: "negative", Relevant: map[string]int{}},
		{Line: 5, ID: "c", Query: " x ", Kind: "negative"},
		{Line: 6, ID: "d", Query: "輻", Kind: "negative"},
	}
	if len(problems) > 0 || !reflect.DeepEqual(set.Judgements, want) {
		t.Errorf("got %+v, problems %v", set.Judgements, problems)
	}
	if got := set.Documents(); !slices.Equal(got, []string{"case-1", "case-2"}) {
		t.Errorf("documents %v", got)
	}
}

// TestParseProblems checks that each fault is found with its line and field.
func TestParseProblems(t *testing.T) {
	const good = `{"id":"a","query":"q","kind":"k","relevant":{"d":1}}`
	for _, tt := range []struct{ name, line, want string }{
		{"unknown field", `{"id":"b","query":"q","kind":"k","grade":1}`, "grade: unknown field"},
		{"name in another case", `{"id":"b","query":"q","kind":"k","User":"u"}`, "User: unknown field"},
		{"field twice", `{"id":"b","query":"q","query":"r","kind":"k"}`, "query: the field stands twice"},
		{"document twice", `{"id":"b","query":"q","kind":"k","relevant":{"d":1,"d":2}}`, "relevant.d: the field stands twice"},
		{"id twice", `{"id":"a","query":"q","kind":"k"}`, `id: "a" stands on line 1 too`},
		{"grade 0", `{"id":"b","query":"q","kind":"k","relevant":{"d":0}}`, "relevant.d: a grade is a whole number from 1 to 3"},
		{"grade 4", `{"id":"b","query":"q","kind":"k","relevant":{"d":4}}`, "relevant.d: a grade"},
		{"grade 2.5", `{"id":"b","query":"q","kind":"k","relevant":{"d":2.5}}`, "relevant.d: a grade"},
		{"grade as text", `{"id":"b","query":"q","kind":"k","relevant":{"d":"2"}}`, "relevant.d: a grade"},
		{"document without id", `{"id":"b","query":"q","kind":"k","relevant":{"":2}}`, "relevant: a document's id is empty"},
		{"relevant a list", `{"id":"b","query":"q","kind":"k","relevant":["d"]}`, "relevant: wrong type"},
		{"empty query", `{"id":"b","query":"","kind":"k"}`, "query: no value"},
		{"blank query", `{"id":"b","query":" 　","kind":"k"}`, "query: no value"},
		{"no query", `{"id":"b","kind":"k"}`, "query: required"},
		{"no id", `{"query":"q","kind":"k"}`, "id: required"},
		{"no kind", `{"id":"b","query":"q"}`, "kind: required"},
		{"query null", `{"id":"b","query":null,"kind":"k"}`, "query: wrong type"},
		{"query a number", `{"id":"b","query":119,"kind":"k"}`, "query: wrong type"},
		{"user a list", `{"id":"b","query":"q","kind":"k","user":[]}`, "user: wrong type"},
		{"half an object", `{"id":"b"`, ": not readable as JSON (character 9)"},
		{"two objects", `{"id":"b","query":"q","kind":"k"}{}`, ": not readable as JSON (character 34)"},
		{"comment", `// the rest is easy`, ": not readable as JSON (character 1)"},
		{"list", `[1]`, ": wrong type: write an object"},
		{"null", `null`, ": wrong type: write an object"},
		{"not UTF-8", "{\"id\":\"b\",\"query\":\"\xff\",\"kind\":\"k\"}", ": not in UTF-8"},
		{"byte order mark within", "\ufeff" + `{"id":"b","query":"q","kind":"k"}`, ": not readable as JSON (character 1)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Parse([]byte(good + "\n" + tt.line + "\n"))
			if len(problems) != 1 {
				t.Fatalf("problems %v, want one", problems)
			}
			p := problems[0]
			if got := p.Field + ": " + p.EN; p.Line != 2 || !strings.HasPrefix(strings.TrimPrefix(got, ": "), strings.TrimPrefix(tt.want, ": ")) {
				t.Errorf("line %d: %s; want line 2: %s", p.Line, got, tt.want)
			}
			if p.JA == "" || p.JA == p.EN {
				t.Errorf("no Japanese: %q", p.JA)
			}
		})
	}
}

func TestParseNothing(t *testing.T) {
	for _, text := range []string{"", "\ufeff", "\r\n \n"} {
		if _, problems := Parse([]byte(text)); len(problems) != 1 {
			t.Errorf("%q: problems %v, want one", text, problems)
		}
	}
}

// TestParseAll checks that one pass finds all problems.
func TestParseAll(t *testing.T) {
	_, problems := Parse([]byte("{\"id\":\"\",\"kind\":1}\n\n{\n"))
	var got []string
	for _, p := range problems {
		got = append(got, fmt.Sprint(p.Line, p.Field))
	}
	if want := []string{"1id", "1kind", "1query", "3"}; !slices.Equal(got, want) {
		t.Errorf("problems at %v, want %v", got, want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"id":"a","query":"q","user":"u","kind":"k","relevant":{"d":1}}` + "\r\n\n{}"))
	f.Add([]byte("\ufeff[{\"id\":1}]"))
	f.Add([]byte(`{"id":"a","id":"b","relevant":{"":9,"d":1e0,"d":3}}`))
	f.Add([]byte("{\"query\":\"\\ud800\",\"kind\":\"\xff\"}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		set, problems := Parse(text)
		lines := strings.Count(string(text), "\n") + 1
		for _, p := range problems {
			if p.Line < 1 || p.Line > lines || p.JA == "" || p.EN == "" {
				t.Errorf("problem %+v of %d lines", p, lines)
			}
		}
		if len(problems) > 0 {
			return
		}
		ids := map[string]bool{}
		for _, j := range set.Judgements {
			if j.ID == "" || ids[j.ID] || strings.TrimSpace(j.Query) == "" || strings.TrimSpace(j.Kind) == "" || j.Line < 1 || j.Line > lines {
				t.Errorf("let pass: %+v", j)
			}
			ids[j.ID] = true
			for id, grade := range j.Relevant {
				if id == "" || grade < 1 || grade > MaxGrade {
					t.Errorf("let pass: grade %d of %q", grade, id)
				}
			}
		}
		if len(ids) == 0 {
			t.Error("an empty set was let pass")
		}
	})
}
