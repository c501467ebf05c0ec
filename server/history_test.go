package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"kyokun/index"
	"kyokun/kb"
	"kyokun/kb/store"
	"kyokun/kb/store/storetest"
)

// diary is a small site whose store has a clock to be set.
type diary struct {
	*Server
	t     *testing.T
	admin http.Handler
	now   time.Time
}

// newDiary opens a site with the bundle of the store's tests, on its day 0.
func newDiary(t *testing.T) *diary {
	t.Helper()
	d := &diary{t: t, now: storetest.Now()}
	st, err := store.Open(t.Context(), t.TempDir(), store.Options{Now: func() time.Time { return d.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := st.Import(t.Context(), kb.BundledActor, storetest.Bundle(map[int]string{1: "付属。"})); err != nil {
		t.Fatal(err)
	}
	ix, err := index.Open(t.Context(), st, index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	if d.Server, err = New(Options{Store: st, Index: ix}); err != nil {
		t.Fatal(err)
	}
	d.admin = d.Admin()
	return d
}

// day sets the clock to so many days after the bundle came.
func (d *diary) day(n int) string {
	d.now = storetest.Now().AddDate(0, 0, n)
	return d.now.Format(dayForm)
}

// change sends a request to the admin handler and returns the answer.
func (d *diary) change(path string, v any) answer {
	d.t.Helper()
	sent, err := json.Marshal(v)
	if err != nil {
		d.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(d.t.Context(), http.MethodPost, adminFolder+path, bytes.NewReader(sent))
	w := httptest.NewRecorder()
	d.admin.ServeHTTP(w, r)
	return answer{status: w.Code, header: w.Header(), body: w.Body.Bytes()}
}

// put writes provision 7 with the summary, which must be accepted.
func (d *diary) put(summary, reason string, based int) {
	d.t.Helper()
	if a := d.tryPut(summary, reason, based); a.status != http.StatusOK {
		d.t.Fatalf("put: status %d: %s", a.status, a.body)
	}
}

func (d *diary) tryPut(summary, reason string, based int) answer {
	d.t.Helper()
	files := storetest.Bundle(map[int]string{7: summary})
	return d.change("put", map[string]any{"actor": "tanaka", "reason": reason, "files": []map[string]any{
		{"name": storetest.ProvisionID(7) + ".md", "data": files[len(files)-1].Data, "revision": based},
	}})
}

func (d *diary) get(target string, status int) *goquery.Document {
	d.t.Helper()
	target, _, _ = strings.Cut(target, "#")
	a := askOf(d.t, d.Server, http.MethodGet, target)
	if a.status != status {
		d.t.Fatalf("GET %s: status %d, want %d", target, a.status, status)
	}
	doc := parse(d.t, a)
	checkHTML(d.t, doc, doc.Find("html").AttrOr("lang", ""))
	return doc
}

// live puts, revises and withdraws a document on three days.
func live(t *testing.T) (d *diary, id string) {
	t.Helper()
	d, id = newDiary(t), storetest.ProvisionID(7)
	d.day(1)
	d.put("三つの回線。", "初版", 0)
	d.day(2)
	d.put("四つの回線。", "数え直した", 1)
	return d, id
}

func TestHistoryPage(t *testing.T) {
	d, id := live(t)
	doc := d.get("/documents/"+id+"/history", http.StatusOK)
	rows := doc.Find(".changes tbody tr")
	if rows.Length() != 2 || !strings.Contains(words(rows.Eq(0)), "数え直した") || !strings.Contains(words(rows.Eq(1)), "tanaka 初版") {
		t.Errorf("rows are %q", words(rows))
	}
	if gone, come := words(doc.Find(".diff-gone mark")), words(doc.Find(".diff-come mark")); gone != "三" || come != "四" {
		t.Errorf("what differs is %q and %q", gone, come)
	}
	if got := words(doc.Find("#difference ~ h3")); !strings.HasPrefix(got, "要約") {
		t.Errorf("the difference is said to be at %q", got)
	}
	for _, a := range doc.Find(".changes tbody a").EachIter() {
		d.get(a.AttrOr("href", ""), http.StatusOK)
	}
	english := d.get("/documents/"+id+"/history?lang=en", http.StatusOK)
	checkEnglish(t, english)
	if got := d.get(documentPath(id, ""), http.StatusOK).Find(`a[href="/documents/` + id + `/history"]`).Length(); got != 1 {
		t.Errorf("%d links to the history on the document's page", got)
	}
	d.get("/documents/tags/history", http.StatusOK)
	for _, bad := range []string{"?from=9", "?from=1&to=9"} {
		d.get("/documents/"+id+"/history"+bad, http.StatusNotFound)
	}
	d.get("/documents/"+id+"/history?from=x", http.StatusBadRequest)
	d.get("/documents/provision-none/history", http.StatusNotFound)
}

func TestAsOfDay(t *testing.T) {
	d, id := live(t)
	d.day(3)
	if a := d.change("withdraw", map[string]any{"actor": "sato", "reason": "重複", "ids": []string{id}}); a.status != http.StatusOK {
		t.Fatalf("withdraw: status %d: %s", a.status, a.body)
	}
	path := documentPath(id, "")
	for day, want := range []string{"", "三つの回線。", "四つの回線。", ""} {
		at := path + "?as_of=" + d.day(day)
		if want == "" {
			doc := d.get(at, http.StatusNotFound)
			if doc.Find(`main a[href="/documents/`+id+`/history"]`).Length() != 1 {
				t.Errorf("day %d: no way to the history", day)
			}
			continue
		}
		doc := d.get(at, http.StatusOK)
		if got := words(doc.Find(".summary")); got != want {
			t.Errorf("day %d: %q, want %q", day, got, want)
		}
		if doc.Find("meta[name=robots][content=noindex]").Length() != 1 || !strings.Contains(words(doc.Find(".as-of")), d.day(day)+" の終わりの内容です") ||
			!strings.Contains(words(doc.Find(".as-of")), "その後に取り下げられました") {
			t.Errorf("day %d: the page is not marked: %q", day, words(doc.Find(".as-of")))
		}
	}
	for n, want := range map[int]string{1: "三つの回線。", 2: "四つの回線。"} {
		doc := d.get(fmt.Sprintf("%s?revision=%d", path, n), http.StatusOK)
		if got := words(doc.Find(".summary")); got != want || !strings.Contains(words(doc.Find(".as-of")), fmt.Sprintf("第%d版", n)) {
			t.Errorf("revision %d: %q, marked %q", n, got, words(doc.Find(".as-of")))
		}
	}
	d.get(path+"?revision=3", http.StatusNotFound)
	// The bundled document has not changed since.
	if got := words(d.get(documentPath(storetest.ProvisionID(1), "")+"?as_of="+d.day(1), http.StatusOK).Find(".as-of")); !strings.Contains(got, "その後も変わっていません") {
		t.Errorf("the page says %q", got)
	}
	gone := d.get(path, http.StatusGone)
	if got := words(gone.Find("main")); !strings.Contains(got, "sato によって取り下げられました（理由: 重複）") {
		t.Errorf("the page of a withdrawn document says %q", got)
	}
	d.get(path+"?as_of=yesterday", http.StatusBadRequest)
	var res struct{ Document struct{ Summary string } }
	a := askOf(t, d.Server, http.MethodGet, "/api/v1/documents/"+id+"?as_of="+d.day(1))
	if err := json.Unmarshal(a.body, &res); err != nil || res.Document.Summary != "三つの回線。" {
		t.Errorf("the API says %s, %v", a.body, err)
	}
}

// TestRefusedWrites holds that a refusal says all that is needed to mend it.
func TestRefusedWrites(t *testing.T) {
	d, id := live(t)
	var p problemDocument
	a := d.tryPut("五つの回線。", "", 1)
	if err := json.Unmarshal(a.body, &p); err != nil || a.status != http.StatusConflict || len(p.Conflicts) != 1 || p.Conflicts[0].Current.Revision != 2 || len(p.Conflicts[0].Difference) != 1 {
		t.Errorf("conflict: status %d: %s", a.status, a.body)
	}
	p = problemDocument{}
	a = d.tryPut("一。二。三。四。", "", 2)
	if err := json.Unmarshal(a.body, &p); err != nil || a.status != http.StatusUnprocessableEntity || len(p.Problems) != 1 || p.Problems[0].Field != "summary" || p.Problems[0].File != "provisions/"+id+".md" {
		t.Errorf("lint: status %d: %s", a.status, a.body)
	}
	for what, want := range map[string]struct {
		path   string
		body   any
		status int
	}{
		"bundled":       {"withdraw", map[string]any{"actor": "x", "reason": "y", "ids": []string{storetest.ProvisionID(1)}}, http.StatusForbidden},
		"not there":     {"withdraw", map[string]any{"actor": "x", "reason": "y", "ids": []string{"case-none"}}, http.StatusNotFound},
		"name of ours":  {"put", map[string]any{"actor": "bundled", "files": []map[string]any{{"name": "case-a.md"}}}, http.StatusBadRequest},
		"unknown field": {"put", map[string]any{"actr": "x"}, http.StatusBadRequest},
		"no file name":  {"put", map[string]any{"actor": "x", "files": []map[string]any{{"name": "../../etc/passwd"}}}, http.StatusUnprocessableEntity},
		"tags":          {"put", map[string]any{"actor": "x", "files": []map[string]any{{"name": "tags.yaml"}}}, http.StatusUnprocessableEntity},
	} {
		if a := d.change(want.path, want.body); a.status != want.status {
			t.Errorf("%s: status %d, want %d: %s", what, a.status, want.status, a.body)
		}
	}
	if a := askOf(t, d.Server, http.MethodPost, adminFolder+"put"); a.status != http.StatusNotFound {
		t.Errorf("the public handler answers %d to a write", a.status)
	}
	if got, err := d.store.Head(t.Context()); err != nil || got != 6 {
		t.Errorf("head %d, %v: a refused write left a trace", got, err)
	}
}

// TestFileIsPutAgain takes the file of a revision through a reader's hands.
func TestFileIsPutAgain(t *testing.T) {
	d, id := live(t)
	a := askOf(t, d.Server, http.MethodGet, "/api/v1/documents/"+id+"/file")
	plain, revision := kb.Unstamp(a.body)
	if a.status != http.StatusOK || revision != 2 || !bytes.Contains(plain, []byte("四つの回線。")) {
		t.Errorf("status %d: %s", a.status, a.body)
	}
	if a := askOf(t, d.Server, http.MethodGet, "/api/v1/documents/"+id+"/file?revision=1"); !bytes.Contains(a.body, []byte("三つの回線。")) {
		t.Errorf("status %d: %s", a.status, a.body)
	}
}
