package server

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"kyokun/kb"
)

// TestChanges walks through the change log: each change once, the last first,
// every document among them.
func TestChanges(t *testing.T) {
	all, err := site.store.Changes(t.Context(), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	documents := map[string]bool{}
	link := "/changes?lang=ja"
	for n := 0; link != ""; n++ {
		if n > len(all) {
			t.Fatal("the log does not end")
		}
		doc := get(t, link)
		checkHTML(t, doc, "ja")
		doc.Find(".changes tbody tr").Each(func(_ int, s *goquery.Selection) {
			seen = append(seen, s.AttrOr("id", ""))
			documents[s.Find("a").AttrOr("href", "")] = true
		})
		link = doc.Find("main a[rel=next]").AttrOr("href", "")
	}
	if len(seen) != len(all) || len(all) <= changesShown {
		t.Fatalf("%d changes are shown, of %d", len(seen), len(all))
	}
	for i, id := range seen {
		if want := "change-" + strconv.FormatUint(all[len(all)-1-i].Seq, 10); id != want {
			t.Fatalf("place %d is %s, want %s", i, id, want)
		}
	}
	for _, d := range library().Documents() {
		if path := documentPath(d.Common().ID, "") + "?lang=ja"; !documents[path] {
			t.Errorf("%s is not among the changes", path)
		}
	}
}

func TestChangesSince(t *testing.T) {
	now := time.Now().In(kb.JST)
	if n := get(t, "/changes?since="+now.Format(dayForm)).Find(".changes tbody tr").Length(); n != changesShown {
		t.Errorf("%d changes today, want a page of %d", n, changesShown)
	}
	doc := get(t, "/changes?lang=ja&since="+now.AddDate(0, 0, 2).Format(dayForm))
	if doc.Find(".changes").Length() > 0 || !strings.Contains(words(doc.Find("main")), "この日からの更新はありません") {
		t.Error("there are changes of the day after tomorrow")
	}
	for target, param := range map[string]string{"since=tomorrow": "since", "since=2026-13-01": "since", "before=0": "before", "before=-1": "before", "before=99999999999999999999": "before"} {
		a := ask(t, http.MethodGet, "/changes?"+target)
		if a.status != http.StatusBadRequest || words(parse(t, a).Find("main code")) != param {
			t.Errorf("%s: status %d", target, a.status)
		}
	}
	if n := get(t, "/changes?before=1").Find(".changes").Length(); n != 0 {
		t.Errorf("before the first change there are %d", n)
	}
}

// TestFeed holds that the feed is whole: ids that differ, times in order,
// links that lead somewhere.
func TestFeed(t *testing.T) {
	var f atomFeed
	getXML(t, get(t, "/changes").Find("main a[href$='.atom']").AttrOr("href", ""), "application/atom+xml", &f)
	if len(f.Entries) != changesShown || f.ID == "" || f.Title == "" || f.Updated != f.Entries[0].Updated {
		t.Fatalf("%d entries, %q, %q, %q", len(f.Entries), f.ID, f.Title, f.Updated)
	}
	ids := map[string]bool{}
	for i, e := range f.Entries {
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || i > 0 && e.Updated > f.Entries[i-1].Updated {
			t.Errorf("entry %d: updated %s (error %v)", i, e.Updated, err)
		}
		if ids[e.ID] || e.Title == "" || e.Author.Name == "" {
			t.Errorf("entry %d: %+v", i, e)
		}
		ids[e.ID] = true
		path, _, _ := strings.Cut(strings.TrimPrefix(e.Link.Href, "http://example.com"), "#")
		if a := ask(t, http.MethodHead, path); a.status != http.StatusOK {
			t.Errorf("entry %d: %s: status %d", i, path, a.status)
		}
	}
}
