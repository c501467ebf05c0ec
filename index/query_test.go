package index

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"kyokun/kb"
)

func TestSyntax(t *testing.T) {
	x, _ := openReal(t)
	find := func(q string) []string { return ids(search(t, x, Query{Text: q, Limit: 200}).Hits) }
	all := find("障害")

	for _, q := range []string{`"電気通信設備"`, `“通信設備”`, "＂電気通信設備＂"} {
		if got := find(q); !slices.Contains(got, "lesson-r03-1-11") {
			t.Errorf("%s finds %v", q, got)
		}
	}
	if got := find(`"設備通信"`); len(got) > 0 {
		t.Errorf("a phrase in the wrong order finds %v", got)
	}
	without := find("障害 -DNS")
	if len(without) == 0 || len(without) >= len(all) || slices.Contains(without, "case-r03-04") {
		t.Errorf("障害 -DNS finds %v", without)
	}
	either, one, other := find("停電 OR 踏み台"), find("停電"), find("踏み台")
	for _, id := range append(one, other...) {
		if !slices.Contains(either, id) {
			t.Errorf("OR lacks %s", id)
		}
	}
	if got := find("DNS:障害 ("); len(got) == 0 {
		t.Error("punctuation in a query finds nothing")
	}
	if got := find("DNS　障害"); !slices.Equal(got, find("DNS 障害")) {
		t.Error("a full-width space is not like a space")
	}
}

func TestAllWordsComeFirst(t *testing.T) {
	x, lib := openReal(t)
	r := search(t, x, Query{Text: "DNS 停電", Limit: 100})
	partial := false
	for _, h := range r.Hits {
		doc, _ := lib.Document(h.ID)
		text := ""
		for _, pieces := range (extractor{lib.Tags()}).zones(doc) {
			for _, p := range pieces {
				text += p.text
			}
		}
		both := strings.Contains(text, "DNS") && strings.Contains(text, "停電")
		if both && partial {
			t.Errorf("%s holds both words and stands behind one that holds one", h.ID)
		}
		partial = partial || !both && !strings.Contains(text, "名前解決")
	}
}

func TestNonsenseFindsNothing(t *testing.T) {
	x, _ := openReal(t)
	for _, q := range []string{"xyzzy", "量子コンピュータ", "カレーの作り方", "今日の天気", "ワクチン接種", "(", "「」", "😀", "あああああ", "-", `"`, "OR"} {
		if r := search(t, x, Query{Text: q}); len(r.Hits) > 0 || r.Total > 0 {
			t.Errorf("%q finds %v", q, ids(r.Hits))
		}
	}
}

func TestEmptyQueryBrowses(t *testing.T) {
	x, lib := openReal(t)
	r := search(t, x, Query{Limit: 5})
	if r.Total != len(lib.Documents()) || len(r.Hits) != 5 {
		t.Errorf("%d of %d documents, %d on the page", r.Total, len(lib.Documents()), len(r.Hits))
	}
	if r := search(t, x, Query{Limit: -1}); len(r.Hits) != 0 || r.Total == 0 {
		t.Error("a negative limit returns hits or counts none")
	}
	var paged []string
	for offset := 0; offset < r.Total; offset += 7 {
		paged = append(paged, ids(search(t, x, Query{Offset: offset, Limit: 7}).Hits)...)
	}
	if want := ids(search(t, x, Query{Limit: 1000}).Hits); !slices.Equal(paged, want) {
		t.Error("pages do not add up to the whole")
	}
	for _, offset := range []int{r.Total, r.Total + 1, math.MaxInt} {
		if beyond := search(t, x, Query{Offset: offset}); len(beyond.Hits) != 0 || beyond.Total != r.Total {
			t.Errorf("a page at %d has %d hits of %d", offset, len(beyond.Hits), beyond.Total)
		}
	}
}

func counts(r *Result, facet string) map[string]int {
	out := map[string]int{}
	for _, f := range r.Facets {
		if f.Name == facet {
			for _, v := range f.Values {
				out[v.Value] = v.Count
			}
		}
	}
	return out
}

func TestFacets(t *testing.T) {
	x, lib := openReal(t)
	all := search(t, x, Query{})
	if got := counts(all, "kind"); got["case"] != len(lib.Cases()) || got["lesson"] != len(lib.Lessons()) {
		t.Errorf("kinds %v", got)
	}
	cases := search(t, x, Query{Filters: map[string][]string{"kind": {"case"}}, Limit: 100})
	if cases.Total != len(lib.Cases()) {
		t.Errorf("%d cases, want %d", cases.Total, len(lib.Cases()))
	}
	if got := counts(cases, "kind"); got["lesson"] != len(lib.Lessons()) {
		t.Errorf("choosing cases hides lessons: %v", got)
	}
	if got := counts(cases, "phase"); len(got) != 0 {
		t.Errorf("cases have phases %v", got)
	}
	two := search(t, x, Query{Filters: map[string][]string{"kind": {"case", "lesson"}, "equipment": {"dns-server"}}, Limit: 100})
	for _, h := range two.Hits {
		doc, _ := lib.Document(h.ID)
		if h.Kind == kb.KindProvision || !slices.Contains(doc.Common().Tags["equipment"], "dns-server") {
			t.Errorf("%s passes the filter", h.ID)
		}
	}
	if two.Total != counts(two, "equipment")["dns-server"] || two.Total == 0 {
		t.Errorf("%d hits, facets count %d", two.Total, counts(two, "equipment")["dns-server"])
	}
	for _, f := range []map[string][]string{{"kind": {"nothing"}}, {"nothing": {"case"}}} {
		if r := search(t, x, Query{Filters: f}); r.Total != 0 {
			t.Errorf("filter %v lets %d pass", f, r.Total)
		}
	}
}

func TestSort(t *testing.T) {
	x, lib := openReal(t)
	for by, value := range map[Sort]func(*record) int64{
		ByDate:     func(r *record) int64 { return r.Date },
		ByUsers:    func(r *record) int64 { return r.Users },
		ByDuration: func(r *record) int64 { return r.Minutes },
	} {
		r := search(t, x, Query{Sort: by, Limit: 1000})
		last := int64(1) << 62
		for _, h := range r.Hits {
			doc, _ := lib.Document(h.ID)
			v := value(newRecord(doc))
			if v > last {
				t.Errorf("by %s: %s with %d comes after %d", by, h.ID, v, last)
			}
			last = v
		}
		if last != noValue {
			t.Errorf("by %s: documents without the value do not come last", by)
		}
	}
}

func TestSuggest(t *testing.T) {
	x, _ := openReal(t)
	for _, tc := range []struct{ prefix, want string }{
		{"ふくそ", "輻輳"},
		{"フクソ", "輻輳"},
		{"輻", "輻輳"},
		{"ふくs", "輻輳"},
		{"再試行による", "利用者端末からの再試行による影響の考慮"},
		{"case-r03-04", "DNS手前のファイアウォールのセッション上限到達と端末再試行による輻輳"},
		{"ｽｶﾊﾟｰ", "スカパーJSAT"},
		{"ntt", "NTTドコモ"},
	} {
		got, err := x.Suggest(context.Background(), tc.prefix, 20)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(got, func(s Suggestion) bool { return s.Text == tc.want }) {
			t.Errorf("%q suggests %+v, without %q", tc.prefix, got, tc.want)
		}
	}
	for _, prefix := range []string{"", " ", "\xff", "😀"} {
		if got, err := x.Suggest(context.Background(), prefix, 5); err != nil || len(got) > 0 {
			t.Errorf("%q suggests %v, %v", prefix, got, err)
		}
	}
}

// FuzzSearch holds that no text is an error and that hits are hits.
func FuzzSearch(f *testing.F) {
	x, _ := openReal(f)
	for _, q := range []string{"", "DNS:障害 (", `"電気通信設備" -DNS`, "a OR -b OR \"", "令和3年10月14日", "\xff\x00", "停電 OR", strings.Repeat("あ", 1000), "サーバー -" + strings.Repeat("\"", 9)} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		r, err := x.Search(context.Background(), Query{Text: q})
		if err != nil {
			t.Fatalf("search %q: %v", q, err)
		}
		if r.Total < len(r.Hits) || len(r.Hits) > DefaultLimit || len(r.Near) > nearLimit {
			t.Fatalf("search %q: %d hits of %d, %d near", q, len(r.Hits), r.Total, len(r.Near))
		}
		for _, h := range append(r.Hits, r.Near...) {
			for _, fr := range h.Fragments {
				if joined(fr) == "" {
					t.Fatalf("search %q: an empty fragment of %s", q, h.ID)
				}
			}
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	x, _ := openReal(b)
	for _, q := range []string{"輻輳", "DNS 障害", "端末の再試行で輻輳", `"電気通信設備"`, ""} {
		b.Run(q, func(b *testing.B) {
			for b.Loop() {
				search(b, x, Query{Text: q})
			}
		})
	}
}

func TestKatakanaWithinAWord(t *testing.T) {
	log := smallLog(t)
	log.put(changed(t, log.docs["case-r03-01"], "エスカレーションとハイパーリンクカードの話。"))
	x := open(t, log, "")
	for q, want := range map[string]bool{"カレー": false, "エスカレ": true, "カード": true} {
		got := slices.Contains(ids(search(t, x, Query{Text: q}).Hits), "case-r03-01")
		if got != want {
			t.Errorf("%s finds it: %v, want %v", q, got, want)
		}
	}
}
