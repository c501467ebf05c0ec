package server

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kyokun/index"
	"kyokun/kb"
)

// send posts a body to the site.
func send(t *testing.T, target, mediaType, body string, header ...string) answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, target, strings.NewReader(body))
	r.Header.Set("Content-Type", mediaType)
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return answer{status: w.Code, header: w.Header(), body: w.Body.Bytes()}
}

const formType, jsonType = "application/x-www-form-urlencoded", "application/json"

// outage is a chat log with a similar case.
const outage = "[01:55] 田中: お疲れ様です。\n[01:56] 田中: 切替工事を切り戻したあと、IoT端末の位置登録が一斉に来て信号交換機が輻輳しています。<b>音声</b>も不通です。\n[01:57] 佐藤: よろしくお願いします。"

func askSimilar(t *testing.T, body string) apiSimilarResponse {
	t.Helper()
	a := send(t, "/api/v1/similar", jsonType, body)
	if a.status != http.StatusOK {
		t.Fatalf("%.80s: status %d: %s", body, a.status, a.body)
	}
	var res apiSimilarResponse
	if err := json.Unmarshal(a.body, &res); err != nil {
		t.Fatal(err)
	}
	return res
}

func TestAPISimilar(t *testing.T) {
	body, err := json.Marshal(map[string]any{"text": outage, "limit": 3})
	if err != nil {
		t.Fatal(err)
	}
	res := askSimilar(t, string(body))
	if !res.Known || len(res.Hits) == 0 || len(res.SetAside) != 2 || len(res.Tags) == 0 || len(res.Terms) == 0 {
		t.Fatalf("%+v", res)
	}
	byKind := map[string][]string{}
	for i, h := range res.Hits {
		byKind[string(h.Kind)] = append(byKind[string(h.Kind)], h.ID)
		if i > 0 && h.Score > res.Hits[i-1].Score {
			t.Errorf("%s comes after a lower score", h.ID)
		}
		if len(h.Reasons)+len(h.Through) == 0 {
			t.Errorf("%s: no reason", h.ID)
		}
	}
	if len(byKind["case"]) == 0 || byKind["case"][0] != "case-r03-06" || len(byKind["case"]) > 3 || len(byKind["lesson"]) > 3 {
		t.Errorf("cases and lessons %v", byKind)
	}
	first := res.Hits[slices.IndexFunc(res.Hits, func(h apiSimilarHit) bool { return h.ID == "case-r03-06" })]
	if len(first.Prolonged) != 2 || len(first.Measures) != 8 || first.Measures[0].URL != "/cases/case-r03-06#m1" {
		t.Errorf("%+v, %+v", first.Prolonged, first.Measures)
	}
	questions := 0
	for _, h := range res.Hits {
		questions += len(h.Questions)
	}
	if questions == 0 {
		t.Error("no check questions")
	}
}

func TestAPISimilarByID(t *testing.T) {
	for _, id := range []string{"case-r03-03", "lesson-r03-1-05"} {
		res := askSimilar(t, `{"id":"`+id+`"}`)
		if len(res.Hits) == 0 {
			t.Errorf("nothing is like %s", id)
		}
		for _, h := range res.Hits {
			if h.ID == id {
				t.Errorf("%s is like itself", id)
			}
		}
	}
	if res := askSimilar(t, `{"text":"猫が好きです"}`); res.Known || len(res.Hits) > 0 || res.Message == "" {
		t.Errorf("%+v", res)
	}
}

func TestAPISimilarPlain(t *testing.T) {
	a := send(t, "/api/v1/similar", "text/plain; charset=utf-8", outage)
	if a.status != http.StatusOK || !strings.Contains(string(a.body), `"case-r03-06"`) || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("status %d, %s: %.200s", a.status, a.header.Get("Cache-Control"), a.body)
	}
}

func TestAPISimilarProblems(t *testing.T) {
	for _, c := range []struct {
		mediaType, body string
		status          int
		param           string
	}{
		{jsonType, ``, 400, "body"},
		{jsonType, `{`, 400, "body"},
		{jsonType, `{"text":"a"}{}`, 400, "body"},
		{jsonType, `{"txt":"a"}`, 400, "body"},
		{jsonType, `{"text":5}`, 400, "body"},
		{jsonType, `{}`, 400, "text"},
		{jsonType, `{"text":"a","id":"case-r03-01"}`, 400, "text"},
		{jsonType, `{"text":"a","limit":0}`, 400, "limit"},
		{jsonType, `{"text":"a","limit":101}`, 400, "limit"},
		{jsonType, `{"id":"case-r99-01"}`, 404, "id"},
		{jsonType, `{"id":"source-r03-report"}`, 404, "id"},
		{jsonType, `{"text":"` + strings.Repeat("a", index.MaxIncident+1) + `"}`, 413, "text"},
		{"text/plain", strings.Repeat("停", 30_000), 413, "text"},
		{"text/plain", strings.Repeat("停", 400_000), 413, ""},
		{"text/plain", "\xff\xfe", 400, "text"},
		{"", `{"text":"a"}`, 415, ""},
		{formType, `text=a`, 415, ""},
	} {
		a := send(t, "/api/v1/similar", c.mediaType, c.body)
		var p problemDocument
		if err := json.Unmarshal(a.body, &p); err != nil {
			t.Errorf("%s %.40s: %v", c.mediaType, c.body, err)
			continue
		}
		if a.status != c.status || p.Parameter != c.param || p.Detail == "" {
			t.Errorf("%s %.40s: status %d, %+v", c.mediaType, c.body, a.status, p)
		}
	}
	if a := send(t, "/api/v1/similar", jsonType, `{"text":"停電"}`, "Sec-Fetch-Site: cross-site"); a.status != http.StatusForbidden {
		t.Errorf("another site's request: status %d", a.status)
	}
}

// postIncident sends a text to the page.
func postIncident(t *testing.T, lang, text string) answer {
	t.Helper()
	return send(t, "/incident?lang="+lang, formType, url.Values{"text": {text}}.Encode())
}

func TestIncidentPage(t *testing.T) {
	for _, lang := range []string{"ja", "en"} {
		a := postIncident(t, lang, outage)
		if a.status != http.StatusOK || a.header.Get("Cache-Control") != "no-store" {
			t.Fatalf("status %d, %s", a.status, a.header.Get("Cache-Control"))
		}
		doc := parse(t, a)
		checkHTML(t, doc, lang)
		if got := doc.Find("textarea#text").Text(); strings.TrimSpace(got) != strings.TrimSpace(outage) {
			t.Errorf("the text is lost: %q", got)
		}
		if got := doc.Find(".incident-cases > li h3 a").First().AttrOr("href", ""); got != "/cases/case-r03-06?lang="+lang {
			t.Errorf("the first case is %s", got)
		}
		for _, sel := range []string{".incident-cases .shared .mark", ".incident-cases .shared .word", ".incident-cases .parts li", ".incident-lessons .ticks li input", "#read ~ details li"} {
			if doc.Find(sel).Length() == 0 {
				t.Errorf("no %s", sel)
			}
		}
		if len(a.body) > 150_000 {
			t.Errorf("%d bytes", len(a.body))
		}
	}
}

func TestIncidentPageSaysNo(t *testing.T) {
	for text, want := range map[string]string{
		"":             "何も書かれていません",
		" \r\n　":       "何も書かれていません",
		"明日の会議は14時です。": "似た事例は知られていません",
		"お世話になっております。よろしくお願いいたします。": "似た事例は知られていません",
	} {
		doc := parse(t, postIncident(t, "ja", text))
		if got := words(doc.Find("main")); !strings.Contains(got, want) || doc.Find(".incident-cases").Length() > 0 {
			t.Errorf("%q: %.200s", text, got)
		}
	}
}

// TestIncidentDuty judges an incident by the clock and drafts its first report.
func TestIncidentDuty(t *testing.T) {
	began := time.Now().In(kb.JST).Add(-45 * time.Minute)
	form := url.Values{
		"service": {"voice-emergency", "internet-access"}, "on": {began.Format("2006-01-02")}, "time": {began.Format("15:04")},
		"users": {"12万"}, "place": {"大阪第2局 <script>"}, "measures": {"切り戻し中\r\n迂回路を確認中"},
	}
	a := send(t, "/incident?lang=ja", formType, form.Encode())
	doc := parse(t, a)
	checkHTML(t, doc, "ja")
	if a.status != http.StatusOK || doc.Find(".verdict-no, .verdict-unknown").Length() != 1 {
		t.Fatalf("status %d, verdict %q", a.status, words(doc.Find(".verdict")))
	}
	if got := words(doc.Find(".next-line")); !strings.Contains(got, "線まで") || doc.Find("time[data-line]").Length() == 0 {
		t.Errorf("no next line: %q", got)
	}
	if doc.Find("[data-clock][data-start]").Length() != 1 {
		t.Error("no clock that runs")
	}
	draft := doc.Find("#draft").Text()
	for _, want := range []string{
		"発生日時： " + began.Format("2006-01-02 15:04"), "発生場所： 大阪第2局 <script>", "緊急通報を扱う音声", "利用者数： 120,000人",
		"発生原因： 調査中", "措置模様： 切り戻し中\n　　迂回路を確認中", "重大な事故の基準：",
	} {
		if !strings.Contains(draft, want) {
			t.Errorf("the draft lacks %q:\n%s", want, draft)
		}
	}
	for name, want := range map[string]string{"on": began.Format("2006-01-02"), "time": began.Format("15:04"), "users": "12万", "minutes": ""} {
		if got := doc.Find("input[name="+name+"]").AttrOr("value", ""); got != want {
			t.Errorf("%s: the form holds %q, want %q", name, got, want)
		}
	}
	if got := doc.Find("input[name=service][checked]").Length(); got != 2 {
		t.Errorf("%d services are kept", got)
	}
}

// TestIncidentFault keeps all that was entered where one field is wrong.
func TestIncidentFault(t *testing.T) {
	form := url.Values{"text": {outage}, "service": {"voice"}, "users": {"たくさん"}, "place": {"那覇"}}
	a := send(t, "/incident?lang=ja", formType, form.Encode())
	doc := parse(t, a)
	if a.status != http.StatusBadRequest || doc.Find("#fault").Length() != 1 || doc.Find("details.ask[open]").Length() != 1 {
		t.Fatalf("status %d: %q", a.status, words(doc.Find("#fault")))
	}
	if got := doc.Find("input[name=users]"); got.AttrOr("value", "") != "たくさん" || got.AttrOr("aria-invalid", "") != "true" {
		t.Error("the wrong value is lost, or not marked")
	}
	if !strings.Contains(doc.Find("#text").Text(), "切替工事") || !strings.Contains(doc.Find("[name=place]").Text(), "那覇") {
		t.Error("what was entered is lost")
	}
	if doc.Find(".incident-cases > li").Length() == 0 {
		t.Error("the similar cases do not need the number of users")
	}
}

// TestIncidentHostile sends what no one should: the page answers, keeps the
// text and stays a page.
func TestIncidentHostile(t *testing.T) {
	for _, text := range []string{
		"</textarea><script>alert(1)</script>", "\x00\xff", "\u202e停電\u200f", strings.Repeat("ア", 6_000), strings.Repeat("😀", 16_000),
		strings.Repeat("停電 ", 9_000), strings.Repeat("\n", 60_000), strings.Repeat("停", 25_000), strings.Repeat(">", 60_000),
		strings.Repeat("了解です。", 4_000),
	} {
		a := postIncident(t, "ja", text)
		if a.status != http.StatusOK {
			t.Errorf("%.20q: status %d", text, a.status)
			continue
		}
		doc := parse(t, a)
		if doc.Find("script:not([src])").Length() > 0 || doc.Find("textarea[name=text]").Length() != 1 {
			t.Errorf("%.20q gets into the page", text)
		}
		if cut := strings.Contains(words(doc.Find(".fault")), "先頭の64 kBだけ"); cut != (len(text) > index.MaxIncident) {
			t.Errorf("%.20q: cut is %v", text, cut)
		}
	}
	if a := postIncident(t, "ja", strings.Repeat("停", 100_000)); a.status != http.StatusRequestEntityTooLarge || !strings.Contains(string(a.body), "64 kB") {
		t.Errorf("300 kB: status %d", a.status)
	}
}

// TestSimilarBox holds that each case names those like it, or says that there
// are none.
func TestSimilarBox(t *testing.T) {
	boxes, empty := 0, 0
	for _, k := range library().Cases() {
		doc := get(t, documentPath(k.ID, "")+"?lang=ja")
		section := doc.Find("section:has(#similar)")
		links := section.Find(".similar > li > a")
		boxes += links.Length()
		if links.Length() == 0 {
			empty++
			if !strings.Contains(words(section), "似た事例は知られていません") {
				t.Errorf("%s: %q", k.ID, words(section))
			}
		}
		if links.Length() > boxCases || strings.Contains(links.AttrOr("href", ""), k.ID) {
			t.Errorf("%s: %d links, the first %s", k.ID, links.Length(), links.AttrOr("href", ""))
		}
		if section.Find(".similar .shared").Length() != links.Length() {
			t.Errorf("%s: a case without a reason", k.ID)
		}
	}
	if boxes == 0 || empty == 0 {
		t.Errorf("%d similar cases, %d cases like no other: the test looked at too little", boxes, empty)
	}
}
