package kb

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestResolve(t *testing.T) {
	const src = "source-test"
	p := NewPassages([]Passage{
		{Source: src, Section: "2(1)", Page: 4, Position: 1, Text: "章の頭", Exact: true},
		{Source: src, Section: "2(1)ア", Page: 4, PageTo: 5, Position: 2, Text: "初め", Exact: true},
		{Source: src, Section: "2(1)ア", Page: 6, Position: 3, Text: "続き", Exact: true},
		{Source: src, Section: "2(1)イ", Page: 6, Position: 4, Text: "次", Exact: true},
		{Source: "source-plain", Position: 1, Text: "節の無い文章"},
	})
	for _, tt := range []struct {
		cite Citation
		want []string
	}{
		{Citation{Source: src, Section: "2(1)ア", Page: 5}, []string{"初め"}},
		{Citation{Source: src, Section: "2(1)ア", Page: 5, PageTo: 6}, []string{"初め", "続き"}},
		{Citation{Source: src, Section: "2(1)", Page: 6}, []string{"続き", "次"}},
		{Citation{Source: src, Section: "2(1)ア"}, []string{"初め", "続き"}},
		{Citation{Source: src, Section: "2(1)ア", Page: 7}, nil},
		{Citation{Source: src, Section: "3"}, nil},
		{Citation{Source: "source-plain", Section: "どこか"}, []string{"節の無い文章"}},
		{Citation{Source: "source-other", Section: "2(1)ア"}, nil},
	} {
		var got []string
		for _, one := range p.Resolve(tt.cite) {
			got = append(got, one.Text)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%+v leads to %q, want %q", tt.cite, got, tt.want)
		}
	}
}

func TestEvidence(t *testing.T) {
	p := NewPassages([]Passage{
		{Source: "source-test", Section: "1", Position: 1, Text: "ここには別のことが書いてある。"},
		{Source: "source-test", Section: "1", Position: 2, Text: "ＤＮＳサーバの監視を15分ごとに改める。"},
	})
	got := p.Evidence("DNSサーバを15分ごとに監視する", Citation{Source: "source-test", Section: "1"})
	if len(got) != 2 || got[0].Passage.Position != 2 || got[0].Shared <= got[1].Shared {
		t.Fatalf("%+v, want the passage on the DNS first", got)
	}
	var words []string
	for _, part := range got[0].Parts {
		if part.Match {
			words = append(words, part.Text)
		}
	}
	if want := []string{"ＤＮＳ", "サーバ", "監視", "15"}; !slices.Equal(words, want) {
		t.Errorf("marked %q, want %q", words, want)
	}
}

// TestPassagesRoundTrip: what is written is read back, whatever its text.
func TestPassagesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Passage {
			page := rapid.IntRange(0, 3).Draw(t, "page")
			return Passage{Source: "source-x", Section: rapid.String().Draw(t, "section"), Page: page,
				Position: rapid.IntRange(1, 9).Draw(t, "position"), Text: "文" + rapid.String().Draw(t, "text")}
		}), 0, 9).Draw(t, "passages")
		var b bytes.Buffer
		if err := WritePassages(&b, list); err != nil {
			t.Fatal(err)
		}
		got, problems, err := ReadPassages(&b, "passages.jsonl")
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		if len(got) != len(list) || len(list) > 0 && !reflect.DeepEqual(got, list) {
			t.Fatalf("read %+v, wrote %+v", got, list)
		}
	})
}

func TestReadPassagesFaults(t *testing.T) {
	const good = `{"source":"source-x","position":1,"text":"文"}`
	for name, line := range map[string]string{
		"no JSON": "文", "other field": `{"source":"source-x","position":1,"text":"文","colour":"red"}`, "two": good + good,
		"no source": `{"position":1,"text":"文"}`, "no text": `{"source":"source-x","position":1,"text":" "}`,
		"no position": `{"source":"source-x","text":"文"}`, "pages": `{"source":"source-x","position":1,"page":4,"page_to":3,"text":"文"}`,
		"too long": `{"source":"source-x","position":1,"text":"` + strings.Repeat("a", maxPassage) + `"}`,
	} {
		list, problems, err := ReadPassages(strings.NewReader(good+"\n\n"+line+"\n"), "p.jsonl")
		if err != nil || len(list) != 1 || len(problems) != 1 || problems[0].Line != 3 {
			t.Errorf("%s: %d passages, problems %v, error %v; want one of each, in line 3", name, len(list), problems, err)
		}
	}
}

// FuzzPassages: no file makes the reader panic, and marking shared words changes
// no character of a passage.
func FuzzPassages(f *testing.F) {
	f.Add([]byte(`{"source":"source-x","section":"1(2)イ","page":3,"position":1,"text":"約50万人"}`), "最大約50万人に影響した")
	f.Add([]byte("\xff\n{}"), "ＡＢ")
	f.Fuzz(func(t *testing.T, data []byte, citing string) {
		list, _, err := ReadPassages(bytes.NewReader(data), "p")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range append(list, Passage{Text: string(data)}) {
			parts, shared := SharedWords(p.Text, citing)
			var b strings.Builder
			for _, part := range parts {
				b.WriteString(part.Text)
			}
			if b.String() != p.Text || shared < 0 || shared > 1 {
				t.Fatalf("%q became %q, share %v", p.Text, b.String(), shared)
			}
		}
	})
}

// TestSharedNumbers holds that a number is marked as a whole, however it is
// written, and no part of another is.
func TestSharedNumbers(t *testing.T) {
	for _, c := range []struct{ passage, citing, want string }{
		{"最大約1,200人", "最大約1200人", "[最大約][1,200]人"},
		{"およそ１，２００人", "約1200人", "およそ[１，２００]人"},
		{"1300人", "1200人", "1300人"},
		{"3,001件", "300件", "3,001件"},
		{"5G基地局と25局", "5G基地局の25局", "[5G][基地局]と[25]局"},
		{"IPv6を7,時に", "IPv6は7時", "[IPv6]を7,時に"},
		{"12,", "12", "[12],"},
	} {
		parts, _ := SharedWords(c.passage, c.citing)
		got := ""
		for _, p := range parts {
			if p.Match {
				got += "[" + p.Text + "]"
			} else {
				got += p.Text
			}
		}
		if got != c.want {
			t.Errorf("%s beside %s: %s, want %s", c.passage, c.citing, got, c.want)
		}
	}
}
