package index

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func TestParse(t *testing.T) {
	for _, tc := range []struct {
		in   string
		want []clause
	}{
		{"", nil},
		{" 　\t", nil},
		{"DNS　障害", []clause{{text: "DNS 障害"}}},
		{`"通信設備" 故障`, []clause{{text: "通信設備", phrase: true}, {text: "故障"}}},
		{"”通信 設備＂", []clause{{text: "通信 設備", phrase: true}}},
		{"障害 -SMS", []clause{{text: "障害"}, {text: "SMS", not: true}}},
		{`障害 －"通信 設備"`, []clause{{text: "障害"}, {text: "通信 設備", phrase: true, not: true}}},
		{"停電 OR 落雷", []clause{{text: "停電"}, {text: "落雷", or: true}}},
		{"a b OR c d", []clause{{text: "a"}, {text: "b"}, {text: "c", or: true}, {text: "d"}}},
		{"OR 停電", []clause{{text: "停電"}}},
		{"停電 OR", []clause{{text: "停電"}}},
		{"停電 or 落雷", []clause{{text: "停電 or 落雷"}}},
		{`" 停電`, []clause{{text: "停電"}}},
		{`""`, nil},
		{"-", []clause{{text: "-"}}},
		{"--x", []clause{{text: "--x"}}},
		{"DNS:障害 (", []clause{{text: "DNS:障害 ("}}},
		{"JCSAT-5A", []clause{{text: "JCSAT-5A"}}},
	} {
		if got := parse(tc.in); !slices.Equal(got, tc.want) {
			t.Errorf("parse(%q) = %+v, want %+v", tc.in, got, tc.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", `a "b" -c OR d`, `-"`, "OR OR -OR", "\xff\"", "ＯＲ　“x” －y", `"a"b"c"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for i, c := range parse(s) {
			if c.text == "" || !utf8.ValidString(c.text) {
				t.Fatalf("parse(%q) has the clause %+v", s, c)
			}
			if c.or && (i == 0 || c.not) {
				t.Fatalf("parse(%q) joins %+v by OR to nothing", s, c)
			}
		}
	})
}
