package index

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// joined is the text of a fragment as the reader sees it.
func joined(f Fragment) string {
	var b strings.Builder
	for _, p := range f.Parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

func marked(f Fragment) []string {
	var out []string
	for _, p := range f.Parts {
		if p.Match {
			out = append(out, p.Text)
		}
	}
	return out
}

func TestFragmentsAreExtracts(t *testing.T) {
	x, lib := openReal(t)
	extract := extractor{lib.Tags()}
	for _, q := range []string{"端末の再試行で輻輳", "サーバー", "停", "ＤＮＳ", "令和3年10月14日", "電池", "さいしこう", `"通信設備"`, "NTT ドコモ"} {
		r := search(t, x, Query{Text: q, Limit: 50})
		if len(r.Hits) == 0 {
			t.Errorf("%q finds nothing", q)
		}
		for _, h := range append(r.Hits, r.Near...) {
			doc, _ := lib.Document(h.ID)
			texts := map[string][]string{}
			for _, pieces := range extract.zones(doc) {
				for _, p := range pieces {
					texts[p.field] = append(texts[p.field], p.text)
				}
			}
			for _, f := range h.Fragments {
				checkExtract(t, q+" "+h.ID, f, texts[f.Field])
			}
		}
	}
}

func checkExtract(t *testing.T, where string, f Fragment, texts []string) {
	t.Helper()
	got := joined(f)
	found := false
	for _, text := range texts {
		found = found || strings.Contains(text, got)
	}
	if !found || got == "" {
		t.Errorf("%s: %q is no extract of %s", where, got, f.Field)
	}
	if n := utf8.RuneCountInString(got); f.Field != "title" && f.Field != "title_en" && n > 2*fragmentMax {
		t.Errorf("%s: the extract of %s is %d characters long", where, f.Field, n)
	}
	for i, p := range f.Parts {
		if p.Text == "" || !utf8.ValidString(p.Text) {
			t.Errorf("%s: part %q of %s", where, p.Text, f.Field)
		}
		if i > 0 && !p.Match && !f.Parts[i-1].Match {
			t.Errorf("%s: two plain parts in a row in %s", where, f.Field)
		}
	}
}

func TestMarksAreOriginal(t *testing.T) {
	x, _ := openReal(t)
	for _, tc := range []struct{ query, id, field, want string }{
		{"電池", "lesson-r03-1-02", "summary", "電池"},
		{"令和3年10月14日", "case-r03-06", "notices[0]", "2021年10月14日"},
		{"サーバー", "case-r03-07", "", "サーバ"},
		{"ふくそう", "case-r03-04", "title", "輻輳"},
	} {
		hit := false
		for _, h := range search(t, x, Query{Text: tc.query, Limit: 50}).Hits {
			if h.ID != tc.id {
				continue
			}
			for _, f := range h.Fragments {
				for _, m := range marked(f) {
					hit = hit || m == tc.want && (tc.field == "" || tc.field == f.Field)
				}
			}
		}
		if !hit {
			t.Errorf("%s: %s has no mark %q in %q", tc.query, tc.id, tc.want, tc.field)
		}
	}
}

func TestReasons(t *testing.T) {
	x, _ := openReal(t)
	for _, tc := range []struct {
		query, id string
		want      Reason
	}{
		{"輻輳", "case-r03-04", Reason{"輻輳", "輻輳", []string{"title"}, ViaExact}},
		{"ふくそう", "case-r03-04", Reason{"ふくそう", "輻輳", []string{"title"}, ViaVariant}},
		{"電池", "lesson-r03-1-02", Reason{"電池", "電池", []string{"summary"}, ViaBigram}},
		{"ＤＮＳ", "case-r03-04", Reason{"ＤＮＳ", "DNS", []string{"title"}, ViaExact}},
	} {
		found := false
		for _, h := range search(t, x, Query{Text: tc.query, Limit: 50}).Hits {
			if h.ID == tc.id {
				found = len(h.Why) > 0 && sameReason(h.Why[0], tc.want)
				if !found {
					t.Errorf("%s: %s was found because %+v, want %+v", tc.query, tc.id, h.Why, tc.want)
				}
			}
		}
		if !found {
			t.Errorf("%s does not find %s as expected", tc.query, tc.id)
		}
	}
}

// sameReason compares forms, and of the fields the first.
func sameReason(got, want Reason) bool {
	return got.Term == want.Term && got.Matched == want.Matched && got.Via == want.Via && got.Fields[0] == want.Fields[0]
}

// TestReasonsNameEveryForm looks for all spellings and kindred words of a text.
func TestReasonsNameEveryForm(t *testing.T) {
	x, _ := openReal(t)
	forms, many := map[string]bool{}, 0
	for _, h := range search(t, x, Query{Text: "ふくそう", Limit: 100}).Hits {
		for i, r := range h.Why {
			if r.Term != "ふくそう" || r.Matched == "" || len(r.Fields) == 0 || i >= reasonForms {
				t.Errorf("%s: reason %+v", h.ID, r)
			}
			forms[r.Via+" "+r.Matched] = true
			if len(r.Fields) > 1 {
				many++
			}
		}
	}
	for _, want := range []string{"exact ふくそう", "variant 輻輳"} {
		if !forms[want] {
			t.Errorf("no hit names %s, but %v", want, forms)
		}
	}
	if many == 0 {
		t.Error("no hit names more than one field")
	}
}

// FuzzFragments marks any spans of any text and holds the fragments to be
// extracts with parts in order.
func FuzzFragments(f *testing.F) {
	f.Add("㈱ＮＴＴの①停電ｶﾞ 62,095 人に及んだ。\n\n次の、文", uint16(3), uint16(9), uint16(5), uint16(20))
	f.Add(strings.Repeat("長い文が続く、", 60), uint16(100), uint16(400), uint16(300), uint16(900))
	f.Add("a\xffb\n\n\n\n", uint16(0), uint16(3), uint16(1), uint16(2))
	f.Fuzz(func(t *testing.T, text string, a, b, c, d uint16) {
		n := normalize(text)
		z := &zones{}
		z.add(zoneTitle, "title", text)
		z.add(zoneBody, "body", text)
		var found []finding
		for i, s := range [][2]uint16{{a, b}, {c, d}, {a, d}} {
			start, end := runeStart(n.text, int(s[0])), runeStart(n.text, int(s[1]))
			for _, zn := range []zone{zoneTitle, zoneBody} {
				found = append(found, finding{need: i, zone: zn, start: start, end: end})
			}
		}
		for _, fr := range fragments(mark(layTexts(z), found)) {
			got := joined(fr)
			if !strings.Contains(text, got) {
				t.Fatalf("%q is no extract of %q", got, text)
			}
			for _, p := range fr.Parts {
				if p.Text == "" || utf8.ValidString(text) && !utf8.ValidString(p.Text) {
					t.Fatalf("part %q of %q", p.Text, text)
				}
			}
		}
	})
}

// runeStart moves i back to where a rune begins.
func runeStart(s string, i int) int {
	i = min(i, len(s))
	for i > 0 && i < len(s) && !utf8.RuneStart(s[i]) {
		i--
	}
	return i
}
