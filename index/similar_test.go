package index

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"kyokun/kb"
)

func similar(t testing.TB, x *Index, q Incident) *Similar {
	t.Helper()
	r, err := x.Similar(t.Context(), q)
	if err != nil {
		t.Fatalf("similar to %.60q%s: %v", q.Text, q.Like, err)
	}
	return r
}

func idsOf(list []Resemblance) []string {
	var out []string
	for _, r := range list {
		out = append(out, r.ID)
	}
	return out
}

// lessonsOf are the lessons drawn from a case.
func lessonsOf(lib *kb.Library, id string) []string {
	var out []string
	links, _ := lib.Backlinks(id)
	for _, e := range links {
		if e.Relation == kb.DrawnFrom && !slices.Contains(out, e.From) {
			out = append(out, e.From)
		}
	}
	return out
}

// TestCaseFindsItsLessons holds that each case leads to the lessons drawn from
// it: by its id, where its own links do not count as it is not in the answer,
// and by what it tells, pasted as a text.
func TestCaseFindsItsLessons(t *testing.T) {
	const bar = 0.95
	x, lib := openReal(t)
	sums, n := map[string]float64{}, 0
	for _, c := range lib.Cases() {
		want := lessonsOf(lib, c.ID)
		if len(want) == 0 {
			t.Errorf("no lesson is drawn from %s", c.ID)
			continue
		}
		n++
		text := []string{c.Phenomenon.Text}
		for _, v := range c.Causes {
			text = append(text, v.Text)
		}
		for way, q := range map[string]Incident{
			"id":   {Like: c.ID, Limit: 20},
			"text": {Text: strings.Join(text, "\n"), Limit: 20},
		} {
			r := similar(t, x, q)
			if way == "id" && slices.Contains(idsOf(r.Cases), c.ID) {
				t.Errorf("%s resembles itself", c.ID)
			}
			if way == "text" && (len(r.Cases) == 0 || r.Cases[0].ID != c.ID) {
				t.Errorf("what %s tells leads to %v", c.ID, idsOf(r.Cases))
			}
			at := slices.IndexFunc(r.Lessons, func(l Resemblance) bool { return slices.Contains(want, l.ID) })
			if at < 0 {
				t.Errorf("%s by %s: none of %v in %v", c.ID, way, want, idsOf(r.Lessons))
				continue
			}
			if at > 0 {
				t.Logf("%s by %s: %v before %s", c.ID, way, idsOf(r.Lessons[:at]), r.Lessons[at].ID)
			}
			sums[way] += 1 / float64(at+1)
		}
	}
	for _, way := range []string{"id", "text"} {
		if mrr := sums[way] / float64(n); mrr < bar {
			t.Errorf("MRR by %s is %.3f, want %.2f", way, mrr, bar)
		} else {
			t.Logf("MRR by %s: %.3f over %d cases", way, mrr, n)
		}
	}
}

func TestSimilarGivesReasons(t *testing.T) {
	x, lib := openReal(t)
	r := similar(t, x, Incident{Text: "お疲れ様です。\nDNSサーバの手前のファイアウォールでセッション数が上限に達し、端末の再試行で問合せが急増しています。停電はありません。\nよろしくお願いします。"})
	if len(r.Cases) == 0 || r.Cases[0].ID != "case-r03-04" {
		t.Fatalf("found %v", idsOf(r.Cases))
	}
	if !slices.Contains(idsOf(r.Lessons), "lesson-r03-1-03") {
		t.Errorf("the lesson of the first case is not in %v", idsOf(r.Lessons))
	}
	if len(r.SetAside) != 2 {
		t.Errorf("set aside %q", r.SetAside)
	}
	for _, tag := range r.Tags {
		if tag.Tag == "power-loss" {
			t.Errorf("a power cut is read out of %q", tag.Typed)
		}
		if tag.Typed == "" {
			t.Errorf("no word shows %s %s", tag.Facet, tag.Tag)
		}
	}
	for _, c := range slices.Concat(r.Cases, r.Lessons) {
		if c.Score < 0 || c.Score > 1.0001 || c.Title == "" {
			t.Errorf("%+v", c)
		}
		if len(c.Terms)+len(c.Tags)+len(c.Through) == 0 {
			t.Errorf("%s: no reason", c.ID)
		}
		doc, ok := lib.Document(c.ID)
		if !ok {
			t.Errorf("no document %s", c.ID)
			continue
		}
		for _, tag := range c.Tags {
			if !slices.Contains(doc.Common().Tags[tag.Facet], tag.Tag) {
				t.Errorf("%s does not carry the tag %s of %s", c.ID, tag.Tag, tag.Facet)
			}
		}
	}
}

// TestSimilarKnowsNothing holds that what tells nothing, or what is not there,
// finds nothing.
func TestSimilarKnowsNothing(t *testing.T) {
	x, _ := openReal(t)
	for _, q := range []Incident{
		{}, {Text: " \n　"}, {Text: "お世話になっております。よろしくお願いいたします。"}, {Text: "障害が発生しました"},
		{Text: "2021年10月14日 17時 100万人"}, {Text: "\xff\xfe\x00"}, {Text: strings.Repeat("😀", 1000)}, {Like: "case-r99-01"},
	} {
		if r := similar(t, x, q); len(r.Cases)+len(r.Lessons) > 0 {
			t.Errorf("%.40q%s finds %v, %v", q.Text, q.Like, idsOf(r.Cases), idsOf(r.Lessons))
		}
	}
}

func TestSetAside(t *testing.T) {
	index, _ := openReal(t)
	x, err := index.acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer x.release()
	for _, tc := range []struct{ text, kept string }{
		{"いつもお世話になっております。DNSが応答しません。よろしくお願いいたします。", "DNSが応答しません。"},
		{"お客様各位\n本日、停電によりサーバが停止しました。ご迷惑をおかけし、深くお詫び申し上げます。", "本日、停電によりサーバが停止しました。"},
		{"[01:52] 佐藤: VoLTEが繋がりません", "VoLTEが繋がりません"},
		{"2026-11-24 03:10:22 田中さん（NOC）: HSSが落ちた", "HSSが落ちた"},
		{"> 03:10 輻輳を検知", "輻輳を検知"},
		{"From: noc@example.jp\nSubject: SMS不達\n回線が切れた\n--\n株式会社例示通信\nTEL: 03-0000-0000", "Subject: SMS不達 回線が切れた"},
		{"Dear customers,\nThe DNS server is down, sorry for the inconvenience.", "The DNS server is down,"},
		{"停電によりご不便をおかけしております。何とぞご理解くださいますようお願い申し上げます。", "停電によりご不便をおかけしております。"},
		{"メールにてお願いいたします。", ""},
		{"DNS: 応答なし", "DNS: 応答なし"},
		{"設備Aの保守作業中", "設備Aの保守作業中"},
	} {
		kept, _ := setAside(tc.text, x.showsAccident)
		if got := strings.Join(strings.Fields(kept), " "); got != tc.kept {
			t.Errorf("%q keeps %q, want %q", tc.text, got, tc.kept)
		}
	}
}

func FuzzSetAside(f *testing.F) {
	for _, s := range []string{"", "お疲れ様です。", "[01:52] 佐藤: a", "> > 12:30 x: y", "--\n", "a、b。c！\r\nd", "\xff：\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		kept, aside := setAside(s, func(clause string) bool { return len(clause)%2 == 0 })
		if utf8.ValidString(s) && !utf8.ValidString(kept) {
			t.Errorf("%q keeps %q", s, kept)
		}
		for _, a := range append(aside, strings.Split(kept, "\n")...) {
			if !strings.Contains(s, strings.TrimSpace(a)) {
				t.Errorf("%q holds no %q", s, a)
			}
		}
	})
}

func FuzzSimilar(f *testing.F) {
	x, _ := openReal(f)
	for _, s := range []string{"停電でDNSが止まった", "-", "\x00", "ﾃﾞｰﾀｾﾝﾀｰ", "監視していませんでした", strings.Repeat("輻輳", 500)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := similar(t, x, Incident{Text: s, Limit: 3})
		if len(r.Cases) > 3 || len(r.Lessons) > 3 {
			t.Errorf("%q: %d cases, %d lessons", s, len(r.Cases), len(r.Lessons))
		}
	})
}

// TestSigns holds which tags a text shows, and that what is denied shows none.
func TestSigns(t *testing.T) {
	x, _ := openReal(t)
	for text, want := range map[string][]string{
		"アクセスが集中してメモリ不足になった":     {"cause:capacity-shortage", "trigger:traffic-surge"},
		"停電ではありません。地震の影響もありません。": {},
		"ログ領域を監視していませんでした":       {"cause:monitoring-gap", "detection:unmonitored"},
		"監視は正常です":                {},
		"警報は出ませんでした":             {"detection:no-alarm"},
		"警報が出た":                  {},
		"Planned migration work": {"trigger:planned-work"},
		"HLRの切替工事で位置登録が集中":       {"equipment:location-server", "equipment:signalling-switch", "propagation:signalling-storm", "trigger:planned-work"},
	} {
		got := []string{}
		for _, tag := range similar(t, x, Incident{Text: text}).Tags {
			got = append(got, tag.Facet+":"+tag.Tag)
		}
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: %v lacks %s", text, got, w)
			}
		}
		if len(want) == 0 && len(got) > 0 {
			t.Errorf("%s shows %v", text, got)
		}
	}
}
