package index

import (
	"slices"
	"testing"

	"kyokun/kb"
)

// matrixQueries are of words in all their ways: compounds, phrases, sides of an OR,
// runs in one piece, and what must not occur.
func matrixQueries(v *kb.Vocabulary) []string {
	out := []string{
		"輻輳 設備", "輻輳 設備 復旧 手順", `"輻輳" 復旧`, "停電 OR 輻輳", "停電 OR 落雷 OR 浸水 復旧", "地震保険の加入方法",
		"電源設備の故障 復旧", "交換機の輻輳 -停電",
		"基地局の電源設備が停電で故障したときの復旧の手順と利用者への周知の方法と工事の設定の誤りと予備機器の点検",
		"停電 輻輳 復旧 手順 電源 設備 故障 交換機 利用者 周知 工事 設定 誤り",
		"電源設備の故障で停電した基地局の復旧手順と周知 OR 輻輳 OR 落雷 OR 浸水 交換機 設備 利用者",
		"ふくそう でんげん", "かんきょう ていでん 復旧", "存在しない言葉 復旧",
	}
	for _, term := range v.Terms {
		out = append(out, term.Term+" 復旧")
	}
	return out
}

// judged finds what documents hold, in groups or one by one.
func judged(t *testing.T, s *snapshot, p *plan, alone bool) *found {
	t.Helper()
	ctx := t.Context()
	e := s.evaluation(p)
	if alone {
		e.matrix = s.matrices.take()
	}
	f := &found{evaluation: e, admitted: map[docnum]bool{}}
	for _, step := range []func() error{
		func() error { return e.findElements(ctx) },
		func() error { return e.findWholes(ctx) },
		func() error { return f.judge(ctx) },
		func() error { return f.exclude(ctx) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// TestMatrix holds what is said of documents one by one to what is said of groups of
// them.
func TestMatrix(t *testing.T) {
	x, lib := openReal(t)
	s, err := x.acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.release()
	compared, hits, wholes, sides, long := 0, 0, 0, 0, 0
	for _, text := range matrixQueries(lib.Vocabulary()) {
		p := s.analyzer.newPlan(text)
		grouped, f := judged(t, s, p, false), judged(t, s, p, true)
		if len(p.banned) == 0 {
			if got, want := f.holders(), grouped.holders(); !slices.Equal(got, want) {
				t.Errorf("%q: %v documents hold the words, not %v", text, got, want)
			}
		}
		for d := range s.columns.records {
			got, want := f.verdict(docnum(d)), grouped.verdict(docnum(d))
			if got.most = want.most; got != want { // bounds need not be the same
				t.Errorf("%q: %s is %+v, not %+v", text, s.columns.records[d].ID, got, want)
			}
			if want.hit {
				hits++
			}
		}
		compared++
		wholes += len(f.wholes)
		if p.words() > mostGrouped {
			long++
		}
		if slices.ContainsFunc(p.elements, func(e element) bool { return len(e.branches) > 1 }) {
			sides++
		}
		f.done()
		grouped.done()
	}
	if compared < 300 || hits < 5000 || wholes < 5 || sides < 3 || long < 3 {
		t.Errorf("only %d queries, %d hits, %d wholes, %d queries with OR and %d long ones were compared", compared, hits, wholes, sides, long)
	}
}
