package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kyokun/kb"
)

// TestDutyBorders asks the real rules on both sides of their lines.
func TestDutyBorders(t *testing.T) {
	for _, c := range []struct {
		query         string
		serious       kb.Verdict
		row, version  string
		minutes, left int // from where on it is serious, 0 for none
		periodic      kb.Verdict
		missing       []string
	}{
		{"service=voice-emergency&minutes=60&users=30000&on=2026-04-01", kb.Yes, "一", "major-2026", 60, 0, kb.No, nil},
		{"service=voice-emergency&minutes=59&users=30000&on=2026-04-01", kb.No, "一", "major-2026", 60, 1, kb.Yes, nil},
		{"service=voice-emergency&minutes=60&users=29999&on=2026-04-01", kb.No, "一", "major-2026", 0, 0, kb.No, nil},
		{"service=internet-access&minutes=60&users=100000&on=2026-04-01", kb.Yes, "六", "major-2026", 60, 0, kb.No, nil},
		{"service=internet-access&minutes=60&users=100000&on=2026-03-31", kb.No, "五", "major-r03", 120, 60, kb.Yes, nil},
		{"service=internet-access&minutes=120&users=30000&on=2021-05-01", kb.Yes, "五", "major-r03", 120, 0, kb.Yes, nil},
		{"service=voice&minutes=60&on=2026-04-01", kb.Unknown, "二", "major-2026", 0, 0, kb.Unknown, []string{"users"}},
		{"service=voice&on=2026-04-01", kb.Unknown, "二", "major-2026", 0, 0, kb.Unknown, []string{"minutes", "users"}},
		{"service=critical-facility&minutes=120&on=2026-04-01", kb.Yes, "2号", "major-2026", 120, 0, kb.No, nil},
		{"service=critical-facility&minutes=120&all_traffic_lost=no&users=0&on=2026-04-01", kb.No, "2号", "major-2026", 0, 0, kb.Yes, nil},
		{"service=voice-emergency&minutes=600&users=30000&degraded=no&on=2026-04-01", kb.No, "一", "major-2026", 0, 0, kb.No, nil},
	} {
		var a apiDutyResponse
		getJSON(t, "/api/v1/duty?"+c.query, &a)
		if a.Serious != c.serious || a.Row != c.row || a.RuleVersion != c.version || a.Periodic != c.periodic || !slices.Equal(a.Missing, c.missing) {
			t.Errorf("%s: serious %s, row %s of %s, periodic %s, missing %v", c.query, a.Serious, a.Row, a.RuleVersion, a.Periodic, a.Missing)
		}
		if got := valueOf(a.BecomesSerious.Minutes); got != c.minutes {
			t.Errorf("%s: serious from %d minutes, want %d", c.query, got, c.minutes)
		}
		if got := valueOf(a.BecomesSerious.MinutesLeft); got != c.left {
			t.Errorf("%s: %d minutes left, want %d", c.query, got, c.left)
		}
		if a.Why == "" || !strings.Contains(a.Disclaimer, "法的な助言ではありません") || len(a.Answers) != 1 {
			t.Errorf("%s: why %q, disclaimer %q, %d answers", c.query, a.Why, a.Disclaimer, len(a.Answers))
		}
	}
}

func valueOf(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// TestDutyGravestFirst holds that an accident of several classes is what the gravest makes it.
func TestDutyGravestFirst(t *testing.T) {
	var a apiDutyResponse
	getJSON(t, "/api/v1/duty?service=lpwa&service=other&service=voice-emergency&minutes=70&users=3%E4%B8%87&on=2026-04-01T09:30", &a)
	var got []kb.DutyService
	for _, answer := range a.Answers {
		got = append(got, answer.Service)
	}
	// voice is serious; other has 50 minutes to go, LPWA 650.
	if want := []kb.DutyService{kb.VoiceEmergency, kb.OtherService, kb.LPWA}; !slices.Equal(got, want) || a.Service != kb.VoiceEmergency || a.Serious != kb.Yes {
		t.Errorf("%v, the answer as a whole is %s for %s", got, a.Serious, a.Service)
	}
	due := map[string]string{}
	for _, d := range a.Deadlines {
		due[d.ID] = d.By + " " + d.Provision
	}
	if due["serious-first"] != "without-delay provision-rule-57" || due["serious-detail"] != "2026-05-01 provision-rule-57" || len(due) != 2 {
		t.Errorf("deadlines %v", due)
	}
	if at := a.Answers[1].BecomesSerious.At; at == nil || at.In(kb.JST).Format(minuteForm) != "2026-04-01 11:30" {
		t.Errorf("the line of other is reached at %v", at)
	}
}

// TestDutyOfToday holds that a question without a day is about today in Japan.
func TestDutyOfToday(t *testing.T) {
	q, err := readDuty(url.Values{"service": {"voice"}}, time.Date(2026, 4, 30, 16, 0, 0, 0, time.UTC))
	if err != nil || q.On != "2026-05-01" {
		t.Errorf("on %q, %v", q.On, err)
	}
	q, err = readDuty(url.Values{"on": {"2026-04-01"}, "time": {"09:30"}}, time.Now())
	if err != nil || q.On != "2026-04-01T09:30" {
		t.Errorf("on %q, %v", q.On, err)
	}
}

// hostile are questions that have no answer, with the parameter at fault.
var hostile = map[string]string{
	"minutes=60&users=1": "service",
	"service=":           "service",
	"service=telegraph":  "service",
	"service=%3Cscript%3Ealert(1)%3C/script%3E":           "service",
	"service=" + strings.Repeat("a", 50_000):              "service",
	strings.Repeat("service=voice&", 21):                  "service",
	"service=voice&minutes=-1":                            "minutes",
	"service=voice&minutes=1e3":                           "minutes",
	"service=voice&minutes=99999999999999999999":          "minutes",
	"service=voice&users=3.5":                             "users",
	"service=voice&users=%FF%FE":                          "users",
	"service=voice&users=%00":                             "users",
	"service=voice&on=2026-02-30":                         "on",
	"service=voice&on=tomorrow":                           "on",
	"service=voice&on=2001-01-01":                         "on",
	"service=voice&on=2026-04-01T25:00":                   "on",
	"service=voice&degraded=maybe":                        "degraded",
	"service=voice&all_traffic_lost=%22%3E%3Cb%20x%3D%22": "all_traffic_lost",
}

func TestDutyProblems(t *testing.T) {
	for query, param := range hostile {
		a := ask(t, http.MethodGet, "/api/v1/duty?"+query)
		var p problemDocument
		if err := json.Unmarshal(a.body, &p); err != nil {
			t.Errorf("%.60s: %v", query, err)
			continue
		}
		if a.status != http.StatusBadRequest || p.Parameter != param || p.Detail == "" || len(p.Detail) > 1000 ||
			a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%.60s: status %d, %+v", query, a.status, p)
		}
		for _, lang := range languages {
			page := ask(t, http.MethodGet, withLang("/duty?"+query, lang))
			doc := parse(t, page)
			if page.status != http.StatusBadRequest || doc.Find("main [role=alert]").Length() != 1 || doc.Find(".duty-form script, .duty-form b[x], .verdict").Length() != 0 {
				t.Errorf("%.60s: page of status %d in %s", query, page.status, lang)
			}
			if got := doc.Find("[name='" + param + "'][aria-invalid], fieldset[aria-invalid] [name='" + param + "']").Length(); got == 0 {
				t.Errorf("%.60s: the field %s is not marked", query, param)
			}
			checkHTML(t, doc, lang)
		}
	}
}

func TestDutyPage(t *testing.T) {
	for _, c := range []struct{ query, ja, en string }{
		{"service=voice-emergency&minutes=60&users=30000&on=2026-04-01", "該当", "Serious"},
		{"service=voice-emergency&minutes=42&users=30000&on=2026-04-01&time=09:30", "該当しない", "Not serious"},
		{"service=voice&minutes=60&on=2026-04-01", "まだ判断できない", "Cannot be said yet"},
		{"service=internet-access&service=lpwa&minutes=90&users=2000000&on=2020-01-01", "該当", "Serious"},
		{"service=critical-facility&on=2010-01-01&degraded=unknown", "まだ判断できない", "Cannot be said yet"},
	} {
		for lang, want := range map[string]string{"ja": c.ja, "en": c.en} {
			path := withLang("/duty?"+c.query, lang)
			doc := get(t, path)
			if got := words(doc.Find("main section:first-of-type h2")); got != want {
				t.Errorf("%s begins with %q, want %q", path, got, want)
			}
			if words(doc.Find(".aid")) != (locale{lang: lang}).T("duty.aid") {
				t.Errorf("%s does not say what it is worth", path)
			}
			for _, selector := range []string{".row dd", ".why-of dd", ".lines li", ".periodic strong", ".versions tbody tr", ".versions a[href^='/provisions/']", "#notes"} {
				if words(doc.Find(selector)) == "" {
					t.Errorf("%s lacks %s", path, selector)
				}
			}
			checkHTML(t, doc, lang)
			if lang == "en" {
				checkEnglish(t, doc)
			}
		}
	}
}

func TestDutyPageDetails(t *testing.T) {
	doc := get(t, "/duty?service=voice-emergency&minutes=42&users=30000&on=2026-04-01&time=09:30")
	if got := words(doc.Find(".border dd")); !strings.Contains(got, "あと18分で該当します") || !strings.Contains(got, "2026-04-01 10:30") {
		t.Errorf("the next line is %q", got)
	}
	if got := doc.Find("[data-clock]").AttrOr("data-start", ""); got != "2026-04-01T09:30:00+09:00" {
		t.Errorf("the clock starts at %q", got)
	}
	if got := doc.Find("time[data-line]").AttrOr("datetime", ""); got != "2026-04-01T10:30:00+09:00" {
		t.Errorf("the clock's line is at %q", got)
	}
	if n := doc.Find(".near-miss .questions li").Length(); n < 10 {
		t.Errorf("%d points of the near-miss test", n)
	}
	doc = get(t, "/duty?service=voice&minutes=60&on=2026-04-01")
	if got := words(doc.Find(".missing dd")); got != "影響利用者数" {
		t.Errorf("missing is %q", got)
	}
	doc = get(t, "/duty?service=voice&minutes=600&users=900000&on=2026-04-01")
	if got := doc.Find(".deadlines time[data-by][datetime='2026-05-01']").Length(); got != 1 {
		t.Errorf("%d deadlines on 2026-05-01", got)
	}
	if doc.Find(".deadlines a[href='/provisions/provision-rule-57']").Length() == 0 {
		t.Error("the deadlines do not lead to the provision")
	}
	// The start of the LPWA row is not certain: two versions, and it is said why.
	doc = get(t, "/duty?service=lpwa&minutes=120&users=30000&on=2020-01-01")
	if got := doc.Find(".versions code").Length(); got < 3 || words(doc.Find(".versions .dating")) == "" {
		t.Errorf("%d versions; on their dates: %q", got, words(doc.Find(".versions .dating")))
	}
}

// TestDutyFormKeepsItsValues holds that the form shows what was asked, answered or not.
func TestDutyFormKeepsItsValues(t *testing.T) {
	for _, extra := range []string{"", "&minutes=x"} {
		q := "service=voice&service=other&on=2026-04-01&time=09:30&users=3%E4%B8%87&degraded=unknown&all_traffic_lost=no" + extra
		doc := parse(t, ask(t, http.MethodGet, "/duty?lang=en&"+q))
		got := url.Values{}
		for _, name := range []string{"on", "time", "minutes", "users"} {
			got.Set(name, doc.Find(".duty-form input[name="+name+"]").AttrOr("value", ""))
		}
		for _, name := range []string{"degraded", "all_traffic_lost"} {
			got.Set(name, doc.Find("select[name="+name+"] option[selected]").AttrOr("value", ""))
		}
		boxes := doc.Find(".duty-form input[name=service][checked]")
		for _, s := range boxes.EachIter() {
			got.Add("service", s.AttrOr("value", ""))
		}
		want, err := url.ParseQuery(q)
		if err != nil {
			t.Fatal(err)
		}
		if !want.Has("minutes") {
			want.Set("minutes", "")
		}
		if got.Encode() != want.Encode() || doc.Find(".duty-form input[name=lang][value=en]").Length() != 1 {
			t.Errorf("asked %s, the form has %s", want.Encode(), got.Encode())
		}
	}
	empty := get(t, "/duty")
	if empty.Find(".duty-form input[name=service]").Length() != len(kb.DutyServices()) || empty.Find("[checked], .verdict, [role=alert]").Length() != 0 {
		t.Error("the empty form answers, complains or lacks a class")
	}
}

// TestDutyWithoutRules asks a server whose content has no tables.
func TestDutyWithoutRules(t *testing.T) {
	lib, _ := kb.NewLibrary(nil)
	s := withIndex(site.index)
	s.current.Store(&snapshot{lib: lib})
	for _, target := range []string{"/duty", "/api/v1/duty?service=voice"} {
		if a := askOf(t, s, http.MethodGet, target); a.status != http.StatusNotFound {
			t.Errorf("%s: status %d", target, a.status)
		}
	}
}

func TestRuns(t *testing.T) {
	text := kb.Text{JA: "第58条", EN: "row 一 (see 第58条第2項（7区分）), then 30 more"}
	var marked []string
	whole := ""
	for _, r := range en.runs(text) {
		whole += r.Text
		if r.Japanese {
			marked = append(marked, r.Text)
		}
	}
	if whole != text.EN || !slices.Equal(marked, []string{"一", "第58条第2項（7区分）"}) {
		t.Errorf("%q, marked %q", whole, marked)
	}
}
