package index

import (
	"slices"
	"strings"
	"testing"

	"kyokun/kb"
)

// TestArticlesNamed finds provisions by the article, however it is written,
// then the lessons that rest on them.
func TestArticlesNamed(t *testing.T) {
	x, lib := openReal(t)
	for q, want := range map[string]string{
		"施行規則57条":         "provision-rule-57",
		"電気通信事業法施行規則第５７条": "provision-rule-57",
		"事業法第28条":         "provision-law-28",
		"報告規則 第7条の3":      "provision-report-7-3",
		"設備規則 第11条":       "provision-technical-11",
		"技術基準第8条の2":       "provision-technical-08-2",
		"事業法28条の30日以内":    "provision-law-28",
	} {
		found := search(t, x, Query{Text: q, Limit: 100, Explain: true}).Hits
		at := slices.Index(ids(found), want)
		if at < 0 || at > 2 || found[at].Score < tierArticle {
			t.Errorf("%s: %s is at %d of %v", q, want, at, ids(found))
			continue
		}
		for _, doc := range lib.Documents() {
			lesson, ok := doc.(*kb.Lesson)
			if ok && restsOn(lesson, want) && !slices.Contains(ids(found), lesson.ID) {
				t.Errorf("%s: %s, which rests on %s, is not found", q, lesson.ID, want)
			}
			if i := slices.Index(ids(found), doc.Common().ID); ok && restsOn(lesson, want) && i >= 0 && found[i].Why[0].Via != ViaArticle {
				t.Errorf("%s: %s is not said to be found by the article: %+v", q, lesson.ID, found[i].Why)
			}
		}
		kinds := map[string]int{}
		addsUp(t, q, *found[at].Explanation, kinds)
		if kinds[ForArticle] == 0 {
			t.Errorf("%s: the article has no points", q)
		}
	}
}

func restsOn(l *kb.Lesson, provision string) bool {
	return slices.ContainsFunc(l.Provisions, func(p kb.Link) bool { return p.To == provision })
}

// TestOtherArticles leaves articles of other laws alone.
func TestOtherArticles(t *testing.T) {
	x, _ := openReal(t)
	for _, q := range []string{"民法28条", "憲法第57条", "第999条"} {
		for _, h := range search(t, x, Query{Text: q, Limit: 100}).Hits {
			if h.Score >= tierArticle {
				t.Errorf("%s finds %s by its article", q, h.ID)
			}
		}
	}
}

// TestCompoundsOfOtherFields finds nothing for compounds of which the texts
// hold the words apart alone.
func TestCompoundsOfOtherFields(t *testing.T) {
	x, _ := openReal(t)
	for _, q := range []string{"確定申告の期限", "地震保険の加入方法"} {
		if r := search(t, x, Query{Text: q}); r.Total != 0 {
			t.Errorf("%s finds %s", q, strings.Join(ids(r.Hits), ", "))
		}
	}
}
