package report

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kyokun/kb"
)

func TestDuration(t *testing.T) {
	for in, want := range map[string]int{"5時間42分": 342, "５時間 42 分": 342, "6日15時間37分": 9577, "159 時間 37 分": 9577, "45分": 45, "2時間": 120,
		"約3時間20分（暫定値）": 200, "不明": 0, "5日": 0, "": 0} {
		if got, _ := duration(in); got != want {
			t.Errorf("%q: %d minutes, want %d", in, got, want)
		}
	}
}

func TestAffected(t *testing.T) {
	for in, want := range map[string][]string{
		"最大456,516人":          {"..456516人"},
		"約 50 万人":             {"..500000人"},
		"100万人以上":             {"1000000..人"},
		"62,095人":             {"62095..62095人"},
		"約86万通(約49万回線)":       {"..860000通", "..490000回線"},
		"約17,800 ユーザ":         {"..17800人"},
		"1.5億人未満":             {"..150000000人"},
		"３千契約":                {"3000..3000契約"},
		"調査中":                 nil,
		"0.3人":                nil,
		"999999999999999999人": nil,
	} {
		var got []string
		for _, a := range affected(in) {
			got = append(got, bound(a.Min)+".."+bound(a.Max)+a.Unit)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestStamps(t *testing.T) {
	start := time.Date(2021, 12, 31, 20, 0, 0, 0, kb.JST)
	for in, want := range map[string][]string{
		"令和3年5月 30 日 20 時 41 分":              {"2021-05-30T20:41"},
		"令和元年10月1日":                          {"2019-10-01"},
		"令和3年8月3日 15時00分頃":                   {"2021-08-03T15:00頃"},
		"2021/8/3(火) 15:00":                  {"2021-08-03T15:00"},
		"2021年10月14日（木曜）午後5時0分頃":             {"2021-10-14T17:00頃"},
		"令和3年9月23日 午前1時47分から同年9月29日 午後5時24分": {"2021-09-23T01:47", "2021-09-29T17:24"},
		"令和9年11月2日 13時15分から同日 15時00分まで":      {"2027-11-02T13:15", "2027-11-02T15:00"},
		"12/31 23:10、1/1 0:30":               {"2021-12-31T23:10", "2022-01-01T00:30"},
		"令和3年2月30日":                          nil,
		"25時61分":                             nil,
	} {
		var got []string
		for _, s := range stamps(fold(in), start) {
			words := s.when().String()
			if s.approx {
				words += "頃"
			}
			got = append(got, words)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestStampsRoundTrip: a time written in the manners of the reports is read back.
func TestStampsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2019, 5, 1, 0, 0, 0, 0, kb.JST).Add(time.Duration(rapid.IntRange(0, 20*366*24*60).Draw(t, "minutes")) * time.Minute)
		era := at.Year() - 2018
		for _, s := range []string{
			fmt.Sprintf("令和%d年%d月%d日 %d時%02d分", era, at.Month(), at.Day(), at.Hour(), at.Minute()),
			fmt.Sprintf("%d年%d月%d日%d:%02d", at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute()),
			at.Format("2006/1/2 15:04"),
			fmt.Sprintf("R%d年 %d 月 %d 日 %s%d時%d分", era, at.Month(), at.Day(), map[bool]string{true: "午前", false: "午後"}[at.Hour() < 12], at.Hour()%12, at.Minute()),
		} {
			got := stamps(s, time.Time{})
			if len(got) != 1 || !got[0].at.Equal(at) || got[0].dayOnly {
				t.Fatalf("%q: %+v, want %v", s, got, at)
			}
		}
	})
}

func TestFiscalYear(t *testing.T) {
	for in, want := range map[string]int{"2022": 2022, "令和4": 2022, "令和４年度": 2022, "R4": 2022, "r04": 2022, "平成30年度": 2018, "令和元": 2019, "来年": 0, "4": 0, "": 0, "令和0": 0} {
		if got, ok := FiscalYear(in); got != want || ok != (want > 0) {
			t.Errorf("%q: %d, %v; want %d", in, got, ok, want)
		}
	}
}

func TestNumberPages(t *testing.T) {
	for _, tt := range []struct {
		texts []string
		want  []int
	}{
		{[]string{"表紙", "目次", "本文\n- 1 -", "続き\n2", "図だけ", "終わり\n４"}, []int{0, 0, 1, 2, 3, 4}},
		{[]string{"7\n本文", "8\n続き"}, []int{7, 8}},
		{[]string{"本文", "続き"}, []int{0, 0}},
		{[]string{"3", "本文\n99", "続き\n1", "a\n55"}, []int{0, 0, 0, 0}},
		{nil, nil},
	} {
		var got []int
		for _, p := range NumberPages(tt.texts) {
			got = append(got, p.Number)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: pages %v, want %v", tt.texts, got, tt.want)
		}
	}
}

func TestSplitPages(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []int
	}{
		{"表紙\n\f本文\n1\n\f続き\n2\n\f", []int{0, 1, 2}},
		{"一\n- 4 -\n二\n— 5 —\n\n三\n-6-\n", []int{4, 5, 6}},
		{"一\n- 4 -\n二\n- 5 -\n三\n- 9 -\n", []int{0}},
		{"一\n4\n二\n5\n三\n6\n", []int{0}}, // a list of numbers may look like this
		{"", []int{0}},
	} {
		var got []int
		for _, p := range SplitPages(tt.text) {
			got = append(got, p.Number)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: pages %v, want %v", tt.text, got, tt.want)
		}
	}
}

// TestScalar: what is written as YAML is read back, whatever it is.
func TestScalar(t *testing.T) {
	for _, s := range []string{"1(2)イ(エ)", "はじめに", "2", "true", "a: b", "# x", "'引用'", "- 印", "{x}", "2021-10-14", "NO", "約100万人", "a #b", "*x", "@", "x:"} {
		d := decodeDrafts(t, []kb.File{{Data: []byte("---\nid: " + scalar(s) + "\nlist: [" + scalar(s) + "]\n---\n")}})
		if got := d[s]; got == nil || got.at("list") != "["+s+"]" {
			t.Errorf("%q was written as %s", s, scalar(s))
		}
	}
}
