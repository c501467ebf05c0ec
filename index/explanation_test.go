package index

import (
	"math"
	"strings"
	"testing"

	"kyokun/kb"
)

// explained are queries of every form: terms of the vocabulary, by their
// variants and English names too, pairs and sentences made of them, and all of
// the syntax.
func explained(v *kb.Vocabulary) []string {
	out := []string{
		`"電気通信設備" 停電`, "停電 OR 踏み台", "輻輳 OR 停電 障害", "障害 -DNS", "case-r03-04 輻輳", "case-r03-04",
		"令和3年10月14日", "端末の再試行で輻輳", "ふくそう", "停", "電池", "たんまつさいしこう", "DNS:障害 (", "輻輳規制発信規制",
		"SMSが届かない", "", "xqzzyx", "サーバ 輻輳制御 端末再試行",
	}
	for i := 1; i < len(v.Terms); i += 9 { // explaining all takes minutes under the race detector
		t := v.Terms[i]
		out = append(out, t.Term, t.Term+" "+v.Terms[i-1].Term)
		if len(t.Variants) > 0 {
			out = append(out, t.Variants[0].Text+"の"+t.Term+"を"+v.Terms[(i*7)%len(v.Terms)].Term, t.EN, t.Reading)
		}
	}
	return out
}

func TestExplanationAddsUp(t *testing.T) {
	x, lib := openReal(t)
	kinds := map[string]int{}
	for _, q := range explained(lib.Vocabulary()) {
		r := search(t, x, Query{Text: q, Limit: 12, Explain: true})
		for _, h := range append(r.Hits, r.Near...) {
			if h.Explanation == nil || h.Explanation.Kind != ForScore || h.Explanation.Points != h.Score {
				t.Fatalf("%q: %s has score %v, explained by %+v", q, h.ID, h.Score, h.Explanation)
			}
			addsUp(t, q+" "+h.ID, *h.Explanation, kinds)
		}
		plain := search(t, x, Query{Text: q, Limit: 12})
		for i, h := range plain.Hits {
			if h.Explanation != nil || h.ID != r.Hits[i].ID || h.Score != r.Hits[i].Score {
				t.Fatalf("%q: explaining changes the answer: %+v", q, h)
			}
		}
	}
	for _, kind := range []string{ForScore, ForWord, ForForm, ForZone, ForWhole, ForNear, ForLink, ForAllWords, ForID, ForResembling} {
		if kinds[kind] == 0 {
			t.Errorf("no query led to points of the kind %s", kind)
		}
	}
}

// addsUp checks that the points of parts are those of the whole, all the way down.
func addsUp(t *testing.T, at string, e Explanation, kinds map[string]int) {
	t.Helper()
	kinds[e.Kind]++
	if e.Points < 0 || math.IsNaN(e.Points) {
		t.Errorf("%s: %v points for %s", at, e.Points, e.Kind)
	}
	if len(e.Parts) == 0 {
		if e.Kind == ForScore && e.Points != 0 || e.Kind == ForWord || e.Kind == ForForm {
			t.Errorf("%s: %v points for %s are not explained", at, e.Points, e.Kind)
		}
		return
	}
	sum := 0.0
	for _, p := range e.Parts {
		sum += p.Points
		addsUp(t, at+" › "+p.Name, p, kinds)
	}
	if math.Abs(sum-e.Points) > 1e-9*math.Max(1, e.Points) {
		t.Errorf("%s: the parts of %s come to %v, not %v", at, e.Kind, sum, e.Points)
	}
}

func TestExplanationNamesFormsAndFields(t *testing.T) {
	x, _ := openReal(t)
	r := search(t, x, Query{Text: "ふくそう", Explain: true})
	if len(r.Hits) == 0 {
		t.Fatal("nothing found")
	}
	title := false
	for _, h := range r.Hits {
		word := h.Explanation.Parts[0]
		if word.Kind != ForWord || word.Name != "ふくそう" || len(word.Parts) == 0 {
			t.Fatalf("%s: %+v", h.ID, word)
		}
		for _, form := range word.Parts {
			if form.Name == "" || form.Weight <= 0 || form.Via == ViaExact && form.Name != "ふくそう" {
				t.Errorf("%s: form %+v", h.ID, form)
			}
			for _, z := range form.Parts {
				if z.Count < 1 || z.Weight <= 0 || len(z.Fields) == 0 {
					t.Errorf("%s: zone %+v", h.ID, z)
				}
				title = title || z.Name == "title" && strings.HasPrefix(z.Fields[0], "title")
			}
		}
	}
	if !title {
		t.Error("no hit has points for its title")
	}
}
